"""Jobs of this app, run by the worker."""

from django.utils import timezone
from django_tasks import task

from thidua.web.backups import schedule


@task()
def back_up() -> str:
    """Make one copy on the shelf; returns its name, or nothing when it failed (the page says why)."""
    copy = schedule.copy_now(at=timezone.now())
    return copy.name if copy else ""
