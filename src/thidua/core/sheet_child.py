"""Read one table in a process of its own (`apart`, `confined`): bytes in, JSON out. Imports nothing of Django.

Output: {"name", "rows", "metadata"} or {"refusal", "place"}. A cell is null, a string, a whole number, {"number": "0.5"}
or {"date": "2026-06-25"}.
"""

import datetime as dt
import io
import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from thidua.core import sheet_cells, sheet_text, sheet_zip
from thidua.core.confined import Told, serve
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import DAMAGED_TABLE, SheetRefused, place
from thidua.core.sheet_writer import METADATA_SHEET, Cell

CELL_CHARACTERS = 32_767  # Excel's own limit
EXACT = 10**15  # floats above may have lost their last digits
MOST_METADATA = 100


def read(data: bytes, name: str, limits_as_json: str) -> Told:
    limits = Limits(**json.loads(limits_as_json))
    try:
        if data.startswith(b"PK"):
            sheet_zip.inspect(data, limits)
            return _workbook(data, limits)
        _refuse_other_kinds(data, name)
        return _told(Path(name).stem, sheet_text.rows_of(data, limits), limits, {})
    except SheetRefused as refused:
        return {"refusal": refused.bare, "place": refused.place}


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


def _workbook(data: bytes, limits: Limits) -> Told:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [about for about in book.sheets_metadata if str(about.typ).endswith("WorkSheet")]
        shown = next((about for about in sheets if str(about.visible).endswith("Visible")), None)
        if shown is None:
            raise SheetRefused("Tệp không có trang tính nào đang hiện.")
        hidden = [about for about in sheets if about.name == METADATA_SHEET]
        metadata = _metadata(_rows(book, hidden[0].name)) if hidden else {}
        return _told(str(shown.name), _rows(book, shown.name), limits, metadata)
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise SheetRefused(DAMAGED_TABLE) from error


def _rows(book: Any, name: str) -> list[list[Cell]]:
    found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[cell_of(value, i, j) for j, value in enumerate(row)] for i, row in enumerate(found)]


def _metadata(rows: list[list[Cell]]) -> dict[str, str]:
    pairs = [row for row in rows[:MOST_METADATA] if len(row) == 2]
    return {str(key): str(value) for key, value in pairs if key is not None and value is not None}


def _told(name: str, rows: list[Any], limits: Limits, metadata: dict[str, str]) -> Told:
    tidied = sheet_cells.tidy(rows, limits)
    return {"name": name, "rows": [[_as_json(cell) for cell in row] for row in tidied], "metadata": metadata}


def _as_json(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    return cell


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


if __name__ == "__main__":
    serve(read)
