"""How the movement was led in the time of a report: units' plans, tasks, letters that urged; what comes next."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from thidua.composing.facts import Conduct, Job, Letter
from thidua.composing.spans import Time
from thidua.core import formatting
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.pledging.enums import PlanState
from thidua.pledging.models import UnitPlan
from thidua.tasks.enums import TaskState
from thidua.tasks.models import AT_WORK, Task
from thidua.urging.enums import LetterState
from thidua.urging.models import UrgingLetter

MOST_COMING = 30


def conduct_of(movement: Movement, time: Time, *, on: date) -> Conduct:
    """As it stands on a day, of what the time tells. Five queries."""
    edition = movement_queries.edition_on(movement, min(on, time.ends_on))
    units = set(
        movement.assignments.current().in_edition(edition).order_by().values_list("unit_id", flat=True)
    )
    states = dict(UnitPlan.objects.filter(movement=movement, unit__in=units).values_list("unit_id", "state"))
    tasks = _tasks(movement, time)
    done = [one for one in tasks if one.state == TaskState.ACCEPTED]
    late = [one for one in done if _was_late(one)]
    at_work = [one for one in tasks if one.state in AT_WORK]
    overdue = [one for one in at_work if one.days_late(on)]
    return Conduct(
        units=len(units),
        plans_accepted=sum(state == PlanState.ACCEPTED for state in states.values()),
        plans_waiting=sum(state == PlanState.SUBMITTED for state in states.values()),
        done_in_time=len(done) - len(late),
        done_late=len(late),
        waiting=sum(one.state == TaskState.HANDED_IN for one in tasks),
        at_work=len(at_work) - len(overdue),
        overdue=tuple(_job(one) for one in overdue),
        letters=_letters(movement.commune_id, time),
    )


def _tasks(movement: Movement, time: Time) -> list[Task]:
    """Those that were accepted inside the time, and those that are not done yet and were given by its end."""
    done = Q(state=TaskState.ACCEPTED, done_at__date__range=(time.starts_on, time.ends_on))
    open_ones = Q(state__in=[*AT_WORK, TaskState.HANDED_IN], assigned_at__date__lte=time.ends_on)
    found = Task.objects.filter(movement=movement).filter(done | open_ones)
    return list(found.select_related("lead", "commune").order_by("due_on", "sort_key", "pk"))


def _was_late(task: Task) -> bool:
    return (
        task.due_on is not None
        and task.done_at is not None
        and timezone.localdate(task.done_at) > task.due_on
    )


def _job(task: Task) -> Job:
    unit = task.lead.name if task.lead is not None else task.lead_words
    return Job(task.title, unit or "chưa giao đơn vị", formatting.day(task.due_on))


def _letters(commune_id: int, time: Time) -> tuple[Letter, ...]:
    found = UrgingLetter.objects.in_commune(commune_id).filter(
        state=LetterState.ISSUED, issued_on__range=(time.starts_on, time.ends_on)
    )
    ordered = found.select_related("unit").order_by("issued_on", "pk")
    return tuple(Letter(one.number_words, formatting.day(one.issued_on), one.unit.name) for one in ordered)


def coming_after(movement: Movement, time: Time, *, on: date) -> tuple[Job, ...]:
    """Tasks at work that are due in a stretch of the same length after the time, or after today. One query."""
    length = min(time.ends_on - time.starts_on, timedelta(days=366))
    since = max(time.ends_on + timedelta(days=1), on)
    found = Task.objects.filter(movement=movement, due_on__range=(since, since + length)).at_work()
    ordered = found.select_related("lead", "commune").order_by("due_on", "sort_key", "pk")
    return tuple(_job(one) for one in ordered[:MOST_COMING])
