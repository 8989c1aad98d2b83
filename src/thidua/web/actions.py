"""The one deed of this app: asking for a copy. Making it is the worker's."""

from datetime import datetime

from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.web import errors, jobs, queries


@action("web.request_backup", lock=False)
def request_backup(commune: Actor, *, by: Actor, at: datetime) -> None:
    """Queue a copy of the whole installation; one that waits already is enough."""
    if queries.is_backup_waiting():
        raise errors.CopyWaiting
    jobs.back_up.enqueue()
