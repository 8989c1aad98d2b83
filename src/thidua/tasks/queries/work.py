"""What waits for a person in tasks, with a bound each."""

from datetime import date, timedelta

from django.db.models import BooleanField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber

from thidua.core.permissions import Actor
from thidua.tasks.enums import Answer, TaskState
from thidua.tasks.models import AT_WORK, Extension, Task
from thidua.tasks.queries.visible import visible_tasks

MOST = 30
SOON = timedelta(days=14)


def tasks_waiting(who: Actor, *, on: date) -> tuple[list[Task], list[Task]]:
    """(to do, to judge): what one's own units or oneself owe, and results that wait for one's word. One query, MOST of each."""
    may_judge = who.may("tasks.accept_task")
    wanted = _to_do(who, on) | (_to_judge(who) if may_judge else Q(pk__in=[]))
    is_result = ExpressionWrapper(Q(state=TaskState.HANDED_IN), BooleanField())
    turn = Window(RowNumber(), partition_by=[is_result], order_by=[F("due_on"), F("pk")])
    found = list(
        visible_tasks(who).filter(wanted).annotate(turn=turn).filter(turn__lte=MOST).order_by("due_on", "pk")
    )
    results = [task for task in found if task.state == TaskState.HANDED_IN]
    return [task for task in found if task.state != TaskState.HANDED_IN], results


def _to_do(who: Actor, on: date) -> Q:
    """Late, returned or due within two weeks: of one's own units, or which one answers for."""
    mine = Q(officer_id=who.user_id)
    for grant in who.grants:
        if not grant.is_commune_wide and "tasks.hand_in_task" in grant.permissions:
            mine |= Q(lead__path__startswith=grant.unit_path)
    return mine & Q(state__in=AT_WORK) & (Q(state=TaskState.RETURNED) | Q(due_on__lte=on + SOON))


def _to_judge(who: Actor) -> Q:
    """Results that wait: of everybody for the commune, for heads those of parts of their own tasks."""
    found = Q(state=TaskState.HANDED_IN)
    if who.covers("tasks.accept_task", who.commune_path):
        return found
    own = Q(pk__in=[])
    for path in who.paths_with("tasks.accept_task"):
        own |= Q(parent__lead__path__startswith=path)
    return found & own


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
