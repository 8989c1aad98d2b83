"""A third level where it is set, and exceptions after the lock: decided, traced, shown; totals follow every step."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.reporting import actions, errors, queries
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Report, Total
from thidua.reporting.queries import work

pytestmark = pytest.mark.django_db
AFTER = local(2026, 10, 30, 9)
UNTIL = date(2026, 11, 2)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=1)


@pytest.fixture
def three(here: make.Ward) -> make.Ward:
    here.period.needs_leader = True
    here.period.save()
    return here


def verified_totals(here: make.Ward) -> int:
    return Total.objects.filter(period=here.period, basis="verified", value_count__gt=0).count()


def state(here: make.Ward) -> str:
    return here.report().state


@pytest.mark.parametrize("by_page", [True, False])
def test_a_checked_report_goes_to_the_leader(three: make.Ward, by_page: bool) -> None:
    deeds.send(three)
    if by_page:
        deeds.verify(three)
    else:
        actions.verify_report(three.report(), by=three.actor("standing_body"), at=deeds.CHECKED_AT)
    assert (state(three), verified_totals(three)) == (ReportState.WITH_LEADER, 0)
    leader = three.actor("leader")
    assert [one.pk for one in work.reports_waiting(leader)["with_leader"]] == [three.report().pk]
    actions.endorse_report(three.report(), by=leader, at=deeds.CHECKED_AT)
    assert (state(three), verified_totals(three) > 0, deeds.totals_agree(three)) == ("verified", True, True)


def test_send_back_report_and_withdraw_report_lead_to_the_check(three: make.Ward) -> None:
    deeds.send(three)
    deeds.verify(three)
    with pytest.raises(errors.ReasonMissing):
        actions.send_back_report(three.report(), reason=" ", by=three.actor("leader"), at=deeds.CHECKED_AT)
    actions.send_back_report(three.report(), reason="Xem lại.", by=three.actor("leader"), at=deeds.CHECKED_AT)
    assert (state(three), three.report().return_reason) == ("submitted", "Xem lại.")
    deeds.verify(three)
    actions.withdraw_report(three.report(), by=three.actor("standing_body"), at=deeds.CHECKED_AT)
    assert (state(three), deeds.totals_agree(three)) == ("submitted", True)


def test_who_may_do_what_with_the_leader(three: make.Ward) -> None:
    deeds.send(three)
    with pytest.raises(Refused, match="không chờ lãnh đạo"):
        actions.endorse_report(three.report(), by=three.actor("leader"), at=deeds.CHECKED_AT)
    deeds.verify(three)
    with pytest.raises(Refused):
        actions.endorse_report(three.report(), by=three.actor("standing_body"), at=deeds.CHECKED_AT)
    with pytest.raises(Refused):
        actions.recall_report(three.report(), by=three.actor("reporter"), at=deeds.CHECKED_AT)


def test_what_the_leader_did_not_approve_is_not_locked_as_verified(three: make.Ward) -> None:
    deeds.send(three)
    deeds.verify(three)
    deeds.lock(three)
    assert (state(three), verified_totals(three)) == (ReportState.WITH_LEADER, 0)


def test_set_approval_counts_for_periods_opened_from_its_day(here: make.Ward) -> None:
    officer, today = here.actor("standing_body"), local(2026, 10, 10)
    said = {"reason": "Theo quy chế.", "by": officer, "at": today}
    actions.set_approval(
        here.movement, needs_leader=True, valid_from=date(2026, 10, 12), kind="month", **said
    )
    assert [
        queries.needs_leader(here.movement, kind, on=date(2026, 10, day))
        for kind, day in (("month", 11), ("month", 12), ("quarter", 12))
    ] == [False, True, False]
    actions.set_approval(here.movement, needs_leader=False, valid_from=date(2026, 10, 13), **said)
    assert not queries.needs_leader(here.movement, "month", on=date(2026, 10, 13))
    with pytest.raises(errors.ApprovalReachesBack):
        actions.set_approval(here.movement, needs_leader=True, valid_from=date(2026, 10, 9), **said)


def extend(here: make.Ward, role: str = "standing_body", until: date = UNTIL) -> Report:
    return actions.extend_report(
        here.report(), until=until, reason="Mất điện ba ngày.", by=here.actor(role), at=AFTER
    )


@pytest.mark.parametrize("role", ["standing_body", "leader"])
def test_extend_report_opens_one_report_of_a_locked_period(here: make.Ward, role: str) -> None:
    deeds.lock(here)
    extend(here, role)
    deeds.send(here, at=local(2026, 11, 2, 23, 59))
    with pytest.raises(Refused, match="đã khóa"):
        deeds.send(here, here.units[1], at=AFTER)
    report = here.report()
    assert (report.state, report.late_until, deeds.totals_agree(here)) == ("submitted", UNTIL, True)
    row = next(one for one in queries.board_of(here.period, on=UNTIL) if one.late_until)
    assert (row.late_reason, row.days_late) == ("Mất điện ba ngày.", 25)
    assert AuditEvent.objects.filter(action="reporting.extend_report").count() == 1


def test_the_last_second_counts_and_the_next_does_not(here: make.Ward) -> None:
    deeds.lock(here)
    extend(here)
    last = local(2026, 11, 2, 23, 59) + timedelta(seconds=59)
    cells = {here.figures()[0].pk: actions.Cell(Value(1, 2))}
    actions.import_figures(here.report(), cells=cells, by=here.actor("reporter"), at=last)
    with pytest.raises(errors.ExtensionOver, match="02/11/2026"):
        deeds.send(here, at=last + timedelta(seconds=1))


def test_the_clock_ends_an_exception_once(here: make.Ward) -> None:
    deeds.lock(here)
    extend(here)
    deeds.send(here, at=AFTER)
    deeds.verify(here)
    call_command("tick", "--on", "2026-11-02", verbosity=0)
    assert state(here) == "verified"
    call_command("tick", "--on", "2026-11-03", verbosity=0)
    call_command("tick", "--on", "2026-11-04", verbosity=0)
    assert (state(here), here.report().closed_at is None) == ("locked", False)
    assert AuditEvent.objects.filter(action="reporting.close_extension").count() == 1
    assert deeds.totals_agree(here)


def test_extend_report_refuses(here: make.Ward) -> None:
    with pytest.raises(Refused, match="chưa khóa"):
        extend(here)
    deeds.send(here)
    deeds.verify(here)
    deeds.lock(here)
    with pytest.raises(Refused, match="đã đạt"):
        extend(here)


def test_extend_report_into_the_past_is_refused(here: make.Ward) -> None:
    deeds.lock(here)
    with pytest.raises(errors.ExtensionReachesBack):
        extend(here, until=date(2026, 10, 29))
    with pytest.raises(errors.ReasonMissing):
        actions.extend_report(here.report(), until=UNTIL, reason="", by=here.actor("leader"), at=AFTER)
    with pytest.raises(Refused):
        extend(here, "reporter")


def test_close_extension_waits_for_its_day(here: make.Ward) -> None:
    deeds.lock(here)
    extend(here)
    with pytest.raises(errors.ExtensionRuns):
        actions.close_extension(here.report(), by=deeds.system(here), at=local(2026, 11, 2, 23))


def test_approval_set(here: make.Ward, client: Client) -> None:
    client.force_login(here.person("standing_body"))
    address = reverse("reporting:approval_set", args=[here.movement.pk])
    said = {"needs_leader": "ba-cap", "kind": "", "valid_from": "01/01/2099", "reason": "Theo quy chế."}
    assert client.post(address, {**said, "reason": ""}).status_code == 422
    assert client.post(address, said).status_code == 303
    assert "Mọi kỳ: ba cấp" in client.get(address).content.decode()


def test_report_detail_offers_each_his_door(three: make.Ward, client: Client) -> None:
    deeds.send(three)
    deeds.verify(three)
    address = reverse("reporting:report_detail", args=[three.report().pk])
    for role, words in (("leader", "Duyệt (1 số liệu)"), ("standing_body", "Rút về để kiểm tra lại")):
        client.force_login(three.person(role))
        assert words in client.get(address).content.decode()


def test_what_is_typed_by_exception_does_not_move_what_the_commune_revised(here: make.Ward) -> None:
    """Not even whether it is an estimate: the revised number counts, and the unit's is still on its desk."""
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(10, 20))
    extend(here)
    cells = {here.figures()[0].pk: actions.Cell(Value(1, 2, is_estimate=True))}
    actions.import_figures(here.report(), cells=cells, by=here.actor("reporter"), at=AFTER)
    figure = here.figures()[0]
    assert (figure.reported, figure.standing_value) == (Value(1, 2, is_estimate=True), Value(10, 20))
    assert set(Total.objects.values_list("numerator", "estimate_count")) == {(10, 0)}
    assert deeds.totals_agree(here)


def give_back(here: make.Ward) -> None:
    returned = {here.figures()[0].pk: "Kèm danh sách."}
    by = here.actor("standing_body")
    actions.check_report(here.report(), checked={}, returned=returned, by=by, at=AFTER)


def test_a_revised_figure_that_was_returned_and_answered_counts_as_its_report_does(here: make.Ward) -> None:
    deeds.send(here)
    deeds.lock(here)
    deeds.revise(here, here.figures()[0], Value(10, 20))
    extend(here)
    give_back(here)
    deeds.send(here, None, Value(3, 4), at=AFTER)
    assert (here.figures()[0].is_revised, deeds.totals_agree(here)) == (False, True)
    give_back(here)
    cells = {here.figures()[0].pk: actions.Cell(Value(2, 4))}
    actions.import_figures(here.report(), cells=cells, by=here.actor("reporter"), at=AFTER)
    assert deeds.totals_agree(here)


def test_a_revised_figure_is_a_checked_one(here: make.Ward) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=here.figures()[0].pk).update(is_revised=True)
