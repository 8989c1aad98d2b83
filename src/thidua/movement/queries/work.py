"""What waits for a person in plans and movements. One query each, with a bound."""

from django.db.models import Count, Q

from thidua.core.permissions import Actor
from thidua.movement.enums import Decision, MovementState
from thidua.movement.models import Amendment, Movement
from thidua.movement.models.plans import UNDER_WAY
from thidua.movement.queries.sources import visible_movements

MOST = 30


def movements_in_preparation(who: Actor) -> list[Movement]:
    """Movements that are not launched yet, with `pending`: the plan's items that nobody decided on; and those that run
    and are proposed to be closed.
    """
    pending = Count("plans__items", filter=Q(plans__items__decision=Decision.PENDING))
    settled = Q(state=MovementState.LAUNCHED, closing__isnull=True) | Q(state=MovementState.CLOSED)
    found = visible_movements(who).exclude(settled).select_related("closing")
    return list(found.annotate(pending=pending).order_by("created_at", "pk")[:MOST])


def amendments_under_way(who: Actor) -> list[Amendment]:
    """Amendments of running movements that are being prepared, or wait for the leader."""
    found = Amendment.objects.filter(movement__in=visible_movements(who).running(), state__in=UNDER_WAY)
    return list(found.select_related("movement").order_by("opened_at", "pk")[:MOST])
