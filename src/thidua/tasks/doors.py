"""From a movement's page to its tasks."""

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.movement.doors import Door, opened_by
from thidua.movement.models import Movement


@opened_by
def doors_to_tasks(who: Actor, movement: Movement) -> list[Door]:
    """The list of the movement's tasks that one may see. Asks the database for nothing."""
    if not who.may("tasks.view_task"):
        return []
    address = f"{reverse('tasks:task_list')}?phong-trao={movement.pk}"
    return [Door("Nhiệm vụ", address, "ai làm, đến đâu, việc nào trễ")]
