"""Write tables for people: nothing that a cell says is ever run by the program that opens it."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Cell = str | int | Decimal | dt.date | None

METADATA_SHEET = "_thidua"
CELL_CHARACTERS = 32_767
SHEET_NAME_CHARACTERS = 31
LAST_ROW = 1_048_575
LINE_HEIGHT, MOST_LINES = 15, 27  # in points; a row is 409 high at most
FILLED = 0.9  # of a column's width, before a line breaks between words
# A spreadsheet takes a text with one of these in front for a formula, in any width.
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# The same input gives the same bytes, so the clock stays out.
CREATED = dt.datetime(2025, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in characters. In a locked table people type only into `is_input` columns."""

    title: str
    width: float = 16
    is_input: bool = False
    is_hidden: bool = False  # keys that come back with the file
    whole_number: bool = False  # Excel itself refuses what is not 0, 1, 2 …
    hint: str = ""  # shown beside the cell while typing


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: `intro` lines, the titles, the rows, which are looked at once. `locked` names cells (row, column; from 0
    within `rows`) that stay locked inside input columns; `indents` says how far texts are moved in.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    intro: Sequence[str] = ()
    is_locked: bool = False
    locked: frozenset[tuple[int, int]] = frozenset()
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)


def write_xlsx(
    tables: Sequence[Table], *, metadata: Mapping[str, str] | None = None, is_long: bool = False
) -> bytes:
    """A workbook with one sheet a table; `metadata` comes back as `Sheet.metadata` when the file is read.

    A long one is written row by row through a file beside, so that its cells need not be in memory all at once.
    """
    import xlsxwriter  # noqa: PLC0415  # 17 MB and a third of a second, which most processes never need

    out = io.BytesIO()
    way = {"constant_memory": True} if is_long else {"in_memory": True}
    book = xlsxwriter.Workbook(out, {**way, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    formats = _Formats(book)
    for table in tables:
        _write_table(book, table, formats)
    if metadata:
        sheet = book.add_worksheet(METADATA_SHEET)
        sheet.very_hidden()
        for row, pair in enumerate(metadata.items()):
            for column, text in enumerate(pair):
                _write(sheet, row, column, text, formats.plain(text))
    book.close()
    return out.getvalue()


def write_csv(rows: Sequence[Sequence[Cell]], *, separator: str = ",") -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads the letters; dates in ISO, numbers with a point."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow(["" if cell is None else escaped(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def escaped(cell: Cell) -> str:
    """A cell's text with an apostrophe in front where a spreadsheet would run it; numbers stay as they are."""
    return f"'{cell}" if would_run(cell) else str(cell)


def would_run(cell: Cell) -> bool:
    """A text that a spreadsheet takes for a formula, at once or when somebody edits the cell or saves it as .csv."""
    return isinstance(cell, str) and (cell.startswith(TRIGGERS) or cell.lstrip().startswith(TRIGGERS))


class _Formats:
    """The cell formats of one workbook, made once a look; `quote_prefix` is Excel's own apostrophe before a text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def intro(self, cell: Cell) -> Any:
        return self._get("intro", cell, {"bold": True, "text_wrap": False})

    def title(self, cell: Cell) -> Any:
        look = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E3ECF7"}
        return self._get("title", cell, look)

    def plain(self, cell: Cell) -> Any:
        return self._get("plain", cell, {}) if would_run(cell) else None

    def of(self, cell: Cell, *, is_open: bool, indent: int = 0) -> Any:
        kind = (
            "date" if isinstance(cell, dt.date) else "number" if isinstance(cell, (int, Decimal)) else "text"
        )
        look: dict[str, Any] = {"border": 1, "valign": "top", "locked": not is_open}
        own: dict[str, dict[str, Any]] = {
            "text": {"text_wrap": True},
            "date": {"num_format": "dd/mm/yyyy"},
            "number": {},
        }
        look |= own[kind]
        if is_open:
            look["bg_color"] = "#FFF8E1"
        if indent:
            kind, look = f"{kind} {indent}", look | {"indent": indent, "align": "left"}
        return self._get(kind, cell, look, is_open=is_open)

    def _get(self, kind: str, cell: Cell, look: dict[str, Any], *, is_open: bool = False) -> Any:
        key = (kind, is_open, would_run(cell))
        if key not in self._made:
            self._made[key] = self._book.add_format(look | {"quote_prefix": would_run(cell)})
        return self._made[key]


def _write_table(book: Any, table: Table, formats: _Formats) -> None:
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", table.name)[:SHEET_NAME_CHARACTERS])
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for row, line in enumerate(table.intro):
        _write(sheet, row, 0, line, formats.intro(line))
    top = len(table.intro)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width, None, {"hidden": column.is_hidden})
        _write(sheet, top, index, column.title, formats.title(column.title))
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    count = 0
    for i, cells in enumerate(table.rows):
        count = i + 1
        if (lines := _lines_of(cells, table.columns)) > 1:
            sheet.set_row(top + 1 + i, LINE_HEIGHT * min(lines, MOST_LINES))
        for j, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            is_open = column.is_input and (i, j) not in table.locked
            look = formats.of(cell, is_open=is_open and table.is_locked, indent=table.indents.get((i, j), 0))
            _write(sheet, top + 1 + i, j, cell, look)
    _add_rules(sheet, table, top + 1, count)


def _lines_of(cells: Sequence[Cell], columns: Sequence[Column]) -> int:
    """How many lines the longest wrapped text of a row takes. Excel would find out by itself, other programs do not."""
    return max(
        (
            sum(-(-len(line) // max(1, int(column.width * FILLED))) or 1 for line in cell.split("\n"))
            for cell, column in zip(cells, columns, strict=True)
            if isinstance(cell, str) and len(cell) > column.width * FILLED
        ),
        default=1,
    )


def _add_rules(sheet: Any, table: Table, first: int, count: int) -> None:
    """What Excel itself checks: whole numbers where asked, and no typing outside the open cells."""
    last = first + count - 1 if count else LAST_ROW
    for index, column in enumerate(table.columns):
        if column.whole_number:
            rule = {"validate": "integer", "criteria": ">=", "value": 0, "error_title": "Số chưa đúng"}
            rule["error_message"] = "Xin ghi số nguyên từ 0 trở lên."
            if column.hint:
                rule |= {"input_title": column.title[:32], "input_message": column.hint[:255]}
            sheet.data_validation(first, index, last, index, rule)
    if table.is_locked:
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, str):
        if len(cell) > CELL_CHARACTERS:
            raise ValueError(f"a cell holds at most {CELL_CHARACTERS} characters, not {len(cell)}")
        sheet.write_string(row, column, cell, look)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, look)
    else:
        sheet.write_number(row, column, cell, look)
