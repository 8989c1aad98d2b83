"""Work on tasks: to do, to judge, to give more time, to confirm."""

from datetime import date

from django.urls import reverse

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.tasks.enums import TaskState
from thidua.tasks.models import Task as GivenTask
from thidua.tasks.queries import work
from thidua.tasks.sights import due_words
from thidua.web.work.tasks import Group, Task, late_words

MOST_SHOWN = 12
NEAR = 3  # days


def tasks_waiting(who: Actor, on: date) -> list[Task]:
    """Late, returned, due within two weeks, of one's own units or which one answers for; and results to judge."""
    if not who.may("tasks.view_task"):
        return []
    owed, results = work.tasks_waiting(who, on=on)
    return [_to_do(task, on) for task in owed] + _to_be_judged(results)


def _to_do(task: GivenTask, on: date) -> Task:
    days = task.days_late(on)
    group, tone, state = Group.DUE, "empty", "Đang làm"
    if task.state == TaskState.RETURNED:
        group, tone, state = Group.RETURNED, "returned", "Trả lại"
    elif days:
        group, tone, state = Group.LATE, "late", late_words(days)
    elif task.due_on is not None and (task.due_on - on).days <= NEAR:
        tone, state = "waiting", "Sắp đến hạn" if task.due_on > on else "Hạn hôm nay"
    lead = task.lead.name if task.lead is not None else ""
    note = task.reason if task.state == TaskState.RETURNED else lead
    return Task(group, tone, state, f"Nhiệm vụ: {task.title}", _page(task), note, task.due_on)


def _to_be_judged(waiting: list[GivenTask]) -> list[Task]:
    """Past MOST_SHOWN the list."""
    tasks = [_to_judge(task) for task in waiting[:MOST_SHOWN]]
    rest = len(waiting) - MOST_SHOWN
    if rest > 0:
        listed = f"{reverse('tasks:task_list')}?tinh-trang={TaskState.HANDED_IN.value}"
        more = f"Còn {rest} kết quả nhiệm vụ nữa"
        tasks.append(Task(Group.TO_CHECK, "waiting", "Chờ nghiệm thu", more, listed))
    return tasks


def _to_judge(task: GivenTask) -> Task:
    lead = task.lead.name if task.lead is not None else ""
    title = f"Nghiệm thu: {task.title}"
    return Task(Group.TO_CHECK, "waiting", "Chờ nghiệm thu", title, _page(task), lead, task.due_on)


def extensions_to_decide(who: Actor, on: date) -> list[Task]:
    tasks = []
    for asked in work.extensions_to_decide(who):
        lead = asked.task.lead.name if asked.task.lead is not None else ""
        note = f"{lead}: hạn {due_words(asked.task)}, xin đến {formatting.day(asked.asked_on)}"
        title = f"Quyết định gia hạn: {asked.task.title}"
        tasks.append(Task(Group.TO_APPROVE, "waiting", "Xin gia hạn", title, _page(asked.task), note))
    return tasks


def tasks_to_settle(who: Actor, on: date) -> list[Task]:
    """Proposals to confirm and tasks without a unit, told as numbers."""
    proposed, ungiven = work.tasks_to_settle(who)
    tasks = []
    if proposed:
        title = f"Xác nhận {proposed} nhiệm vụ đề xuất từ kế hoạch"
        tasks.append(Task(Group.PLANS, "waiting", "Chờ xác nhận", title, reverse("tasks:proposal_list")))
    if ungiven:
        listed = f"{reverse('tasks:task_list')}?tinh-trang={TaskState.CONFIRMED.value}"
        tasks.append(Task(Group.PLANS, "waiting", "Chờ giao", f"Giao {ungiven} nhiệm vụ cho đơn vị", listed))
    return tasks


def _page(task: GivenTask) -> str:
    return reverse("tasks:task_show", args=[task.pk])
