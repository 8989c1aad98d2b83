"""Tasks as a list."""

from django.http import HttpResponse

from thidua.core.http import Request, page, requires
from thidua.tasks import queries


@requires("tasks.view_task", methods=("GET",))
def task_list(request: Request) -> HttpResponse:
    return page(request, "tasks/task_list.html", tasks=queries.visible_tasks(request.actor)[:30])
