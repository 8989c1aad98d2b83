"""What a confirmed plan asks of units becomes proposals; a person confirms them, and only then they count."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.tasks import announcements, errors, placing, queries, sights
from thidua.tasks.enums import TaskOrigin, TaskState
from thidua.tasks.models import Support, Task, index_task

LEAST_SHARES = 2
SHARED = (
    *(
        "commune_id",
        "movement_id",
        "item_id",
        "content_id",
        "phase_id",
        "clause",
        "quote",
        "title",
        "product",
    ),
    *("head_duty", "lead_words", "due_text", "due_on", "state", "origin"),
)


@action("tasks.propose_tasks", lock=False)
def propose_tasks(movement: Movement, *, by: Actor, at: datetime) -> list[Task]:
    """A proposal for each duty of the version in force that was not proposed before, with nothing that the plan leaves out."""
    fresh = queries.duties_to_propose(movement, on=timezone.localdate(at))
    if not fresh:
        raise errors.NothingToPropose
    tasks = []
    for duty in fresh:
        task = Task(
            commune_id=movement.commune_id,
            movement=movement,
            item_id=duty.item_id,
            phase_id=duty.phase_id,
            clause=duty.clause[:60],
            quote=duty.quote,
            title=duty.title,
            lead_id=duty.lead_id,
            lead_words=duty.lead_words[:300],
            due_text=duty.due_text[:200],
            due_on=duty.due_on,
            state=TaskState.PROPOSED,
            origin=TaskOrigin.READ,
            origin_ref=duty.key,
            created_at=at,
            created_by_id=by.user_id,
        )
        index_task(task)
        task.save()
        Support.objects.bulk_create(Support(task=task, unit_id=pk) for pk in duty.supporting_ids)
        tasks.append(task)
    audit.note(tasks=[task.pk for task in tasks])
    return tasks


@action("tasks.confirm_task", look=sights.TASK)
def confirm_task(task: Task, *, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """It counts from now on: under way where its unit is known, else waiting to be given to one."""
    _confirm(task, by=by, at=at)
    return task


@action("tasks.confirm_tasks", lock=False)
def confirm_tasks(
    commune: Unit | Actor, *, tasks: Collection[int], by: Actor, at: datetime, seen: Sight | None = None
) -> int:
    """Confirm those of `tasks` (ids) that are still proposed; the count. None at all is refused."""
    held = Task.objects.in_commune(commune.commune_pk).filter(pk__in=tasks, state=TaskState.PROPOSED)
    ready = list(held.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if seen is not None:
        sights.PROPOSALS.hold("tasks.confirm_tasks", ready, seen, at=at, commune_id=by.commune_id)
    if not ready:
        raise errors.NothingToConfirm
    for task in ready:
        _confirm(task, by=by, at=at)
    audit.note(tasks=[task.pk for task in ready])
    return len(ready)


def _confirm(task: Task, *, by: Actor, at: datetime) -> None:
    placing.check_parties(task, placing.parties_of(task), at=at)
    task.state = TaskState.CONFIRMED if task.lead_id is None else TaskState.ASSIGNED
    task.assigned_at = at if task.lead_id is not None else None
    task.save(update_fields=["state", "assigned_at"])
    placing.keep_due(task, reason="", by=by, at=at)
    if task.lead_id is not None:
        announcements.assigned(task, at=at)


@action("tasks.share_out_task", look=sights.TASK)
def share_out_task(
    task: Task, *, units: Collection[Unit], by: Actor, at: datetime, seen: Sight | None = None
) -> list[Task]:
    """A proposal for a group of units becomes one for each of `units`, all in the plan's words; they are still to be confirmed.

    The proposal itself becomes that of the first unit: what was proposed once is not proposed again.
    """
    chosen = sorted({unit.pk: unit for unit in units}.values(), key=lambda unit: unit.sort_key)
    if len(chosen) < LEAST_SHARES:
        raise errors.NobodyToShareWith
    on = timezone.localdate(at)
    if any(unit.commune_id != task.commune_id or not unit.is_valid_on(on) for unit in chosen):
        raise errors.UnitUnknown(field="units")
    helping = list(task.supports.values_list("unit_id", flat=True))
    shares = [_share(task, unit, at=at, by=by) for unit in chosen[1:]]
    task.lead = chosen[0]
    index_task(task)
    task.save(update_fields=["lead", "folded", "sort_key"])
    for one in (task, *shares):
        one.supports.filter(unit=one.lead).delete()
        missing = [pk for pk in helping if pk != one.lead_id] if one is not task else []
        Support.objects.bulk_create(Support(task=one, unit_id=pk) for pk in missing)
    audit.note(units=[unit.name for unit in chosen], tasks=[one.pk for one in shares])
    return [task, *shares]


def _share(task: Task, unit: Unit, *, by: Actor, at: datetime) -> Task:
    kept = {name: getattr(task, name) for name in SHARED}
    origin_ref = f"{task.origin_ref}:{unit.pk}" if task.origin_ref else ""
    share = Task(**kept, lead=unit, origin_ref=origin_ref, created_at=at, created_by_id=by.user_id)
    index_task(share)
    share.save(force_insert=True)
    return share
