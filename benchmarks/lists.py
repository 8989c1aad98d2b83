"""A long list into its register, as the job does it: sifted, matched by its titles, read, taken in, counted.

    python benchmarks/lists.py [--kind csv] [--rows 200000]

Run in a process of its own with THIDUA_DATA and, for PostgreSQL, DATABASE_URL. Prints, as JSON, CPU seconds (of this process and
of the reader that it starts), wall seconds and the most memory that the job held; the reader's has its limit.
"""

import argparse
import csv
import io
import json
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

TITLES = ("STT", "Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Liên hệ", "Hình thức nộp", "Ngày tiếp nhận", "Hẹn trả")
steps: dict[str, dict[str, float]] = {}


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


@contextmanager
def timed(step: str) -> Iterator[None]:
    from thidua.core import readers

    began, cpu = time.perf_counter(), _cpu()
    yield
    readers.end()  # what it and its reader took is counted when they are gone
    steps[step] = {"cpu": round(_cpu() - cpu, 2), "wall": round(time.perf_counter() - began, 2)}


def _rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=number % 300)
        channel = ("Trực tuyến", "Trực tuyến", "Trực tiếp", "BCCI")[number % 4]
        due = day + timedelta(days=7)
        yield [
            str(number),
            f"H26.{number:07}",
            f"1.{number % 300:04}",
            f"Nguyễn Văn {number}",
            f"09{number % 10**8:08}",
            channel,
            f"{day:%d/%m/%Y} 08:30:15",
            f"{due:%d/%m/%Y}",
        ]


def _file(kind: str, count: int) -> bytes:
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([TITLES, *_rows(count)])
        return text.getvalue().encode("utf-8-sig")
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    for row in [list(TITLES), *_rows(count)]:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def measure(kind: str, count: int) -> dict[str, Any]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from thidua.registers import actions, headers, incoming, jobs, library, queries
    from thidua.registers.conditions import Filter
    from thidua.registers.models import Batch

    call_command("migrate", verbosity=0)
    data, schema, at = _file(kind, count), library.load()["ho-so-tthc"], timezone.now()
    unit, by = _ward(at)
    batch = actions.upload_batch(
        unit,
        schema=schema,
        source="Đo thử",
        file_name=f"ho-so.{kind}",
        file_size=len(data),
        sha256=incoming.sha256_of([data]),
        by=by,
        at=at,
    )
    incoming.keep_raw(batch.pk, [data])
    size = len(data)
    del data
    with timed("sift"):
        jobs.sift_batch.call(batch.pk)
    batch = Batch.objects.get(pk=batch.pk)
    columns = headers.suggest(TITLES, schema)
    actions.match_columns(batch, columns=columns, words={}, by=by, at=at)
    with timed("read"):
        jobs.read_batch.call(batch.pk)
    most = {"job": _mebibytes(resource.RUSAGE_SELF)}
    batch = Batch.objects.get(pk=batch.pk)
    with timed("land"):
        actions.land_batch(batch, replaces=None, by=by, at=at)
    online = Filter.parse([{"field": "kenh", "is": ["2"]}], schema)
    with timed("count"):
        found = queries.records_in(batch.register, online, since=date(2026, 1, 1), until=date(2026, 12, 31))
        counted = found.count()
    if (batch.good_count, counted) != (count, count // 2):
        raise SystemExit(f"{batch.good_count} rows and {counted} online instead of {count}")
    return {"kind": kind, "rows": count, "file_mib": round(size / 2**20, 1), "steps": steps, "most_mib": most}


def _mebibytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def _ward(at: Any) -> tuple[Any, Any]:
    from thidua.org import actions, queries
    from thidua.org.models import Membership

    root = actions.found_commune(
        name="phường Đo Thử",
        slug="",
        place="Đo Thử",
        issuer="Ủy ban nhân dân phường Đo Thử",
        parent_issuer="Thành phố mẫu",
        province="Thành phố mẫu",
        founded_on=date(2026, 1, 1),
        at=at,
    )
    person = actions.appoint_first_administrator(
        root,
        full_name="Người Đo",
        username="nguoido",
        password=f"Aa {os.urandom(24).hex()}.",
        email="nguoido@example.vn",
        position="Quản trị",
        at=at,
    )
    Membership.objects.create(user=person, unit=root, role="standing_body", valid_from=date(2026, 1, 1))
    actor = queries.actor_for(person, on=at.date())
    if actor is None:
        raise SystemExit("nobody to hand the list in")
    return root, actor


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    options.add_argument("--rows", type=int, default=200_000)
    given = options.parse_args()
    print(json.dumps(measure(given.kind, given.rows), ensure_ascii=False, indent=1))
