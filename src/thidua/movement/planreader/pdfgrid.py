"""Tables on the page of a PDF: pieces of text put back into the columns they lie in, as `| a | b |` rows."""

import re
from dataclasses import dataclass

from thidua.movement.planreader.tables import LEAST_COLUMNS


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with its box in points."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


_HEAD = re.compile(r"S?TT\.?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}\.?|[IVX]{1,5}\.?")
# A short heading below a table may lie within one column; its label tells.
_SECTION = re.compile(r"\s*(?:[IVX]{1,5}\s?[.)/-]|\d{1,2}(?:\.\d{1,2})*[.)])\s+[^\W\d_]")


def table_at(rows: list[list[Piece]], start: int) -> tuple[list[str], int] | None:
    """The rows of the table whose head stands in `rows[start]` and the place behind it, or None."""
    head = rows[start]
    if len(head) < LEAST_COLUMNS or not _HEAD.fullmatch(head[0].text.strip()):
        return None
    columns = [[piece.left, piece.right] for piece in head]
    cells = [[piece.text.strip() for piece in head]]
    position = start + 1
    while position < len(rows):
        places = _places(rows[position], columns)
        if places is None or (len(places) == 1 and _SECTION.match(rows[position][0].text)):
            break
        first = rows[position][0]
        if places[0] == 0 and _NUMBER.fullmatch(first.text.strip()):
            cells.append([""] * len(columns))
        for place, piece in zip(places, rows[position], strict=True):
            columns[place] = [min(columns[place][0], piece.left), max(columns[place][1], piece.right)]
            cells[-1][place] = f"{cells[-1][place]} {piece.text.strip()}".strip()
        position += 1
    if len(cells) < 2:
        return None
    return ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in cells], position


def _places(row: list[Piece], columns: list[list[float]]) -> list[int] | None:
    """The column of each piece; None where one runs over several, as prose does."""
    places = []
    for piece in row:
        over = [i for i, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]
        if len(over) > 1 or (not over and piece.left < columns[0][0] - 20):
            return None
        places.append(over[0] if over else _nearest(piece, columns))
    return places if len(set(places)) == len(places) else None


def _nearest(piece: Piece, columns: list[list[float]]) -> int:
    middle = (piece.left + piece.right) / 2
    return min(
        range(len(columns)), key=lambda i: min(abs(middle - columns[i][0]), abs(middle - columns[i][1]))
    )
