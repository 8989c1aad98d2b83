"""The launch turns confirmed items into phases, criteria and target lines, and asks the units for their indicators."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.indicator import queries as library
from thidua.indicator.models import Indicator
from thidua.movement import errors, facts, notices, queries
from thidua.movement.enums import ItemKind, MovementState
from thidua.movement.models import Assignment, Criterion, Movement, Phase, Plan, PlanItem, TargetLine
from thidua.movement.queries import sights
from thidua.movement.reporters import reporters_of
from thidua.org.models import Unit


@action("movement.launch_movement", look=sights.MOVEMENT)
def launch_movement(movement: Movement, *, by: Actor, at: datetime, seen: Sight | None = None) -> Movement:
    """Begin: what was confirmed counts from now on; units of the kinds that the library names are asked, and told."""
    plan = queries.current_plan(movement)
    if plan is None:
        raise errors.PlanEmpty
    items = list(plan.items.counting())
    phases, criteria, lines = lay_down(movement, items, at=at)
    assignments = _default_assignments(movement, {line.indicator for line in lines}, at=at)
    adopt(plan, edition=1, effective_on=timezone.localdate(at), at=at)
    movement.state, movement.launched_at = MovementState.LAUNCHED, at
    movement.save(update_fields=["state", "launched_at"])
    audit.note(
        phases=len(phases), criteria=len(criteria), target_lines=len(lines), assignments=len(assignments)
    )
    notices.movement_launched(movement, at=at)
    return movement


@action("movement.assign_indicator")
def assign_indicator(
    movement: Movement,
    *,
    indicator: Indicator,
    units: Sequence[Unit],
    by: Actor,
    at: datetime,
    variant: str = "",
) -> list[Assignment]:
    """Ask `units` for an indicator from now on, by the default formula unless another variant is named.

    Units that are asked already are passed over; when all are, or a unit is not of the commune, it is refused.
    """
    today = timezone.localdate(at)
    if any(unit.commune_id != movement.commune_id or not unit.is_valid_on(today) for unit in units):
        raise errors.OutsideTheCommune
    held = dict(
        movement.assignments.current()
        .filter(indicator=indicator)
        .order_by("since")
        .values_list("unit_id", "until")
    )
    asked = [unit for unit in units if held.get(unit.pk, 1) is not None]
    if not asked:
        raise errors.AlreadyAssigned
    chosen = variant_of(indicator, variant, movement.commune_id, at=at)
    assignments = Assignment.objects.bulk_create(
        Assignment(
            movement=movement,
            indicator=indicator,
            unit=unit,
            variant=chosen,
            assigned_at=at,
            since=held.get(unit.pk) or 1,  # where a version of the plan stops asking, one asks on
        )
        for unit in asked
    )
    audit.note(indicator=indicator.code, variant=chosen, units=[unit.pk for unit in asked])
    notices.indicator_assigned(movement, indicator, asked, at=at)
    return assignments


@action("movement.end_assignment", look=sights.ASSIGNMENT)
def end_assignment(
    assignment: Assignment, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Assignment:
    """The unit is not asked any more; what it has reported stays."""
    if not reason.strip():
        raise errors.ReasonMissing
    assignment.ended_at = at
    assignment.save(update_fields=["ended_at"])
    return assignment


def adopt(plan: Plan, *, edition: int, effective_on: date, at: datetime) -> None:
    """The plan becomes "Bản thứ n": what follows from it counts from that day."""
    plan.edition, plan.effective_on, plan.adopted_at = edition, effective_on, at
    plan.save(update_fields=["edition", "effective_on", "adopted_at"])


def lay_down(
    movement: Movement, items: Collection[PlanItem], *, at: datetime
) -> tuple[list[Phase], dict[int, Criterion], list[TargetLine]]:
    """Rows for the confirmed items of one version: phases, criteria by the id of their item, target lines."""
    criteria = _criteria(movement, items, at=at)
    return _phases(movement, items), criteria, _target_lines(movement, items, criteria)


def _phases(movement: Movement, items: Iterable[PlanItem]) -> list[Phase]:
    rows = []
    for item in items:
        if item.kind == ItemKind.PHASE:
            starts_on, ends_on = facts.span(item.facts)
            name = item.text[:200]
            rows.append(Phase(movement=movement, item=item, name=name, starts_on=starts_on, ends_on=ends_on))
    return Phase.objects.bulk_create(rows)


def _criteria(movement: Movement, items: Collection[PlanItem], *, at: datetime) -> dict[int, Criterion]:
    """Criteria by the id of their item, each with its target group where that one counts too, and how it is followed."""
    existing = Unit.objects.in_commune(movement.commune_id).valid_on(timezone.localdate(at))
    owners = set(existing.values_list("pk", flat=True))
    groups = {item.pk: item for item in items if item.kind == ItemKind.TARGET_GROUP}
    found = [item for item in items if item.kind == ItemKind.CRITERION]
    rows = Criterion.objects.bulk_create(
        Criterion(
            movement=movement,
            item=item,
            target_group=groups.get(item.parent_id or 0),
            position=place,
            **_cover(item, owners),
        )
        for place, item in enumerate(found, start=1)
    )
    return {row.item_id: row for row in rows}


def _cover(item: PlanItem, owners: Collection[int]) -> dict[str, Any]:
    """What was said on the draft, without an owner that is no more."""
    owner = item.facts.get("owner")
    return {
        "owner_id": owner if owner in owners else None,
        "evidence_rule": item.facts.get("evidence_rule", "") if owner in owners else "",
        "uncovered_reason": item.facts.get("uncovered_reason", ""),
    }


def _target_lines(
    movement: Movement, items: Iterable[PlanItem], criteria: dict[int, Criterion]
) -> list[TargetLine]:
    """A line for each confirmed target that is bound to an indicator; unbound ones stay items with their reason."""
    indicators = queries.indicators_by_code(movement.commune_id)
    rows = []
    for item in items:
        if item.kind != ItemKind.TARGET_LINE or not item.facts["indicator"]:
            continue
        rows.append(
            TargetLine(
                movement=movement,
                criterion=criteria.get(item.parent_id or 0),
                item=item,
                indicator=indicators[item.facts["indicator"]],
                comparator=item.facts["comparator"],
                value=Decimal(item.facts["value"]),
                level=item.facts["level"],
                year=item.facts["year"],
            )
        )
    return TargetLine.objects.bulk_create(rows)


def _default_assignments(
    movement: Movement, indicators: Iterable[Indicator], *, at: datetime
) -> list[Assignment]:
    """Each indicator to the units that the library says report it, by its default formula."""
    today = timezone.localdate(at)
    units = list(Unit.objects.in_commune(movement.commune_id).valid_on(today).order_by("sort_key", "pk"))
    rows = []
    for indicator in sorted(indicators, key=lambda one: (one.position, one.code)):
        chosen = reporters_of(indicator, units)
        variant = variant_of(indicator, "", movement.commune_id, at=at) if chosen else ""
        rows += [
            Assignment(movement=movement, indicator=indicator, unit=unit, variant=variant, assigned_at=at)
            for unit in chosen
        ]
    return Assignment.objects.bulk_create(rows)


def variant_of(indicator: Indicator, wanted: str, commune_id: int, *, at: datetime) -> str:
    """The wanted variant if a definition of it stands on that day, else the default one; DefinitionMissing without."""
    on = timezone.localdate(at)
    if wanted:
        return library.definition_for(indicator, commune_id=commune_id, variant=wanted, on=on).variant
    return library.default_definition(indicator, commune_id=commune_id, on=on).variant
