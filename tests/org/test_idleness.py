"""Accounts that nobody uses: told on the 38th day, closed on the 45th, opened again by a new link."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from tests.clock import local
from tests.factories import org
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.notifications.models import Notice
from thidua.org import actions, idleness, queries
from thidua.org.models import Guess, Session, User

LAST = local(2026, 10, 1, 9)


def used(user, at) -> User:
    User.objects.filter(pk=user.pk).update(last_login=at)
    user.refresh_from_db()
    return user


@pytest.fixture
def person(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, username="ong.on", email="on@x.vn")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return used(user, LAST)


def day(number) -> tuple[int, int]:
    return idleness.look_after_accounts(at=LAST + timedelta(days=number))


def test_told_on_the_38th_day_closed_on_the_45th(admin, person):
    used(User.objects.get(pk=admin.user_id), LAST + timedelta(days=44))
    assert [day(number) for number in (37, 38, 38, 44, 45, 46)] == [
        (0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0),
    ]  # fmt: skip
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password()) == (False, False)
    told = Notice.objects.get(user=person)
    assert told.title == "Tài khoản sẽ khóa ngày 15/11/2026 vì lâu không dùng"
    codes = AuditEvent.objects.filter(object_id=person.pk, object_type="User").values_list(
        "action", flat=True
    )
    assert list(codes) == ["org.tell_idle_person", "org.disable_idle_person"]


def test_who_signs_in_begins_anew(client, admin, person, set_clock):
    used(User.objects.get(pk=admin.user_id), LAST + timedelta(days=60))
    assert day(38) == (1, 0)
    set_clock(LAST + timedelta(days=40))
    client.post("/dang-nhap/", {"username": "ong.on", "password": org.PASSWORD})
    assert [day(number) for number in (45, 77)] == [(0, 0), (0, 0)]
    assert day(78) == (1, 0)


def test_nobody_is_closed_untold(admin, person):
    """When no job ran for months, the week of notice is still given."""
    used(User.objects.get(pk=admin.user_id), LAST + timedelta(days=200))
    assert [day(number) for number in (100, 106, 107)] == [(1, 0), (0, 0), (0, 1)]
    assert Notice.objects.get(user=person).title.startswith("Tài khoản sẽ khóa ngày 16/01/2027")


def test_last_administrator_is_left_open(admin, caplog):
    used(User.objects.get(pk=admin.user_id), LAST)
    assert [day(38), day(45)] == [(1, 0), (0, 0)]
    assert User.objects.get(pk=admin.user_id).is_active
    assert "last administrator" in caplog.text


def test_account_never_activated_needs_no_closing(admin, ward):
    used(User.objects.get(pk=admin.user_id), LAST + timedelta(days=200))
    never = org.UserFactory(home=ward)
    never.set_unusable_password()
    never.save()
    assert day(100) == (0, 0)


def test_opened_again_by_a_new_link_it_begins_anew(client, admin, person):
    used(User.objects.get(pk=admin.user_id), LAST + timedelta(days=300))
    day(38), day(45)
    at = LAST + timedelta(days=50)
    person.refresh_from_db()
    actions.enable_person(person, reason="Đã về", by=admin, at=at)
    secret = actions.issue_reset_link(person, by=admin, at=at)
    actions.choose_password(secret, password="Sáng nay, 3 con thuyền", at=at)
    assert [day(number) for number in (51, 87, 88)] == [(0, 0), (0, 0), (1, 0)]


def test_demonstration_closes_nobody(person, settings):
    settings.DEMO = True
    assert day(100) == (0, 0)


def test_only_the_system_closes(admin, person, neighbourhood):
    at = LAST + timedelta(days=50)
    for by in (admin, org.actor("reporter", neighbourhood)):
        with pytest.raises(Refused):
            actions.disable_idle_person(person, by=by, at=at)


def test_daily_job_does_it_and_tidies_up(admin, person, capsys):
    used(User.objects.get(pk=admin.user_id), LAST + timedelta(days=300))
    org.SessionFactory(user=person)
    org.GuessFactory()
    call_command("tick", on=(LAST + timedelta(days=39)).date())
    assert "báo 1 người lâu không đăng nhập, khóa 0 tài khoản" in capsys.readouterr().out
    assert (Session.objects.count(), Guess.objects.count()) == (0, 0)


def test_closed_account_is_out_at_once(admin, person):
    browser = Client()
    browser.force_login(person)
    actions.disable_idle_person(person, by=queries.system_actor(person.home), at=LAST)
    assert browser.get("/tai-khoan/").status_code == 302
