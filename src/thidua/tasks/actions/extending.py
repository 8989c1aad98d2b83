"""More time: asked for with a reason, granted or refused; every date that was stays to be seen."""

from datetime import date, datetime

from thidua.core import audit, formatting, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.tasks import announcements, errors, placing, sights
from thidua.tasks.enums import Answer
from thidua.tasks.models import Extension, Task


@action("tasks.ask_extension", look=sights.TASK)
def ask_extension(
    task: Task, *, due_on: date | None, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Extension:
    """The unit asks for another day; the one that stands goes on until somebody has decided."""
    day = _later(task, due_on)
    if not text.nfc(reason):
        raise errors.ReasonMissing
    asked = Extension.objects.create(
        task=task,
        reason=reason.strip(),
        from_on=task.due_on,
        asked_on=day,
        asked_at=at,
        asked_by_id=by.user_id,
    )
    audit.note(extension=asked.pk, due_on=day)
    announcements.extension_asked(task, asked, at=at)
    return asked


@action("tasks.withdraw_extension", look=sights.TASK)
def withdraw_extension(task: Task, *, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """The unit needs no more time after all, or asked wrongly."""
    asked = _waiting(task)
    _decide(asked, Answer.WITHDRAWN, by=by, at=at)
    audit.note(extension=asked.pk)
    return task


@action("tasks.grant_extension", look=sights.TASK)
def grant_extension(
    task: Task, *, due_on: date | None, by: Actor, at: datetime, seen: Sight | None = None
) -> Task:
    """Another day, the one asked for or an earlier or later one; the day before it stays in the history."""
    asked = _waiting(task)
    day = _later(task, due_on)
    before = {"due_text": task.due_text, "due_on": task.due_on}
    asked.granted_on = day
    _decide(asked, Answer.GRANTED, by=by, at=at)
    task.due_text, task.due_on = formatting.day(day), day
    task.save(update_fields=["due_text", "due_on"])
    placing.keep_due(task, reason=f"Gia hạn: {asked.reason}", by=by, at=at)
    audit.note(extension=asked.pk, before=before, due_on=day)
    announcements.extension_granted(task, at=at)
    return task


@action("tasks.refuse_extension", look=sights.TASK)
def refuse_extension(task: Task, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """The day stays, with the reason."""
    if not text.nfc(reason):
        raise errors.ReasonMissing
    asked = _waiting(task)
    asked.answer_reason = reason.strip()
    _decide(asked, Answer.REFUSED, by=by, at=at)
    audit.note(extension=asked.pk)
    announcements.extension_refused(task, asked, at=at)
    return task


def _waiting(task: Task) -> Extension:
    return task.extensions.get(answer=Answer.WAITING)


def _later(task: Task, due_on: date | None) -> date:
    if due_on is None:
        raise errors.NewDateMissing
    if task.due_on is not None and due_on <= task.due_on:
        raise errors.NotLater(task.due_on)
    placing.check_due(task, due_on, movement=task.movement)
    return due_on


def _decide(asked: Extension, answer: Answer, *, by: Actor, at: datetime) -> None:
    asked.answer, asked.decided_at, asked.decided_by_id = answer, at, by.user_id
    asked.save(update_fields=["answer", "granted_on", "answer_reason", "decided_at", "decided_by"])
