"""`thidua work`: do the queued jobs until stopped."""

import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from thidua.web import clock, heartbeat


class Command(BaseCommand):
    help = "Do queued jobs (mail, documents) and the daily deed of the clock until stopped; `thidua up` starts one."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        heartbeat.beat_until(stopped)
        clock.tick_daily_until(stopped)  # late units, locks: once a day, see web/clock.py
        try:
            call_command("db_worker", queue_name="*", interval=1.0, verbosity=0)
        finally:
            stopped.set()
