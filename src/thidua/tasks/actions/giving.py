"""A task is given to a unit, the unit names its officer; or it is called off."""

from datetime import datetime

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import User
from thidua.tasks import announcements, errors, placing, sights
from thidua.tasks.enums import Answer, TaskState
from thidua.tasks.facts import Parties
from thidua.tasks.models import Extension, Task


@action("tasks.assign_task", look=sights.TASK)
def assign_task(task: Task, *, parties: Parties, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """Give it to a unit, with those that support and follow it; given to another unit it starts there anew."""
    if parties.lead is None:
        raise errors.LeadMissing
    before = {"lead": task.lead_id, "officer": task.officer_id, "supports": _supporting(task)}
    placing.check_parties(task, parties, at=at)
    is_new = task.lead_id != parties.lead.pk or task.state == TaskState.CONFIRMED
    placing.put_parties(task, parties)
    if is_new:
        task.state, task.assigned_at, task.reason = TaskState.ASSIGNED, at, ""
    task.save()
    placing.put_supports(task, parties.supporting)
    audit.note(before=before, lead=parties.lead.pk)
    announcements.assigned(task, at=at)
    return task


def _supporting(task: Task) -> list[int]:
    return list(task.supports.order_by("unit_id").values_list("unit_id", flat=True))


@action("tasks.name_officer", look=sights.TASK)
def name_officer(
    task: Task,
    *,
    officer: User | None,
    by: Actor,
    at: datetime,
    officer_name: str = "",
    head_duty: str = "",
    seen: Sight | None = None,
) -> Task:
    """The unit says who answers for it, and what its head is responsible for."""
    parties = placing.with_officer(task, officer=officer, officer_name=officer_name, head_duty=head_duty)
    before = {"officer": task.officer_id, "officer_name": task.officer_name, "head_duty": task.head_duty}
    placing.check_parties(task, parties, at=at)
    placing.put_parties(task, parties)
    task.save()
    audit.note(before=before)
    announcements.officer_named(task, at=at)
    return task


@action("tasks.cancel_task", look=sights.TASK)
def cancel_task(task: Task, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """It is not to be done any more, nor are its open parts; it stays to be read, with the reason."""
    if not text.nfc(reason):
        raise errors.ReasonMissing
    was_running = task.is_at_work
    _cancel(task, reason.strip(), by=by, at=at)
    parts = [
        part for part in task.sub_tasks.all() if part.state not in {TaskState.ACCEPTED, TaskState.CANCELLED}
    ]
    for part in parts:
        _cancel(part, reason.strip(), by=by, at=at)
    audit.note(parts=[part.pk for part in parts])
    if was_running:
        announcements.cancelled(task, at=at)
    return task


def _cancel(task: Task, reason: str, *, by: Actor, at: datetime) -> None:
    task.state, task.reason = TaskState.CANCELLED, reason
    task.save(update_fields=["state", "reason"])
    asked = Extension.objects.filter(task=task, answer=Answer.WAITING)
    asked.update(answer=Answer.WITHDRAWN, decided_at=at, decided_by=by.user_id)
