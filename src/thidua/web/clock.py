"""The daily deed of the software itself, done by the job worker: at its start, then soon after each local midnight.
The copy of the day and the restore drill of the week are looked after by the same thread, after the deed; what is over is
ended there, too.

A thread beside the worker and no job that queues itself: such a job would be lost with its row, or doubled by a restart,
while `tick` may run at any time and as often as one likes.
"""

import logging
import threading
from datetime import date

from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from thidua.org import expiry
from thidua.pledging import expiry as pledge_expiry
from thidua.web.backups import schedule

log = logging.getLogger(__name__)
LOOKS_EVERY = 60.0  # seconds


def tick_daily_until(stopped: threading.Event) -> threading.Thread:
    """Run `tick` once a day until `stopped`; after a failure again a minute later."""

    def watch() -> None:
        done: date | None = None
        while True:
            done = tick_on(timezone.localdate(), done)
            keep_copies()
            end_what_is_over()
            if stopped.wait(LOOKS_EVERY):
                return

    thread = threading.Thread(target=watch, daemon=True, name="clock")
    thread.start()
    return thread


def tick_on(today: date, done: date | None) -> date | None:
    """Do the deeds of `today` unless it is `done`: what the calendar asks, then the sweep. Returns the last day done."""
    if today == done:
        return done
    close_old_connections()
    try:
        call_command("tick", verbosity=0)
        call_command("sweep_data", verbosity=0)
    except Exception:
        log.exception("the daily deed failed; it is tried again in a minute")
        return done
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return today


def end_what_is_over() -> None:
    """Every minute and not once a day: what a page called over must not open again when the clock is set back."""
    try:
        expiry.end_what_is_over(at=timezone.now())
        pledge_expiry.end_links_that_are_over(at=timezone.now())
    except Exception:
        log.exception("ending what is over failed; it is tried again in a minute")
    finally:
        if not connection.in_atomic_block:
            connection.close()


def keep_copies() -> None:
    """Make and prove the copies that are due; a mistake of ours there must not stop the clock."""
    try:
        schedule.keep_up(at=timezone.now())
    except Exception:
        log.exception("looking after the copies failed")
    finally:
        if not connection.in_atomic_block:
            connection.close()
