"""Publication: a leader makes the results of a locked period public; they freeze with their inputs."""

from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.reporting import announcements, errors, freezing
from thidua.reporting.models import Period, Publication, PublishedFigure
from thidua.reporting.queries import sights


@action("reporting.publish_period")
def publish_period(
    period: Period, *, by: Actor, at: datetime, reason: str = "", seen: Sight | None = None
) -> Publication:
    """Freeze and publish what was verified. After a correction: again, with the next number and a reason."""
    last = period.publications.order_by("-number").first()
    frozen = freezing.frozen(period)
    if seen is not None:
        would = sights.Publishable(period, last, frozen)
        sights.PUBLICATION.hold("reporting.publish_period", would, seen, at=at, commune_id=by.commune_id)
    if last and not reason.strip():
        raise errors.ReasonMissing
    if not any(one.value_count for one in frozen):
        raise errors.NothingToPublish
    if last and freezing.says_the_same(frozen, last.figures.all()):
        raise errors.AlreadyPublished
    publication = Publication(
        period=period,
        number=last.number + 1 if last else 1,
        published_at=at,
        published_by_id=by.user_id or 0,  # a leader: only people hold that gate
        reason=reason,
    )
    freezing.seal(publication, frozen, before=last.sha256 if last else "")
    publication.save(force_insert=True)
    for one in frozen:
        one.publication = publication
    PublishedFigure.objects.bulk_create(frozen)
    audit.note(number=publication.number, figures=len(frozen), sha256=publication.sha256)
    announcements.published(publication, at=at)
    return publication
