"""What a table of tasks would add, by the units, people and tasks that stand now."""

from collections import defaultdict
from datetime import date

from thidua.core.text import fold
from thidua.movement import queries as movement_queries
from thidua.movement.models import PlanItem
from thidua.org.importing.table import Plan
from thidua.org.models import Membership, Unit, User
from thidua.tasks import importing
from thidua.tasks.facts import Parties, TaskFacts
from thidua.tasks.importing import Known, KnownOfficer, KnownPlace, PlannedTask
from thidua.tasks.models import Task, TaskImport


def import_plan(draft: TaskImport, *, on: date) -> Plan[PlannedTask]:
    rows = [importing.Row(row["number"], row["cells"]) for row in draft.rows]
    return importing.plan_tasks(rows, _known(draft, on=on))


def facts_of_row(draft: TaskImport, planned: PlannedTask) -> TaskFacts:
    """What a good row says, with its units, person and plan item."""
    ids = {planned.lead_id, planned.following_id, *planned.supporting_ids} - {None}
    units = Unit.objects.in_bulk([pk for pk in ids if pk is not None])
    item = PlanItem.objects.select_related("plan").filter(pk=planned.item_id or 0).first()
    return TaskFacts(
        title=planned.title,
        product=planned.product,
        due_text=planned.due_text,
        due_on=planned.due_on,
        movement=draft.movement,
        item=item,
        clause=planned.clause,
        quote=item.quote or item.text if item else "",
        parties=Parties(
            lead=units.get(planned.lead_id or 0),
            supporting=tuple(units[pk] for pk in planned.supporting_ids),
            following_unit=units.get(planned.following_id or 0),
            officer=User.objects.get_queryset().filter(pk=planned.officer_id or 0).first(),
            officer_name=planned.officer_name,
            head_duty=planned.head_duty,
        ),
    )


def _known(draft: TaskImport, *, on: date) -> Known:
    titles = Task.objects.filter(commune_id=draft.commune_id, movement=draft.movement).counting()
    return Known(
        places=_places(draft.commune_id, on=on),
        officers=_officers(draft.commune_id, on=on),
        titles=frozenset(fold(title) for title in titles.values_list("title", flat=True)),
        items=_items(draft, on=on),
        starts_on=draft.movement.starts_on if draft.movement else None,
    )


def _places(commune_id: int, *, on: date) -> list[KnownPlace]:
    return [
        KnownPlace(
            unit.pk, unit.code, unit.name, unit.short_name, unit.path, is_closed=not unit.is_valid_on(on)
        )
        for unit in Unit.objects.in_commune(commune_id)
    ]


def _officers(commune_id: int, *, on: date) -> list[KnownOfficer]:
    paths: dict[User, list[str]] = defaultdict(list)
    held = Membership.objects.in_commune(commune_id).valid_on(on).select_related("user", "unit")
    for one in held:
        paths[one.user].append(one.unit.path)
    return [KnownOfficer(user.pk, user.username, user.full_name, tuple(own)) for user, own in paths.items()]


def _items(draft: TaskImport, *, on: date) -> dict[str, int]:
    """Plan items by the clause they stand in, where it holds one alone."""
    plan = movement_queries.plan_to_read(draft.movement, on=on) if draft.movement else None
    if plan is None:
        return {}
    by_clause: dict[str, list[int]] = defaultdict(list)
    for pk, clause in plan.items.counting().exclude(clause="").values_list("pk", "clause"):
        by_clause[clause].append(pk)
    return {clause: pks[0] for clause, pks in by_clause.items() if len(pks) == 1}
