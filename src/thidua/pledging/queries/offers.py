"""What the commune's plan offers a unit to answer: contents with their sectors, and the lines of the indicators asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thidua.movement.enums import ItemKind, Level
from thidua.movement.models import Assignment, Plan, PlanItem, TargetLine
from thidua.org.models import Unit

MOST_EDITIONS = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """Contents before their sectors, in the order of the plan; lines in the order of the library."""

    plan: Plan
    items: tuple[PlanItem, ...]
    lines: tuple[TargetLine, ...]


def offer_to(unit: Unit, plan: Plan, *, on: date) -> Offer:
    """What holds in that version of the plan, for years that are not over. Three queries."""
    items = list(plan.items.counting().of_kind(ItemKind.CONTENT, ItemKind.SECTOR).order_by("position", "pk"))
    asked = Assignment.objects.current().in_edition(plan.edition or 1)
    asked = asked.filter(movement_id=plan.movement_id, unit=unit)
    lines = TargetLine.objects.filter(
        item__plan=plan, level=Level.REQUIRED, indicator__in=asked.values("indicator")
    )
    found = lines.select_related("indicator", "item").order_by("indicator__position", "year", "value", "pk")
    return Offer(
        plan, _in_tree_order(items), tuple(one for one in found if not one.year or one.year >= on.year)
    )


def _in_tree_order(items: list[PlanItem]) -> tuple[PlanItem, ...]:
    """A sector stands under its content; one without stands where the plan has it."""
    tops = [item for item in items if item.kind == ItemKind.CONTENT]
    known = {item.pk for item in tops}
    tops += [item for item in items if item.kind == ItemKind.SECTOR and item.parent_id not in known]
    ordered = []
    for top in tops:
        ordered += [top, *(item for item in items if item.parent_id == top.pk)]
    return tuple(ordered)


def older_selves(items: Iterable[PlanItem], wanted: set[int]) -> dict[int, int]:
    """Item of a newer version → the one of `wanted` (ids of an older version) that it came from. One query a version."""
    found: dict[int, int] = {}
    behind = {item.pk: item.before_id for item in items if item.before_id is not None}
    for _ in range(MOST_EDITIONS):
        found |= {pk: old for pk, old in behind.items() if old in wanted}
        open_ends = {old for pk, old in behind.items() if old not in wanted}
        if not open_ends:
            break
        before = dict(PlanItem.objects.filter(pk__in=open_ends).values_list("pk", "before_id"))
        behind = {
            pk: before[old] for pk, old in behind.items() if old not in wanted and before.get(old) is not None
        }
    return found
