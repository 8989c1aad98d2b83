"""`thidua verify_publications`: is what was published still what was published?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.reporting.models import Publication
from thidua.reporting.queries.proofs import proof_of


class Command(BaseCommand):
    help = (
        "Recompute every published result from its frozen inputs and formula; exit 1 where anything differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--commune", type=int, help="only this commune, by the number that verify_audit prints"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = Publication.objects.select_related("period__commune", "period__movement")
        if options["commune"]:
            found = found.filter(period__commune=options["commune"])
        broken = 0
        for publication in found.order_by("period__commune", "period__ends_on", "period", "number"):
            proof = proof_of(publication)
            for fault in proof.faults:
                self.stdout.write(f"{publication}: {fault}")
            self.stdout.write(
                f"{publication.period.commune.name}, {publication}: {proof.sentence} SHA-256 {publication.sha256}"
            )
            broken += len(proof.faults)
        if broken:
            raise CommandError(f"Kết quả đã công bố có {broken} chỗ không khớp.")
