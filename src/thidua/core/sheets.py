"""Tables that people send us and tables that we send them: .xlsx and .csv, read safely and written safely.

    sheet = read_table(data, "bao-cao.xlsx", limits=REPORT)
    sheet.rows[6][1]         # row 7, column B: str, int, Decimal, date or None
    sheet.metadata["period"] # what write_xlsx hid in the workbook

A file from outside may be made to harm: 1.6 KB can ask a reader for 512 GiB. So only a process of its own (`apart`) looks
at it: it tells the type by content, looks at a workbook's directory and its cells' addresses first (`sheet_zip`), and then
reads (`sheet_child`). Every refusal is a sentence with a place (`SheetRefused`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from thidua.core import apart, sheet_cells
from thidua.core.limits import LIST, REPORT, ROSTER, Limits
from thidua.core.sheet_refusals import BUSY, DAMAGED_TABLE, TOO_HEAVY, SheetRefused, place
from thidua.core.sheet_writer import METADATA_SHEET, Cell, Column, Table, write_csv, write_xlsx

__all__ = [
    "LIST",
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
    "stream_table",
    "write_csv",
    "write_xlsx",
]

READER = "thidua.core.sheet_child.read"
LIST_READER = "thidua.core.sheet_child.tell"


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
    _check_size(len(data), limits)
    with _refusals():
        told = apart.read_apart(READER, data, _argument(name), json.dumps(asdict(limits))).told
    _check_told(told)
    rows = [[sheet_cells.typed(cell) for cell in row] for row in told["rows"]]
    return Sheet(told["name"], rows, told["metadata"])


def stream_table(path: Path, name: str, *, limits: Limits = LIST) -> Iterator[list[Cell]]:
    """The rows of a long list at `path` that somebody called `name`, from row 1 on; only for jobs.

    SheetRefused may come after many rows: whoever takes them must be able to let them go again.
    """
    _check_size(path.stat().st_size, limits)
    is_whole = False
    with _refusals():
        for told in apart.stream_apart(LIST_READER, path, _argument(name), json.dumps(asdict(limits))):
            if isinstance(told, list):
                yield [sheet_cells.typed(cell) for cell in told]
            else:
                _check_told(told)
                is_whole = "is_whole" in told
    if not is_whole:
        raise SheetRefused(DAMAGED_TABLE)


def _check_size(size: int, limits: Limits) -> None:
    if not size:
        raise SheetRefused("Tệp trống, không có nội dung nào.")
    if size > limits.file_bytes:
        raise SheetRefused(
            f"Tệp lớn hơn {limits.file_bytes // 1_000_000} MB. Xin bỏ hình ảnh và các trang tính thừa, hoặc chia nhỏ tệp."
        )


@contextmanager
def _refusals() -> Iterator[None]:
    """What became of the reading process, in words for the sender."""
    try:
        yield
    except apart.Busy:
        raise SheetRefused(BUSY) from None
    except apart.TooHeavy:
        raise SheetRefused(TOO_HEAVY) from None
    except apart.Broken:
        raise SheetRefused(DAMAGED_TABLE) from None


def _check_told(told: dict[str, Any]) -> None:
    if "refusal" in told:
        raise SheetRefused(told["refusal"], place=told["place"])


def _argument(name: str) -> str:
    """A name that may be told to a process: whole letters, no NUL, not endless."""
    return "".join(letter for letter in name if letter.isprintable())[-200:]
