"""The clock tells officers and heads, each in one digest a day; calendars show one's own days to whoever holds the address."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.clock import local
from tests.factories.org import HandoverFactory, MembershipFactory, UnitFactory, actor
from tests.factories.tasks import TaskFactory
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.org import queries as org_queries
from thidua.org.models import Unit, User
from thidua.tasks import actions, queries
from thidua.tasks.feeding import hash_of
from thidua.tasks.models import CalendarFeed, Task

pytestmark = pytest.mark.django_db
MORNING = local(2026, 10, 8)  # a Thursday, seven days before the 15th


@pytest.fixture
def head(unit: Unit) -> Actor:
    return actor("unit_head", unit)


@pytest.fixture
def reporter(unit: Unit) -> Actor:
    return actor("reporter", unit)


def tick(day: date) -> None:
    call_command("tick", on=day, verbosity=0)


def digests(who: Actor) -> list[Notice]:
    return list(Notice.objects.filter(user_id=who.user_id, key__startswith="tasks.digest").order_by("pk"))


def person(who: Actor) -> User:
    return User.objects.get(pk=who.user_id)


def test_officer_and_head_hear_of_all_in_one_digest(unit: Unit, head: Actor, reporter: Actor) -> None:
    due = TaskFactory(lead=unit, officer=person(reporter))
    late = TaskFactory(lead=unit, due_on=date(2026, 10, 7), due_text="07/10/2026")
    TaskFactory(lead=unit, due_on=date(2026, 10, 20))
    TaskFactory(lead=unit, due_on=None, due_text="thường xuyên")
    TaskFactory(lead=unit, is_accepted=True)
    tick(MORNING.date())
    [told] = digests(head)
    assert (told.title, told.kind) == ("1 nhiệm vụ trễ hạn, 1 nhiệm vụ sắp đến hạn", NoticeKind.LATE)
    assert told.body == (
        f"Trễ 1 ngày: {late.title} ({unit.name}, hạn 07/10/2026)\n"
        f"Còn 7 ngày: {due.title} ({unit.name}, hạn 15/10/2026)"
    )
    [own] = digests(reporter)
    assert (own.title, own.kind) == ("1 nhiệm vụ sắp đến hạn", NoticeKind.WAITING)


def test_once_a_day_however_often_the_clock_runs(unit: Unit, head: Actor) -> None:
    TaskFactory(lead=unit)
    for _ in range(3):
        tick(MORNING.date())
    assert len(digests(head)) == 1
    assert AuditEvent.objects.filter(action="tasks.tell_due_tasks").count() == 1
    tick(date(2026, 10, 12))
    assert [one.title for one in digests(head)] == ["1 nhiệm vụ sắp đến hạn"] * 2


def test_days_off_are_quiet(unit: Unit, head: Actor) -> None:
    TaskFactory(lead=unit, due_on=date(2026, 9, 3))  # the day after the holidays
    for day in (date(2026, 8, 30), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)):
        tick(day)
    assert digests(head) == []
    tick(date(2026, 9, 4))
    assert [one.body[:10] for one in digests(head)] == ["Trễ 1 ngày"]


def test_a_result_that_waits_is_nobodys_fault(unit: Unit, head: Actor) -> None:
    TaskFactory(lead=unit, state="handed_in", due_on=date(2026, 10, 7))
    tick(MORNING.date())
    assert digests(head) == []


def test_a_unit_without_accounts_is_the_standing_bodys(commune: Unit, unit: Unit) -> None:
    officer = actor("standing_body", commune)
    TaskFactory(lead=unit)
    tick(MORNING.date())
    assert len(digests(officer)) == 1


def test_other_communes_hear_nothing(unit: Unit, head: Actor) -> None:
    stranger = actor("unit_head", UnitFactory())
    TaskFactory(lead=unit)
    tick(MORNING.date())
    assert (len(digests(head)), digests(stranger)) == (1, [])


def test_tell_due_tasks_is_the_systems_alone(commune: Unit, unit: Unit, head: Actor) -> None:
    TaskFactory(lead=unit)
    by = org_queries.system_actor(commune)
    assert actions.tell_due_tasks(commune, by=by, at=MORNING) == 1


# Handover


@pytest.mark.parametrize(("from_day", "passes"), [(date(2026, 10, 8), True), (date(2026, 10, 9), False)])
def test_pass_tasks_to_whoever_took_over(
    unit: Unit, reporter: Actor, from_day: date, passes: bool, commune: Unit
) -> None:
    taker = actor("reporter", unit)
    task = TaskFactory(lead=unit, officer=person(reporter))
    done = TaskFactory(lead=unit, officer=person(reporter), is_accepted=True)
    HandoverFactory(commune=commune, giver=person(reporter), taker=person(taker), from_day=from_day)
    tick(MORNING.date())
    assert Task.objects.get(pk=task.pk).officer_id == reporter.user_id  # who still holds the role keeps it
    unit.memberships.filter(user_id=reporter.user_id).update(valid_to=date(2026, 10, 7))
    tick(MORNING.date())
    expected = taker.user_id if passes else reporter.user_id
    assert Task.objects.get(pk=task.pk).officer_id == expected
    assert Task.objects.get(pk=done.pk).officer_id == reporter.user_id
    assert AuditEvent.objects.filter(action="tasks.pass_tasks").count() == passes


# Calendars


def feed_of(who: Actor, at: datetime = MORNING) -> str:
    return actions.make_feed(who, by=who, at=at)


def read(secret: str) -> Any:
    return Client().get(f"/lich-rieng/{secret}/nhiem-vu.ics")


@pytest.fixture
def today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(MORNING)


@pytest.mark.usefixtures("today")
def test_a_calendar_shows_ones_own_days(unit: Unit, reporter: Actor) -> None:
    own = TaskFactory(lead=unit, title="Mở lớp, tối thứ sáu")
    TaskFactory(title="Việc của đơn vị khác")
    TaskFactory(lead=unit, due_on=None, title="Việc thường xuyên")
    TaskFactory(lead=unit, is_proposed=True, title="Đề xuất")
    answer = read(feed_of(reporter))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    body = answer.content.decode().replace("\r\n ", "")
    assert body.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Hạn: Mở lớp\\, tối thứ sáu\r\n" in body
    assert f"UID:nhiem-vu-{own.pk}@testserver\r\n" in body
    assert "DTSTART;VALUE=DATE:20261015\r\nDTEND;VALUE=DATE:20261016\r\n" in body


@pytest.mark.usefixtures("today")
def test_a_new_address_ends_the_one_before(reporter: Actor) -> None:
    first = feed_of(reporter)
    second = feed_of(reporter)
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    assert set(CalendarFeed.objects.values_list("secret_hash", flat=True)) == {
        hash_of(first),
        hash_of(second),
    }
    actions.revoke_feed(CalendarFeed.objects.get(revoked_at=None), by=reporter, at=MORNING)
    assert read(second).status_code == 404


@pytest.mark.usefixtures("today")
def test_an_address_ends_with_the_role_and_the_account(unit: Unit, reporter: Actor) -> None:
    secret = feed_of(reporter)
    User.objects.filter(pk=reporter.user_id).update(is_active=False)
    assert read(secret).status_code == 404
    User.objects.filter(pk=reporter.user_id).update(is_active=True)
    assert read(secret).status_code == 200
    unit.memberships.filter(user_id=reporter.user_id).update(valid_to=date(2026, 10, 7))
    assert read(secret).status_code == 404


@pytest.mark.usefixtures("today")
def test_an_address_shows_no_other_commune(reporter: Actor) -> None:
    secret = feed_of(reporter)
    Task.objects.all().delete()
    elsewhere = MembershipFactory(user=person(reporter), unit=UnitFactory())
    TaskFactory(lead=elsewhere.unit, title="Ở nơi khác")
    assert b"BEGIN:VEVENT" not in read(secret).content


def test_done_tasks_stay_for_two_months(unit: Unit, reporter: Actor) -> None:
    TaskFactory(lead=unit, is_accepted=True, due_on=date(2026, 8, 9))
    kept = TaskFactory(lead=unit, is_accepted=True, due_on=date(2026, 8, 10))
    assert [task.pk for task in queries.tasks_in_feed(reporter, on=date(2026, 10, 9))] == [kept.pk]


@pytest.mark.usefixtures("today")
def test_wrong_secrets_and_other_methods_are_refused() -> None:
    assert read("khong-co").status_code == 404
    assert Client().post("/lich-rieng/khong-co/nhiem-vu.ics").status_code == 405


def test_handover_lists_what_is_in_hand(unit: Unit, reporter: Actor) -> None:
    from thidua.org import handing

    TaskFactory(lead=unit, title="Mở lớp")
    TaskFactory(lead=unit, is_accepted=True)
    items = [
        item for item in handing.items_of(reporter, on=MORNING.date()) if item.heading == "Nhiệm vụ đang làm"
    ]
    assert [(item.what, item.how) for item in items] == [("Mở lớp", "đang thực hiện, hạn 15/10/2026")]
