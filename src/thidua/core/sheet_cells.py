"""What cells say once they are read: one form of letters, nothing that only looks like a number or a word."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from thidua.core import legacy_letters, text
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import TOO_HEAVY, SheetRefused, place
from thidua.core.sheet_writer import Cell

# "NaN", "-inf" and numbers beyond any float: some program wrote down its own mistake.
NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
FLOAT = re.compile(r"[+-]?\d+([.]\d+)?[eE][+-]?\d+")
# Control characters other than tab and line breaks never come from a keyboard; nor do half a letter and private signs.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\uf8ff\ufffe\uffff]")


def tidy(rows: Iterable[Iterable[Cell]], limits: Limits) -> list[list[Cell]]:
    """NFC, no blanks around, nothing but None for nothing; a rectangle without empty rows and columns at its end."""
    cells = [[clean(cell, i, j) for j, cell in enumerate(row)] for i, row in enumerate(rows)]
    if sum(len(cell) for row in cells for cell in row if isinstance(cell, str)) > limits.characters:
        raise SheetRefused(TOO_HEAVY)
    refuse_old_letters(cells)
    width = max((j + 1 for row in cells for j, cell in enumerate(row) if cell is not None), default=0)
    height = max((i + 1 for i, row in enumerate(cells) if any(cell is not None for cell in row)), default=0)
    if not height:
        raise SheetRefused("Bảng trống, không có ô nào có nội dung.")
    if height > limits.rows:
        raise SheetRefused(f"Bảng có {height} hàng, nhiều hơn {limits.rows} hàng được nhận.")
    return [row[:width] + [None] * (width - len(row)) for row in cells[:height]]


def written(cell: object) -> str:
    """A cell as its sender sees it; a code typed as the number 7 stays "7"."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return text.nfc(str(cell))


def as_json(cell: Cell) -> Any:
    """null, a text, a whole number, {"number": "0.5"} or {"date": "2026-06-25"}; `typed` reads it back."""
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    return cell


def typed(told: Any) -> Cell:
    """The cell that `as_json` told."""
    if isinstance(told, dict):
        return dt.date.fromisoformat(told["date"]) if "date" in told else Decimal(told["number"])
    return told  # type: ignore[no-any-return]


def clean(cell: Cell, row: int, column: int) -> Cell:
    """A cell in one form of letters, without blanks around; SheetRefused for what is no writing."""
    if not isinstance(cell, str):
        return cell
    said = unicodedata.normalize("NFC", cell).replace("\u00a0", " ").strip()
    if CONTROL.search(said):
        raise SheetRefused("Ô chứa ký tự điều khiển không đọc được.", place=place(row, column))
    if NOT_A_NUMBER.fullmatch(said) or (FLOAT.fullmatch(said) and not math.isfinite(float(said))):
        raise SheetRefused(
            f"“{said[:60]}” không phải là số. Xin ghi số hoặc để trống.", place=place(row, column)
        )
    return said or None


def refuse_old_letters(cells: list[list[Cell]], *, above: int = 0) -> None:
    """SheetRefused at the first word in an old encoding; `above` is how many rows of the file stand above these."""
    legacy = legacy_letters.first_of(cell for row in cells for cell in row if isinstance(cell, str))
    if legacy is None:
        return
    places = (
        (above + i, j)
        for i, row in enumerate(cells)
        for j, cell in enumerate(row)
        if isinstance(cell, str) and cell.startswith(legacy.written)
    )
    raise SheetRefused(legacy.sentence, place=place(*next(places)))
