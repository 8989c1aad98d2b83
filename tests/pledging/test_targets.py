"""The commune's line is held against a unit's target in whole numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from thidua.pledging.targets import falls_short

AMOUNTS = some.decimals(min_value=0, max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("value", "comparator", "line", "is_short"),
    [
        ("80", ">=", "80", False),
        ("80.0000", ">=", "80", False),
        ("79.996", ">=", "80", True),
        ("79.9999", ">=", "80", True),
        ("80.0001", ">=", "80", False),
        ("5", "<=", "5", False),
        ("5.0001", "<=", "5", True),
        ("4", "<=", "5", False),
        ("100", "==", "100", False),
        ("99.9999", "==", "100", True),
        ("100.0001", "==", "100", True),
    ],
)
def test_at_and_just_beside_the_line(value: str, comparator: str, line: str, is_short: bool) -> None:
    assert falls_short(Decimal(value), comparator, Decimal(line)) is is_short


def test_finer_than_any_target_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 4 decimals"):
        falls_short(Decimal("79.99999"), ">=", Decimal(80))


@given(AMOUNTS, AMOUNTS)
def test_what_falls_short_one_way_does_not_the_other(value: Decimal, line: Decimal) -> None:
    below, above = falls_short(value, ">=", line), falls_short(value, "<=", line)
    assert (below, above) == (value < line, value > line)
    assert falls_short(value, "==", line) is (below or above)
