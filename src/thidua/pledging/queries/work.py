"""What waits for a person in plans and registrations. One query each, with a bound; none for people without that work."""

import functools
import operator

from django.db.models import Case, Exists, OuterRef, Q, When

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


def plans_in_work(who: Actor) -> list[UnitPlan]:
    """Plans of one's own units on the desk, begun or returned; then those that wait for the standing body, the longest
    waiting first.
    """
    own, desk = _own_units(who), [PlanState.DRAFT, PlanState.RETURNED]
    wanted = []
    if own and who.may("pledging.write_plan"):
        running = movement_queries.visible_movements(who).running()
        wanted.append(Q(unit__in=own, state__in=desk, movement__in=running))
    if who.may("pledging.accept_plan"):
        wanted.append(Q(unit__commune_id=who.commune_id, state=PlanState.SUBMITTED))
    if not wanted:
        return []
    found = UnitPlan.objects.filter(functools.reduce(operator.or_, wanted)).select_related("unit", "movement")
    first = Case(When(state__in=desk, then=0), default=1)
    return list(found.order_by(first, "submitted_at", "unit__sort_key", "pk")[: 2 * MOST])


def registrations_in_work(who: Actor) -> list[Registration]:
    """Those of one's own units to sign or put right; then the signed ones to receive, the longest waiting first."""
    own, desk = _own_units(who), [RegistrationState.DRAFT, RegistrationState.RETURNED]
    wanted = []
    if own and who.may("pledging.write_registration"):
        wanted.append(Q(unit__in=own, state__in=desk))
    if who.may("pledging.receive_registration"):
        wanted.append(Q(unit__commune_id=who.commune_id, state=RegistrationState.SIGNED))
    if not wanted:
        return []
    found = Registration.objects.filter(functools.reduce(operator.or_, wanted)).select_related("unit")
    first = Case(When(state__in=desk, then=0), default=1)
    return list(found.order_by(first, "signed_at", "-year", "unit__sort_key", "pk")[: 2 * MOST])
