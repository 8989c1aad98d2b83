"""Jobs of this app, run by the worker."""

from django.utils import timezone
from django_tasks import task

from thidua.notifications import channels


@task()
def mail_notices() -> int:
    """Send every notice that waits for a channel; returns how many went. The next run tries again what failed."""
    return sum(channels.send_waiting(channel, at=timezone.now()) for channel in channels.CHANNELS)
