"""`thidua verify_copy ARCHIVE`: does this installation hold what the copy says?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.core.errors import DomainError
from thidua.web.backups import archive, proof


class Command(BaseCommand):
    help = "Check books of deeds, totals and files of this installation against a copy; exit 1 where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with archive.checked(options["archive"]) as reader:
                found = list(proof.faults(reader.manifest))
        except DomainError as error:
            raise CommandError(str(error)) from None
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} chỗ không khớp, chỗ đầu tiên: {found[0]}")
        self.stdout.write("Nhật ký, số tổng và tệp đều khớp với bản sao.")
