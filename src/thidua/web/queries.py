"""What waits in the queue of jobs."""

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from thidua.web import jobs


def is_backup_waiting() -> bool:
    """Whether a copy was asked for and the worker has not begun yet."""
    waiting = DBTaskResult.objects.filter(task_path=jobs.back_up.module_path, status=TaskResultStatus.READY)
    return waiting.exists()
