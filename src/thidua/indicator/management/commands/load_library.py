"""`thidua load_library`: bring the shipped library of indicators into the database. A second run changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from thidua.core.errors import DomainError
from thidua.indicator import actions, library, shipping
from thidua.org import queries as org_queries
from thidua.org.models import Commune


class Command(BaseCommand):
    help = "Nạp thư viện chỉ tiêu đi kèm phần mềm. Chạy lại không đổi gì; định nghĩa đã đổi thành bản mới."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = self._load()
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        for line in changes:
            self.stdout.write(line)
        if changes:
            self.stdout.write(f"Thư viện chỉ tiêu: {len(changes)} thay đổi.")
        else:
            self.stdout.write("Thư viện chỉ tiêu không có gì mới.")

    def _load(self) -> list[str]:
        """Written into the book of the first commune; before there is one, nobody's book can hold it."""
        at = timezone.now()
        commune = Commune.objects.select_related("unit__commune_profile").order_by("pk").first()
        if commune is None:
            with transaction.atomic():
                return shipping.bring_up_to_date(library.load(), at=at)
        by = org_queries.system_actor(commune.unit)
        return actions.load_library(commune.unit, by=by, at=at)
