"""Who is to hear today of tasks that are due or late, each in one digest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from thidua.core import working_days
from thidua.notifications.models import Notice
from thidua.org import queries as org_queries
from thidua.org.models import Membership, Unit, User
from thidua.tasks.models import Task, TaskQuerySet
from thidua.tasks.sights import due_words
from thidua.tasks.warning_days import BEFORE, LONGEST_BREAK, days_left

MOST_LINES = 20
ANSWERABLE = "unit_head"
STANDING_BODY = {"standing_body"}


def communes_to_tell(on: date) -> list[Unit]:
    """Communes in which somebody is to hear of a task today and nobody did: a deed that says nothing would only fill the book."""
    soon = on + timedelta(days=max(BEFORE) + LONGEST_BREAK)
    found = Task.objects.at_work().filter(due_on__lte=soon).order_by().values("commune").distinct()
    communes = Unit.objects.filter(pk__in=found).select_related("commune_profile").order_by("pk")
    return [
        commune
        for commune in communes
        if tasks_to_tell(commune.pk, on=on)
        and not Notice.objects.filter(key=digest_key(commune, on)).exists()
    ]


def digest_key(commune: Unit, on: date) -> str:
    """Of the digests of a day: nobody is told twice."""
    return f"tasks.digest:{commune.pk}:{on:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Digest:
    """All of a day for one person; `late` counts tasks that are past their day."""

    user: User
    late: int
    due: int
    body: str
    tasks: tuple[int, ...]

    @property
    def title(self) -> str:
        told = [f"{self.late} nhiệm vụ trễ hạn"] if self.late else []
        told += [f"{self.due} nhiệm vụ sắp đến hạn"] if self.due else []
        return f"{told[0][:1].upper()}{', '.join(told)[1:]}"


def tasks_to_tell(commune_id: int, *, on: date) -> list[tuple[int, Task]]:
    """(days left, task) for each task of which somebody hears today, the latest first; nothing on a day off."""
    calendar = working_days.load()
    soon = on + timedelta(days=max(BEFORE) + LONGEST_BREAK)
    found = _detailed(Task.objects.in_commune(commune_id).at_work().filter(due_on__lte=soon))
    told = [(days_left(task.due_on, on, calendar), task) for task in found if task.due_on]
    return sorted(
        ((left, task) for left, task in told if left is not None), key=lambda pair: (pair[0], pair[1].pk)
    )


def _detailed(tasks: TaskQuerySet) -> TaskQuerySet:
    return tasks.select_related("lead", "officer").order_by("due_on", "pk")


def digests_of(commune: Unit, *, on: date) -> list[Digest]:
    """One for each person: the officer and the heads of the unit that leads; of a unit without either the standing body."""
    told = tasks_to_tell(commune.pk, on=on)
    if not told:
        return []
    heads = _heads(commune.pk, (task.lead_id for _, task in told), on=on)
    fallback: list[User] | None = None
    heaps: dict[User, list[tuple[int, Task]]] = defaultdict(list)
    for left, task in told:
        people = list(heads.get(task.lead_id or 0, []))
        if task.officer is not None and task.officer.is_active and task.officer not in people:
            people.append(task.officer)
        if not people:
            fallback = fallback or org_queries.holders(commune.pk, STANDING_BODY, on=on)
            people = fallback
        for user in people:
            heaps[user].append((left, task))
    return [_digest(user, heap) for user, heap in heaps.items()]


def _heads(commune_id: int, units: Iterable[int | None], *, on: date) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    held = Membership.objects.in_commune(commune_id).valid_on(on)
    held = held.filter(role=ANSWERABLE, unit_id__in={pk for pk in units if pk is not None})
    for one in held.select_related("user").order_by("pk"):
        found[one.unit_id].append(one.user)
    return found


def _digest(user: User, heap: list[tuple[int, Task]]) -> Digest:
    lines = [f"{when(left)}: {task.title} ({_of(task)})" for left, task in heap[:MOST_LINES]]
    more = len(heap) - MOST_LINES
    late = sum(left < 0 for left, _ in heap)
    return Digest(
        user,
        late,
        len(heap) - late,
        "\n".join([*lines, f"Và {more} nhiệm vụ khác."] if more > 0 else lines),
        tuple(task.pk for _, task in heap),
    )


def _of(task: Task) -> str:
    lead = task.lead.short_name or task.lead.name if task.lead else ""
    return ", ".join(part for part in (lead, f"hạn {due_words(task)}") if part)


def when(left: int) -> str:
    """ "Trễ 3 ngày", "Hết hạn hôm nay", "Còn 7 ngày"."""
    if left < 0:
        return f"Trễ {-left} ngày"
    return f"Còn {left} ngày" if left else "Hết hạn hôm nay"
