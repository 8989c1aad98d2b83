"""Deeds on the whole: asking for a copy, whose making is the worker's; letting go what was kept long enough."""

from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org.models import Unit
from thidua.web import errors, jobs, queries
from thidua.web.keeping import SWEEPS


@action("web.request_backup", lock=False)
def request_backup(commune: Actor, *, by: Actor, at: datetime) -> None:
    """Queue a copy of the whole installation; one that waits already is enough."""
    if queries.is_backup_waiting():
        raise errors.CopyWaiting
    jobs.back_up.enqueue()


@action("web.sweep_data", lock=False)
def sweep_data(commune: Unit, *, due: dict[str, datetime], by: Actor, at: datetime) -> dict[str, int]:
    """Let go what is older than the moments of `due`, by kind; returns and notes how many of each went."""
    gone = {
        sweep.what: sweep.things.sweep(commune.pk, before=due[sweep.what])
        for sweep in SWEEPS
        if sweep.what in due
    }
    audit.note(gone=gone)
    return gone
