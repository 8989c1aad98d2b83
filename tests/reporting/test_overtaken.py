"""Nobody undoes unseen what somebody else did meanwhile: every deed that judges shows both first, on both databases."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from tests.sight import at_once, seen_on
from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.org.models import User
from thidua.reporting import actions
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Publication
from thidua.reporting.queries import sights

pytestmark = pytest.mark.django_db
NOW = local(2026, 10, 9, 9)
LATER = local(2026, 10, 9, 10)
Clock = Callable[[datetime], None]


@pytest.fixture
def here(set_clock: Clock) -> make.Ward:
    """A unit with a head, its report on the head's desk; another unit that was sent."""
    set_clock(NOW)
    ward = make.ward(units=2, indicators=2)
    ward.person("unit_head")
    deeds.send(ward)
    deeds.send(ward, ward.units[1])
    return ward


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def approve(here: make.Ward, *, at: datetime = NOW) -> None:
    actions.approve_report(here.report(), by=here.actor("unit_head"), at=at)


# ---- the pages


def test_a_stale_return_undoes_no_approval(here: make.Ward, set_clock: Clock) -> None:
    head, address = as_(here.person("unit_head")), url("report_hand_back", here.report().pk)
    seen = seen_on(head, address)
    set_clock(LATER)
    approve(here, at=LATER)
    answer = head.post(address, {"reason": "Xem lại số 1."} | seen)
    shown = text_of(answer)
    assert (answer.status_code, here.report().state) == (409, ReportState.SUBMITTED)
    assert '<td data-label="Đã thấy">Chờ thủ trưởng duyệt</td>' in shown
    assert "<strong>Chờ kiểm tra</strong>" in shown
    assert f"10:00 ngày 09/10/2026 · {here.person('unit_head').full_name}" in shown
    assert "Xem lại số 1.</textarea>" in shown
    assert "Báo cáo không chờ thủ trưởng duyệt." in shown
    assert "disabled" in shown


def test_a_stale_approval_shows_the_new_number_and_can_be_given_all_the_same(
    here: make.Ward, set_clock: Clock
) -> None:
    head, detail = as_(here.person("unit_head")), url("report_detail", here.report().pk)
    seen = seen_on(head, detail)
    set_clock(LATER)
    actions.recall_report(here.report(), by=here.actor("reporter"), at=LATER)
    deeds.send(here, None, Value(30, 50), at=LATER)
    answer = head.post(
        url("report_approve", here.report().pk), seen, HTTP_REFERER=f"http://testserver{detail}"
    )
    shown = text_of(answer)
    assert (answer.status_code, here.report().state) == (409, ReportState.AWAITING_HEAD)
    assert "80,00 % (40 trên 50)" in shown
    assert "<strong>60,00 % (30 trên 50)</strong>" in shown
    assert "Vẫn duyệt báo cáo của đơn vị" in shown
    assert f'href="http://testserver{detail}">Để nguyên như bây giờ' in shown
    again = {"seen": answer.context["clash"].now.sealed()}
    assert head.post(url("report_approve", here.report().pk), again).status_code == 303
    assert here.report().state == ReportState.SUBMITTED


def test_the_way_back_leads_to_no_other_site(here: make.Ward) -> None:
    head = as_(here.person("unit_head"))
    answer = head.post(url("report_approve", here.report().pk), HTTP_REFERER="https://elsewhere.example/x")
    assert (answer.status_code, answer.context["back_url"]) == (409, "/")


def test_a_recall_keeps_its_reason(here: make.Ward) -> None:
    client, address = as_(here.person("reporter")), url("report_recall", here.report().pk)
    seen = seen_on(client, url("report_detail", here.report().pk))
    approve(here)
    answer = client.post(address, {"reason": "Nhầm số."} | seen)
    assert answer.status_code == 409
    assert ">Nhầm số.</textarea>" in text_of(answer)
    assert here.report().state == ReportState.SUBMITTED


def test_two_checkers_see_each_other(here: make.Ward) -> None:
    unit = here.units[1]
    first, address = here.figures(unit)[0], url("check_show", here.report(unit).pk)
    officer = as_(here.person("standing_body"))
    verdicts = {f"verdict_{one.pk}": "dung" for one in here.figures(unit)}
    typed = {f"verdict_{first.pk}": "tra-lai", f"reason_{first.pk}": "Kèm danh sách.", "tra-lai": "1"}
    seen = seen_on(officer, address)
    deeds.verify(here, unit)
    answer = officer.post(address, verdicts | typed | seen)
    shown = text_of(answer)
    assert (answer.status_code, here.report(unit).state) == (409, ReportState.VERIFIED)
    assert "<strong>Đạt</strong>" in shown
    assert "Kèm danh sách.</textarea>" in shown
    again = {"seen": answer.context["form"].overtaken.now.sealed()}
    assert officer.post(address, verdicts | typed | again).status_code == 303
    assert here.report(unit).state == ReportState.RETURNED


