"""How one task stands: the five things that must be clear, its progress, everything that happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from thidua.core import deeds
from thidua.core.models import AuditEvent
from thidua.core.sight import Event
from thidua.tasks.enums import Answer, Outcome
from thidua.tasks.models import DifficultyNote, DueDate, Extension, ResultEvidence, Task, TaskResult
from thidua.tasks.progress import Progress, progress_of
from thidua.tasks.sights import due_words

MOST_EVENTS = 60


@dataclass(frozen=True, slots=True)
class Clear:
    """One of the five: what it is called, what is said, nothing where nobody said it."""

    label: str
    value: str

    @property
    def is_missing(self) -> bool:
        return not self.value


def five_of(task: Task) -> tuple[Clear, ...]:
    """Rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ kết quả: what is missing is told, never guessed."""
    lead = (task.lead.short_name or task.lead.name) if task.lead is not None else ""
    who = ", ".join(part for part in (lead, task.officer_words) if part)
    return (
        Clear("người", who if lead and task.officer_words else ""),
        Clear("việc", task.title),
        Clear("thời gian", due_words(task)),
        Clear("trách nhiệm", task.head_duty),
        Clear("kết quả", task.product),
    )


def missing_words(task: Task) -> str:
    """ "Chưa rõ: trách nhiệm, kết quả"; "" where all five are clear."""
    missing = [one.label for one in five_of(task) if one.is_missing]
    return f"Chưa rõ {', '.join(missing)}" if missing else ""


def lateness(task: Task, on: date) -> tuple[str, str]:
    """(tone, words) of the day: late, due soon, handed in late; ("", "") where there is nothing to say."""
    days = task.days_late(on)
    if days:
        return "late", f"Trễ {days} ngày"
    if task.is_at_work and task.due_on is not None:
        left = (task.due_on - on).days
        if left == 0:
            return "late", "Hết hạn hôm nay"
        return ("waiting", f"Còn {left} ngày") if left <= 7 else ("", "")
    if task.done_at is not None and task.due_on is not None:
        over = (timezone.localdate(task.done_at) - task.due_on).days
        return ("late", f"Nộp trễ {over} ngày") if over > 0 else ("reached", "Đúng hạn")
    return "", ""


@dataclass(frozen=True, slots=True)
class Card:
    """All that the page of a task shows."""

    task: Task
    progress: Progress
    parts: Sequence[Task]
    results: Sequence[TaskResult]
    extensions: Sequence[Extension]
    due_dates: Sequence[DueDate]
    difficulties: Sequence[DifficultyNote]
    events: Sequence[Event]

    @property
    def waiting_result(self) -> TaskResult | None:
        return next((one for one in self.results if one.outcome == Outcome.WAITING), None)

    @property
    def waiting_extension(self) -> Extension | None:
        return next((one for one in self.extensions if one.answer == Answer.WAITING), None)


def card_of(task: Task) -> Card:
    """Eight queries, whatever happened."""
    proofs = Prefetch("proofs", ResultEvidence.objects.select_related("evidence__file", "evidence__added_by"))
    parts = list(task.sub_tasks.select_related("lead", "officer").order_by("due_on", "pk"))
    results = task.results.select_related("handed_in_by", "decided_by").prefetch_related(proofs)
    return Card(
        task=task,
        progress=progress_of(task.state, [part.state for part in parts]),
        parts=parts,
        results=list(results.order_by("-pk")),
        extensions=list(task.extensions.select_related("asked_by", "decided_by").order_by("-pk")),
        due_dates=list(task.due_dates.select_related("set_by").order_by("-pk")),
        difficulties=list(task.difficulties.select_related("noted_by").order_by("-pk")),
        events=events_of(task),
    )


def events_of(task: Task) -> list[Event]:
    """What the book of deeds tells of this task and, where the plan proposed it or it was split off, of how it came about."""
    found = AuditEvent.objects.filter(
        commune_id=task.commune_id, object_type="Task", object_id=task.pk
    ).order_by("-sequence")
    told = [_told(event) for event in found[:MOST_EVENTS]]
    return [*told, _beginning(task)]


def _beginning(task: Task) -> Event:
    who = task.created_by.full_name if task.created_by is not None else ""
    return Event(task.get_origin_display(), task.created_at, who, "", "empty")


def _told(event: AuditEvent) -> Event:
    who = f"{event.actor_name}, {event.unit_name}" if event.unit_name else event.actor_name
    return Event(deeds.said(event.action), event.at, who, event.reason)
