"""Rows of a foreign list as rows of a register, each with what is wrong about it. Pure.

A row without what it needs is refused; one that only looks odd is kept and said to be odd: the dossier exists all the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from thidua.core.sheet_refusals import letters_of
from thidua.registers import personal, values
from thidua.registers.library import Field, Schema, Value

KEY_JOINT = "\x1f"
MOST_KNOWN = 10_000  # different cells of one column whose meaning is remembered


class Weight(StrEnum):
    REFUSED = "refused"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` names cell or row of the file; `reason` is a sentence."""

    place: str
    reason: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `number` in the file, from 1; `facts` is None when it is refused."""

    number: int
    key: str
    day: str | None
    facts: dict[str, Value] | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """What a person said: the column (from 0) of each field, and for some fields the meaning of words (folded)."""

    columns: Mapping[str, int]
    words: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


def missing(schema: Schema, matching: Matching) -> list[Field]:
    """Fields that every row needs and no column gives."""
    return [one for one in schema.fields if one.is_required and one.name not in matching.columns]


@dataclass(frozen=True, slots=True)
class _Column:
    """One fact and where it stands. A list says the same days and words in every row: what a cell means is worked out once."""

    of: Field
    place: int
    words: Mapping[str, Value]
    known: dict[object, Value] = field(default_factory=dict)

    def value(self, cells: Sequence[object]) -> Value:
        """The fact in a row; raises NotThis."""
        cell = cells[self.place] if self.place < len(cells) else None
        if cell in self.known:
            return self.known[cell]
        value = values.read(cell, self.of, self.words)
        if isinstance(value, str) and self.of.labels is None and personal.names_someone(value):
            raise values.NotThis("giống số định danh hoặc địa chỉ liên hệ của một người nên không được giữ")
        if len(self.known) < MOST_KNOWN:
            self.known[cell] = value
        return value

    def where(self, number: int) -> str:
        return f"Ô {letters_of(self.place)}{number}"

    @property
    def weight(self) -> Weight:
        return Weight.REFUSED if self.of.is_required else Weight.ODD


def read_lines(
    rows: Iterable[tuple[int, Sequence[object]]], schema: Schema, matching: Matching
) -> Iterator[Line]:
    """Each row (its number in the file, its cells) as a Line. Of rows with the same key the last one holds: the one before
    cannot be called back, so whoever takes the lines lets a later one win.
    """
    columns = [
        _Column(one, matching.columns[one.name], matching.words.get(one.name, {}))
        for one in schema.fields
        if one.name in matching.columns
    ]
    unmatched = {one.name: one.blank for one in schema.fields if one.name not in matching.columns}
    for number, cells in rows:
        if any(cell is not None for cell in cells):
            yield _line(number, cells, columns, dict(unmatched), schema)


def _line(
    number: int, cells: Sequence[object], columns: Sequence[_Column], facts: dict[str, Value], schema: Schema
) -> Line:
    problems: list[Problem] = []
    for column in columns:
        try:
            value = facts[column.of.name] = column.value(cells)
        except values.NotThis as wrong:
            facts[column.of.name] = None
            problems.append(_about(cells[column.place], column, number, str(wrong)))
        else:
            if value is None and column.of.is_required:
                told = f"{column.of.title}: không được để trống."
                problems.append(Problem(column.where(number), told, Weight.REFUSED))
    problems += _out_of_order(facts, schema, number)
    is_refused = any(problem.weight is Weight.REFUSED for problem in problems)
    day = facts.get(schema.day) if schema.day else None
    return Line(
        number=number,
        key="" if is_refused else KEY_JOINT.join(str(facts[name]) for name in schema.key),
        day=str(day) if day else None,
        facts=None if is_refused else facts,
        problems=tuple(problems),
    )


def _about(cell: object, column: _Column, number: int, wrong: str) -> Problem:
    written = "" if personal.of_cell(cell) else str(cell)[:60]
    shown = f"“{written}” {wrong}" if written else wrong
    return Problem(column.where(number), f"{column.of.title}: {shown}.", column.weight)


def _out_of_order(facts: Mapping[str, Value], schema: Schema, number: int) -> list[Problem]:
    found = []
    for before, after in schema.order:
        first, second = facts.get(before), facts.get(after)
        if first and second and str(first) > str(second):
            told = f"{schema.field(before).title} sau {schema.field(after).title.lower()}; vẫn được tính."
            found.append(Problem(f"Hàng {number}", told, Weight.ODD))
    return found
