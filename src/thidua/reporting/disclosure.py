"""Which parts of a figure may be made public without telling about single persons. Pure.

A number of persons from one to just below the smallest that may be told is withheld: those who reached it, all of the part, and
those of it who did not. What could be worked out from the rest is withheld with it: with one part of a whole left out, the
whole less the others would give it back.
"""

from collections.abc import Iterator, Sequence

from thidua.indicator.figures import CellState, Kind, Value

OF_PERSONS = {Kind.RATIO, Kind.COUNT}  # amounts and answers yes or no count no persons
Counts = tuple[int, int | None]


def withheld(
    parts: Sequence[Value], whole: Value, *, kind: Kind, add_up: bool, smallest: int | None
) -> frozenset[int]:
    """Places of the parts that stay untold. `whole` is that of the units that gave the parts; `smallest` None: all stay so.

    The secret is that of one table. Two tables of different days may still be compared; no rule on one of them prevents that.
    """
    given = {place: counts for place, part in enumerate(parts) if (counts := _counts(part)) is not None}
    if kind not in OF_PERSONS:
        return frozenset()
    if smallest is None:
        return frozenset(given)
    total = _counts(whole)
    hidden = {
        place
        for place, counts in given.items()
        if _tells(counts, smallest) or (not add_up and total and _tells(_less(total, counts), smallest))
    }
    if hidden and add_up:
        hidden |= set(_cover(given, hidden, smallest))
    return frozenset(hidden)


def _cover(given: dict[int, Counts], hidden: set[int], smallest: int) -> Iterator[int]:
    """Further parts, the smallest first, until what is left out is no single part and no small number."""
    left_out = [given[place] for place in hidden]
    others = sorted((place for place in given if place not in hidden), key=lambda place: given[place])
    for place in others:
        if len(left_out) > 1 and not _tells(_sum(left_out), smallest):
            return
        left_out.append(given[place])
        yield place


def _counts(value: Value) -> Counts | None:
    if value.state is not CellState.VALUE or value.numerator is None:
        return None
    return int(value.numerator), value.denominator


def _tells(counts: Counts, smallest: int) -> bool:
    """Whether one of the groups that the numbers count is so small that people know who is meant."""
    numerator, denominator = counts
    groups = [numerator] if denominator is None else [numerator, denominator, denominator - numerator]
    return any(0 < group < smallest for group in groups)


def _less(whole: Counts, part: Counts) -> Counts:
    denominator = None if whole[1] is None or part[1] is None else whole[1] - part[1]
    return whole[0] - part[0], denominator


def _sum(held: Sequence[Counts]) -> Counts:
    wholes = [denominator for _, denominator in held if denominator is not None]
    return sum(numerator for numerator, _ in held), sum(wholes) if wholes else None
