"""One task."""

from django.http import HttpResponse

from thidua.core.http import Request, page, requires
from thidua.tasks import queries
from thidua.tasks.models import Task


@requires("tasks.view_task", queries.visible_tasks, methods=("GET",))
def task_show(request: Request, task: Task) -> HttpResponse:
    return page(request, "tasks/task_show.html", task=task)
