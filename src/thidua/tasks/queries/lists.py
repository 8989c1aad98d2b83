"""Tasks as lists: found by what is asked, on a board, over months, as a table to take away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from thidua.core.permissions import Actor
from thidua.movement.models import PlanItem
from thidua.tasks.enums import Answer, TaskState
from thidua.tasks.models import DueDate, Extension, Task, TaskQuerySet
from thidua.tasks.progress import Progress, progress_of
from thidua.tasks.queries.cards import lateness, missing_words
from thidua.tasks.queries.visible import visible_tasks
from thidua.tasks.sights import due_words
from thidua.tasks.timeline import Bar

ORDERS = {"han": "due_on", "ten": "sort_key", "chu-tri": "lead__sort_key", "tinh-trang": "state"}
LATENESS = {
    "tre": "Đang trễ hạn",
    "sap": "Đến hạn trong 7 ngày",
    "gia-han": "Đang xin gia hạn",
    "nop-tre": "Đã nộp trễ",
    "khong-han": "Không có ngày cụ thể",
}
SOON = timedelta(days=7)
A_COLUMN = 25


@dataclass(frozen=True, slots=True)
class TaskSearch:
    """What is asked of the list; every part may be empty. `order` is a key of ORDERS, "-" turns it round."""

    words: str = ""
    movement_id: int | None = None
    unit_id: int | None = None
    content_id: int | None = None
    phase: str = ""
    clause: str = ""
    state: str = ""
    lateness: str = ""
    is_mine: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the visible tasks can be filtered by: (value, words) pairs."""

    movements: Sequence[tuple[int, str]] = ()
    units: Sequence[tuple[int, str]] = ()
    contents: Sequence[tuple[int, str]] = ()
    sectors: Sequence[tuple[int, str]] = ()
    phases: Sequence[tuple[str, str]] = ()
    clauses: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One task in a list."""

    task: Task
    due: str
    tone: str
    when: str
    missing: str
    progress: Progress


def tasks_found(who: Actor, search: TaskSearch, *, on: date) -> TaskQuerySet:
    """The tasks of a search; proposals and what was cancelled only where they are asked for."""
    found = visible_tasks(who).matching(search.words)
    found = found.filter(state=search.state) if search.state else found.counting()
    if search.movement_id:
        found = found.filter(movement_id=search.movement_id)
    if search.unit_id:
        held = Task.objects.filter(supports__unit_id=search.unit_id).values("pk")
        found = found.filter(Q(lead_id=search.unit_id) | Q(pk__in=held))
    if search.content_id:
        found = found.filter(_serves(search.content_id))
    if search.phase:
        found = found.filter(phase__name=search.phase)
    if search.clause:
        found = found.filter(Q(clause=search.clause) | Q(clause__startswith=f"{search.clause}."))
    if search.is_mine:
        found = found.filter(_mine(who))
    return _ordered(_by_lateness(found, search.lateness, on), search.order)


def _serves(content_id: int) -> Q:
    """The content or sector itself, its sectors, and the same words in other versions of the plan."""
    same = PlanItem.objects.filter(pk=content_id).values("folded")
    return Q(content__folded__in=same) | Q(content__parent__folded__in=same)


def _mine(who: Actor) -> Q:
    """Which the asker answers for, follows, or whose unit leads."""
    mine = Q(officer_id=who.user_id) | Q(following_person_id=who.user_id)
    for grant in who.grants:
        if not grant.is_commune_wide:
            mine |= Q(lead__path__startswith=grant.unit_path)
    return mine


def _by_lateness(found: TaskQuerySet, asked: str, on: date) -> TaskQuerySet:
    if asked == "tre":
        return found.late(on)
    if asked == "sap":
        return found.at_work().filter(due_on__gte=on, due_on__lte=on + SOON)
    if asked == "gia-han":
        waiting = Extension.objects.filter(task=OuterRef("pk"), answer=Answer.WAITING)
        return found.filter(Exists(waiting))
    if asked == "nop-tre":
        return found.filter(state=TaskState.ACCEPTED, due_on__isnull=False, done_at__date__gt=F("due_on"))
    if asked == "khong-han":
        return found.filter(due_on__isnull=True)
    return found


def _ordered(found: TaskQuerySet, order: str) -> TaskQuerySet:
    column = F(ORDERS.get(order.removeprefix("-"), "due_on"))
    first = column.desc(nulls_last=True) if order.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(first, "sort_key", "pk")


def with_parts(found: TaskQuerySet) -> TaskQuerySet:
    """Each with `part_count` and `parts_done`, of sub-tasks that were not cancelled."""
    return found.annotate(
        part_count=_count(~Q(state=TaskState.CANCELLED)), parts_done=_count(Q(state=TaskState.ACCEPTED))
    )


def _count(wanted: Q) -> Any:
    parts = Task.objects.filter(wanted, parent=OuterRef("pk")).order_by().values("parent")
    counted = parts.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def line_of(task: Task, *, on: date) -> Line:
    counts: dict[str, int] = task.__dict__  # what `with_parts` annotated
    done = counts.get("parts_done", 0)
    parts = [TaskState.ACCEPTED.value] * done + [""] * (counts.get("part_count", 0) - done)
    tone, when = lateness(task, on)
    return Line(task, due_words(task), tone, when, missing_words(task), progress_of(task.state, parts))


def choices_of(who: Actor) -> Choices:
    """Of what one sees, not of all that there is. One query."""
    names = ("movement_id", "movement__short_title", "lead_id", "lead__name", "lead__sort_key", "clause")
    items = ("content_id", "content__text", "content__kind", "content__clause", "phase__name")
    rows = list(visible_tasks(who).select_related(None).order_by().values(*names, *items).distinct())
    units = {row["lead_id"]: (row["lead__sort_key"], row["lead__name"]) for row in rows if row["lead_id"]}
    served = {
        row["content_id"]: (row["content__clause"], row["content__text"][:90], row["content__kind"])
        for row in rows
        if row["content_id"]
    }
    clauses = sorted({row["clause"] for row in rows if row["clause"]})
    phases = sorted({row["phase__name"] for row in rows if row["phase__name"]})
    return Choices(
        movements=sorted(
            {(row["movement_id"], row["movement__short_title"]) for row in rows if row["movement_id"]},
            reverse=True,
        ),
        units=[(pk, name) for pk, (_, name) in sorted(units.items(), key=lambda one: one[1])],
        contents=_of_kind(served, "content"),
        sectors=_of_kind(served, "sector"),
        phases=[(name, name) for name in phases],
        clauses=[(clause, f"Mục {clause}") for clause in clauses],
    )


def _of_kind(served: dict[int, tuple[str, str, str]], kind: str) -> list[tuple[int, str]]:
    """Each text once, though several versions of the plan may hold it."""
    texts = {text: (clause, pk) for pk, (clause, text, held) in sorted(served.items()) if held == kind}
    return [
        (pk, f"{clause} {text}".strip())
        for text, (clause, pk) in sorted(texts.items(), key=lambda one: one[1])
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """One state on the board: how many there are, and the first of them."""

    state: TaskState
    count: int
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


ON_THE_BOARD = (
    TaskState.CONFIRMED,
    TaskState.ASSIGNED,
    TaskState.RETURNED,
    TaskState.HANDED_IN,
    TaskState.ACCEPTED,
)


def board_of(who: Actor, search: TaskSearch, *, on: date) -> list[Column]:
    """A column for each state that counts, the most urgent first, those that are done by when they were. Two queries."""
    found = tasks_found(who, search, on=on).filter(state__in=ON_THE_BOARD)
    counts = dict(found.order_by().values_list("state").annotate(count=Count("pk")))
    rank = Window(
        RowNumber(),
        partition_by=F("state"),
        order_by=[F("done_at").desc(nulls_last=True), F("due_on").asc(nulls_last=True), F("pk").asc()],
    )
    first = with_parts(found).annotate(rank=rank).filter(rank__lte=A_COLUMN).order_by("rank")
    lines = [line_of(task, on=on) for task in first]
    return [
        Column(state, counts.get(state, 0), tuple(line for line in lines if line.task.state == state))
        for state in ON_THE_BOARD
    ]


def bars_of(tasks: Sequence[Task], *, on: date, first: int = 1) -> list[Bar]:
    """The tasks of one page, numbered as in the table. One query for the days they had before."""
    before: dict[int, list[date]] = {}
    held = DueDate.objects.filter(task__in=[task.pk for task in tasks], due_on__isnull=False).order_by("pk")
    for task_id, due_on in held.values_list("task_id", "due_on"):
        if due_on is not None:
            before.setdefault(task_id, []).append(due_on)
    return [_bar(task, place, before.get(task.pk, []), on) for place, task in enumerate(tasks, start=first)]


def _bar(task: Task, number: int, days: list[date], on: date) -> Bar:
    begun = task.assigned_at or task.created_at
    done = timezone.localdate(task.done_at) if task.done_at else None
    return Bar(
        number,
        task.title,
        timezone.localdate(begun),
        task.due_on,
        done,
        "reached" if task.state == TaskState.ACCEPTED else task.tone,
        is_part=task.parent_id is not None,
        is_late=task.days_late(on) > 0,
        before=tuple(day for day in dict.fromkeys(days) if day != task.due_on),
    )


def open_proposals(who: Actor) -> TaskQuerySet:
    """Those that wait for a decision, in the order of the plan."""
    found = visible_tasks(who).filter(state=TaskState.PROPOSED)
    return found.select_related(None).select_related("lead", "movement", "commune", "officer").order_by("pk")
