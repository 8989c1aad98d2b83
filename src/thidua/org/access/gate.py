"""The gate behind the door: a session that rested too long is locked, and a role that needs a second factor waits for it.

Costs no query: what was proved rides in the session, what is needed stands in the roles, when the session was seen last
comes with its row. Once a minute the row is touched.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin

from thidua.core.addresses import address
from thidua.core.http import SAFE
from thidua.core.permissions import Actor
from thidua.org import sessions
from thidua.org.access import presence, proof, rules
from thidua.org.access.errors import TooManyTries
from thidua.org.models import User

log = logging.getLogger(__name__)
UNLOCK = "unlock_password"
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", UNLOCK}
# What a person may do whose session is locked, who still owes the second factor, or a new password.
WHEN_LOCKED = {"org:session_unlock", "org:session_show", "org:person_sign_out"}
ASKS_NOTHING = {"org:session_show"}  # looking how long is left is no sign of life
WHEN_FACTOR_OWED = {
    "org:factor_require",
    "org:totp_add",
    "org:passkey_add",
    "org:passkey_offer",
    "org:proof_give",
    "org:session_show",
    "org:person_sign_out",
}
WHEN_PASSWORD_OWED = {"org:profile_password", "org:session_show", "org:person_sign_out"}


class GateMiddleware(MiddlewareMixin):
    """After ActorMiddleware. Sets `request.resting` for the page's script: how long until a resting session locks."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        who: Actor | None = getattr(request, "actor", None)
        if who is None or request.resolver_match is None:
            return None
        name, at = request.resolver_match.view_name, timezone.now()
        rest = presence.rests_for(who, request, on=timezone.localdate(at))
        left = presence.left(request, rest)
        if left is not None and left <= timedelta():
            return _locked(request, view, name, at=at)
        if name not in ASKS_NOTHING:
            _touch(request)
        elif request.method not in SAFE:
            _touch(request, always=True)
        request.resting = _told_to_the_page(request, rest)  # type: ignore[attr-defined]
        return _owed(request, who, view, name, at=at)


def _told_to_the_page(request: HttpRequest, rest: timedelta | None) -> dict[str, object] | None:
    """For how long it may rest, how much of that is left, whom to ask; None where it never locks."""
    left = presence.left(request, rest)
    if rest is None or left is None:
        return None
    seconds = {"limit": int(rest.total_seconds()), "left": int(left.total_seconds())}
    return seconds | {"url": address("org:session_show"), "unlock": address("org:session_unlock")}


def _touch(request: HttpRequest, *, always: bool = False) -> None:
    """A database that does not take writes now must still be read: then the session is simply not seen."""
    store = presence.store(request)
    is_fresh = store.seen_at is None or sessions.now() - store.seen_at < presence.TOUCH_EVERY
    if is_fresh and not always:
        return
    try:
        store.touch()
    except DatabaseError as error:
        log.warning("a session could not be touched: %s", error)


def _locked(request: HttpRequest, view: Any, name: str, *, at: datetime) -> HttpResponse | None:
    """Pages open to everybody are shown as to a stranger; a form that was sent is kept and sent on after the password."""
    presence.store(request).is_locked = True
    if name in WHEN_LOCKED:
        return None
    if _is_for_strangers(request, view):
        request.actor = None  # type: ignore[attr-defined]
        return None
    if request.method in SAFE:
        return HttpResponseRedirect(f"{reverse('org:session_unlock')}?next={_quoted(request)}")
    if UNLOCK not in request.POST or getattr(request, "htmx", False):
        return _asked_to_unlock(request, "")
    try:
        if unlock(request, request.POST[UNLOCK], at=at):
            return None
    except TooManyTries as error:
        return _asked_to_unlock(request, str(error), status=error.status)
    return _asked_to_unlock(request, "Mật khẩu chưa đúng.")


def unlock(request: HttpRequest, password: str, *, at: datetime) -> bool:
    """The person of this session gives his password again; raises TooManyTries. The session goes on under a new key."""
    person = request.user
    if not isinstance(person, User):
        return False
    if proof.by_password(request, username=person.username, password=password, at=at) != person:
        return False
    return _goes_on(request, at=at)


def unlock_by_key(request: HttpRequest, answer: str, *, at: datetime) -> bool:
    """The same by one of his keys. It must have verified its owner: a touch alone opens for whoever sits there."""
    person = request.user
    if not isinstance(person, User):
        return False
    used = proof.by_key(request, answer, at=at, of=person)
    return used is not None and used.is_verified and _goes_on(request, at=at)


def _goes_on(request: HttpRequest, *, at: datetime) -> bool:
    presence.store(request).is_locked = False
    request.session.cycle_key()
    presence.mark_proved(request, at=at)
    return True


def _asked_to_unlock(request: HttpRequest, wrong: str, *, status: int = 403) -> HttpResponse:
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_SENT_AGAIN and "password" not in name
        for value in values
    ]
    told = {
        "posted": posted,
        "wrong": wrong,
        "has_files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    response = render(request, "org/parts/session_locked.html", told, status=status)
    add_never_cache_headers(response)
    return response


def _owed(request: HttpRequest, who: Actor, view: Any, name: str, *, at: datetime) -> HttpResponse | None:
    """The page to set up what is owed; nothing else opens until then."""
    if presence.is_demonstration(request):
        return None
    if presence.needs_factor(who) and not presence.has_proved_factor(request):
        return _led_to("org:factor_require", WHEN_FACTOR_OWED, request, view, name)
    if _owes_password(request, who, at=at):
        return _led_to("org:profile_password", WHEN_PASSWORD_OWED, request, view, name)
    return None


def _owes_password(request: HttpRequest, who: Actor, *, at: datetime) -> bool:
    """Too short for standing alone, or an administrator's that is too old."""
    person = request.user
    if not isinstance(person, User):
        return False
    if not person.password_stands_alone and not presence.has_proved_factor(request):
        return True
    days = rules.days("administrator_password_days", timezone.localdate(at))
    if not days or person.password_set_at is None or not who.has_role("administrator"):
        return False
    return at - person.password_set_at > days


def _led_to(
    target: str, open_pages: set[str], request: HttpRequest, view: Any, name: str
) -> HttpResponse | None:
    if name in open_pages:
        return None
    if _is_for_strangers(request, view):
        request.actor = None  # type: ignore[attr-defined]
        return None
    return HttpResponseRedirect(reverse(target))


def _is_for_strangers(request: HttpRequest, view: Any) -> bool:
    """Open to everybody, but for the front door, which shows people their own work."""
    return getattr(view, "access", "public") == "public" and request.path != "/"


def _quoted(request: HttpRequest) -> str:
    return quote(request.get_full_path(), safe="/")
