"""Links that are over are ended for good, within a minute: no clock that is set back brings one to life again (ADR 0012)."""

from datetime import datetime

from django.db.models import F

from thidua.pledging.models import OneTimeLink


def end_links_that_are_over(*, at: datetime) -> int:
    """How many were closed; writes nothing when none are over."""
    over = OneTimeLink.objects.filter(used_at=None, revoked_at=None, expires_at__lte=at)
    return over.update(revoked_at=F("expires_at")) if over.exists() else 0
