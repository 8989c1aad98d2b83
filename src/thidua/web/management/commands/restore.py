"""`thidua restore ARCHIVE --into FOLDER`: bring a copy back and prove it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.core import formatting
from thidua.core.errors import DomainError
from thidua.web.backups import restoring


class Command(BaseCommand):
    help = (
        "Check a copy, restore it into an empty place, prove the restored installation, say how long it took."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--into", type=Path, required=True, help="the new THIDUA_DATA; empty or not there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restoring.restore(options["archive"], options["into"], tell=self.stdout.write)
        except DomainError as error:
            raise CommandError(str(error)) from None
        rows = sum(done.manifest.facts.counts.values())
        self.stdout.write(
            f"Đã khôi phục vào {options['into']}: {rows} dòng, {len(done.manifest.parts)} phần, "
            f"nhật ký, số tổng và tệp đều khớp. Mất {formatting.seconds(done.seconds)} giây."
        )
