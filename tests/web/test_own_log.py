"""The log about oneself: all that concerns a person, nothing about anybody else, found by kind, doer and day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.clock import local
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from tests.reporting import deeds
from thidua.core import audit
from thidua.core.deeds import SAYS
from thidua.core.models import AuditEvent
from thidua.org import actions as org_actions
from thidua.org.models import Membership, User
from thidua.tasks.enums import TaskState
from thidua.web import own_log
from thidua.web.own_log import Sought

pytestmark = pytest.mark.django_db
NOW = local(2026, 10, 12, 9)


@pytest.fixture
def here(set_clock: Callable[[datetime], None]) -> make.Ward:
    """Two units with a reporter each; both have sent, one was returned, one verified."""
    set_clock(NOW)
    ward = make.ward(units=2, indicators=1)
    deeds.send(ward)
    deeds.send(ward, ward.units[1])
    return ward


def lines(here: make.Ward, user: User, **sought: Any) -> list[own_log.Line]:
    who = make.actor_of(user)
    return own_log.lines_of(who, own_log.events_about(who, Sought(**sought)))


def told(here: make.Ward, user: User, **sought: Any) -> list[tuple[str, str, str]]:
    return [(line.what, line.thing, line.who) for line in lines(here, user, **sought)]


def page_of(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(reverse("web:my_log") + query).content.decode().split())


def test_ones_reports_are_followed_and_nobody_elses(here: make.Ward) -> None:
    deeds.verify(here)
    deeds.verify(here, here.units[1])
    officer = here.person("standing_body").full_name
    label = f"{here.units[0].name} · Tháng 10/2026"
    assert told(here, here.person("reporter")) == [
        ("Kiểm tra báo cáo", label, f"{officer}, {here.commune.name}"),
        ("Gửi báo cáo", label, "Tôi"),
    ]


def test_a_head_sees_what_was_done_to_the_reports_of_the_unit(here: make.Ward) -> None:
    reporter = here.person("reporter").full_name
    assert [line.who for line in lines(here, here.person("unit_head"))] == [
        f"{reporter}, {here.units[0].name}"
    ]


def test_an_officer_sees_his_own_deeds_on_all_reports(here: make.Ward) -> None:
    deeds.verify(here)
    assert [(what, who) for what, _, who in told(here, here.person("standing_body"))] == [
        ("Kiểm tra báo cáo", "Tôi")
    ]


def test_what_an_administrator_does_is_told_to_the_person_with_its_reason(here: make.Ward) -> None:
    person, admin = here.person("reporter"), here.actor("administrator")
    role = Membership.objects.get(user=person)
    org_actions.grant_membership(
        here.units[1], person=person, role="unit_head", valid_from=NOW.date(), by=admin, at=NOW
    )
    org_actions.end_membership(role, valid_to=NOW.date(), reason="Chuyển công tác.", by=admin, at=NOW)
    org_actions.disable_person(person, reason="Mất điện thoại.", by=admin, at=NOW)
    org_actions.enable_person(person, reason="Đã tìm thấy.", by=admin, at=NOW)
    found = [(line.what, line.thing, line.reason) for line in lines(here, person, kind="tai-khoan")]
    mine = "Tài khoản, vai trò của tôi"
    assert found == [
        ("Mở khóa tài khoản", mine, "Đã tìm thấy."),
        ("Khóa tài khoản", mine, "Mất điện thoại."),
        ("Kết thúc vai trò", mine, "Chuyển công tác."),
        ("Giao vai trò", mine, ""),
    ]


def test_who_acts_on_others_sees_that_he_did_it_but_not_on_whom_or_why(here: make.Ward) -> None:
    person, admin = here.person("reporter"), here.person("administrator")
    org_actions.disable_person(
        person, reason=f"Bà {person.full_name} nghỉ sinh.", by=here.actor("administrator"), at=NOW
    )
    assert told(here, admin) == [("Khóa tài khoản", "", "Tôi")]
    assert lines(here, admin)[0].reason == ""
    shown = page_of(admin)
    assert [word for word in (person.full_name, "nghỉ sinh") if word in shown] == []


@pytest.mark.parametrize(
    ("action", "detail_of"),
    [
        ("org.issue_activation_links", lambda pk: {"people": [0, pk]}),
        ("org.import_people", lambda pk: {"applied": [{"row": 1, "id": 0}, {"row": 2, "id": pk}]}),
    ],
)
def test_a_deed_on_many_is_told_to_each_and_names_nobody(
    here: make.Ward, action: str, detail_of: Callable[[int], dict[str, Any]]
) -> None:
    person, other = here.person("reporter"), here.person("reporter", here.units[1])
    by = here.actor("administrator")
    audit.write(action, by, by=by, at=NOW, reason="Danh sách của bà Lan", detail=detail_of(person.pk))
    assert [(line.what, line.thing, line.reason) for line in lines(here, person, kind="tai-khoan")] == [
        (SAYS[action], "", "")
    ]
    assert told(here, other, kind="tai-khoan") == []


def test_another_commune_is_another_book(here: make.Ward) -> None:
    there = make.ward()
    AuditEvent.objects.filter(commune_id=here.commune.pk).update(commune_id=there.commune.pk)
    assert told(here, here.person("reporter")) == []


def test_it_is_found_by_kind_doer_and_day(here: make.Ward) -> None:
    person = here.person("reporter")
    deeds.verify(here)
    count = {
        name: len(lines(here, person, **sought))
        for name, sought in {
            "all": {},
            "account": {"kind": "tai-khoan"},
            "reports": {"kind": "bao-cao"},
            "unknown": {"kind": "la"},
            "mine": {"who": "toi"},
            "others": {"who": "nguoi-khac"},
            "until the day before": {"until": deeds.SENT_AT.date() - (NOW - deeds.SENT_AT)},
            "on the day sent": {"since": deeds.SENT_AT.date(), "until": deeds.SENT_AT.date()},
            "after": {"since": NOW.date()},
        }.items()
    }
    assert count == {
        "all": 2,
        "account": 0,
        "reports": 2,
        "unknown": 2,
        "mine": 1,
        "others": 1,
        "until the day before": 0,
        "on the day sent": 1,
        "after": 0,
    }


def test_a_day_ends_at_local_midnight(here: make.Ward) -> None:
    person, day = here.person("reporter"), local(2026, 10, 7).date()
    AuditEvent.objects.filter(object_id=here.report().pk, object_type="Report").update(
        at=local(2026, 10, 7, 23, 59)
    )
    assert len(lines(here, person, since=day, until=day)) == 1
    AuditEvent.objects.filter(object_id=here.report().pk, object_type="Report").update(
        at=local(2026, 10, 8, 0)
    )
    assert len(lines(here, person, since=day, until=day)) == 0


def test_the_page_filters_pages_and_stands_wrong_days(here: make.Ward) -> None:
    person = here.person("reporter")
    by = here.actor("reporter")
    for _ in range(45):
        audit.write("reporting.save_figure", here.figures()[0], by=by, at=NOW, reason="", detail={})
    assert "Trang 1 trong 2 · 46 việc" in page_of(person)
    assert "Gửi báo cáo" in page_of(person, "?trang=2")
    assert "Không có việc nào như vậy" in page_of(person, "?loai=tai-khoan&ai=nguoi-khac")
    assert "46 việc" in page_of(person, "?tu=2026-13-40&den=mai&ai=la&loai=la&trang=x")


def test_the_account_page_leads_there(here: make.Ward) -> None:
    client = Client()
    client.force_login(here.person("reporter"))
    assert (
        f'<a href="{reverse("web:my_log")}">Nhật ký về tôi</a>'
        in client.get(reverse("org:profile_show")).content.decode()
    )


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_for_any_number(
    here: make.Ward, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = here.actor("reporter")
    for _ in range(count):
        audit.write("reporting.save_figure", here.figures()[0], by=by, at=NOW, reason="", detail={})
    client = Client()
    client.force_login(here.person("reporter"))
    client.get(reverse("web:my_log"))
    with django_assert_max_num_queries(8):
        client.get(reverse("web:my_log"))


def test_every_kind_of_deed_falls_under_one_heading() -> None:
    starts = [start for _, _, some in own_log.KINDS for start in some]
    assert {name for name in SAYS if sum(name.startswith(start) for start in starts) != 1} == set()


@pytest.mark.parametrize(
    ("part", "is_told"),
    [("lead", True), ("support", True), ("follow", True), ("none", False), ("proposed", False)],
)
def test_deeds_of_others_on_tasks_of_ones_unit_are_told(here: make.Ward, part: str, is_told: bool) -> None:
    person, elsewhere = here.person("reporter"), here.units[1]
    lead = here.units[0] if part in {"lead", "proposed"} else elsewhere
    state = TaskState.PROPOSED if part == "proposed" else TaskState.ASSIGNED
    following = here.units[0] if part == "follow" else None
    task = make_tasks.TaskFactory(lead=lead, state=state, following_unit=following, title="Lập danh mục")
    if part == "support":
        make_tasks.SupportFactory(task=task, unit=here.units[0])
    by = here.actor("standing_body")
    audit.write("tasks.grant_extension", task, by=by, at=NOW, reason="Chờ cấp trên", detail={})
    found = [line for line in lines(here, person, who="nguoi-khac") if line.thing == "Lập danh mục"]
    expected = [(SAYS["tasks.grant_extension"], "Chờ cấp trên")] if is_told else []
    assert [(line.what, line.reason) for line in found] == expected
