"""What anybody may know of a commune's movements: launched ones, and what was confirmed of their plans."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from thidua.core.permissions import Actor
from thidua.movement.enums import AmendmentState
from thidua.movement.models import (
    Amendment,
    Movement,
    MovementQuerySet,
    Plan,
    PlanItem,
    PlanQuerySet,
    TargetLine,
)
from thidua.movement.queries.sources import SHOWN_TO_ALL, visible_items, visible_movements


def public_movements() -> MovementQuerySet:
    """Launched and closed movements of all communes, newest first."""
    return Movement.objects.filter(state__in=SHOWN_TO_ALL).select_related("commune__commune_profile")


def public_plans() -> PlanQuerySet:
    """Adopted versions of the plans of public movements, the newest first, without their text."""
    shown = Plan.objects.adopted().filter(movement__state__in=SHOWN_TO_ALL)
    return shown.defer("text", "blocks").order_by("movement", "-edition")


def in_force(plans: Iterable[Plan], on: date) -> Plan | None:
    """Of adopted versions of one plan, the newest first, the one in force on a day: `PlanQuerySet.holding` at hand."""
    return next((one for one in plans if one.edition == 1 or (one.effective_on or on) <= on), None)


def public_target_lines() -> QuerySet[TargetLine]:
    """Target lines of public movements with the words of the plan, of every version: `item.plan_id` says of which."""
    lines = TargetLine.objects.filter(movement__state__in=SHOWN_TO_ALL)
    return lines.select_related("indicator", "item").order_by("movement", "indicator__position", "value")


def holding_in(lines: Iterable[TargetLine], year: int) -> list[TargetLine]:
    """Those of `lines` (of one indicator) that hold in `year`: the ones of that year, else the ones without a year."""
    listed = list(lines)
    return [line for line in listed if line.year == year] or [line for line in listed if line.year is None]


def movements_matching(who: Actor, words: str, *, most: int) -> list[Movement]:
    """Visible movements whose titles hold every word, with or without marks."""
    return list(visible_movements(who).matching(words)[:most])


def items_matching(who: Actor, words: str, *, most: int) -> list[PlanItem]:
    """Visible things of plans that hold every word in their text or quote; those of the newest movement first.

    Of launched plans only what the newest version holds; nothing of an amendment that is not approved.
    """
    newer = Plan.objects.adopted().filter(
        movement=OuterRef("plan__movement"), version__gt=OuterRef("plan__version")
    )
    undecided = Amendment.objects.filter(plan=OuterRef("plan")).exclude(state=AmendmentState.APPROVED)
    found = visible_items(who).matching(words).filter(~Exists(newer), ~Exists(undecided))
    return list(found.order_by("-plan__movement__starts_on", "-plan_id", "position", "pk")[:most])
