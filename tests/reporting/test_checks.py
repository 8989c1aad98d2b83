"""The rules of validation, pure: what each says about a number, and that guards never let a finding pass."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.indicator.figures import CellState, Kind, OverTime, Value
from thidua.reporting import checks
from thidua.reporting.checks import outlier, shipped
from thidua.reporting.checks.grounds import Earlier, Grounds, PartGroup

LEVELS = {name: level.value for name, level in shipped.levels_on(shipped.levels()[0].valid_from).items()}
LAST = "Tháng 9/2026"


def told(value: Value, kind: Kind = Kind.RATIO, over: OverTime = OverTime.FLOW, **other: object) -> list[str]:
    """Codes of the rules that say something."""
    grounds = Grounds(kind, over, **{"levels": LEVELS, **other})  # type: ignore[arg-type]
    return [one.rule.code for one in checks.findings(value, grounds)]


def before(numerator: int, denominator: int | None = None) -> Earlier:
    return Earlier(LAST, Value(numerator, denominator))


@pytest.mark.parametrize(
    ("value", "previous", "expected"),
    [
        (Value(69, 100), before(50, 100), []),
        (Value(70, 100), before(50, 100), ["last_period"]),
        (Value(30, 100), before(50, 100), ["last_period"]),
        (Value(50, 300), before(17, 100), ["last_period"]),  # the total grew to three times
        (Value(5, 10), before(1, 2), []),  # a small total may
        (Value(70, 100), None, []),
        (Value(state=CellState.NOT_ARISING), before(50, 100), []),
    ],
)
def test_a_share_is_compared_with_the_last_period(
    value: Value, previous: Earlier | None, expected: list[str]
) -> None:
    assert told(value, previous=previous) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(29, []), (30, ["last_period"]), (4, []), (3, []), (0, ["last_period"])]
)
def test_a_count_is_compared_with_the_last_period(number: int, expected: list[str]) -> None:
    assert told(Value(number), Kind.COUNT, previous=before(10)) == expected


def test_a_leap_against_last_year_is_told_apart() -> None:
    assert told(Value(90, 100), last_year=Earlier("Tháng 10/2025", Value(50, 100))) == ["last_year"]


def test_a_stock_does_not_shrink_and_its_whole_hardly_moves() -> None:
    stock = OverTime.STOCK
    assert told(Value(50, 100), over=stock, previous=before(51, 100)) == ["falling_stock"]
    assert told(Value(51, 120), over=stock, previous=before(51, 100)) == ["shifting_base"]
    assert told(Value(51, 119), over=stock, previous=before(51, 100)) == []
    assert told(Value(50, 100), previous=before(51, 100)) == []  # a flow may


def test_an_outlier_needs_five_units_and_distance() -> None:
    peers = tuple(Fraction(one) for one in (80, 81, 82, 83, 84))
    assert told(Value(40, 100), peers=peers, peers_label=LAST) == ["outlier"]
    assert told(Value(40, 100), peers=peers[:4], peers_label=LAST) == []
    assert told(Value(68, 100), peers=peers, peers_label=LAST) == []  # less than fifteen points away


def test_one_wild_unit_does_not_hide_the_next() -> None:
    peers = tuple(Fraction(one) for one in (80, 81, 82, 83, 84, 3))
    assert told(Value(40, 100), peers=peers, peers_label=LAST) == ["outlier"]


def test_median() -> None:
    assert outlier.median([Fraction(3), Fraction(1), Fraction(2)]) == 2
    assert outlier.median([Fraction(4), Fraction(1), Fraction(2), Fraction(3)]) == Fraction(5, 2)


@pytest.mark.parametrize(
    ("number", "complete", "expected"),
    [(12, True, []), (11, True, ["parts_add_up"]), (13, True, ["parts_add_up"]), (13, False, [])],
)
def test_parts_add_up_to_the_whole(number: int, complete: bool, expected: list[str]) -> None:
    sexes = PartGroup("giới tính", add_up=True, is_complete=complete, parts=(Value(5), Value(7)))
    assert told(Value(number), Kind.COUNT, parts=(sexes,)) == expected


def test_parts_that_overlap_lie_within_the_whole() -> None:
    ages = PartGroup("nhóm tuổi", add_up=False, is_complete=True, parts=(Value(9), Value(8)))
    assert told(Value(10), Kind.COUNT, parts=(ages,)) == []
    assert told(Value(8), Kind.COUNT, parts=(ages,)) == ["parts_add_up"]


def test_a_range_is_refused_beyond_its_ends() -> None:
    levels = {**LEVELS, "range_least": Decimal(1), "range_most": Decimal(40)}
    assert [told(Value(n), Kind.COUNT, levels=levels) for n in (0, 1, 40, 41)] == [
        ["value_range"],
        [],
        [],
        ["value_range"],
    ]


def test_a_finding_says_both_numbers() -> None:
    grounds = Grounds(Kind.RATIO, OverTime.FLOW, LEVELS, previous=before(85, 100))
    assert [one.sentence for one in checks.findings(Value(40, 100), grounds)] == [
        "Tỷ lệ 40\u00a0% thấp hơn hẳn so với 85\u00a0% của Tháng 9/2026, lệch từ 20 điểm phần trăm trở lên."
    ]


cells = st.integers(0, 300).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(cells, cells, cells, st.lists(st.integers(0, 100), max_size=9), st.sampled_from(OverTime))
def test_a_guard_lets_no_finding_pass(
    now: tuple[int, int], last: tuple[int, int], year: tuple[int, int], peers: list[int], over: OverTime
) -> None:
    grounds = Grounds(
        Kind.RATIO,
        over,
        LEVELS,
        previous=before(*last),
        last_year=before(*year),
        peers=tuple(Fraction(one) for one in peers),
        peers_label=LAST,
    )
    if now[1] and checks.is_within(checks.guard_of(grounds), *now):
        assert checks.findings(Value(*now), grounds) == []


def test_rules_stand_one_in_a_file_and_all_in_the_list() -> None:
    folder = Path(checks.__file__).parent
    own = {"__init__", "grounds", "moves", "shipped"}
    assert {one.code for one in checks.RULES} == {path.stem for path in folder.glob("*.py")} - own


def test_every_threshold_has_a_rule_and_a_ground() -> None:
    assert {name for one in checks.RULES for name in one.levels} == set(shipped.names())
    assert {one.citation.partition(";")[0] for one in shipped.levels()} == {"Mẫu gợi ý"}
    assert {one.name for one in shipped.levels()} <= set(shipped.names())
