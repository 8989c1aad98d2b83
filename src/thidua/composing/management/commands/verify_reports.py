"""`thidua verify_reports`: is what was issued still what was issued?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.composing import queries
from thidua.composing.models import PeriodReport


class Command(BaseCommand):
    help = "Hash every issued period report and its files again, add its results up anew; exit 1 where anything differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--commune", type=int, help="only this commune, by the number that verify_audit prints"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = PeriodReport.objects.exclude(issued_at=None).select_related(
            "movement__commune", "pdf", "docx"
        )
        if options["commune"]:
            found = found.in_commune(options["commune"])
        broken = count = 0
        for report in found.order_by("movement__commune", "issued_at", "pk").iterator():
            faults = queries.faults_of(report)
            for fault in faults:
                self.stdout.write(f"{report}: {fault}")
            state = f"{len(faults)} chỗ không khớp." if faults else "khớp."
            name = f"{report.movement.commune.name}, {report}, số {report.number_words}"
            self.stdout.write(f"{name}: {state} SHA-256 {report.sha256}")
            broken, count = broken + len(faults), count + 1
        self.stdout.write(f"{count} báo cáo đã ban hành, {broken} chỗ không khớp.")
        if broken:
            raise CommandError(f"Báo cáo đã ban hành có {broken} chỗ không khớp.")
