"""The first look at a foreign list: where its titles are, which columns name people, what the others hold. Pure.

sift = Sift(schema)
kept = list(sift.rows(stream))      # (number, cells): only what may be kept
sift.columns, sift.dropped          # known once the rows have passed
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from thidua.core import text
from thidua.core.sheet_refusals import SheetRefused, letters_of
from thidua.core.sheet_writer import Cell
from thidua.registers import headers, personal
from thidua.registers.library import Schema

MOST_WORDS = 60
MOST_SAMPLES = 3
LONGEST_WORD = 80
NO_TITLES = (
    "Không thấy hàng tiêu đề nào quen trong 30 hàng đầu. Xin kiểm tra đúng loại danh sách chưa, "
    "hoặc xuất lại tệp có hàng tiêu đề."
)


@dataclass(slots=True)
class Column:
    """What one column holds: `words` are its different texts, None once there are too many."""

    index: int
    title: str
    is_known: bool
    filled: int = 0
    samples: list[str] = field(default_factory=list)
    words: list[str] | None = field(default_factory=list)
    looks: Counter[personal.Why] = field(default_factory=Counter)

    def take(self, cell: Cell) -> Cell:
        """Note a cell; None instead of one that names somebody."""
        if cell is None:
            return None
        self.filled += 1
        why = personal.of_cell(cell) if not self.is_known or personal.names_someone(str(cell)) else None
        if why:
            self.looks[why] += 1
            return None
        self._note(str(cell))
        return cell

    def _note(self, written: str) -> None:
        if len(self.samples) < MOST_SAMPLES and written not in self.samples:
            self.samples.append(written[:LONGEST_WORD])
        if self.words is not None and written not in self.words:
            self.words.append(written)
            if len(self.words) > MOST_WORDS or len(written) > LONGEST_WORD:
                self.words = None


@dataclass(frozen=True, slots=True)
class Dropped:
    title: str
    why: personal.Why


class Sift:
    """One pass over the rows of a list."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._columns: dict[int, Column] = {}
        self._by_title: list[Dropped] = []

    @property
    def columns(self) -> list[Column]:
        return [column for column in self._columns.values() if not _of_people(column)]

    @property
    def dropped(self) -> list[Dropped]:
        of_people = [
            Dropped(column.title, why) for column in self._columns.values() if (why := _of_people(column))
        ]
        return [*self._by_title, *of_people]

    def rows(self, found: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
        """Rows below the titles; cells of columns that are not kept are None. SheetRefused where there are no titles."""
        stream = iter(found)
        head = list(islice(stream, headers.DEEPEST))
        titles = headers.find_titles(head, self._schema)
        if titles is None:
            raise SheetRefused(NO_TITLES)
        self._begin(titles.cells)
        below = chain(head[titles.row + 1 :], stream)
        for number, cells in enumerate(below, start=titles.row + 2):
            kept = [
                self._columns[i].take(cell) if i in self._columns else None for i, cell in enumerate(cells)
            ]
            if any(cell is not None for cell in kept):
                yield number, kept

    def _begin(self, titles: Sequence[str]) -> None:
        known = set(headers.suggest(titles, self._schema).values())
        for index, title in enumerate(titles):
            why = None if index in known else personal.by_title(title)
            if why:
                self._by_title.append(Dropped(text.nfc(title)[:LONGEST_WORD], why))
            else:
                named = title[:LONGEST_WORD] or f"Cột {letters_of(index)}"
                self._columns[index] = Column(index, named, is_known=index in known)


def _of_people(column: Column) -> personal.Why | None:
    return personal.by_content(column.looks.items(), column.filled)
