"""600 accounts from a file, to the slips in hand: reads the workbook, checks, applies, makes the links and their codes.

    python benchmarks/accounts.py [--people 600]

Run in a process of its own with THIDUA_DATA and, for PostgreSQL, DATABASE_URL. Prints the seconds of each step as JSON.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

UNITS = 60
steps: dict[str, float] = {}


@contextmanager
def timed(step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    steps[step] = round(time.perf_counter() - began, 3)


def measure(people: int) -> dict[str, float]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from thidua.core import sheets
    from thidua.org import actions, importing, queries
    from thidua.org.access import qr
    from thidua.org.access import queries as access_queries

    call_command("migrate", verbosity=0)
    at = timezone.now()
    with transaction.atomic():
        root, by = _ward(actions, queries, at)
    file = _workbook(sheets, importing, people)
    with timed("read and keep the file"):
        rows = importing.read_rows(
            sheets.read_table(file, "people.xlsx", limits=sheets.REPORT).rows, importing.PEOPLE_COLUMNS
        )
        draft = actions.upload_import(root, kind="people", file_name="people.xlsx", rows=rows, by=by, at=at)
    with timed("show what it would change"):
        plan = queries.people_plan(draft, on=timezone.localdate(at))
    with timed("apply"):
        actions.import_people(draft, fingerprint=plan.fingerprint, by=by, at=at)
    with timed("make the links"):
        made = access_queries.people_made_by(draft)
        slips = actions.issue_activation_links(by, people=made, by=by, at=at)
    with timed("draw the codes"):
        for slip in slips:
            qr.svg(
                f"https://thidua.namdong.haiphong.example.vn/kich-hoat/{slip.secret}/",
                label=slip.person.full_name,
            )
    if len(slips) != people:
        raise SystemExit(f"{len(slips)} slips instead of {people}")
    return steps | {"all": round(sum(steps.values()), 3)}


def _ward(actions: Any, queries: Any, at: Any) -> tuple[Any, Any]:
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
    facts = {"full_name": "Quản Trị", "username": "do.quantri", "email": ""}
    password = f"Đo thử, {os.urandom(12).hex()} A1"
    person = actions.appoint_first_administrator(root, **facts, password=password, at=at)
    by = queries.actor_for(person, on=at.date())
    for number in range(UNITS):
        actions.create_unit(
            root,
            name=f"Tổ dân phố số {number}",
            kind="neighbourhood",
            code=f"DO{number}",
            valid_from=date(2026, 1, 1),
            by=by,
            at=at,
        )
    return root, by


def _workbook(sheets: Any, importing: Any, people: int) -> bytes:
    columns = importing.PEOPLE_COLUMNS
    titles = [
        sheets.Column("Khóa", 8, is_hidden=True),
        *(sheets.Column(one.title, one.width) for one in columns),
    ]
    rows = [["", *(_cell(one.key, number) for one in columns)] for number in range(people)]
    return bytes(sheets.write_xlsx([sheets.Table("Người dùng", titles, rows)]))


def _cell(name: str, number: int) -> str:
    facts = {
        "full_name": f"Nguyễn Văn Số {number}",
        "username": f"do.nguoi{number}",
        "email": f"nguoi{number}@do.example",
        "position": "Tổ trưởng",
        "role": "Cán bộ đầu mối",
        "unit": f"DO{number % UNITS}",
    }
    return facts.get(name, "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=600)
    print(json.dumps(measure(parser.parse_args().people)))
