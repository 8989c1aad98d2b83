"""`thidua sweep_data`: let go what has been kept long enough. Running it again on the same day changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thidua.org import queries as org_queries
from thidua.org.models import Commune
from thidua.web import actions, keeping


class Command(BaseCommand):
    help = (
        "Delete or blank what has been kept as long as the rules say; never figures, never the book of deeds."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        gone = 0
        for commune in Commune.objects.select_related("unit").order_by("pk"):
            due = keeping.due(commune.pk, at=at)
            if due:  # a deed that does nothing would only fill the book of deeds
                by = org_queries.system_actor(commune.unit)
                gone += sum(actions.sweep_data(commune.unit, due=due, by=by, at=at).values())
        if options["verbosity"]:
            self.stdout.write(f"Đã xóa hoặc bỏ trống {gone} mục hết thời hạn lưu giữ.")
