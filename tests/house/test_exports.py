"""Nothing that a table of ours says is run by the program that opens it: every address that gives .xlsx or .csv is opened,
over a ward in which every name and note begins as a formula does.
"""

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from tests.house.authorisation import Asker, Row, rows
from tests.house.cast import NOW, Cast

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What people write; codes, keys and paths cannot begin so. A new table with words of other columns fails below: add them.
WRITTEN = {
    "name",
    "short_name",
    "full_name",
    "label",
    "title",
    "source",
    "explanation",
    "position",
    "measurement_unit",
}
WRITTEN |= {"requester_name", "content", "contact", "answer"}
WRITTEN |= {"product", "head_duty", "officer_name", "due_text", "clause"}
# Whoever opens most first: the next is asked only where the one before may not.
ROLES = ("standing_body", "administrator", "reporter")
NUMBER = re.compile(r"-?\d+([.,]\d+)?%?")
# Blank to be filled in: no words of the ward are in them.
OF_NOBODY = {"org:unit_template", "org:person_template", "tasks:task_template"}


@pytest.fixture
def asker(db: None, cast: Cast, set_clock: Callable[[datetime], None]) -> Asker:
    set_clock(NOW)
    asker = Asker(cast)
    begin_all_names_as_formulas()
    return asker


def begin_all_names_as_formulas() -> None:
    for model in apps.get_models():
        triggers = itertools.cycle(
            TRIGGERS
        )  # anew for each, so that one more row elsewhere changes nothing here
        if not model.__module__.startswith("thidua."):
            continue
        for field in model._meta.concrete_fields:
            is_free = isinstance(field, CharField | TextField) and not field.choices and not field.unique
            if is_free and field.name in WRITTEN:
                for row in model._base_manager.exclude(**{field.name: ""}):
                    begun = Concat(Value(f"{next(triggers)}1+"), Value(getattr(row, field.name)))
                    model._base_manager.filter(pk=row.pk).update(**{field.name: begun})


def tables(asker: Asker) -> Iterator[tuple[str, Any]]:
    """(page, answer) of every GET that gives a table to somebody of the ward."""
    for row in rows():
        opened = (found for role in ROLES if row.method == "GET" for found in asked(asker, row, role))
        for answer in itertools.islice(opened, 2):
            if re.search("spreadsheet|text/csv", answer["Content-Type"]):
                yield row.page, answer


def asked(asker: Asker, row: Row, role: str) -> Iterator[Any]:
    """The page as it is and as .csv, where this person may open it."""
    address = reverse(row.page, kwargs=asker.cast.address(row.thing, "own", role))
    answers = (asker.clients[role].get(address + query) for query in ("", "?dang=csv"))
    return (answer for answer in answers if answer.status_code == 200)


def cells(answer: Any) -> Iterator[tuple[str, bool, bool]]:
    """(text, is it escaped, is it run) of every cell with words in it."""
    content = answer.content if not answer.streaming else answer.getvalue()
    if answer["Content-Type"].startswith("text/csv"):
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            yield from ((cell.removeprefix("'"), cell.startswith("'"), begins(cell)) for cell in line)
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for line in sheet.iter_rows():
            yield from (
                (str(cell.value), cell.quotePrefix, cell.data_type == "f")
                for cell in line
                if cell.value is not None
            )


def begins(text: str) -> bool:
    return text.lstrip(" ").startswith(TRIGGERS) and not NUMBER.fullmatch(text)


def test_no_table_runs_anything(asker: Asker) -> None:
    opened: dict[str, int] = {}
    wrong = []
    for page, answer in tables(asker):
        found = [
            (text, is_escaped, is_run) for text, is_escaped, is_run in cells(answer) if begins(text) or is_run
        ]
        opened[page] = opened.get(page, 0) + len(found)
        wrong += [(page, text) for text, is_escaped, is_run in found if is_run or not is_escaped]
    assert wrong == []
    assert {page for page, count in opened.items() if not count} == OF_NOBODY
    assert opened.keys() >= {
        "reporting:workbook_download",
        "reporting:board_export",
        "web:result_export",
        "org:unit_export",
        "tasks:task_export",
    }
