"""What the book of deeds says about coming in, and deeds on one's own sessions."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org import queries as org_queries
from thidua.org.access import errors
from thidua.org.models import Session, User


@transaction.atomic
def record_sign_in(person: User, *, how: str, at: datetime) -> None:
    """One event: who came in, by which means. No gate: nobody acts yet. The address stands with the session, not here."""
    by = org_queries.actor_for(person, on=timezone.localdate(at)) or org_queries.system_actor(person.home)
    audit.write("org.sign_in", person, by=by, at=at, reason="", detail={"how": how})
    User.objects.filter(pk=person.pk).update(idle_told_at=None)


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
