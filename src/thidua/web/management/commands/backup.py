"""`thidua backup`: one copy of everything, while the product runs."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thidua.core import formatting
from thidua.core.errors import DomainError
from thidua.web.backups import making, shelf


class Command(BaseCommand):
    help = "Write a consistent copy of the database and the files into one archive that proves itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder for it; the folder of copies without")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            copy = making.make_copy(options["to"] or shelf.folder(), at=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from None
        took = time.monotonic() - started
        self.stdout.write(
            f"Đã sao lưu vào {copy.path}, {formatting.file_size(copy.size)}, {formatting.seconds(took)} giây."
        )
