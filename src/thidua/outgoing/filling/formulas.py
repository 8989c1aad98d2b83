"""Formulas of a workbook that serves as a form: which may stand in it, and what they point at once rows were repeated."""

import re
from collections.abc import Callable

CELL = r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})"
# A cell or a range of this sheet: not part of a name, a function or an address of another sheet.
REFERENCE = re.compile(rf"(?<![\w.$!'\]]){CELL}(?::{CELL})?(?![\w.(!])")
ROWS = re.compile(r"(?<![\w.$!'\]:])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!:])")
FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
# What sums up, compares, rounds or joins. Whatever reaches outside the file or runs something is not among them.
ALLOWED = frozenset(
    [
        "ABS",
        "AND",
        "AVERAGE",
        "AVERAGEIF",
        "CONCAT",
        "CONCATENATE",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "DAY",
        "IF",
        "IFERROR",
        "IFS",
        "INT",
        "ISBLANK",
        "ISNUMBER",
        "LEFT",
        "LEN",
        "LOWER",
        "MAX",
        "MID",
        "MIN",
        "MOD",
        "MONTH",
        "NOT",
        "OR",
        "PROPER",
        "RANK",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "ROW",
        "ROWS",
        "SUBTOTAL",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "TEXT",
        "TRIM",
        "UPPER",
        "VALUE",
        "YEAR",
    ]
)
Mover = Callable[[int], int]


def fault(formula: str) -> str:
    """Why the formula may not stand in a form; empty when it may."""
    bare = "".join(_code(formula))
    if "{{" in formula or "{%" in formula:
        return "trường không đặt được trong công thức"
    if "[" in bare or "|" in bare:
        return "công thức lấy dữ liệu từ tệp khác hoặc từ chương trình khác"
    odd = next((name for name in FUNCTION.findall(bare) if name.upper() not in ALLOWED), "")
    return f"hàm {odd.upper()[:40]} không dùng được trong mẫu" if odd else ""


def moved(formula: str, first: Mover, last: Mover) -> str:
    """The formula where its cells have moved: the upper row of each range by `first`, the lower one by `last`."""
    pieces = re.split(r'("[^"]*")', formula)
    return "".join(piece if piece.startswith('"') else _moved(piece, first, last) for piece in pieces)


def _moved(code: str, first: Mover, last: Mover) -> str:
    def cells(found: re.Match[str]) -> str:
        fixed, column, held, row, fixed_2, column_2, held_2, row_2 = found.groups()
        text = f"{fixed}{column}{held}{first(int(row))}"
        return f"{text}:{fixed_2}{column_2}{held_2}{last(int(row_2))}" if row_2 else text

    def rows(found: re.Match[str]) -> str:
        return f"{found[1]}{first(int(found[2]))}:{found[3]}{last(int(found[4]))}"

    return ROWS.sub(rows, REFERENCE.sub(cells, code))


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads so many rows below and columns right of where it is written; fixed parts ($) stay."""

    def one(fixed: str, column: str, held: str, row: str) -> str:
        letters = column if fixed else letters_of(number_of(column) + columns)
        return f"{fixed}{letters}{held}{int(row) if held else int(row) + rows}"

    def cells(found: re.Match[str]) -> str:
        parts = found.groups()
        return one(*parts[:4]) + (f":{one(*parts[4:])}" if parts[7] else "")

    pieces = re.split(r'("[^"]*")', formula)
    return "".join(piece if piece.startswith('"') else REFERENCE.sub(cells, piece) for piece in pieces)


def _code(formula: str) -> list[str]:
    """What stands outside quotation marks."""
    return re.split(r'"[^"]*"', formula)


def number_of(letters: str) -> int:
    """1 for "A"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters_of(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
