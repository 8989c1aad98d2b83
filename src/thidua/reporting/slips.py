"""Reports on paper: the code that a printed form carries, and what Typst draws it from. Pure.

The code names the report and the edition of the form; its two last digits tell a slip of the pen. It is no secret: who
types it still needs the right to see the report.

    code = Code(report=27, edition=edition_of(figures))     # str(code) == "27-418-03"
    Code.read("27 418 63")                                   # None where a digit is wrong
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("slip.typ")
EDITIONS = 1_000
MODULUS = 97  # ISO 7064, MOD 97-10: every wrong digit and every swap of two is noticed
LONGEST = 20
TYPED = re.compile(r"[0-9][0-9 .\-–]*")
SHORTEST = 6  # one digit of the report, three of the edition, two to check


@dataclass(frozen=True, slots=True)
class Code:
    report: int
    edition: int

    def __str__(self) -> str:
        body = f"{self.report}{self.edition:03d}"
        check = MODULUS + 1 - int(body) * 100 % MODULUS
        return f"{self.report}-{self.edition:03d}-{check:02d}"

    @classmethod
    def read(cls, typed: str) -> "Code | None":
        """What somebody typed, with or without marks between; None where it is no code or a digit is wrong."""
        said = typed.strip()
        digits = re.sub(r"[^0-9]", "", said) if len(said) <= LONGEST and TYPED.fullmatch(said) else ""
        if len(digits) < SHORTEST or digits.startswith("0") or int(digits) % MODULUS != 1:
            return None
        return cls(int(digits[:-5]), int(digits[-5:-2]))


def edition_of(asked: Iterable[tuple[int, int]]) -> int:
    """Of (position, definition id) in the order of the form: another order or another definition, another edition."""
    body = repr(list(asked)).encode()
    return int.from_bytes(hashlib.sha256(body).digest()[:4], "big") % EDITIONS


@dataclass(frozen=True, slots=True)
class Cell:
    """One box to write into: `3a`, and what stands beside it."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its place and name, its boxes; `closed` says why there are none."""

    number: int
    name: str
    hint: str
    previous: str
    cells: tuple[Cell, ...]
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """The form of one unit in one period."""

    code: str
    commune: str
    unit: str
    period: str
    span: str
    due_on: str
    address: str
    qr: str
    lines: tuple[Line, ...]


def cells_of(number: int, numerator: str, denominator: str | None) -> tuple[Cell, ...]:
    """The boxes of a figure, lettered where there are two."""
    if denominator is None:
        return (Cell(str(number), numerator or "Số liệu"),)
    return (Cell(f"{number}a", numerator or "Số đạt"), Cell(f"{number}b", denominator or "Tổng số"))


def data_of(slips: Iterable[Slip]) -> dict[str, Any]:
    """Ready for JSON."""
    return {"slips": [asdict(slip) for slip in slips]}


def render(slips: Iterable[Slip]) -> bytes:
    """One PDF of A4, each form beginning on a page of its own."""
    from thidua.documents.rendering import pdf  # noqa: PLC0415  # Typst costs a third of a second at start

    return pdf.compile_template(TEMPLATE, data_of(slips), format="pdf")[0]
