"""One-time links: the one of a secret, those of a unit."""

from datetime import datetime

from django.db.models import QuerySet

from thidua.core.permissions import Actor
from thidua.org.access import codes
from thidua.org.models import Unit
from thidua.pledging.models import OneTimeLink

MOST_LINKS = 20


def is_usable(link: OneTimeLink, *, at: datetime) -> bool:
    """Not used, not taken back, not over."""
    return link.used_at is None and link.revoked_at is None and at < link.expires_at


def usable_link(secret: str, *, at: datetime) -> OneTimeLink | None:
    """The link of a secret that still opens; looking uses nothing up."""
    digest = codes.hashed(codes.tidy(secret))
    found = OneTimeLink.objects.filter(secret_hash=digest)
    link = found.select_related("unit__commune__commune_profile", "movement", "issued_by").first()
    return link if link is not None and is_usable(link, at=at) else None


def visible_links(who: Actor) -> QuerySet[OneTimeLink]:
    if not who.may("pledging.issue_link"):
        return OneTimeLink.objects.none()
    found = OneTimeLink.objects.filter(unit__commune_id=who.commune_id)
    return found.select_related("unit__commune", "movement", "issued_by")


def links_of(unit: Unit) -> list[OneTimeLink]:
    """The last ones made for the unit, the newest first."""
    return list(unit.one_time_links.select_related("movement", "issued_by")[:MOST_LINKS])
