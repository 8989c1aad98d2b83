"""What the plan in force asks of units and nobody proposed yet."""

from datetime import date

from thidua.movement import queries as movement_queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, Phase, PlanItem
from thidua.org.models import Unit
from thidua.tasks.duties import Duty, KnownPhase, KnownUnit, Stated, duties_of
from thidua.tasks.enums import TaskOrigin
from thidua.tasks.models import Task

KINDS = (ItemKind.DUTY, ItemKind.REPORTING_DUTY, ItemKind.INSPECTION_DUTY)


def duties_to_propose(movement: Movement, *, on: date) -> list[Duty]:
    """Confirmed duties of the version in force, without those whose words were proposed before, whatever became of them."""
    items = _items(movement, on=on)
    stated = [Stated(one.pk, one.clause, one.text, str(one.facts.get("body") or "")) for one in items]
    duties = duties_of(stated, _units(movement, on=on), _phases(items))
    held = Task.objects.filter(commune_id=movement.commune_id, origin=TaskOrigin.READ)
    known = set(held.values_list("origin_ref", flat=True))
    fresh = {duty.key: duty for duty in duties if duty.key not in known}
    return list(fresh.values())


def _items(movement: Movement, *, on: date) -> list[PlanItem]:
    """Duties first: reports and inspections that are duties of a unit are told with its name."""
    plan = movement_queries.plan_to_read(movement, on=on) if movement.launched_at else None
    if plan is None:
        return []
    found = plan.items.counting().of_kind(*KINDS).order_by("position", "pk")
    return sorted(found, key=lambda item: KINDS.index(ItemKind(item.kind)))


def _phases(items: list[PlanItem]) -> list[KnownPhase]:
    if not items:
        return []
    found = Phase.objects.filter(item__plan_id=items[0].plan_id).order_by("starts_on")
    return [KnownPhase(one.pk, one.starts_on, one.ends_on) for one in found]


def _units(movement: Movement, *, on: date) -> list[KnownUnit]:
    found = Unit.objects.in_commune(movement.commune_id).valid_on(on).exclude(pk=movement.commune_id)
    return [KnownUnit(unit.pk, unit.name, unit.short_name) for unit in found]
