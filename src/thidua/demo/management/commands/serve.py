"""`thidua serve`: pages only, for a service manager that watches over it; jobs are `thidua work`."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.demo import serving
from thidua.web import statics


class Command(BaseCommand):
    help = (
        "Serve pages from a database that is prepared (migrate, load_library, gather_static), until stopped."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        if not statics.are_collected():
            raise CommandError("Chưa gom tệp giao diện của bản này. Chạy trước: thidua gather_static")
        arguments = serving.web_arguments(
            "thidua.config.wsgi:application", options["host"], options["port"], workers=options["workers"]
        )
        # One worker that the system kills, for want of memory say, must not take the other one with it.
        arguments.insert(1, "--respawn-failed-workers")
        # Nothing of this process is needed any more: the server takes its place and gets the signals itself.
        environment = {**serving.ENVIRONMENT, **os.environ}
        os.execve(sys.executable, [sys.executable, "-m", *arguments], environment)  # noqa: S606
