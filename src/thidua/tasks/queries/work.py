"""What waits for a person in tasks, with a bound each."""

from datetime import date, timedelta

from django.db.models import Q

from thidua.core.permissions import Actor
from thidua.tasks.enums import Answer, TaskState
from thidua.tasks.models import Extension, Task
from thidua.tasks.queries.visible import visible_tasks

MOST = 30
SOON = timedelta(days=14)


def tasks_to_do(who: Actor, *, on: date) -> list[Task]:
    """Late, returned or due within two weeks: of one's own units, or which one answers for."""
    mine = Q(officer_id=who.user_id)
    for grant in who.grants:
        if not grant.is_commune_wide and "tasks.hand_in_task" in grant.permissions:
            mine |= Q(lead__path__startswith=grant.unit_path)
    found = visible_tasks(who).at_work().filter(mine)
    near = Q(state=TaskState.RETURNED) | Q(due_on__lte=on + SOON)
    return list(found.filter(near).order_by("due_on", "pk")[:MOST])


def tasks_to_judge(who: Actor) -> list[Task]:
    """Results that wait: of everybody for the commune, for heads those of parts of their own tasks."""
    if not who.may("tasks.accept_task"):
        return []
    found = visible_tasks(who).filter(state=TaskState.HANDED_IN)
    if not who.covers("tasks.accept_task", who.commune_path):
        own = Q(pk__in=[])
        for path in who.paths_with("tasks.accept_task"):
            own |= Q(parent__lead__path__startswith=path)
        found = found.filter(own)
    return list(found.order_by("due_on", "pk")[:MOST])


def extensions_to_decide(who: Actor) -> list[Extension]:
    if not who.may("tasks.grant_extension"):
        return []
    found = Extension.objects.filter(task__commune_id=who.commune_id, answer=Answer.WAITING)
    return list(found.select_related("task__lead").order_by("asked_at", "pk")[:MOST])


def tasks_to_settle(who: Actor) -> tuple[int, int]:
    """(proposals to confirm, tasks that wait for a unit), counted."""
    if not who.may("tasks.confirm_task"):
        return 0, 0
    held = Task.objects.in_commune(who.commune_id)
    counted = held.filter(state__in=[TaskState.PROPOSED, TaskState.CONFIRMED]).values_list("state", flat=True)
    states = list(counted.order_by())
    return states.count(TaskState.PROPOSED), states.count(TaskState.CONFIRMED)


def tasks_in_hand(who: Actor) -> list[Task]:
    """What passes with an officer: what he answers for or his units lead, and is not done."""
    mine = Q(officer_id=who.user_id) | Q(following_person_id=who.user_id)
    for grant in who.grants:
        if not grant.is_commune_wide:
            mine |= Q(lead__path__startswith=grant.unit_path)
    found = Task.objects.in_commune(who.commune_id).filter(mine).select_related("lead", "officer")
    running = found.counting().exclude(state=TaskState.ACCEPTED)
    return list(running.order_by("due_on", "pk")[:200])
