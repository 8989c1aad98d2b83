"""An officer says which indicators tell about which content of the plan; reports group their results by it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from thidua.composing import errors, queries
from thidua.composing.models import ContentLinks
from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement


@action("composing.link_contents")
def link_contents(
    movement: Movement, *, links: Mapping[str, Sequence[str]], by: Actor, at: datetime
) -> ContentLinks:
    """`links`: content's item id → codes of indicators. The next version, beside those before."""
    hub = movement_queries.hub_of(movement, on=timezone.localdate(at))
    contents = {str(tree.item.pk) for tree in hub.contents}
    known = set(queries.codes_in(hub))
    if not set(links) <= contents or not all(set(codes) <= known for codes in links.values()):
        raise errors.UnknownLink
    last = movement.content_links.order_by("-number").first()
    made = ContentLinks.objects.create(
        movement=movement,
        number=last.number + 1 if last else 1,
        links={key: list(codes) for key, codes in links.items()},
        said_at=at,
        said_by_id=by.user_id,
    )
    audit.note(number=made.number, indicators=len({code for codes in links.values() for code in codes}))
    return made
