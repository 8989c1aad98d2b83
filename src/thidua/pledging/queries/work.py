"""What waits for a person in plans and registrations. One query each, with a bound; none for people without that work."""

from django.db.models import Exists, OuterRef

from thidua.core.permissions import Actor
from thidua.movement import queries as movement_queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, PlanItem
from thidua.pledging.enums import PlanState, RegistrationState
from thidua.pledging.models import Registration, UnitPlan

MOST = 30


def _own_units(who: Actor) -> list[int]:
    return [grant.unit_id for grant in who.grants if not grant.is_commune_wide]


def plans_to_begin(who: Actor) -> list[Movement]:
    """Running movements that offer contents, and to which one of one's own units has not begun to answer."""
    own = _own_units(who)
    if not own or not who.may("pledging.begin_plan"):
        return []
    begun = UnitPlan.objects.filter(movement=OuterRef("pk"), unit__in=own)
    offers = PlanItem.objects.counting().of_kind(ItemKind.CONTENT).filter(plan__movement=OuterRef("pk"))
    found = movement_queries.visible_movements(who).running().filter(Exists(offers), ~Exists(begun))
    return list(found[:MOST])


def plans_to_put_right(who: Actor) -> list[UnitPlan]:
    """Plans of one's own units that are on the desk: begun, or returned."""
    own = _own_units(who)
    if not own or not who.may("pledging.write_plan"):
        return []
    open_ones = UnitPlan.objects.filter(unit__in=own, state__in=[PlanState.DRAFT, PlanState.RETURNED])
    found = open_ones.filter(movement__in=movement_queries.visible_movements(who).running())
    return list(found.select_related("unit", "movement").order_by("unit__sort_key", "pk")[:MOST])


def plans_to_check(who: Actor) -> list[UnitPlan]:
    """Plans that wait for the standing body, the longest waiting first."""
    if not who.may("pledging.accept_plan"):
        return []
    waiting = UnitPlan.objects.in_commune(who.commune_id).filter(state=PlanState.SUBMITTED)
    return list(waiting.select_related("unit", "movement").order_by("submitted_at", "pk")[:MOST])


def registrations_to_put_right(who: Actor) -> list[Registration]:
    own = _own_units(who)
    if not own or not who.may("pledging.write_registration"):
        return []
    open_ones = [RegistrationState.DRAFT, RegistrationState.RETURNED]
    found = Registration.objects.filter(unit__in=own, state__in=open_ones)
    return list(found.select_related("unit").order_by("-year", "unit__sort_key")[:MOST])


def registrations_to_receive(who: Actor) -> list[Registration]:
    if not who.may("pledging.receive_registration"):
        return []
    waiting = Registration.objects.in_commune(who.commune_id).filter(state=RegistrationState.SIGNED)
    return list(waiting.select_related("unit").order_by("signed_at", "pk")[:MOST])
