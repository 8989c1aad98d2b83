"""Which parts may be told: none that counts a few persons, none from which such a part could be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting.disclosure import withheld

MISSING = Value(state=CellState.NOT_REPORTED)
NOBODY = Value(state=CellState.NOT_ARISING)


def told(
    *parts: Value,
    whole: Value | None = None,
    kind: Kind = Kind.RATIO,
    add_up: bool = True,
    smallest: int | None = 5,
) -> list[int]:
    """Places that are withheld."""
    return sorted(withheld(parts, whole or MISSING, kind=kind, add_up=add_up, smallest=smallest))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Value(5, 10), []),
        (Value(0, 10), []),  # that nobody did tells of no single person
        (Value(10, 10), []),
        (Value(4, 20), [0]),  # who did
        (Value(16, 20), [0]),  # who did not
        (Value(0, 4), [0]),  # of how many
        (Value(0, 0), []),
        (NOBODY, []),
        (MISSING, []),
    ],
)
def test_a_part_of_a_few_persons_is_withheld(part: Value, expected: list[int]) -> None:
    assert told(part, whole=Value(500, 1000), add_up=False) == expected


def test_one_part_left_out_takes_the_next_smallest_with_it() -> None:
    """Nam 40/60 and the whole 43/70 would give Nữ 3/10 back."""
    assert told(Value(40, 60), Value(3, 10)) == [0, 1]
    assert told(Value(40, 60), Value(3, 10), Value(20, 30)) == [1, 2]


def test_two_small_parts_are_enough_only_when_their_sum_is_not_small() -> None:
    small = Value(2, 20)
    assert told(Value(40, 60), small, Value(4, 20), Value(30, 50)) == [1, 2]
    assert told(Value(40, 60), small, small, Value(30, 50)) == [1, 2, 3]


def test_zero_covers_nothing() -> None:
    assert told(Value(0, 20), Value(3, 20), Value(40, 60), Value(50, 90)) == [0, 1, 2]


def test_of_parts_that_overlap_the_rest_of_the_whole_counts_too() -> None:
    assert told(Value(48, 90), whole=Value(50, 95), add_up=False) == [0]
    assert told(Value(40, 80), whole=Value(50, 95), add_up=False) == []


@pytest.mark.parametrize(("kind", "expected"), [(Kind.COUNT, [0, 1]), (Kind.AMOUNT, []), (Kind.YES_NO, [])])
def test_only_numbers_of_persons_are_withheld(kind: Kind, expected: list[int]) -> None:
    assert told(Value(3), Value(40), kind=kind) == expected


@pytest.mark.parametrize(("smallest", "expected"), [(0, []), (1, []), (4, [0, 1]), (None, [0, 1])])
def test_the_level_is_the_wards_and_without_one_nothing_is_told(
    smallest: int | None, expected: list[int]
) -> None:
    assert told(Value(3, 10), Value(40, 60), smallest=smallest) == expected


cells = st.integers(0, 60).flatmap(lambda d: st.builds(Value, st.integers(0, d), st.just(d)))


@given(st.lists(cells, min_size=2, max_size=7), st.integers(2, 12))
def test_what_is_told_gives_no_small_number_back(parts: list[Value], smallest: int) -> None:
    """From the whole and what is told: the sum of what is left out is known, and is no small number unless all is left out."""
    hidden = told(*parts, smallest=smallest)
    for place, part in enumerate(parts):
        if place not in hidden:
            assert part.numerator is not None
            assert part.denominator is not None
            assert not 0 < part.numerator < smallest
            assert not 0 < part.denominator - part.numerator < smallest
    if hidden and len(hidden) < len(parts):
        left_out = sum(int(parts[place].numerator or 0) for place in hidden)
        assert len(hidden) > 1
        assert not 0 < left_out < smallest
