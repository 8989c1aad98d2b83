"""Rows of a table by the titles of its columns, and the plan that comes of them."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from thidua.core import sheet_cells, text
from thidua.org import errors

Cell = str | int | Decimal | date | None
Facts = TypeVar("Facts")

# Above the titles people keep a heading and a few lines of advice; deeper down it is data.
TITLE_ROWS = 15
# The hidden key of the template's example: such a row may stay in the file.
EXAMPLE_KEY = "vi-du"
KEY = "key"
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
LOCAL_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `aliases` are other titles it goes by; `limit` is the most characters a cell may hold."""

    key: str
    title: str
    limit: int
    example: str
    hint: str = ""
    aliases: tuple[str, ...] = ()
    is_needed: bool = False
    width: float = 20


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row in the file, from 1; `cells` holds a text for every column, "" for nothing."""

    number: int
    cells: dict[str, str]


class Verdict(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow(Generic[Facts]):
    """What one row comes to; `facts` is None when it is refused."""

    number: int
    label: str
    verdict: Verdict
    facts: Facts | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan(Generic[Facts]):
    """All rows in the order of the file; `order` names the rows to apply, each after those that it builds on."""

    rows: tuple[PlannedRow[Facts], ...]
    order: tuple[int, ...]

    @property
    def to_apply(self) -> list[tuple[PlannedRow[Facts], Facts]]:
        by_number = {row.number: row for row in self.rows}
        chosen = [by_number[number] for number in self.order]
        return [(row, row.facts) for row in chosen if row.facts is not None]

    def count(self, verdict: Verdict) -> int:
        return Counter(row.verdict for row in self.rows)[verdict]

    @property
    def fingerprint(self) -> str:
        """The same for the same outcome: what was looked at is what is applied."""
        return hashlib.sha256(repr((self.rows, self.order)).encode()).hexdigest()[:32]


def read_rows(table: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> tuple[Row, ...]:
    """The rows below the titles, without blank ones and examples; raises TableRefused when titles are missing."""
    top, places = _find_titles(table, columns)
    rows = []
    for index, cells in enumerate(table[top + 1 :], start=top + 2):
        known = {
            key: sheet_cells.written(cells[place]) if place < len(cells) else ""
            for key, place in places.items()
        }
        row = Row(index, {KEY: "", **{column.key: "" for column in columns}, **known})
        if row.cells[KEY] != EXAMPLE_KEY and any(value for key, value in row.cells.items() if key != KEY):
            rows.append(row)
    return tuple(rows)


def too_long(row: Row, columns: Sequence[Column]) -> list[Problem]:
    return [
        Problem(
            column.title, f"dài {len(row.cells[column.key])} ký tự, nhiều hơn {column.limit} ký tự được nhận."
        )
        for column in columns
        if len(row.cells[column.key]) > column.limit
    ]


def read_date(written: str) -> date | None:
    """ "01/07/2025" or "2025-07-01"; None when it is no day of the calendar."""
    iso, local = ISO_DATE.fullmatch(written), LOCAL_DATE.fullmatch(written)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(local[3]), int(local[2]), int(local[1])) if local else None
    except ValueError:
        return None


def match_word(written: str, words: dict[str, str]) -> str | None:
    """The code whose word is `written`, with or without marks; also by some parts of "Tổ dân phố, thôn", or by the code."""
    wanted = _parts(written)
    for code, word in words.items():
        if wanted and (text.fold(written) in {code, text.fold(word)} or wanted <= _parts(word)):
            return code
    return None


def _parts(words: str) -> set[str]:
    return {text.fold(part) for part in words.split(",") if text.fold(part)}


def _find_titles(table: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    found = [(index, _places(cells, columns)) for index, cells in enumerate(table[:TITLE_ROWS])]
    top, places = max(found, key=lambda pair: (len(pair[1].keys() - {KEY}), -pair[0]), default=(0, {}))
    missing = [column.title for column in columns if column.is_needed and column.key not in places]
    if missing:
        names = ", ".join(f"“{title}”" for title in missing)
        raise errors.TableRefused(
            f"Tệp thiếu cột {names}. Xin tải tệp mẫu, chép dữ liệu vào đúng cột rồi tải lên lại."
        )
    return top, places


def _places(cells: Sequence[Cell], columns: Sequence[Column]) -> dict[str, int]:
    titles = [text.letters(sheet_cells.written(cell)) for cell in cells]
    places: dict[str, int] = {}
    for column in (*columns, Column(KEY, "Khóa", 40, "")):
        names = {text.letters(name) for name in (column.title, *column.aliases)}
        place = next((index for index, title in enumerate(titles) if title in names), None)
        if place is not None:
            places[column.key] = place
    return places
