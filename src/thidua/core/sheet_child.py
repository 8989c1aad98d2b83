"""Read one table in a process of its own (`apart`, `confined`): bytes in, JSON out. Imports nothing of Django.

Whole: {"name", "rows", "metadata"} or {"refusal", "place"}. Row by row (`tell`): {"name"}, each row, and at the end
{"is_whole": true} or the refusal. A cell is null, a string, a whole number, {"number": "0.5"} or {"date": "2026-06-25"}.
"""

import datetime as dt
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine

from thidua.core import sheet_cells, sheet_text, sheet_zip
from thidua.core.confined import Told
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import DAMAGED_TABLE, TOO_HEAVY, SheetRefused, place
from thidua.core.sheet_writer import METADATA_SHEET, Cell

CELL_CHARACTERS = 32_767  # Excel's own limit
EXACT = 10**15  # floats above may have lost their last digits
MOST_METADATA = 100
AT_ONCE = 1_000  # rows whose letters are looked at together
UNREADABLE = (python_calamine.CalamineError, OSError, ValueError, OverflowError)
# Title, rows, and what our own workbooks say of themselves.
Opened = tuple[str, Iterator[Sequence[Cell]], dict[str, str]]


def read(data: bytes, name: str, limits_as_json: str) -> Told:
    limits = Limits(**json.loads(limits_as_json))
    try:
        title, rows, metadata = _opened(data, name, limits)
        return _told(title, rows, limits, metadata)
    except SheetRefused as refused:
        return _refusal(refused)
    except UNREADABLE:
        return _refusal(SheetRefused(DAMAGED_TABLE))


def tell(data: bytes, name: str, limits_as_json: str) -> Iterator[Any]:
    """The same for a list that is too long to be held whole."""
    limits = Limits(**json.loads(limits_as_json))
    try:
        title, rows, _ = _opened(data, name, limits)
        yield {"name": title}
        yield from _tidied(rows, limits)
        yield {"is_whole": True}
    except SheetRefused as refused:
        yield _refusal(refused)
    except UNREADABLE:
        yield _refusal(SheetRefused(DAMAGED_TABLE))


def _tidied(rows: Iterator[Sequence[Cell]], limits: Limits) -> Iterator[list[Any]]:
    """Rows as JSON, clean; blank ones only where more rows follow, so that numbers stay those of the file."""
    above = characters = 0
    waiting: list[list[Any]] = []
    while some := list(islice(rows, AT_ONCE)):
        cells = [
            [sheet_cells.clean(cell, above + i, j) for j, cell in enumerate(row)]
            for i, row in enumerate(some)
        ]
        sheet_cells.refuse_old_letters(cells, above=above)
        above += len(some)
        characters += sum(len(cell) for row in cells for cell in row if isinstance(cell, str))
        if characters > limits.characters:  # a workbook may show one long text in each of a million cells
            raise SheetRefused(TOO_HEAVY)
        for row in cells:
            waiting.append([sheet_cells.as_json(cell) for cell in row])
            if any(cell is not None for cell in row):
                yield from waiting
                waiting.clear()


def _refusal(refused: SheetRefused) -> Told:
    return {"refusal": refused.bare, "place": refused.place}


def _opened(data: bytes, name: str, limits: Limits) -> Opened:
    if data.startswith(b"PK"):
        sheet_zip.inspect(data, limits)
        return _workbook(data)
    _refuse_other_kinds(data, name)
    return Path(name).stem, sheet_text.rows_of(data, limits), {}


def _refuse_other_kinds(data: bytes, name: str) -> None:
    """Refuse what is neither a zip nor text, each by its own name."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SheetRefused("Tệp Excel đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại.")
        raise SheetRefused("Tệp Excel kiểu cũ (.xls). Xin mở bằng Excel, lưu lại dạng .xlsx rồi tải lên.")
    if data.startswith(b"%PDF"):
        raise SheetRefused("Đây là tệp PDF, không phải bảng tính. Xin tải lên tệp .xlsx hoặc .csv.")
    if Path(name).suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        raise SheetRefused(
            "Tệp mang tên Excel nhưng nội dung không phải bảng tính Excel. Xin lưu lại dạng .xlsx."
        )


def _workbook(data: bytes) -> Opened:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [about for about in book.sheets_metadata if str(about.typ).endswith("WorkSheet")]
    shown = next((about for about in sheets if str(about.visible).endswith("Visible")), None)
    if shown is None:
        raise SheetRefused("Tệp không có trang tính nào đang hiện.")
    hidden = any(about.name == METADATA_SHEET for about in sheets)
    metadata = _metadata(list(_rows(book, METADATA_SHEET))) if hidden else {}
    return str(shown.name), _rows(book, shown.name), metadata


def _rows(book: Any, name: str) -> Iterator[list[Cell]]:
    sheet = book.get_sheet_by_name(name)
    # The reader begins at the first row, but at the first column that holds anything.
    before: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    for i, row in enumerate(sheet.iter_rows()):
        yield before + [cell_of(value, i, j) for j, value in enumerate(row, start=len(before))]


def _metadata(rows: list[list[Cell]]) -> dict[str, str]:
    pairs = [row for row in rows[:MOST_METADATA] if len(row) == 2]
    return {str(key): str(value) for key, value in pairs if key is not None and value is not None}


def _told(name: str, rows: Iterable[Sequence[Cell]], limits: Limits, metadata: dict[str, str]) -> Told:
    tidied = sheet_cells.tidy(rows, limits)
    return {
        "name": name,
        "rows": [[sheet_cells.as_json(cell) for cell in row] for row in tidied],
        "metadata": metadata,
    }


def cell_of(value: Any, row: int, column: int) -> Cell:
    """One cell as calamine gives it; formulas give the value that was saved with them."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, row, column)
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.datetime | dt.date):
        return dt.date(value.year, value.month, value.day)
    text = str(value)
    if len(text) > CELL_CHARACTERS:
        raise SheetRefused("ô chứa quá nhiều chữ.", place=place(row, column))
    return text


def _number(value: float, row: int, column: int) -> Cell:
    if not math.isfinite(value):
        raise SheetRefused("giá trị không phải là số. Xin ghi số hoặc để trống.", place=place(row, column))
    if abs(value) >= EXACT:
        raise SheetRefused(
            "số có quá nhiều chữ số, có thể đã bị làm tròn. Xin định dạng ô là văn bản.",
            place=place(row, column),
        )
    # Excel works with 15 digits: 0.30000000000000004 is its 0.3
    return int(value) if value == int(value) else Decimal(f"{value:.15g}")
