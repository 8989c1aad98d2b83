"""Movements and indicators in somebody's hands: lines of the list that is signed at a handover."""

from datetime import date

from thidua.core.permissions import Actor
from thidua.movement.models import Assignment, Movement
from thidua.movement.queries import work
from thidua.org.handing import Item, listed_by

MOST = 200


@listed_by
def movements_in_hand(holder: Actor, on: date) -> list[Item]:
    """Plans in preparation and running movements, for those who prepare and run them."""
    if not holder.may("movement.change_movement"):
        return []
    waiting = work.movements_in_preparation(holder)
    found = [Item("Kế hoạch đang soạn", one.short_title, one.get_state_display()) for one in waiting]
    running = Movement.objects.in_commune(holder.commune_id).running().order_by("-starts_on", "-pk")
    return found + [Item("Phong trào đang theo dõi", one.short_title) for one in running[:MOST]]


@listed_by
def indicators_in_hand(holder: Actor, on: date) -> list[Item]:
    """Indicators that the holder's own units report."""
    units = {grant.unit_id for grant in holder.grants if not grant.is_commune_wide}
    if not units or not holder.may("reporting.submit_report"):
        return []
    assigned = (
        Assignment.objects.current().filter(unit__in=units).select_related("indicator", "unit", "movement")
    )
    return [
        Item("Chỉ tiêu phải báo cáo", f"{one.indicator.code}. {one.indicator.name}", one.unit.name)
        for one in assigned.order_by("unit__sort_key", "indicator__position", "pk")[:MOST]
    ]
