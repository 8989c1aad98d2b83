"""Which row of a foreign list holds its titles, and which column is which fact. Pure.

titles = find_titles(rows, schema)             # the row with the most titles that are known
suggest(titles.cells, schema, remembered)      # field name -> column
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thidua.core import text
from thidua.registers.library import Schema

DEEPEST = 30  # rows of a head: names of offices, a title, a line of filters
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Titles:
    """The row of titles: `row` from 0, `cells` as they stand."""

    row: int
    cells: tuple[str, ...]


def find_titles(rows: Sequence[Sequence[object]], schema: Schema) -> Titles | None:
    """Among the first rows the one with the most known titles; None where none has two."""
    best, most = None, ENOUGH - 1
    for number, cells in enumerate(rows[:DEEPEST]):
        known = len(suggest([_said(cell) for cell in cells], schema))
        if known > most:
            best, most = number, known
    if best is None:
        return None
    return Titles(best, tuple(_said(cell) for cell in rows[best]))


def suggest(
    titles: Sequence[str], schema: Schema, remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """A column for each field that can be told: as a person matched it before, else by its titles. No column twice."""
    columns = [text.letters(title) for title in titles]
    taken: dict[str, int] = {}
    for field in schema.fields:
        names = [text.letters(name) for name in field.titles]
        if remembered and field.name in remembered:
            names = [text.letters(remembered[field.name]), *names]
        place = next((columns.index(name) for name in names if name in columns), None)
        if place is not None and place not in taken.values():
            taken[field.name] = place
    return taken


def _said(cell: object) -> str:
    return "" if cell is None else text.nfc(str(cell))
