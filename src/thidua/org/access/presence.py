"""How long a session may rest before it locks, and what it has proved: marks that ride in the session itself."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from thidua.core import steady
from thidua.core.permissions import Actor
from thidua.org import roles, sessions
from thidua.org.access import rules

FACTOR = "factor"  # by what the second step was taken; missing when it was not
PROVED = "proved_at"  # when a password or factor was last given, seconds since 1970
DEMONSTRATION = "demonstration"
TOUCH_EVERY = timedelta(minutes=1)


def rests_for(who: Actor, request: HttpRequest, *, on: date) -> timedelta | None:
    """The longest rest of this session, by the strictest of the roles held; None in the demonstration."""
    if is_demonstration(request):
        return None
    longest = rules.minutes("idle_lock_minutes", on)
    if who.has_role(roles.ADMINISTRATOR.code):
        longest = min(longest, rules.minutes("idle_lock_minutes_administrator", on))
    return longest or None


def left(request: HttpRequest, rest: timedelta | None) -> timedelta | None:
    """How much of `rest` is left until the session locks; not above zero when it is locked, None when it never does."""
    seen = store(request).seen_at
    if rest is None or seen is None:
        return rest
    return rest - (sessions.now() - seen)


def is_demonstration(request: HttpRequest) -> bool:
    """Entered by a button of the demonstration; without THIDUA_DEMO such a mark is worth nothing."""
    return bool(settings.DEMO) and request.session.get(FACTOR) == DEMONSTRATION


def has_proved_factor(request: HttpRequest) -> bool:
    mark = request.session.get(FACTOR)
    return bool(mark) and (mark != DEMONSTRATION or bool(settings.DEMO))


def needs_factor(who: Actor) -> bool:
    return any(role.needs_factor for grant in who.grants if (role := roles.BY_CODE.get(grant.role)))


def mark_proved(request: HttpRequest, *, at: datetime, factor: str = "") -> None:
    request.session[PROVED] = int(at.timestamp())
    if factor:
        request.session[FACTOR] = factor


def proved_at(request: HttpRequest) -> datetime | None:
    """When the person last gave a password or factor in this session."""
    said = request.session.get(PROVED)
    return datetime.fromtimestamp(said, tz=timezone.get_current_timezone()) if said else None


def is_proved_lately(request: HttpRequest, *, at: datetime) -> bool:
    last = proved_at(request)
    lately = rules.minutes("proof_minutes", timezone.localdate(at))
    return last is not None and steady.is_within(lately, since=last, at=at)


def store(request: HttpRequest) -> sessions.SessionStore:
    found: Any = request.session
    return found  # type: ignore[no-any-return]
