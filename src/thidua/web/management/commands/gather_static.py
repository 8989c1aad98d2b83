"""`thidua gather_static`: collect the static files if they changed."""

from typing import Any

from django.core.management.base import BaseCommand

from thidua.web import statics


class Command(BaseCommand):
    help = "Gather, compress and name by content the static files, if anything changed since the last time."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        statics.collect()
