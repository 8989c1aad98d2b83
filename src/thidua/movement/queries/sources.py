"""The rows that one may see, and small looks at a plan that several deeds share."""

from collections import Counter
from functools import lru_cache

from django.db.models import Max, QuerySet

from thidua.core.permissions import Actor
from thidua.indicator import library as shipped
from thidua.indicator.models import Indicator
from thidua.movement.enums import Decision, ItemKind, MovementState
from thidua.movement.models import (
    Assignment,
    Criterion,
    Movement,
    MovementQuerySet,
    Plan,
    PlanItem,
    PlanItemQuerySet,
)

SHOWN_TO_ALL = (MovementState.LAUNCHED, MovementState.CLOSED)
PREPARES = ("movement.read_plan", "movement.approve_plan")


def visible_movements(who: Actor) -> MovementQuerySet:
    """Movements of the commune: launched ones for everybody, drafts only for those who prepare or approve plans."""
    if not who.may("movement.view_movement"):
        return Movement.objects.none()
    movements = Movement.objects.in_commune(who.commune_id)
    if any(who.may(permission) for permission in PREPARES):
        return movements
    return movements.filter(state__in=SHOWN_TO_ALL)


def visible_items(who: Actor) -> PlanItemQuerySet:
    return PlanItem.objects.filter(plan__movement__in=visible_movements(who)).select_related("plan__movement")


def visible_criteria(who: Actor) -> QuerySet[Criterion]:
    shown = Criterion.objects.filter(movement__in=visible_movements(who))
    return shown.select_related("movement", "item", "owner")


def visible_assignments(who: Actor) -> QuerySet[Assignment]:
    shown = Assignment.objects.filter(movement__in=visible_movements(who))
    return shown.select_related("movement", "indicator", "unit")


def current_plan(movement: Movement) -> Plan | None:
    """The newest version of the movement's plan, with its file; it comes with the movement it belongs to."""
    plan = movement.plans.select_related("file").order_by("-version").first()
    if plan is not None:
        plan.movement = movement
    return plan


def pending_words(plan: Plan) -> str:
    """ "Còn 17 mục chưa quyết định: 11 chỉ tiêu, 6 lĩnh vực trọng tâm."; "" when nothing waits."""
    kinds = plan.items.filter(decision=Decision.PENDING).values_list("kind", flat=True).order_by("kind")
    counts = Counter(kinds)
    if not counts:
        return ""
    parts = [f"{counts[kind]} {ItemKind(kind).label.lower()}" for kind in ItemKind.values if counts.get(kind)]
    return f"Còn {counts.total()} mục chưa quyết định: {', '.join(parts)}."


def next_position(plan: Plan) -> int:
    highest: int | None = plan.items.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1


def indicator_codes(commune_id: int) -> frozenset[str]:
    return frozenset(Indicator.objects.usable_in(commune_id).values_list("code", flat=True))


def indicators_by_code(commune_id: int) -> dict[str, Indicator]:
    """Usable indicators; where the commune has its own under a shipped code, its own."""
    found = Indicator.objects.usable_in(commune_id).order_by("position", "code")
    return {one.code: one for one in sorted(found, key=lambda one: one.commune_id is not None)}


@lru_cache(maxsize=1)
def library() -> shipped.Library:
    return shipped.load()
