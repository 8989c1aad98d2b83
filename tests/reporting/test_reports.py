"""The way of a report from the unit's desk to the commune and back, and the totals that move with it."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.clock import local
from tests.factories import reporting as make
from thidua.core.errors import DomainError, Refused
from thidua.core.models import AuditEvent
from thidua.indicator.figures import CellState, Value
from thidua.notifications.models import Notice
from thidua.reporting import actions, errors, totals
from thidua.reporting.actions import Cell
from thidua.reporting.enums import ReportState, RevisionKind
from thidua.reporting.models import Figure, FigureRevision, Report, Total

pytestmark = pytest.mark.django_db
NOW = make.TYPING_AT
FORTY = Value(40, 50)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=2)


def filled(here: make.Ward, *, value: Value = FORTY, why: str = "Đếm theo sổ.") -> dict[int, Cell]:
    return {figure.pk: Cell(value, explanation=why) for figure in here.figures()}


def submit(here: make.Ward, role: str = "reporter", at: datetime = NOW) -> Report:
    return actions.submit_report(here.report(), cells=filled(here), by=here.actor(role), at=at)


def settled(here: make.Ward) -> bool:
    return list(totals.differences(here.period.pk)) == []


def counted(here: make.Ward, basis: str = "submitted") -> list[tuple[int, int, int]]:
    rows = Total.objects.filter(period=here.period, unit=here.commune, basis=basis).order_by("indicator_id")
    return [(int(row.numerator), row.denominator, row.value_count) for row in rows]


def test_submit_report_goes_to_the_head(here: make.Ward) -> None:
    here.person("unit_head")
    report = submit(here)
    assert (report.state, report.received_at) == (ReportState.AWAITING_HEAD, None)
    assert (report.submitted_at, report.submitted_by_id) == (NOW, here.person("reporter").pk)
    assert counted(here) == []
    assert not FigureRevision.objects.exists()


def test_submit_report_of_a_unit_without_head_goes_straight_on(here: make.Ward) -> None:
    here.person("unit_head", here.units[1])  # of another unit
    report = submit(here)
    assert (report.state, report.received_at) == (ReportState.SUBMITTED, NOW)
    assert counted(here) == [(40, 50, 1), (40, 50, 1)]
    assert settled(here)


def test_submit_report_of_the_head_goes_straight_on(here: make.Ward) -> None:
    assert submit(here, "unit_head").state == ReportState.SUBMITTED


def test_submit_report_on_behalf_goes_straight_on_and_says_so(here: make.Ward) -> None:
    here.person("unit_head")
    report = submit(here, "standing_body")
    assert (report.state, report.is_on_behalf) == (ReportState.SUBMITTED, True)
    assert set(FigureRevision.objects.values_list("is_on_behalf", "kind")) == {(True, RevisionKind.SUBMITTED)}
    assert AuditEvent.objects.get(action="reporting.submit_report").detail["is_on_behalf"]


def test_submit_report_incomplete_names_what_is_missing(here: make.Ward) -> None:
    one, two = here.figures()
    cells = {one.pk: Cell(Value(40, 50), explanation="Đếm theo sổ.")}
    with pytest.raises(errors.FiguresMissing) as refused:
        actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    assert str(refused.value) == f"Còn 1 số liệu chưa nhập: {two.indicator.name}. Không có số thì ghi lý do."
    assert Figure.objects.get(pk=one.pk).state == CellState.NOT_REPORTED


def test_submit_report_needs_evidence_or_an_explanation(here: make.Ward) -> None:
    cells = filled(here, why=" ")
    with pytest.raises(errors.EvidenceMissing):
        actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    for figure in here.figures():
        make.FigureEvidenceFactory(figure=figure)
    report = actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    assert report.state == ReportState.SUBMITTED


def test_submit_report_takes_a_reason_instead_of_a_number(here: make.Ward) -> None:
    cells = filled(here, value=Value(state=CellState.NOT_REPORTED), why="Chưa có danh sách từ nhà trường.")
    report = actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    assert report.state == ReportState.SUBMITTED
    assert counted(here) == []


def test_submit_report_late_is_received(here: make.Ward) -> None:
    late = local(2026, 10, 12)
    assert submit(here, at=late).first_received_at == late


def test_submit_report_after_the_lock_is_refused(here: make.Ward) -> None:
    actions.lock_period(here.period, by=here.actor("standing_body"), at=local(2026, 10, 24))
    with pytest.raises(Refused, match="đã khóa"):
        submit(here)


def test_lock_period_tells_each_report(here: make.Ward) -> None:
    actions.lock_period(here.period, by=here.actor("standing_body"), at=local(2026, 10, 24))
    assert here.report().closed_at == local(2026, 10, 24)


def test_submit_report_twice_is_refused(here: make.Ward) -> None:
    submit(here)
    with pytest.raises(Refused, match="đã gửi"):
        submit(here)


def test_approve_report_lets_it_go(here: make.Ward) -> None:
    head = here.actor("unit_head")
    submit(here)
    report = actions.approve_report(here.report(), by=head, at=NOW)
    assert (report.state, report.first_received_at) == (ReportState.SUBMITTED, NOW)
    assert counted(here) == [(40, 50, 1), (40, 50, 1)]
    assert FigureRevision.objects.filter(kind=RevisionKind.SUBMITTED).count() == 2
    assert settled(here)


def test_hand_back_report_tells_the_reporter_why(here: make.Ward) -> None:
    head = here.actor("unit_head")
    submit(here)
    with pytest.raises(errors.ReasonMissing):
        actions.hand_back_report(here.report(), reason=" ", by=head, at=NOW)
    report = actions.hand_back_report(here.report(), reason="Số đạt chưa đúng.", by=head, at=NOW)
    assert (report.state, report.return_reason) == (ReportState.RETURNED, "Số đạt chưa đúng.")
    told = Notice.objects.filter(user=here.person("reporter"))
    assert [notice.body for notice in told] == ["Số đạt chưa đúng."]
    again = submit(here)
    assert (again.state, again.return_reason) == (ReportState.AWAITING_HEAD, "")


def test_recall_report_from_the_head(here: make.Ward) -> None:
    here.person("unit_head")
    submit(here)
    report = actions.recall_report(here.report(), by=here.actor("reporter"), at=NOW)
    assert (report.state, report.received_at) == (ReportState.DRAFT, None)


def test_recall_report_from_the_commune_takes_it_out_of_the_totals(here: make.Ward) -> None:
    submit(here)
    report = actions.recall_report(here.report(), by=here.actor("reporter"), at=NOW)
    assert (report.state, report.first_received_at) == (ReportState.DRAFT, None)
    assert counted(here) == [(0, 0, 0), (0, 0, 0)]
    assert settled(here)


def test_recall_report_that_somebody_checked_is_refused(here: make.Ward) -> None:
    submit(here)
    actions.check_figure(
        here.figures()[0], value=Value(39, 50), reason="Trừ một.", by=here.actor("standing_body"), at=NOW
    )
    with pytest.raises(Refused, match="chưa ai kiểm tra"):
        actions.recall_report(here.report(), by=here.actor("reporter"), at=NOW)


def test_recall_report_on_the_desk_is_refused(here: make.Ward) -> None:
    with pytest.raises(Refused, match="chưa gửi"):
        actions.recall_report(here.report(), by=here.actor("reporter"), at=NOW)


def returned(here: make.Ward) -> tuple[Figure, Figure]:
    """The first figure went back, the second stays received."""
    submit(here)
    figure = here.figures()[0]
    actions.return_figure(figure, reason="Kèm danh sách.", by=here.actor("standing_body"), at=NOW)
    one, two = here.figures()
    return one, two


def test_returned_figure_is_open_while_others_are_not(here: make.Ward) -> None:
    one, two = returned(here)
    by = here.actor("reporter")
    with pytest.raises(Refused, match="Chỉ sửa được số liệu đã bị trả lại"):
        actions.save_figure(two, cell=Cell(Value(1, 2)), by=by, at=NOW)
    actions.save_figure(one, cell=Cell(Value(41, 50), explanation="Đã rà lại."), by=by, at=NOW)
    assert counted(here) == [(0, 0, 0), (40, 50, 1)]
    assert settled(here)


def test_import_figures_leaves_received_figures_alone(here: make.Ward) -> None:
    one, two = returned(here)
    cells = {one.pk: Cell(Value(41, 50)), two.pk: Cell(Value(1, 2))}
    actions.import_figures(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    assert [figure.reported for figure in here.figures()] == [Value(41, 50), Value(40, 50)]


def test_resubmitted_figure_counts_again(here: make.Ward) -> None:
    first = local(2026, 10, 2, 9, 12)
    one, two = returned(here)
    cells = {one.pk: Cell(Value(41, 50), explanation="Đã rà lại.")}
    later = local(2026, 10, 9)
    report = actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=later)
    assert (report.state, report.first_received_at, report.received_at) == (
        ReportState.SUBMITTED,
        first,
        later,
    )
    assert [figure.return_reason for figure in here.figures()] == ["", ""]
    assert counted(here) == [(41, 50, 1), (40, 50, 1)]
    kinds = list(FigureRevision.objects.filter(figure=one).values_list("kind", flat=True))
    assert kinds == [RevisionKind.SUBMITTED, RevisionKind.RETURNED, RevisionKind.SUBMITTED]
    assert list(FigureRevision.objects.filter(figure=two).values_list("kind", flat=True)) == ["submitted"]
    assert settled(here)


def test_resubmitted_figure_drops_the_checkers_number(here: make.Ward) -> None:
    submit(here)
    standing = here.actor("standing_body")
    actions.check_figure(here.figures()[0], value=Value(30, 50), reason="Trùng tên.", by=standing, at=NOW)
    actions.return_figure(here.figures()[0], reason="Kèm danh sách.", by=standing, at=NOW)
    cells = {here.figures()[0].pk: Cell(Value(41, 50), explanation="Đã rà lại.")}
    actions.submit_report(here.report(), cells=cells, by=here.actor("reporter"), at=NOW)
    assert here.figures()[0].standing_value == Value(41, 50)
    assert settled(here)


def test_recall_of_a_second_answer_leaves_the_rest_received(here: make.Ward) -> None:
    returned(here)
    here.person("unit_head")
    first = here.report().first_received_at
    report = actions.submit_report(here.report(), by=here.actor("reporter"), at=NOW)
    assert report.state == ReportState.AWAITING_HEAD
    report = actions.recall_report(here.report(), by=here.actor("reporter"), at=NOW)
    assert (report.state, report.first_received_at) == (ReportState.RETURNED, first)
    assert counted(here) == [(0, 0, 0), (40, 50, 1)]
    assert settled(here)


# ---- random walks: whatever happens in whatever order, the kept totals are the sums of the figures

Deed = Callable[[make.Ward, int, Value], object]
VALUES = st.one_of(
    st.integers(0, 50).flatmap(lambda n: st.booleans().map(lambda rough: Value(n, 50, is_estimate=rough))),
    st.sampled_from(
        [
            Value(state=CellState.NOT_ARISING),
            Value(state=CellState.NOT_APPLICABLE),
            Value(state=CellState.NOT_REPORTED),
        ]
    ),
)


def _cell(value: Value) -> Cell:
    return Cell(value, explanation="Đếm theo sổ.")


def _pick(here: make.Ward, which: int) -> Figure:
    held = here.figures(here.units[which % 2])
    return held[which % len(held)]


def _report(here: make.Ward, which: int) -> Report:
    return here.report(here.units[which % 2])


def _who(here: make.Ward, role: str, which: int) -> object:
    return here.actor(role, here.units[which % 2])


DEEDS: dict[str, Deed] = {
    "save": lambda here, which, value: actions.save_figure(
        _pick(here, which), cell=_cell(value), by=_who(here, "reporter", which), at=NOW
    ),
    "submit": lambda here, which, value: actions.submit_report(
        _report(here, which),
        cells={figure.pk: _cell(value) for figure in here.figures(here.units[which % 2])},
        by=_who(here, "reporter", which),
        at=NOW,
    ),
    "submit_on_behalf": lambda here, which, value: actions.submit_report(
        _report(here, which), by=here.actor("standing_body"), at=NOW
    ),
    "approve": lambda here, which, value: actions.approve_report(
        _report(here, which), by=_who(here, "unit_head", which), at=NOW
    ),
    "hand_back": lambda here, which, value: actions.hand_back_report(
        _report(here, which), reason="Xem lại.", by=_who(here, "unit_head", which), at=NOW
    ),
    "recall": lambda here, which, value: actions.recall_report(
        _report(here, which), by=_who(here, "reporter", which), at=NOW
    ),
    "return": lambda here, which, value: actions.return_figure(
        _pick(here, which), reason="Kèm danh sách.", by=here.actor("standing_body"), at=NOW
    ),
    "check": lambda here, which, value: actions.check_figure(
        _pick(here, which), value=value, reason="Trùng tên.", by=here.actor("standing_body"), at=NOW
    ),
    "verify": lambda here, which, value: actions.verify_report(
        _report(here, which), by=here.actor("standing_body"), at=NOW
    ),
}


class TotalsOnEveryWay(TestCase):
    """hypothesis rolls each walk back by itself only inside its own TestCase."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(
        walk=st.lists(
            st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 3), VALUES), min_size=5, max_size=25
        )
    )
    def test_totals_never_differ(self, walk: Iterable[tuple[str, int, Value]]) -> None:
        here = make.ward(units=2, indicators=2)
        here.person("unit_head", here.units[1])  # one unit with a head, one without
        done = set()
        for name, which, value in walk:
            try:
                DEEDS[name](here, which, value)
            except DomainError:
                continue
            done.add(name)
            assert list(totals.differences(here.period.pk)) == [], (name, which, value)


@pytest.mark.django_db(transaction=True)
def test_submit_report_that_waited_for_the_lock_is_refused() -> None:
    """It asked while the period was being locked: what it reads after the wait is the lock, on both databases."""
    here = make.ward(units=1, indicators=1)
    report, by, cells = here.report(), here.actor("reporter"), filled(here)
    standing, answers = here.actor("standing_body"), []

    def hand_in() -> None:
        try:
            answers.append(actions.submit_report(report, cells=cells, by=by, at=NOW).state)
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    with transaction.atomic():
        actions.lock_period(here.period, by=standing, at=NOW)
        other = threading.Thread(target=hand_in)
        other.start()
        time.sleep(0.7)
        assert answers == []
    other.join(timeout=20)
    assert answers == ["Kỳ báo cáo đã khóa."]
    assert here.report().state == ReportState.DRAFT
