"""How much a table from outside may hold, and how it is refused."""

from dataclasses import dataclass

from thidua.core.errors import DomainError


class SheetRefused(DomainError):
    """A file that cannot be read as a table; the message is a Vietnamese sentence, begun by its place if there is one."""

    sentence = "Không đọc được tệp."

    def __init__(self, sentence: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.place = place


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest accepted file; `ratio` is unpacked to packed size of one part of a workbook."""

    rows: int = 2_000
    columns: int = 100
    file_bytes: int = 10_000_000
    unpacked_bytes: int = 20_000_000
    ratio: int = 100
    parts: int = 200


# A unit's figures of one period: true ones have some 30 rows.
REPORT = Limits()
# Units and people of a whole commune.
ROSTER = Limits(rows=20_000)


def place(row: int, column: int) -> str:
    """`place(6, 1)` is "Ô B7"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"Ô {letters}{row + 1}"
