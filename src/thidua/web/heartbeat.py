"""The sign of life of the job worker: the age of one file in the data folder."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

EVERY = timedelta(seconds=10)
LATE_AFTER = timedelta(seconds=60)


def _file() -> Path:
    return Path(settings.DATA) / "jobs.heartbeat"


def last_beat() -> datetime | None:
    """When a worker last said that it lives; None if none ever did."""
    try:
        seconds = _file().stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone())


def is_alive(*, at: datetime) -> bool:
    beat = last_beat()
    return beat is not None and abs(at - beat) <= LATE_AFTER


def beat_until(stopped: threading.Event) -> threading.Thread:
    """Touch the file every ten seconds from a thread of its own, also while a long job runs."""

    def beat() -> None:
        while True:
            _file().touch()
            if stopped.wait(EVERY.total_seconds()):
                return

    thread = threading.Thread(target=beat, daemon=True, name="heartbeat")
    thread.start()
    return thread
