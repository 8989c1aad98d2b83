"""Checking, returning, verifying, revising: outcomes, refusals, and the running totals after each."""

from decimal import Decimal

import pytest

from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core import sight
from thidua.core.errors import Refused
from thidua.indicator import errors as figure_errors
from thidua.indicator.figures import CellState, Value
from thidua.notifications.models import Notice
from thidua.reporting import actions, errors
from thidua.reporting.enums import Basis, ReportState, RevisionKind
from thidua.reporting.models import Figure, Report, Total

pytestmark = pytest.mark.django_db
REASON = deeds.REASON


@pytest.fixture
def here() -> make.Ward:
    """Two figures, 40 of 50 each, handed in."""
    ward = make.ward(units=2, indicators=2)
    deeds.send(ward)
    return ward


def check(here: make.Ward, **said: object) -> Report:
    held = {"checked": {}, "returned": {}, **said}
    return actions.check_report(
        here.report(),
        **held,
        by=here.actor("standing_body"),
        at=deeds.CHECKED_AT,  # type: ignore[arg-type]
    )


def sums(here: make.Ward, basis: Basis) -> list[tuple[Decimal, int, int]]:
    """(numerator, denominator, values) of the commune per indicator."""
    rows = Total.objects.filter(unit=here.commune, basis=basis, value_count__gt=0).order_by("indicator_id")
    return [(row.numerator, row.denominator, row.value_count) for row in rows]


def kinds(figure: Figure) -> list[str]:
    return list(figure.revisions.order_by("pk").values_list("kind", flat=True))


def test_check_report_without_remarks_verifies(here: make.Ward) -> None:
    assert sums(here, Basis.VERIFIED) == []
    report = check(here)
    assert (report.state, report.verified_at, report.verified_by) == (
        ReportState.VERIFIED,
        deeds.CHECKED_AT,
        here.person("standing_body"),
    )
    assert sums(here, Basis.VERIFIED) == [(40, 50, 1), (40, 50, 1)]
    assert deeds.totals_agree(here)
    assert Notice.objects.get(kind="verified").user == here.person("reporter")


def test_check_report_keeps_both_numbers(here: make.Ward) -> None:
    first = here.figures()[0]
    check(here, checked={first.pk: (Value(30, 50), REASON)})
    first = here.figures()[0]
    assert (first.reported, first.standing_value) == (Value(40, 50), Value(30, 50))
    assert kinds(first) == [RevisionKind.SUBMITTED, RevisionKind.CHECKED]
    assert first.revisions.last().reason == REASON  # type: ignore[union-attr]
    assert here.report().state == ReportState.VERIFIED
    assert sums(here, Basis.VERIFIED) == [(30, 50, 1), (40, 50, 1)]
    assert deeds.totals_agree(here)


def test_check_report_returns_one_figure_and_keeps_the_other(here: make.Ward) -> None:
    first, second = here.figures()
    check(here, checked={second.pk: (Value(45, 50), REASON)}, returned={first.pk: "Kèm danh sách."})
    report = here.report()
    assert (report.state, report.verified_at) == (ReportState.RETURNED, None)
    assert [figure.return_reason for figure in here.figures()] == ["Kèm danh sách.", ""]
    assert sums(here, Basis.SUBMITTED) == [(45, 50, 1)]
    assert deeds.totals_agree(here)
    notice = Notice.objects.get(kind="returned")
    assert (notice.user, notice.body) == (
        here.person("reporter"),
        f"{first.indicator.name}: Kèm danh sách.",
    )


def test_a_returned_figure_comes_back_and_is_verified(here: make.Ward) -> None:
    first = here.figures()[0]
    check(here, returned={first.pk: "Kèm danh sách."})
    deeds.send(here, None, Value(35, 50))
    assert sums(here, Basis.SUBMITTED) == [(35, 50, 1), (40, 50, 1)]
    check(here)
    assert kinds(here.figures()[0]) == [
        RevisionKind.SUBMITTED,
        RevisionKind.RETURNED,
        RevisionKind.SUBMITTED,
    ]
    assert kinds(here.figures()[1]) == [RevisionKind.SUBMITTED]
    assert deeds.totals_agree(here)


def test_check_report_refuses_as_a_whole(here: make.Ward) -> None:
    first, second = here.figures()
    other = here.figures(here.units[1])[0]
    refused = [
        ({"returned": {first.pk: " "}}, errors.ReasonMissing),
        ({"checked": {first.pk: (Value(30, 50), "")}}, errors.ReasonMissing),
        ({"checked": {first.pk: (Value(60, 50), REASON)}}, figure_errors.PartExceedsWhole),
        ({"returned": {first.pk: REASON, other.pk: REASON}}, errors.NotInReport),
        ({"seen": sight.NOTHING}, sight.Overtaken),
    ]
    for said, refusal in refused:
        with pytest.raises(refusal):
            check(here, **{"returned": {second.pk: REASON}} | said)
    assert [figure.return_reason for figure in here.figures()] == ["", ""]
    assert here.report().state == ReportState.SUBMITTED
    assert deeds.totals_agree(here)


