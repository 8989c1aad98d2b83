"""Tables that people send us and tables that we send them: .xlsx and .csv, read safely and written safely.

    sheet = read_table(data, "bao-cao.xlsx", limits=REPORT)
    sheet.rows[6][1]         # row 7, column B: str, int, Decimal, date or None
    sheet.metadata["period"] # what write_xlsx hid in the workbook

A file from outside may be made to harm: 1.6 KB can ask a reader for 512 GiB. So only a process of its own (`apart`) looks
at it: it tells the type by content, looks at a workbook's directory and its cells' addresses first (`sheet_zip`), and then
reads (`sheet_child`). Every refusal is a sentence with a place (`SheetRefused`).
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.core import apart
from thidua.core.limits import REPORT, ROSTER, Limits
from thidua.core.sheet_refusals import BUSY, DAMAGED_TABLE, TOO_HEAVY, SheetRefused, place
from thidua.core.sheet_writer import METADATA_SHEET, Cell, Column, Table, write_csv, write_xlsx

__all__ = [
    "METADATA_SHEET",
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

READER = "thidua.core.sheet_child"


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
    try:
        told = apart.read_apart(READER, data, _argument(name), json.dumps(asdict(limits))).told
    except apart.Busy:
        raise SheetRefused(BUSY) from None
    except apart.TooHeavy:
        raise SheetRefused(TOO_HEAVY) from None
    except apart.Broken:
        raise SheetRefused(DAMAGED_TABLE) from None
    if "refusal" in told:
        raise SheetRefused(told["refusal"], place=told["place"])
    return Sheet(told["name"], [[_typed(cell) for cell in row] for row in told["rows"]], told["metadata"])


def _argument(name: str) -> str:
    """A name that may be told to a process: whole letters, no NUL, not endless."""
    return "".join(letter for letter in name if letter.isprintable())[-200:]


def _typed(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"]) if "date" in cell else Decimal(cell["number"])
    return cell  # type: ignore[no-any-return]
