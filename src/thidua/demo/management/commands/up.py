"""`thidua up`: everything that a ward needs, from one command."""

import io
import ipaddress
import os
import socket
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from thidua.core import formatting
from thidua.demo import processes, serving
from thidua.org import models as org_models
from thidua.web import statics


class Command(BaseCommand):
    help = "Prepare the database and the static files, then serve pages and do jobs until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="the demonstration ward; loopback only")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day on which the demonstration stands (YYYY-MM-DD)"
        )
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, is_demo = options["host"], options["port"], options["demo"] or settings.DEMO
        _refuse_unfit(host, port, is_demo=is_demo)
        os.environ.setdefault("THIDUA_BASE_URL", f"http://{host}:{port}")
        try:
            with processes.stopping_on_signal():
                self._prepare(options["on"] if is_demo else None, is_demo=is_demo)
        except processes.Stopped:
            self.stdout.write("Đang dừng …")
            return
        serving.go_on(host, port, workers=1 if is_demo else 2)

    def _prepare(self, on: date | None, *, is_demo: bool) -> None:
        """Database, shipped data, demonstration; the static files are gathered meanwhile on the other core."""
        started = time.monotonic()
        gathering = None if statics.are_collected() else processes.start("thidua", "gather_static")
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            if "load_library" in get_commands():
                call_command("load_library", verbosity=0, stdout=io.StringIO())
            if is_demo:
                self._build_demo(on or timezone.localdate())
            if gathering and gathering.wait():
                raise CommandError("Không gom được tệp giao diện.")
        finally:
            if gathering:
                processes.stop_all({"static": gathering})
        self.stdout.write(f"Chuẩn bị xong sau {formatting.seconds(time.monotonic() - started)} giây.")

    def _build_demo(self, on: date) -> None:
        """All of the demonstration or nothing, and only into an empty database."""
        mark = Path(settings.DATA) / "demonstration"
        if org_models.Unit.objects.exists():
            if not mark.exists():
                raise CommandError(
                    "Cơ sở dữ liệu đã có dữ liệu thật, không chạy minh họa trên đó. "
                    "Bỏ --demo, hoặc đặt THIDUA_DATA sang thư mục khác."
                )
            return
        from thidua.demo import build  # noqa: PLC0415  # only needed once

        self.stdout.write("Đang dựng dữ liệu minh họa …")
        self.stdout.flush()
        with transaction.atomic():
            build.build_demo(on)
        mark.write_text(f"{on.isoformat()}\n", encoding="ascii")


def _refuse_unfit(host: str, port: int, *, is_demo: bool) -> None:
    if is_demo and not _is_loopback(host):
        raise CommandError(
            "Bản minh họa cho vào không cần mật khẩu, nên chỉ chạy trên chính máy này (127.0.0.1)."
        )
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Không mở được {host}:{port} ({error.strerror}). Thử: --port {port + 1}"
            ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
