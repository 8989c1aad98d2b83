"""A ward's month (P5): 60 workbooks of 20 figures sent up, looked at and taken over ÷ openpyxl merely reading the same files.

Every file goes through the pages as a browser sends it: uploaded and read apart, previewed with all checks, taken over.
The floor opens the same bytes with openpyxl and looks at each cell. Both in CPU of this process and the readers it
starts, and in seconds. Prints each step and the ratio; goal ≤ 5, stretch ≤ 2. Asserts nothing.
"""

import argparse
import io
import json
import os
import re
import time
from collections.abc import Callable
from typing import Any

import servers

GOAL, STRETCH = 5, 2
NUMERATOR, DENOMINATOR, EXPLANATION = 6, 7, 11
SEEN = re.compile(r'name="(v-\d+)" value="(\d+)"')
Cost = tuple[float, float]  # seconds, CPU seconds


def cost(run: Callable[[], Any]) -> tuple[Any, Cost]:
    """What it gave, and what it took of this process and of those that ended in it."""
    began, before = time.perf_counter(), os.times()
    given = run()
    after = os.times()
    return given, (time.perf_counter() - began, sum(after[:4]) - sum(before[:4]))


def month(*, by_parts: int) -> list[tuple[Any, Any, bytes]]:
    """(report, its reporter, the workbook as he filled it in) of sixty units; so many figures are asked by sex, too."""
    from django.db import transaction
    from django.utils import timezone
    from ward import Ward

    from thidua.reporting import workbooks
    from thidua.reporting.models import Breakdown, Report
    from thidua.reporting.queries import entry
    from thidua.reporting.queries import workbooks as queries

    with transaction.atomic():
        ward = Ward()
        period = ward.one_period()
    indicators = [one.indicator for one in Report.objects.filter(period=period)[0].figures.all()[:by_parts]]
    Breakdown.objects.bulk_create(
        Breakdown(
            commune=period.commune,
            indicator=indicator,
            label="giới tính",
            parts=["Nam", "Nữ"],
            citation="đo",
            valid_from=period.starts_on,
            set_at=timezone.now(),
        )
        for indicator in indicators
    )
    made = []
    today = timezone.localdate()
    reports = Report.objects.filter(period=period).select_related(
        "unit", "period__movement", "period__commune"
    )
    for report in reports.order_by("pk"):
        lines = queries.workbook_lines(entry.entry_rows(report, on=today))
        empty = workbooks.write(lines, queries.about(report, on=today))
        made.append((report, ward.people[report.unit_id], filled(empty, report.pk)))
    return made


def filled(data: bytes, salt: int) -> bytes:
    """Every figure typed, as a spreadsheet program saves it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    first = next(cell.row for cell in sheet["A"] if cell.value == "Mã") + 1
    for row in range(first, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            is_part = "/" in str(sheet.cell(row, 1).value)
            sheet.cell(row, NUMERATOR, 40 if is_part else 100 + (row * 7 + salt) % 90)
            sheet.cell(row, DENOMINATOR, 125 if is_part else 250)
            if not is_part:
                sheet.cell(row, EXPLANATION, "Trích từ sổ theo dõi của đơn vị.")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read_bare(files: list[bytes]) -> int:
    import openpyxl

    seen = 0
    for data in files:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows(values_only=True):
                seen += sum(cell is not None for cell in row)
    return seen


class Sender:
    """The sixty reporters, each in a browser of his own."""

    def __init__(self, made: list[tuple[Any, Any, bytes]]) -> None:
        from django.test import Client

        self.made, self.reviews = made, dict[int, str]()
        self.browsers = {person.pk: Client() for _, person, _ in made}
        one_server = Client().handler  # which loads its middlewares, and looks at every static file, once
        one_server.load_middleware()
        for _, person, _ in made:
            self.browsers[person.pk].handler = one_server
            self.browsers[person.pk].force_login(person)

    def upload(self) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.urls import reverse

        from thidua.core import readers

        for report, person, data in self.made:
            sent = SimpleUploadedFile("bao-cao.xlsx", data)
            page = reverse("reporting:workbook_upload", args=[report.pk])
            answer = self.browsers[person.pk].post(page, {"file": sent})
            self.reviews[report.pk] = _must(answer, 303)["Location"]
        readers.end()  # what it and its readers took is counted when they are gone

    def preview(self) -> None:
        self.pages = {
            report.pk: _must(self.browsers[person.pk].get(self.reviews[report.pk]), 200).content.decode()
            for report, person, _ in self.made
        }

    def take_over(self) -> None:
        for report, person, _ in self.made:
            seen = dict(SEEN.findall(self.pages[report.pk]))
            answer = self.browsers[person.pk].post(self.reviews[report.pk], {"apply": "1", **seen})
            _must(answer, 303)


def _must(answer: Any, status: int) -> Any:
    if answer.status_code != status:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code} instead of {status}")
    return answer


def measure(*, by_parts: int) -> dict[str, Cost]:
    from thidua.reporting.models import Figure, FigurePart

    made = month(by_parts=by_parts)
    files = [data for _, _, data in made]
    steps = {"bare openpyxl, before": cost(lambda: read_bare(files))[1]}
    sender = Sender(made)
    for name, deed in (
        ("sent up, read, kept", sender.upload),
        ("checked and shown", sender.preview),
        ("taken over", sender.take_over),
    ):
        steps[name] = cost(deed)[1]
    steps["bare openpyxl, after"] = cost(lambda: read_bare(files))[1]
    asked = Figure.objects.filter(report__in=[report.pk for report, _, _ in made])
    kept = asked.exclude(numerator=None).count()
    if kept != asked.count():
        raise SystemExit(f"{kept} figures kept of {asked.count()}")
    parts = FigurePart.objects.filter(figure__in=asked, numerator=40).count()
    if parts != 2 * by_parts * len(made):
        raise SystemExit(f"{parts} parts kept of {2 * by_parts * len(made)}")
    return steps


def ratios(steps: dict[str, Cost]) -> Cost:
    """Of seconds and of CPU: the three steps ÷ the mean of the two bare readings."""
    ours = [cost for name, cost in steps.items() if not name.startswith("bare")]
    bare = [cost for name, cost in steps.items() if name.startswith("bare")]
    seconds, cpu = (sum(one[k] for one in ours) / (sum(one[k] for one in bare) / len(bare)) for k in (0, 1))
    return seconds, cpu


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--by-parts", type=int, default=0, help="so many of the figures are asked by sex, too"
    )
    given = parser.parse_args()
    with servers.own_place("month", with_postgresql=given.postgresql):
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
        os.environ["THIDUA_HOSTS"] = "testserver"
        django.setup()
        from django.core.management import call_command

        from thidua.web import statics

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        statics.collect()
        steps = measure(by_parts=given.by_parts)
    told = {name: [round(value, 2) for value in taken] for name, taken in steps.items()}
    seconds, cpu = ratios(steps)
    if given.json:
        print(json.dumps(told | {"ratio": [round(seconds, 2), round(cpu, 2)]}, ensure_ascii=False))
        return
    for name, taken in told.items():
        print(f"{name:24} {taken[0]:7.2f} s {taken[1]:7.2f} s of CPU")
    print(
        f"P5 ÷ bare openpyxl: {cpu:.1f} in CPU, {seconds:.1f} in seconds; goal ≤ {GOAL}, stretch ≤ {STRETCH}"
    )
    print(f"load {os.getloadavg()[0]:.0f}")


if __name__ == "__main__":
    main()
