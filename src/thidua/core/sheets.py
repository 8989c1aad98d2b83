"""Tables that people send us and tables that we send them: .xlsx and .csv, read safely and written safely.

    sheet = read_table(data, "bao-cao.xlsx", limits=REPORT)
    sheet.rows[6][1]         # row 7, column B: str, int, Decimal, date or None
    sheet.metadata["period"] # what write_xlsx hid in the workbook

A file from outside may be made to harm: 1.6 KB can ask a reader for 512 GiB. So the type is told by content, a
workbook's directory and its cells' addresses are looked at first (`sheet_zip`), and only a child process with little
memory and time parses it (`sheet_child`). Every refusal is a sentence with a place (`SheetRefused`).
"""

import json
import math
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from thidua.core import sheet_child, sheet_text, sheet_zip
from thidua.core.sheet_limits import REPORT, ROSTER, Limits, SheetRefused, place
from thidua.core.sheet_writer import METADATA_SHEET, Cell, Column, Table, write_csv, write_xlsx

__all__ = [
    "REPORT",
    "ROSTER",
    "Cell",
    "Column",
    "Limits",
    "Sheet",
    "SheetRefused",
    "Table",
    "place",
    "read_table",
    "write_csv",
    "write_xlsx",
]

WALL_SECONDS = 10
# "NaN", "-inf" and numbers beyond any float: some program wrote down its own mistake.
NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
FLOAT = re.compile(r"[+-]?\d+([.]\d+)?[eE][+-]?\d+")
# Control characters other than tab and line breaks never come from a keyboard.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first visible sheet of a workbook, or a CSV.

    `rows[i][j]` is row i + 1, column j + 1 of the file; blank rows and columns at the end are cut, blank ones before
    are kept, so a place can be named to the sender. Texts are NFC and stripped.
    """

    name: str
    rows: list[list[Cell]]
    metadata: dict[str, str] = field(default_factory=dict)


def read_table(data: bytes, name: str, *, limits: Limits = REPORT) -> Sheet:
    """Read a table from the bytes of a file called `name`; raises SheetRefused with a Vietnamese sentence."""
    if not data:
        raise SheetRefused("Tệp trống, không có nội dung nào.")
    if len(data) > limits.file_bytes:
        raise SheetRefused(
            f"Tệp lớn hơn {limits.file_bytes // 1_000_000} MB. Xin bỏ hình ảnh và các trang tính thừa, hoặc chia nhỏ tệp."
        )
    if data.startswith(b"PK"):
        sheet_zip.inspect(data, limits)
        return _from_workbook(_parse_apart(data), limits)
    _refuse_other_kinds(data, name)
    rows = sheet_text.rows_of(data, limits)
    return Sheet(Path(name).stem, _tidy(rows))


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


def _parse_apart(data: bytes) -> list[dict[str, Any]]:
    """Sheets of a workbook as the child process tells them; its death is a refusal, never ours."""
    # By file and in isolated mode: nothing of the environment or of the current folder is imported.
    command = [sys.executable, "-I", sheet_child.__file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise SheetRefused(sheet_child.TOO_HEAVY) from None
    if done.returncode != 0:
        raise SheetRefused(sheet_child.TOO_HEAVY if done.returncode < 0 else sheet_child.DAMAGED)
    told = json.loads(done.stdout)
    if "refusal" in told:
        raise SheetRefused(told["refusal"], place=told.get("place", ""))
    sheets: list[dict[str, Any]] = told["sheets"]
    return sheets


def _from_workbook(sheets: list[dict[str, Any]], limits: Limits) -> Sheet:
    shown = next((sheet for sheet in sheets if sheet["visible"]), None)
    if shown is None:
        raise SheetRefused("Tệp không có trang tính nào đang hiện.")
    rows = _tidy([_typed(cell) for cell in row] for row in shown["rows"])
    if len(rows) > limits.rows:
        raise SheetRefused(f"Bảng có {len(rows)} hàng, nhiều hơn {limits.rows} hàng được nhận.")
    hidden = [sheet for sheet in sheets if sheet["name"] == METADATA_SHEET]
    pairs = [row for sheet in hidden for row in sheet["rows"] if len(row) == 2]
    return Sheet(shown["name"], rows, {str(key): str(value) for key, value in pairs})


def _typed(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"]) if "date" in cell else Decimal(cell["number"])
    return cell  # type: ignore[no-any-return]


def _tidy(rows: Iterable[Iterable[Cell]]) -> list[list[Cell]]:
    """NFC, no blanks around, nothing but None for nothing; a rectangle without empty rows and columns at its end."""
    cells = [[_clean(cell, i, j) for j, cell in enumerate(row)] for i, row in enumerate(rows)]
    width = max((j + 1 for row in cells for j, cell in enumerate(row) if cell is not None), default=0)
    height = max((i + 1 for i, row in enumerate(cells) if any(cell is not None for cell in row)), default=0)
    if not height:
        raise SheetRefused("Bảng trống, không có ô nào có nội dung.")
    return [row[:width] + [None] * (width - len(row)) for row in cells[:height]]


def _clean(cell: Cell, row: int, column: int) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = unicodedata.normalize("NFC", cell).replace("\u00a0", " ").strip()
    if CONTROL.search(text):
        raise SheetRefused("Ô chứa ký tự điều khiển không đọc được.", place=place(row, column))
    if NOT_A_NUMBER.fullmatch(text) or (FLOAT.fullmatch(text) and not math.isfinite(float(text))):
        raise SheetRefused(f"“{text}” không phải là số. Xin ghi số hoặc để trống.", place=place(row, column))
    return text or None
