"""What forms about tasks may offer: units that stand, people with a role, what the plan in force holds."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from thidua.core.permissions import Actor
from thidua.movement import queries as movement_queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, MovementQuerySet, Phase, PlanItem, PlanItemQuerySet
from thidua.org.models import Membership, Unit, UnitQuerySet, User, UserQuerySet
from thidua.tasks.models import Task

GROUNDS = (
    ItemKind.DUTY,
    ItemKind.REPORTING_DUTY,
    ItemKind.INSPECTION_DUTY,
    ItemKind.SOLUTION,
    ItemKind.CRITERION,
    ItemKind.MILESTONE,
)
CONTENTS = (ItemKind.CONTENT, ItemKind.SECTOR)


@dataclass(frozen=True, slots=True)
class Offers:
    """Each is a query that a form narrows no further."""

    units: UnitQuerySet
    people: UserQuerySet
    movements: MovementQuerySet
    items: PlanItemQuerySet
    contents: PlanItemQuerySet
    phases: QuerySet[Phase]


def offers_for(who: Actor, *, on: date, task: Task | None = None, movement: Movement | None = None) -> Offers:
    """For a task as it stands, or for a new one of `movement`; what it holds already is offered in any case."""
    movement = task.movement if task is not None else movement
    units = Unit.objects.in_commune(who.commune_id).exclude(pk=who.commune_id)
    held = Q(pk__in=_units_of(task)) if task is not None else Q(pk__in=[])
    standing = units.valid_on(on) | units.filter(held)
    items = _items(movement, task, on=on)
    return Offers(
        units=standing.order_by("sort_key"),
        people=people_in(who, on=on),
        movements=movement_queries.visible_movements(who).running(),
        items=items.of_kind(*GROUNDS),
        contents=items.of_kind(*CONTENTS),
        phases=_phases(movement, task, on=on),
    )


def offers_in_unit(who: Actor, task: Task, *, on: date) -> Offers:
    """For what the unit itself says: its own people, and the units that take part."""
    offers = offers_for(who, on=on, task=task)
    path = task.lead.path if task.lead is not None else "-"
    taking_part = Q(path__startswith=path) | Q(pk__in=task.supports.values("unit"))
    units = (
        offers.units if who.covers("tasks.assign_task", task.scope_path) else offers.units.filter(taking_part)
    )
    paths = list(units.values_list("path", flat=True)) if units is not offers.units else [path]
    return Offers(
        units=units,
        people=people_in(who, on=on, below=paths),
        movements=offers.movements,
        items=offers.items,
        contents=offers.contents,
        phases=offers.phases,
    )


def people_in(who: Actor, *, on: date, below: list[str] | None = None) -> UserQuerySet:
    """People with a role in a unit of the commune today, each with `unit_name`; of the subtrees `below`."""
    held = Membership.objects.in_commune(who.commune_id).valid_on(on)
    if below is not None:
        wanted = Q(pk__in=[])
        for path in below:
            wanted |= Q(unit__path__startswith=path)
        held = held.filter(wanted)
    first = held.filter(user=OuterRef("pk")).order_by("unit__path").values("unit__short_name")[:1]
    people = User.objects.get_queryset().filter(pk__in=held.values("user"))
    return people.annotate(unit_name=Subquery(first)).order_by("sort_key")


def _units_of(task: Task) -> list[int]:
    return [pk for pk in (task.lead_id, task.following_unit_id) if pk is not None]


def _items(movement: Movement | None, task: Task | None, *, on: date) -> PlanItemQuerySet:
    plan = movement_queries.plan_to_read(movement, on=on) if movement is not None else None
    kept = [pk for pk in (task.item_id, task.content_id) if pk] if task is not None else []
    wanted = Q(pk__in=kept)
    if plan is not None:
        wanted |= Q(plan=plan, decision="confirmed")
    return PlanItem.objects.filter(wanted).order_by("position", "pk")


def _phases(movement: Movement | None, task: Task | None, *, on: date) -> QuerySet[Phase]:
    plan = movement_queries.plan_to_read(movement, on=on) if movement is not None else None
    wanted = Q(pk=task.phase_id or 0) if task is not None else Q(pk__in=[])
    if plan is not None:
        wanted |= Q(item__plan=plan)
    return Phase.objects.filter(wanted).order_by("starts_on", "pk")
