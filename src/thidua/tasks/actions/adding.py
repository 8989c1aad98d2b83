"""Tasks come into being by hand, as parts of others or from a table, and are put right while they are open."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.tasks import announcements, errors, importing, placing, queries, sights
from thidua.tasks.enums import TaskOrigin, TaskState
from thidua.tasks.facts import TaskFacts
from thidua.tasks.models import Task, TaskImport


@action("tasks.add_task", lock=False)
def add_task(
    commune: Unit | Actor,
    *,
    facts: TaskFacts,
    by: Actor,
    at: datetime,
    origin: TaskOrigin = TaskOrigin.ADDED,
    origin_ref: str = "",
) -> Task:
    """A task that counts at once: under way where its unit is known, else waiting to be given to one.

    What comes from elsewhere names its `origin_ref` ("unit_plan:12:3"): the same one again gives the task that is there,
    unchanged.
    """
    held = Task.objects.filter(commune_id=commune.commune_pk, origin=origin, origin_ref=origin_ref)
    known = held.first() if origin_ref else None
    if known is not None:
        audit.note(task=known.pk, is_new=False)
        return known
    task = _new(commune.commune_pk, facts, origin=origin, origin_ref=origin_ref, by=by, at=at)
    audit.note(task=task.pk, title=task.title, origin=origin)
    return task


def _new(
    commune_id: int,
    facts: TaskFacts,
    *,
    origin: TaskOrigin,
    by: Actor,
    at: datetime,
    origin_ref: str = "",
    parent: Task | None = None,
) -> Task:
    task = Task(
        commune_id=commune_id,
        parent=parent,
        origin=origin,
        origin_ref=origin_ref[:100],
        created_at=at,
        created_by_id=by.user_id,
    )
    placing.put(task, facts, at=at)
    task.state = TaskState.CONFIRMED if facts.parties.lead is None else TaskState.ASSIGNED
    task.assigned_at = at if task.lead is not None else None
    task.save()
    placing.put_supports(task, facts.parties.supporting)
    placing.keep_due(task, reason="", by=by, at=at)
    if task.lead is not None:
        announcements.assigned(task, at=at)
    return task


@action("tasks.change_task", look=sights.TASK)
def change_task(
    task: Task, *, facts: TaskFacts, by: Actor, at: datetime, reason: str = "", seen: Sight | None = None
) -> Task:
    """Put right what is said of it. Once a unit has it, another due date needs a reason; the one before is kept."""
    before = {
        "title": task.title,
        "product": task.product,
        "due": [task.due_text, task.due_on],
        "lead": task.lead_id,
        "officer": task.officer_id,
    }
    has_moved = (task.due_text, task.due_on) != (text.nfc(facts.due_text)[:200], facts.due_on)
    if has_moved and task.is_at_work and not text.nfc(reason):
        raise errors.DueNeedsReason
    if task.is_at_work and facts.parties.lead is None:
        raise errors.LeadMissing
    has_new_lead = task.is_at_work and facts.parties.lead != task.lead
    # The movement is that of the task: a plan item of another one was never its ground.
    placing.put(task, replace(facts, movement=task.movement, lead_words=task.lead_words), at=at)
    task.save()
    placing.put_supports(task, facts.parties.supporting)
    if has_moved:
        placing.keep_due(task, reason=reason, by=by, at=at)
    audit.note(before=before)
    if has_new_lead:
        announcements.assigned(task, at=at)
    elif has_moved and task.is_at_work:
        announcements.due_changed(task, reason=reason, at=at)
    return task


@action("tasks.split_task", look=sights.TASK)
def split_task(task: Task, *, facts: TaskFacts, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """One sub-task of it, given at once: to the unit that leads, one below it, or one that supports. Returns the sub-task."""
    if task.parent_id is not None:
        raise errors.TooDeep
    lead = facts.parties.lead or task.lead
    if lead is not None and not by.covers("tasks.assign_task", task.scope_path):
        held = {one.unit_id for one in task.supports.all()}
        if task.lead is None or not (lead.path.startswith(task.lead.path) or lead.pk in held):
            raise errors.UnitNotYours
    whole = replace(
        facts,
        movement=task.movement,
        item=task.item,
        clause=task.clause,
        quote=task.quote,
        content=task.content,
        phase=task.phase,
        parties=replace(facts.parties, lead=lead),
    )
    part = _new(task.commune_id, whole, origin=TaskOrigin.SPLIT, by=by, at=at, parent=task)
    audit.note(part=part.pk, title=part.title)
    return part


@action("tasks.upload_tasks", lock=False)
def upload_tasks(
    commune: Unit | Actor,
    *,
    movement: Movement | None,
    file_name: str,
    rows: Sequence[importing.Row],
    by: Actor,
    at: datetime,
) -> TaskImport:
    """Keep the rows of a table until they are applied; the person's earlier table is let go."""
    TaskImport.objects.filter(
        commune_id=commune.commune_pk, uploaded_by_id=by.user_id, applied_at=None
    ).delete()
    return TaskImport.objects.create(
        commune_id=commune.commune_pk,
        movement=movement,
        file_name=text.nfc(file_name)[-200:],
        rows=[asdict(row) for row in rows],
        uploaded_at=at,
        uploaded_by_id=by.user_id or 0,
    )


@action("tasks.import_tasks")
def import_tasks(draft: TaskImport, *, fingerprint: str, by: Actor, at: datetime) -> int:
    """Add the tasks of the good rows, all or none; `fingerprint` is that of the plan that was looked at. Returns how many."""
    plan = queries.import_plan(draft, on=timezone.localdate(at))
    if plan.fingerprint != fingerprint:
        raise errors.ImportChanged
    if not plan.order:
        raise errors.NothingToImport
    made = []
    for row, planned in plan.to_apply:
        facts = queries.facts_of_row(draft, planned)
        task = _new(draft.commune_id, facts, origin=TaskOrigin.IMPORTED, by=by, at=at)
        made.append({"row": row.number, "id": task.pk})
    draft.applied_at, draft.rows = at, []
    draft.save(update_fields=["applied_at", "rows"])
    audit.note(applied=made)
    return len(made)
