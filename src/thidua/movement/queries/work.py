"""What waits for a person in plans and movements. One query with a bound."""

from django.db.models import Count, Q

from thidua.core.permissions import Actor
from thidua.movement.enums import Decision, MovementState
from thidua.movement.models import Movement
from thidua.movement.queries.sources import visible_movements

MOST = 30


def movements_in_preparation(who: Actor) -> list[Movement]:
    """Movements that are not launched yet, with `pending`: the plan's items that nobody decided on."""
    pending = Count("plans__items", filter=Q(plans__items__decision=Decision.PENDING))
    found = visible_movements(who).exclude(state__in=(MovementState.LAUNCHED, MovementState.CLOSED))
    return list(found.annotate(pending=pending).order_by("created_at", "pk")[:MOST])
