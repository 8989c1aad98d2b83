"""What the book of deeds says about coming in, and deeds on one's own sessions."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.org import queries as org_queries
from thidua.org.access import errors
from thidua.org.models import Session, User

REFUSED = "org.refuse_entry"
REFUSED_ONCE_IN = timedelta(hours=1)


@transaction.atomic
def record_sign_in(person: User, *, how: str, at: datetime) -> None:
    """One event: who came in, by which means. No gate: nobody acts yet. The address stands with the session, not here."""
    by = org_queries.actor_for(person, on=timezone.localdate(at)) or org_queries.system_actor(person.home)
    audit.write("org.sign_in", person, by=by, at=at, reason="", detail={"how": how})
    User.objects.filter(pk=person.pk).update(idle_told_at=None)


@transaction.atomic
def record_refused_entry(username: str, *, how: str, tries: int, at: datetime) -> None:
    """An account must wait because a password or code was wrong too often: one event an hour, whatever the place.

    Names of nobody leave nothing, so what strangers type fills no book. No gate: nobody acts. No address either: the book is
    kept for ever, and the log of accesses names it for as long as the law asks.
    """
    person = User.objects.select_for_update().filter(username=username).select_related("home").first()
    if person is None:
        return
    told = AuditEvent.objects.filter(object_type="User", object_id=person.pk, action=REFUSED)
    if told.filter(at__gt=at - REFUSED_ONCE_IN).exists():
        return
    by = org_queries.system_actor(person.home)
    audit.write(REFUSED, person, by=by, at=at, reason="", detail={"how": how, "tries": tries})


@action("org.end_session")
def end_session(who: Actor, *, session: Session, by: Actor, at: datetime) -> None:
    """One of one's own sessions, on whatever machine: its browser is a stranger from now on."""
    gone, _ = Session.objects.filter(pk=session.pk, user_id=who.user_id or 0).delete()
    if not gone:
        raise errors.SessionGone


@action("org.end_other_sessions")
def end_other_sessions(who: Actor, *, kept: int, by: Actor, at: datetime) -> int:
    """Every session of one's own but the one with the id `kept`; how many ended."""
    gone, _ = Session.objects.filter(user_id=who.user_id or 0).exclude(pk=kept).delete()
    audit.note(sessions=gone)
    return gone
