"""What is over is ended for good, within a minute: then no clock that is set back brings it to life again."""

from datetime import datetime

from django.db.models import F

from thidua.org.models import ResetLink, Session


def end_what_is_over(*, at: datetime) -> tuple[int, int]:
    """How many sessions were forgotten and how many one-time links closed; writes nothing when none are over."""
    sessions = Session.objects.filter(expires_at__lte=at)
    forgotten = sessions.delete()[0] if sessions.exists() else 0
    links = ResetLink.objects.filter(used_at=None, revoked_at=None, expires_at__lte=at)
    closed = links.update(revoked_at=F("expires_at")) if links.exists() else 0
    return forgotten, closed
