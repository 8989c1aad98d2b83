"""Việc của tôi: a register of small functions, one for each kind of work. A new kind is one function and one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from thidua.core.permissions import Actor
from thidua.web.work import (
    composing,
    given_tasks,
    movements,
    outgoing,
    periods,
    pledges,
    privacy,
    registers,
    reports,
    setup,
    urging,
)
from thidua.web.work.tasks import Group, Task

# Each costs one query with a bound, and none for people without that work.
KINDS: tuple[Callable[[Actor, date], list[Task]], ...] = (
    reports.reports_to_hand_in,
    reports.reports_waiting,
    periods.periods_in_work,
    periods.periods_to_open,
    given_tasks.tasks_waiting,
    given_tasks.extensions_to_decide,
    given_tasks.tasks_to_settle,
    urging.letters_to_issue,
    urging.letters_to_answer,
    movements.plans_in_preparation,
    pledges.unit_plans_to_begin,
    pledges.unit_plans_in_work,
    pledges.registrations_in_work,
    registers.batches_to_go_on_with,
    registers.counts_to_decide_on,
    outgoing.papers_to_see_to,
    composing.reports_to_issue,
    privacy.requests_to_answer,
    setup.steps_to_set_up,
)


@dataclass(frozen=True, slots=True)
class Heap:
    """The tasks of one group."""

    group: Group
    tasks: tuple[Task, ...]


def heaps_of(who: Actor, *, on: date) -> list[Heap]:
    """All that waits for a person today, late things first; groups without a task are left out."""
    tasks = [task for kind in KINDS for task in kind(who, on)] or setup.first_plan(who, on)
    held = {group: tuple(task for task in tasks if task.group is group) for group in Group}
    return [Heap(group, found) for group, found in held.items() if found]
