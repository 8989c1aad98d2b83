"""Whether whole and parts would agree once a filled-in workbook is taken over, by the rule that the pages use. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from thidua.indicator.figures import CellState, OverTime, Value
from thidua.reporting.checks import parts_add_up
from thidua.reporting.checks.grounds import Grounds, PartGroup, measured
from thidua.reporting.workbooks import Line, Outcome, place_of


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where they differ: `place` is the cell of the whole, "" where its row is not in the file."""

    line: Line
    place: str
    sentence: str


def disagreements(outcomes: Iterable[Outcome], lines: Sequence[Line]) -> list[Disagreement]:
    """Of the figures that the workbook changes, with all that can be read taken over.

    They are taken over all the same, as the page does, and refused when the report is handed in: either may be typed first.
    """
    read = {one.line.key: one for one in outcomes}
    touched = {one.line.figure for one in read.values() if one.is_changed}
    values = {line.key: line.value for line in lines}
    values |= {key: one.value for key, one in read.items() if one.value is not None}
    return [
        found
        for line in lines
        if line.part is None and line.figure in touched
        for found in _of(line, _groups(line, lines, values), values[line.key], read.get(line.key))
    ]


def _groups(line: Line, lines: Iterable[Line], values: Mapping[str, Value]) -> tuple[PartGroup, ...]:
    """The parts that would stand, by breakdown; one that nobody gave is missing, not nothing."""
    by_breakdown: dict[int, list[Line]] = {}
    for one in lines:
        if one.part and one.figure == line.figure:
            by_breakdown.setdefault(one.part.breakdown, []).append(one)
    groups = []
    for held in by_breakdown.values():
        given = [values[one.key] for one in held if values[one.key].state is not CellState.NOT_REPORTED]
        if given and (part := held[0].part):
            groups.append(PartGroup(part.label, part.add_up, len(given) == len(held), tuple(given)))
    return tuple(groups)


def _of(
    line: Line, groups: tuple[PartGroup, ...], value: Value, row: Outcome | None
) -> Iterator[Disagreement]:
    grounds = Grounds(kind=line.kind, over_time=OverTime.FLOW, levels={}, parts=groups)
    for fence in parts_add_up.RULE.fences(grounds):
        number = measured(value, fence.measure)
        sentence = "" if number is None else fence.sentence(number)
        if sentence:
            yield Disagreement(line, "" if row is None else place_of(row.row, fence.measure.value), sentence)
