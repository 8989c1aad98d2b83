"""A unit hands in what came of its task; it is accepted or returned, or taken back while nobody has acted."""

from collections.abc import Sequence
from datetime import datetime

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents import actions as document_actions
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence
from thidua.tasks import announcements, errors, sights
from thidua.tasks.enums import Answer, Outcome, TaskState
from thidua.tasks.facts import MOST_FILES, Proof
from thidua.tasks.models import SETTLED, DifficultyNote, Extension, ResultEvidence, Task, TaskResult


@action("tasks.hand_in_task", look=sights.TASK)
def hand_in_task(
    task: Task,
    *,
    result: str,
    proofs: Sequence[Proof],
    by: Actor,
    at: datetime,
    explanation: str = "",
    seen: Sight | None = None,
) -> TaskResult:
    """What came of it, with at least one piece of evidence or the explanation why there is none yet."""
    _check_handing_in(task, result, proofs, explanation)
    made = TaskResult.objects.create(
        task=task,
        text=result.strip(),
        handed_in_at=at,
        handed_in_by_id=by.user_id,
        is_on_behalf=not any(
            grant.unit_path in task.scope_path for grant in by.grants if not grant.is_commune_wide
        ),
    )
    evidence = [_evidence(task, proof, by=by, at=at) for proof in proofs]
    if text.nfc(explanation):
        explained = Proof(kind=EvidenceKind.EXPLANATION, text=explanation)
        evidence.append(_evidence(task, explained, by=by, at=at))
    ResultEvidence.objects.bulk_create(ResultEvidence(result=made, evidence=one) for one in evidence)
    task.state, task.reason = TaskState.HANDED_IN, ""
    task.save(update_fields=["state", "reason"])
    audit.note(result=made.pk, evidence=[one.pk for one in evidence])
    announcements.handed_in(task, made, at=at)
    return made


def _check_handing_in(task: Task, result: str, proofs: Sequence[Proof], explanation: str) -> None:
    if not text.nfc(result):
        raise errors.ResultMissing
    if not proofs and not text.nfc(explanation):
        raise errors.EvidenceMissing
    if len(proofs) > MOST_FILES + 2:
        raise errors.TooManyFiles(MOST_FILES)
    waiting = task.sub_tasks.exclude(state__in=SETTLED).count()
    if waiting:
        raise errors.SubTasksOpen(waiting)


def _evidence(task: Task, proof: Proof, *, by: Actor, at: datetime) -> Evidence:
    if task.lead is None:
        raise errors.LeadMissing
    return document_actions.add_evidence(
        task.lead,
        kind=proof.kind,
        file=proof.file,
        url=proof.url,
        document_number=proof.document_number,
        document_on=proof.document_on,
        text=proof.text,
        by=by,
        at=at,
    )


@action("tasks.recall_task", look=sights.TASK)
def recall_task(task: Task, *, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """Take the result back before anybody has judged it; a task that had been returned is returned again."""
    result = _waiting(task)
    last = task.results.filter(outcome=Outcome.RETURNED).order_by("-pk").first()
    _decide(result, Outcome.RECALLED, "", by=by, at=at)
    task.state = TaskState.RETURNED if last else TaskState.ASSIGNED
    task.reason = last.reason if last else ""
    task.save(update_fields=["state", "reason"])
    audit.note(result=result.pk)
    return task


@action("tasks.accept_task", look=sights.TASK)
def accept_task(task: Task, *, by: Actor, at: datetime, note: str = "", seen: Sight | None = None) -> Task:
    """The product is there and good: the task is done, counted from when the result was handed in."""
    result = _waiting(task)
    _decide(result, Outcome.ACCEPTED, text.nfc(note), by=by, at=at)
    task.state, task.done_at = TaskState.ACCEPTED, result.handed_in_at
    task.save(update_fields=["state", "done_at"])
    asked = Extension.objects.filter(task=task, answer=Answer.WAITING)
    asked.update(answer=Answer.WITHDRAWN, decided_at=at, decided_by=by.user_id)
    audit.note(result=result.pk)
    announcements.accepted(task, at=at)
    return task


@action("tasks.return_task", look=sights.TASK)
def return_task(task: Task, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> Task:
    """Not yet: the unit has it again, with the reason; what it handed in stays to be read."""
    if not text.nfc(reason):
        raise errors.ReasonMissing
    result = _waiting(task)
    _decide(result, Outcome.RETURNED, reason.strip(), by=by, at=at)
    task.state, task.reason = TaskState.RETURNED, reason.strip()
    task.save(update_fields=["state", "reason"])
    audit.note(result=result.pk)
    announcements.returned(task, at=at)
    return task


def _waiting(task: Task) -> TaskResult:
    return task.results.get(outcome=Outcome.WAITING)


def _decide(result: TaskResult, outcome: Outcome, reason: str, *, by: Actor, at: datetime) -> None:
    result.outcome, result.reason = outcome, reason
    result.decided_at, result.decided_by_id = at, by.user_id
    result.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])


@action("tasks.note_difficulty", lock=False)
def note_difficulty(task: Task, *, difficulty: str, by: Actor, at: datetime) -> DifficultyNote:
    """What stands in the unit's way; those who judge and follow hear of it."""
    if not text.nfc(difficulty):
        raise errors.NoteMissing
    note = DifficultyNote.objects.create(
        task=task, text=difficulty.strip(), noted_at=at, noted_by_id=by.user_id
    )
    audit.note(difficulty=note.pk)
    announcements.difficulty_noted(task, note.text, at=at)
    return note