def test_check_report_again_until_the_lock(here: make.Ward) -> None:
    """What was overlooked can still be returned; the report is then no longer verified."""
    check(here)
    with pytest.raises(errors.NothingToCheck):
        check(here)
    check(here, checked={here.figures()[0].pk: (Value(30, 50), REASON)})
    assert (here.report().state, sums(here, Basis.VERIFIED)[0]) == (ReportState.VERIFIED, (30, 50, 1))
    check(here, returned={here.figures()[1].pk: "Kèm danh sách."})
    report = here.report()
    assert (report.state, report.verified_at, report.verified_by) == (ReportState.RETURNED, None, None)
    assert sums(here, Basis.VERIFIED) == []
    assert deeds.totals_agree(here)


def test_check_report_waits_for_a_report(here: make.Ward) -> None:
    by = here.actor("standing_body")
    with pytest.raises(Refused, match="không ở bước kiểm tra"):
        actions.check_report(here.report(here.units[1]), checked={}, returned={}, by=by, at=deeds.CHECKED_AT)
    deeds.lock(here)
    with pytest.raises(Refused, match="đã khóa"):
        check(here)


def test_return_figure_one_by_one(here: make.Ward) -> None:
    by = here.actor("standing_body")
    for number, figure in enumerate(here.figures(), start=1):
        actions.return_figure(figure, reason="Kèm danh sách.", by=by, at=deeds.CHECKED_AT)
        assert len(sums(here, Basis.SUBMITTED)) == 2 - number
        assert deeds.totals_agree(here)
    with pytest.raises(errors.ReasonMissing):
        actions.return_figure(here.figures()[0], reason="", by=by, at=deeds.CHECKED_AT)


def test_check_figure_answers_a_returned_one(here: make.Ward) -> None:
    by = here.actor("standing_body")
    actions.return_figure(here.figures()[0], reason="Kèm danh sách.", by=by, at=deeds.CHECKED_AT)
    actions.check_figure(here.figures()[0], value=Value(41, 50), reason=REASON, by=by, at=deeds.CHECKED_AT)
    assert here.report().state == ReportState.SUBMITTED
    assert sums(here, Basis.SUBMITTED) == [(41, 50, 1), (40, 50, 1)]
    assert deeds.totals_agree(here)


def test_verify_report_refuses_while_a_figure_is_on_return(here: make.Ward) -> None:
    Figure.objects.filter(pk=here.figures()[0].pk).update(return_reason="Kèm danh sách.")
    with pytest.raises(errors.FiguresStillReturned):
        actions.verify_report(here.report(), by=here.actor("standing_body"), at=deeds.CHECKED_AT)


def test_revise_figure_after_the_lock_keeps_history(here: make.Ward) -> None:
    deeds.verify(here)
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(20, 50))
    figure = here.figures()[0]
    assert (figure.reported, figure.standing_value) == (Value(40, 50), Value(20, 50))
    assert kinds(figure) == [RevisionKind.SUBMITTED, RevisionKind.REVISED]
    assert sums(here, Basis.VERIFIED) == [(20, 50, 1), (40, 50, 1)]
    assert deeds.totals_agree(here)


@pytest.mark.parametrize("place", [0, 1], ids=["never verified", "never sent"])
def test_revise_figure_counts_whatever_became_of_the_report(here: make.Ward, place: int) -> None:
    deeds.lock(here)
    deeds.revise(here, here.figures(here.units[place])[0], Value(10, 20))
    assert sums(here, Basis.VERIFIED) == [(10, 20, 1)]
    assert deeds.totals_agree(here)


def test_revise_figure_answers_a_returned_one(here: make.Ward) -> None:
    check(here, returned={here.figures()[0].pk: "Kèm danh sách."})
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(40, 50))
    assert sums(here, Basis.VERIFIED) == [(40, 50, 1)]
    assert here.figures()[0].return_reason == ""
    assert deeds.totals_agree(here)


def test_revise_figure_ends_an_estimate(here: make.Ward) -> None:
    deeds.send(here, here.units[1], Value(40, 50, is_estimate=True))
    deeds.verify(here, here.units[1])
    deeds.lock(here)
    first = here.figures(here.units[1])[0]
    deeds.revise(here, first, Value(40, 50))
    assert set(Total.objects.values_list("estimate_count", flat=True)) == {0}
    assert deeds.totals_agree(here)


def test_revise_figure_refuses(here: make.Ward) -> None:
    with pytest.raises(Refused, match="chưa khóa"):
        deeds.revise(here, here.figures()[0], Value(20, 50))
    deeds.verify(here)
    deeds.lock(here)
    with pytest.raises(errors.NothingToRevise):
        deeds.revise(here, here.figures()[0], Value(40, 50))
    by = here.actor("standing_body")
    with pytest.raises(errors.ReasonMissing):
        actions.revise_figure(here.figures()[0], value=Value(1, 50), reason="", by=by, at=deeds.PUBLISHED_AT)


def test_revise_figure_may_take_a_number_away(here: make.Ward) -> None:
    deeds.verify(here)
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(state=CellState.NOT_ARISING))
    assert sums(here, Basis.VERIFIED) == [(40, 50, 1)]
    assert deeds.totals_agree(here)