def test_a_check_of_what_was_returned_meanwhile_is_closed_and_keeps_what_was_typed(here: make.Ward) -> None:
    unit = here.units[1]
    first, second = here.figures(unit)
    officer, address = as_(here.person("standing_body")), url("check_show", here.report(unit).pk)
    seen = seen_on(officer, address)
    by = here.actor("standing_body")
    actions.check_report(here.report(unit), checked={}, returned={second.pk: "Thiếu."}, by=by, at=NOW)
    typed = {f"verdict_{first.pk}": "tra-lai", f"reason_{first.pk}": "Kèm danh sách.", "tra-lai": "1"}
    answer = officer.post(address, {f"verdict_{second.pk}": "dung"} | typed | seen)
    shown = text_of(answer)
    assert answer.status_code == 409
    assert "Báo cáo không ở bước kiểm tra." in shown
    assert "Kèm danh sách.</textarea>" in shown
    assert 'name="dat"' not in shown


def test_a_revision_shows_the_other_revision(here: make.Ward) -> None:
    figure, unit = here.figures(here.units[1])[0], here.units[1]
    deeds.verify(here, unit)
    deeds.lock(here)
    officer, address = as_(here.person("standing_body")), url("check_revise", figure.pk)
    seen = seen_on(officer, address)
    deeds.revise(here, here.figures(unit)[0], Value(20, 50))
    data = {"numerator": "10", "denominator": "50", "reason": "Đếm lại."}
    answer = officer.post(address, data | seen)
    shown = text_of(answer)
    assert (answer.status_code, here.figures(unit)[0].standing_value) == (409, Value(20, 50))
    assert "sau kiểm tra 40,00 % (20 trên 50)" in shown
    assert 'value="10"' in shown
    assert "Vẫn ghi đính chính" in shown
    again = {"seen": answer.context["form"].overtaken.now.sealed()}
    assert officer.post(address, data | again).status_code == 303


def test_a_lock_does_not_shut_out_unseen_what_came_in_meanwhile(here: make.Ward) -> None:
    officer, address = as_(here.person("standing_body")), url("period_lock", here.period.pk)
    seen = seen_on(officer, address)
    approve(here)
    answer = officer.post(address, seen)
    here.period.refresh_from_db()
    assert (answer.status_code, here.period.is_locked) == (409, False)
    shown = text_of(answer)
    assert (
        '<td data-label="Đã thấy">1 đơn vị</td> <td data-label="Bây giờ"><strong>2 đơn vị</strong>' in shown
    )
    moved = f'<th scope="row">{here.units[0].name}</th> <td data-label="Đã thấy">chưa gửi</td>'
    assert (moved in shown, f'<th scope="row">{here.units[1].name}</th>' in shown) == (True, False)
    assert officer.post(address, {"seen": answer.context["clash"].now.sealed()}).status_code == 303
    here.period.refresh_from_db()
    assert here.period.is_locked


def test_saving_a_draft_does_not_stand_in_the_way_of_the_lock() -> None:
    here = make.ward(units=2, indicators=1)
    officer, address = as_(here.person("standing_body")), url("period_lock", here.period.pk)
    seen = seen_on(officer, address)
    cell = actions.Cell(Value(1, 2))
    actions.save_figure(here.figures()[0], cell=cell, by=here.actor("reporter"), at=NOW)
    assert officer.post(address, seen).status_code == 303


def test_new_dates_show_the_other_new_dates(here: make.Ward) -> None:
    officer, address = as_(here.person("standing_body")), url("period_change", here.period.pk)
    seen = seen_on(officer, address)
    dates = {"unit_due_on": here.period.unit_due_on, "ward_due_on": here.period.ward_due_on}
    by = here.actor("standing_body")
    on = local(2026, 10, 25).date()
    actions.change_period_dates(here.period, **dates, locks_on=on, reason="Nghỉ lễ.", by=by, at=NOW)
    typed = {name: str(day) for name, day in dates.items()} | {"locks_on": "2026-10-30", "reason": "Chờ."}
    answer = officer.post(address, typed | seen)
    assert answer.status_code == 409
    assert "<strong>25/10/2026</strong>" in text_of(answer)
    assert "Nghỉ lễ." in text_of(answer)


def test_a_publication_shows_the_one_before_and_asks_for_its_reason(here: make.Ward) -> None:
    deeds.verify(here, here.units[1])
    deeds.lock(here)
    leader, address = as_(here.person("leader")), url("publication_create", here.period.pk)
    seen = seen_on(leader, address)
    deeds.publish(here, at=NOW)
    deeds.revise(here, here.figures(here.units[1])[0], Value(20, 50))
    answer = leader.post(address, seen)
    assert (answer.status_code, Publication.objects.count()) == (409, 1)
    assert "<strong>lần 1</strong>" in text_of(answer)
    again = {"seen": answer.context["form"].overtaken.now.sealed()}
    assert leader.post(address, again | {"reason": ""}).status_code == 422
    assert leader.post(address, again | {"reason": "Đính chính."}).status_code == 303


