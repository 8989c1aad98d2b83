"""`thidua verify_totals`: the running totals against the figures themselves."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting import totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Period
from thidua.reporting.totals import Key, Share


class Command(BaseCommand):
    help = "Recompute the running totals from the figures; print every cell that differs and end with 1 if any does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", type=int, help="the id of one period; all without")

    def handle(self, *args: Any, **options: Any) -> None:
        periods = Period.objects.order_by("pk")
        if options["period"] is not None:
            periods = periods.filter(pk=options["period"])
            if not periods.exists():
                raise CommandError(f"Không có kỳ báo cáo số {options['period']}.")
        differing = cells = 0
        for period in periods:
            found = list(totals.differences(period.pk))
            cells += len(totals.kept(period.pk))
            differing += len(found)
            for key, kept, fresh in found:
                self.stdout.write(_line(period, key, kept, fresh))
        self.stdout.write(f"{periods.count()} kỳ, {cells} ô tổng, {differing} ô sai lệch.")
        if differing:
            sys.exit(1)


def _line(period: Period, key: Key, kept: Share, fresh: Share) -> str:
    _, indicator_id, unit_id, basis = key
    code = Indicator.objects.get(pk=indicator_id).code
    unit = Unit.objects.get(pk=unit_id).name
    return f"{period.label} · {code} · {unit} · {Basis(basis).label}: đang lưu {_words(kept)}, tính lại {_words(fresh)}"


def _words(share: Share) -> str:
    numerator = format(share.numerator.normalize(), "f")
    return f"{numerator}/{share.denominator} ({share.value_count} có số, {share.not_arising_count} không phát sinh)"
