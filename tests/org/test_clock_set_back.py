"""A clock that is set back brings nothing to life again: sessions, locked screens, links, proofs; nor does it stop copies."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.clock import local
from tests.factories import org
from thidua.core import audit_check, steady
from thidua.core.models import AuditEvent
from thidua.notifications import delivery
from thidua.notifications import queries as notice_queries
from thidua.notifications.enums import NoticeKind
from thidua.notifications.models import Notice
from thidua.org import actions, expiry, sessions
from thidua.org import queries as org_queries
from thidua.org.access import errors as access_errors
from thidua.org.actions import factors
from thidua.org.models import ResetLink, Session, User

AT = local(2026, 11, 20, 9)
HOUR = timedelta(hours=1)


class Machine:
    """The machine's clock and the counter under it; `steps` sets the clock, `passes` lets time go by."""

    def __init__(self) -> None:
        self.moment, self.count = timezone.now(), 0.0

    def passes(self, **by: float) -> None:
        self.moment += timedelta(**by)
        self.count += timedelta(**by).total_seconds()

    def steps(self, by: timedelta) -> None:
        self.moment += by


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Everything that asks for the time asks this one."""
    made = Machine()
    clock = steady.SteadyClock(lambda: made.moment, lambda: made.count)
    monkeypatch.setattr(steady, "now", clock.now)
    monkeypatch.setattr(timezone, "now", lambda: made.moment)
    return made


@pytest.fixture
def person(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, username="ong.on", full_name="Ông Ổn")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def page_of(browser: Client) -> tuple[int, str]:
    answer = browser.get("/viec-cua-toi/")
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0]


OPEN, LOCKED, OUT = (200, ""), (302, "/phien/mo-khoa/"), (302, "/dang-nhap/")


def test_a_session_that_ended_stays_ended(machine: Machine, person: User) -> None:
    browser = signed_in(person)
    seen = [page_of(browser)]
    machine.passes(hours=12, minutes=1)
    seen.append(page_of(browser))
    machine.steps(-2 * HOUR)
    seen.append(page_of(browser))
    assert seen == [OPEN, OUT, OUT]


def test_a_screen_that_locked_stays_locked(machine: Machine, person: User) -> None:
    browser = signed_in(person)
    machine.passes(minutes=16)
    seen = [page_of(browser)]
    machine.steps(-HOUR)
    seen.append(page_of(browser))
    assert seen == [LOCKED, LOCKED]


def test_a_step_back_does_not_lengthen_the_rest(machine: Machine, person: User) -> None:
    browser = signed_in(person)
    machine.steps(-HOUR)
    machine.passes(minutes=14)
    seen = [page_of(browser)]
    machine.passes(minutes=16)
    seen.append(page_of(browser))
    assert seen == [OPEN, LOCKED]


def test_after_a_restart_what_was_ended_for_good_is_not_there(
    machine: Machine, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(person)
    machine.passes(hours=13)
    assert expiry.end_what_is_over(at=sessions.now()) == (1, 0)
    machine.steps(-6 * HOUR)
    fresh = steady.SteadyClock(lambda: machine.moment, lambda: machine.count)
    monkeypatch.setattr(steady, "now", fresh.now)
    assert page_of(browser) == OUT


def test_ending_leaves_alone_what_is_good(machine: Machine, person: User, admin) -> None:
    signed_in(person)
    actions.issue_reset_link(person, by=admin, at=machine.moment)
    machine.passes(hours=1)
    assert expiry.end_what_is_over(at=sessions.now()) == (0, 0)
    assert (Session.objects.count(), ResetLink.objects.filter(revoked_at=None).count()) == (1, 1)


def test_a_link_that_was_over_stays_over(person: User, admin) -> None:
    secret = actions.issue_reset_link(person, by=admin, at=AT)
    last = AT + timedelta(hours=72)
    assert actions.usable_link(secret, at=last - timedelta(seconds=1)) is not None
    assert expiry.end_what_is_over(at=last) == (0, 1)
    assert actions.usable_link(secret, at=AT + HOUR) is None
    assert ResetLink.objects.get().revoked_at == last


def test_a_proof_from_the_future_is_none() -> None:
    lately = AT + timedelta(minutes=9)
    factors.insist_on_proof(AT, at=lately)
    for proved_at in (AT + HOUR, lately - timedelta(minutes=10, seconds=1), None):
        with pytest.raises(access_errors.ProofTooOld):
            factors.insist_on_proof(proved_at, at=lately)


def told(person: User, title: str, at: datetime) -> None:
    delivery.notify(
        [person],
        commune_id=person.home_id,
        kind=NoticeKind.ACCOUNT,
        title=title,
        body="",
        url="",
        key=title,
        at=at,
    )


def test_notices_stand_in_the_order_in_which_they_came(person: User) -> None:
    told(person, "Trước khi chỉnh giờ", AT)
    told(person, "Sau khi chỉnh giờ", AT - HOUR)
    reader = org_queries.actor_for(person, on=date(2026, 11, 20))
    assert reader is not None
    shown = notice_queries.visible_notices(reader)
    assert [one.title for one in shown] == ["Sau khi chỉnh giờ", "Trước khi chỉnh giờ"]
    assert Notice.objects.count() == 2


def test_the_book_of_deeds_goes_on_in_order(person: User, admin) -> None:
    actions.disable_person(person, reason="Nghỉ việc.", by=admin, at=AT)
    actions.enable_person(person, reason="Trở lại.", by=admin, at=AT - HOUR)
    last = list(AuditEvent.objects.order_by("-sequence")[:2])
    assert [one.action for one in last] == ["org.enable_person", "org.disable_person"]
    assert (last[0].at < last[1].at, last[0].previous_hash == last[1].hash) == (True, True)
    assert list(audit_check.breaks(person.home_id)) == []