def test_a_page_that_has_seen_nothing_is_shown_what_stands(here: make.Ward) -> None:
    head = as_(here.person("unit_head"))
    answer = head.post(url("report_approve", here.report().pk), {"seen": "bịa"})
    assert (answer.status_code, here.report().state) == (409, ReportState.AWAITING_HEAD)
    assert "không cho biết ông/bà đã xem gì" in text_of(answer)


def test_who_may_not_do_it_is_refused_whatever_he_has_seen(here: make.Ward) -> None:
    reporter = as_(here.person("reporter"))
    seen = seen_on(as_(here.person("unit_head")), url("report_detail", here.report().pk))
    assert reporter.post(url("report_approve", here.report().pk), seen).status_code == 403
    elsewhere = as_(make.ward().person("unit_head"))
    assert elsewhere.post(url("report_approve", here.report().pk), seen).status_code == 404


# ---- two at the same moment, on both databases


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_of_an_approval_and_a_return_at_once_one_is_done(here: make.Ward, turn: int) -> None:
    head, seen = here.actor("unit_head"), sights.REPORT.of(here.report(), at=NOW)
    one, other = here.report(), here.report()
    ends = at_once(
        lambda: actions.approve_report(one, seen=seen, by=head, at=NOW),
        lambda: actions.hand_back_report(other, reason="Sai.", seen=seen, by=head, at=NOW),
    )
    assert ends == ["Overtaken", "done"]
    assert deeds.totals_agree(here)


@pytest.mark.django_db(transaction=True)
def test_of_two_checkers_at_once_one_is_done(here: make.Ward) -> None:
    unit, officer = here.units[1], here.actor("standing_body")
    seen = sights.REPORT.of(here.report(unit), at=NOW)
    first = here.figures(unit)[0]
    one, other = here.report(unit), here.report(unit)
    ends = at_once(
        lambda: actions.check_report(one, checked={}, returned={}, seen=seen, by=officer, at=NOW),
        lambda: actions.check_report(
            other, checked={}, returned={first.pk: "Thiếu."}, seen=seen, by=officer, at=NOW
        ),
    )
    assert ends == ["Overtaken", "done"]
    assert AuditEvent.objects.filter(action="reporting.check_report").count() == 1
    assert deeds.totals_agree(here)


@pytest.mark.django_db(transaction=True)
def test_of_two_revisions_at_once_one_is_done(here: make.Ward) -> None:
    unit = here.units[1]
    deeds.verify(here, unit)
    deeds.lock(here)
    officer, seen = here.actor("standing_body"), sights.FIGURE.of(here.figures(unit)[0], at=NOW)
    copies = [here.figures(unit)[0], here.figures(unit)[0]]
    ends = at_once(
        *(
            lambda copy=copy, number=number: actions.revise_figure(  # type: ignore[misc]
                copy, value=Value(number, 50), reason="Đếm lại.", seen=seen, by=officer, at=NOW
            )
            for number, copy in enumerate(copies, start=20)
        )
    )
    assert ends == ["Overtaken", "done"]
    assert deeds.totals_agree(here)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_a_lock_and_a_report_at_once_never_shut_it_out_unseen(here: make.Ward, turn: int) -> None:
    """Either the report came first and the lock asks again, or the lock came first and the head is told."""
    officer, head = here.actor("standing_body"), here.actor("unit_head")
    seen, shown = sights.LOCK.of(here.period, at=NOW), sights.REPORT.of(here.report(), at=NOW)
    report = here.report()
    ends = at_once(
        lambda: actions.lock_period(here.period, seen=seen, by=officer, at=NOW),
        lambda: actions.approve_report(report, seen=shown, by=head, at=NOW),
    )
    here.period.refresh_from_db()
    state = here.report().state
    assert ends == ["Overtaken", "done"]
    assert (here.period.is_locked, state) in {
        (True, ReportState.AWAITING_HEAD),
        (False, ReportState.SUBMITTED),
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_publications_at_once_one_is_done(here: make.Ward) -> None:
    deeds.verify(here, here.units[1])
    deeds.lock(here)
    leader = here.actor("leader")
    seen = sights.publication_sight(here.period, at=NOW)
    copies = [type(here.period).objects.get(pk=here.period.pk) for _ in range(2)]
    ends = at_once(
        *(
            lambda copy=copy: actions.publish_period(copy, seen=seen, by=leader, at=NOW)  # type: ignore[misc]
            for copy in copies
        )
    )
    assert (ends, Publication.objects.count()) == (["Overtaken", "done"], 1)
