"""The rules of figures (domain research 0.1) and its test vectors (0.6)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from thidua.indicator import errors, figures
from thidua.indicator.figures import (
    DASH,
    CellState,
    Comparator,
    Kind,
    OverTime,
    OverUnits,
    RolledUp,
    StandingCode,
    TargetLine,
    Value,
    check,
    combine,
    cumulative,
    display,
    display_percent,
    from_typed,
    meets,
    meets_amount,
    over_time,
    percent,
    roll_up,
    standing,
)

AT_LEAST, AT_MOST, EXACTLY = Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.EXACTLY
MISSING = Value(state=CellState.NOT_REPORTED)
NOT_ARISING = Value(state=CellState.NOT_ARISING)
NOT_APPLICABLE = Value(state=CellState.NOT_APPLICABLE)
REACH_AND_STRIVE = (TargetLine(90, AT_LEAST, "muc_dat"), TargetLine(100, AT_LEAST, "muc_phan_dau"))


# --- percent and display: vectors of 0.6 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "d", "expected"),
    [
        (1_059, 1_232, "85.96"),
        (1_566, 2_312, "67.73"),
        (7_600, 8_930, "85.11"),
        (8_914 - 14, 8_914, "99.84"),
        (19, 110, "17.27"),
        (1, 8, "12.50"),
        (1, 800, "0.13"),  # 0.125: half goes up
        (0, 7, "0.00"),
    ],
)
def test_percent_rounds_half_up_to_two_decimals(n: int, d: int, expected: str) -> None:
    assert str(percent(n, d)) == expected


@pytest.mark.parametrize("denominator", [0, None])
def test_percent_without_a_denominator_is_nothing(denominator: int | None) -> None:
    assert percent(0, denominator) is None
    assert display_percent(0, denominator) == DASH


def test_points_of_hai_phong_add_up_exactly() -> None:
    points = [Decimal(p) for p in ("15.69", "17.94", "19.85", "21.43", "22")]
    cells = [Value(p) for p in points]
    assert roll_up(cells, Kind.AMOUNT).numerator == Decimal("96.91")


def test_enrolments_add_up() -> None:
    assert roll_up([Value(42_652), Value(535_884)], Kind.COUNT).numerator == 578_536


@pytest.mark.parametrize(
    ("n", "d", "target", "expected"),
    [
        (7_600, 8_930, 80, "85,11\u00a0%"),
        (7_999, 10_000, 80, "79,99\u00a0%"),
        (79_996, 100_000, 80, "79,996\u00a0%"),
        (799_996, 1_000_000, 80, "79,9996\u00a0%"),
        (4, 5, 80, "80,00\u00a0%"),
        (80_004, 100_000, 80, "80,00\u00a0%"),  # reached and shown as reached
        (99_999, 100_000, 80, "99,999\u00a0%"),  # "all" is said of all only
        (1, 1_000_000, 80, "0,0001\u00a0%"),  # "nothing" is said of nothing only
        (1, 1, 100, "100,00\u00a0%"),
        (0, 1, 80, "0,00\u00a0%"),
    ],
)
def test_display_percent_never_tells_another_story(n: int, d: int, target: int, expected: str) -> None:
    assert display_percent(n, d, [TargetLine(target)]) == expected


def test_display_percent_of_an_upper_bound_shows_the_excess() -> None:
    assert display_percent(10_001, 100_000, [TargetLine(10, AT_MOST)]) == "10,001\u00a0%"


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (Value(7_600, 8_930), Kind.RATIO, "85,11\u00a0%"),
        (Value(1_234), Kind.COUNT, "1.234"),
        (Value(Decimal("1234.50")), Kind.AMOUNT, "1.234,50"),
        (Value(1), Kind.YES_NO, "Có"),
        (Value(0), Kind.YES_NO, "Không"),
        (Value(3, 5), Kind.YES_NO, "60,00\u00a0%"),
        (Value(0), Kind.COUNT, "0"),
        (NOT_ARISING, Kind.RATIO, "—"),
        (MISSING, Kind.RATIO, "chưa báo cáo"),
        (NOT_APPLICABLE, Kind.COUNT, "không áp dụng"),
    ],
)
def test_display_says_number_or_state(value: Value, kind: Kind, expected: str) -> None:
    assert display(value, kind) == expected


# --- thresholds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "d", "comparator", "target", "expected"),
    [
        (7_600, 8_930, AT_LEAST, 80, True),
        (7_999, 10_000, AT_LEAST, 80, False),
        (79_996, 100_000, AT_LEAST, 80, False),
        (8_000, 10_000, AT_LEAST, 80, True),
        (1_059, 1_232, EXACTLY, 100, False),
        (1_232, 1_232, EXACTLY, 100, True),
        (6, 10, EXACTLY, 60, True),
        (7, 10, EXACTLY, 60, True),  # a bare "60\u00a0%": passing it is reaching it
        (5, 10, EXACTLY, 60, False),
        (0, 10, EXACTLY, 0, True),
        (1, 10, EXACTLY, 0, False),
        (1, 10, AT_MOST, 10, True),
        (10_001, 100_000, AT_MOST, 10, False),
        (1_999, 2_000, AT_LEAST, Decimal("99.95"), True),
        (99_949, 100_000, AT_LEAST, Decimal("99.95"), False),
        (10**15 - 1, 10**15, AT_LEAST, 100, False),
    ],
)
def test_meets(n: int, d: int, comparator: Comparator, target: int | Decimal, expected: bool) -> None:
    assert meets(n, d, comparator, target) is expected


def test_meets_refuses_a_ratio_without_denominator() -> None:
    with pytest.raises(ValueError):
        meets(0, 0, AT_LEAST, 80)


def test_meets_amount() -> None:
    assert meets_amount(2, AT_LEAST, 2) is True
    assert meets_amount(1, AT_LEAST, 2) is False
    assert meets_amount(Decimal("0.1") + Decimal("0.2"), EXACTLY, Decimal("0.3")) is True
    assert meets_amount(3, AT_MOST, Decimal("2.9")) is False


# --- what may be a figure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "refusal"),
    [
        (Value(11, 10), Kind.RATIO, errors.PartExceedsWhole),
        (Value(-1, 10), Kind.RATIO, errors.Negative),
        (Value(0, -10), Kind.RATIO, errors.Negative),
        (Value(Decimal("1.5"), 10), Kind.RATIO, errors.NotWhole),
        (Value(Decimal("1.5")), Kind.COUNT, errors.NotWhole),
        (Value(1), Kind.RATIO, errors.NumberMissing),
        (Value(None, 10), Kind.RATIO, errors.NumberMissing),
        (Value(0, 0), Kind.RATIO, errors.NumberNotExpected),
        (Value(1, 2), Kind.COUNT, errors.NumberNotExpected),
        (Value(2), Kind.YES_NO, errors.NotYesNo),
        (Value(Decimal("NaN")), Kind.AMOUNT, errors.NotANumber),
        (Value(Decimal("Infinity")), Kind.AMOUNT, errors.NotANumber),
        (Value(Decimal("0.00001")), Kind.AMOUNT, errors.TooFine),
        (Value(0.5), Kind.AMOUNT, errors.NotANumber),  # type: ignore[arg-type]
        (Value(True), Kind.COUNT, errors.NotANumber),
        (Value(10**15 + 1), Kind.COUNT, errors.TooLarge),
        (Value(Decimal("1e400")), Kind.AMOUNT, errors.TooLarge),
        (Value(1, 2, CellState.NOT_ARISING), Kind.RATIO, errors.NumberNotExpected),
        (Value(0, None, CellState.NOT_REPORTED), Kind.COUNT, errors.NumberNotExpected),
    ],
)
def test_check_refuses(value: Value, kind: Kind, refusal: type[errors.FigureRefused]) -> None:
    with pytest.raises(refusal) as caught:
        check(value, kind)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (Value(10, 10), Kind.RATIO),
        (Value(0, 1), Kind.RATIO),
        (Value(10**15, 10**15), Kind.RATIO),
        (Value(0), Kind.COUNT),
        (Value(Decimal("0.0001")), Kind.AMOUNT),
        (Value(5), Kind.AMOUNT),
        (NOT_ARISING, Kind.RATIO),
        (MISSING, Kind.YES_NO),
    ],
)
def test_check_accepts(value: Value, kind: Kind) -> None:
    check(value, kind)


def test_a_refusal_names_its_field_and_both_numbers() -> None:
    with pytest.raises(errors.PartExceedsWhole) as caught:
        check(Value(1_234, 1_000), Kind.RATIO)
    assert str(caught.value) == "Số đạt (1.234) không được lớn hơn tổng số (1.000)."
    assert caught.value.field == "numerator"


@pytest.mark.parametrize(
    ("n", "d", "kind", "expected"),
    [
        (None, None, Kind.RATIO, MISSING),
        (None, None, Kind.COUNT, MISSING),
        (0, 0, Kind.RATIO, NOT_ARISING),
        (None, 0, Kind.RATIO, NOT_ARISING),
        (0, 5, Kind.RATIO, Value(0, 5)),
        (0, None, Kind.COUNT, Value(0)),
    ],
)
def test_typed_numbers_become_a_cell(n: int | None, d: int | None, kind: Kind, expected: Value) -> None:
    assert from_typed(n, d, kind) == expected


def test_typed_part_of_nothing_is_refused() -> None:
    with pytest.raises(errors.PartExceedsWhole):
        from_typed(3, 0, Kind.RATIO)


# --- roll-up ---------------------------------------------------------------------------------------------------------


def test_roll_up_is_never_the_mean_of_percents() -> None:
    rolled = roll_up([Value(9, 10), Value(10, 100)], Kind.RATIO)
    assert (rolled.numerator, rolled.denominator) == (19, 110)
    assert percent(19, 110) == Decimal("17.27")


def test_roll_up_leaves_out_and_counts_what_has_no_value() -> None:
    rolled = roll_up([Value(1, 2), MISSING, MISSING, NOT_ARISING, NOT_APPLICABLE], Kind.RATIO)
    assert (rolled.numerator, rolled.denominator, rolled.missing) == (1, 2, 2)
    assert dict(rolled.counts) == {
        CellState.VALUE: 1,
        CellState.NOT_REPORTED: 2,
        CellState.NOT_ARISING: 1,
        CellState.NOT_APPLICABLE: 1,
    }


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ([], CellState.NOT_APPLICABLE),
        ([NOT_APPLICABLE, NOT_ARISING], CellState.NOT_ARISING),
        ([NOT_ARISING, MISSING], CellState.NOT_REPORTED),
        ([MISSING, Value(0)], CellState.VALUE),
    ],
)
def test_roll_up_of_nothing_is_not_zero(cells: list[Value], state: CellState) -> None:
    rolled = roll_up(cells, Kind.COUNT)
    assert rolled.state is state
    assert rolled.numerator == (0 if state is CellState.VALUE else None)


def test_roll_up_carries_estimates() -> None:
    assert roll_up([Value(1), Value(2, is_estimate=True)], Kind.COUNT).has_estimates is True
    assert roll_up([Value(1), Value(2)], Kind.COUNT).has_estimates is False


@pytest.mark.parametrize(("units", "flag"), [(1, False), (2, True)])
def test_declared_people_of_several_units_may_count_twice(units: int, flag: bool) -> None:
    rolled = roll_up([Value(5, 10)] * units, Kind.RATIO, OverUnits.DISTINCT_DECLARED)
    assert rolled.may_double_count is flag


def test_one_source_means_one() -> None:
    assert roll_up([Value(5), MISSING], Kind.COUNT, OverUnits.ONE).numerator == 5
    with pytest.raises(errors.SeveralSources):
        roll_up([Value(5), Value(5)], Kind.COUNT, OverUnits.ONE)


def test_yes_no_over_units_is_how_many_of_those_that_answered() -> None:
    rolled = roll_up([Value(1), Value(0), Value(1), MISSING], Kind.YES_NO)
    assert (rolled.numerator, rolled.denominator) == (2, 3)


# --- over time -------------------------------------------------------------------------------------------------------


def test_a_flow_sums_and_counts_the_months_without_report() -> None:
    total = over_time([Value(1, 10), MISSING, Value(4, 10, is_estimate=True)], OverTime.FLOW)
    assert (total.numerator, total.denominator, total.missing, total.has_estimates) == (5, 20, 1, True)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([Value(1, 10), Value(4, 12)], Value(4, 12)),
        ([Value(1, 10), MISSING], Value(1, 10)),
        ([Value(1, 10), NOT_APPLICABLE], Value(1, 10)),
        ([Value(1, 10), NOT_ARISING], NOT_ARISING),
        ([MISSING, NOT_ARISING], NOT_ARISING),
        ([MISSING, MISSING], MISSING),
        ([Value(1, 10, is_estimate=True), Value(2, 10)], Value(2, 10)),
    ],
)
def test_a_stock_takes_the_last_reported_state(cells: list[Value], expected: Value) -> None:
    assert over_time(cells, OverTime.STOCK).as_value() == expected


def test_cumulative_of_flow_and_stock() -> None:
    cells = [Value(1), MISSING, Value(5)]
    assert [total.numerator for total in cumulative(cells, OverTime.FLOW)] == [1, 1, 6]
    assert [total.numerator for total in cumulative(cells, OverTime.STOCK)] == [1, 1, 5]


def test_time_first_then_units_keeps_units_that_skipped_the_last_period() -> None:
    by_unit = [[Value(3, 10), MISSING], [Value(1, 10), Value(2, 10)]]
    ward = roll_up((over_time(cells, OverTime.STOCK).as_value() for cells in by_unit), Kind.RATIO)
    assert (ward.numerator, ward.denominator) == (5, 20)


# --- standing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "phrase", "code"),
    [
        (Value(100, 100), "Đạt", StandingCode.REACHED),
        (Value(913, 1000), "Đạt 90, chưa 100", StandingCode.PARTLY),
        (Value(899, 1000), "Chưa đạt", StandingCode.NOT_REACHED),
        (MISSING, "Chưa có số liệu", StandingCode.NO_DATA),
        (NOT_ARISING, "Không phát sinh", StandingCode.NOT_ARISING),
        (NOT_APPLICABLE, "Không áp dụng", StandingCode.NOT_APPLICABLE),
    ],
)
def test_standing_against_two_lines(value: Value, phrase: str, code: StandingCode) -> None:
    result = standing(value, REACH_AND_STRIVE)
    assert (result.phrase, result.code) == (phrase, code)


def test_standing_keeps_every_line() -> None:
    result = standing(Value(913, 1000), reversed(REACH_AND_STRIVE))
    assert [(line.name, reached) for line, reached in result.reached] == [
        ("muc_dat", True),
        ("muc_phan_dau", False),
    ]


def test_standing_before_the_period_closes() -> None:
    assert standing(MISSING, REACH_AND_STRIVE, is_due=False).phrase == "Chưa đến kỳ"
    assert standing(Value(9, 10), REACH_AND_STRIVE, is_due=False).phrase == "Đạt 90, chưa 100"


def test_standing_of_counts_and_without_lines() -> None:
    assert standing(Value(3), [TargetLine(2)]).phrase == "Đạt"
    assert standing(Value(1), [TargetLine(Decimal("1.5"))]).phrase == "Chưa đạt"
    assert standing(Value(9, 10), []).phrase == "Chưa đặt mức"


def test_choices_carry_vietnamese_labels() -> None:
    assert CellState.choices()[0] == ("co_so_lieu", "có số liệu")
    labels = [
        label for enum in (Kind, OverTime, OverUnits, CellState, Comparator) for _, label in enum.choices()
    ]
    assert len(labels) == len(set(labels)) == 16


# --- properties ------------------------------------------------------------------------------------------------------

ratios = st.integers(1, 10**15).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
targets = st.one_of(st.integers(0, 100), st.decimals(0, 100, places=2))
cells = st.one_of(
    ratios.map(lambda nd: Value(*nd)),
    ratios.map(lambda nd: Value(*nd, is_estimate=True)),
    st.sampled_from([MISSING, NOT_ARISING, NOT_APPLICABLE]),
)


@given(st.lists(cells, max_size=6), st.lists(cells, max_size=6), st.sampled_from(OverUnits))
def test_roll_up_is_the_same_however_it_is_grouped(a: list[Value], b: list[Value], how: OverUnits) -> None:
    def attempt(parts: list[list[Value]]) -> RolledUp | str:
        try:
            return combine((roll_up(part, Kind.RATIO, how) for part in parts), how)
        except errors.SeveralSources:
            return "several"

    assert attempt([a, b]) == attempt([[*b, *a]]) == attempt([[cell] for cell in [*a, *b]])


@given(st.lists(ratios, min_size=1, max_size=8))
def test_roll_up_is_the_sum_of_parts_over_the_sum_of_wholes(pairs: list[tuple[int, int]]) -> None:
    rolled = roll_up([Value(*pair) for pair in pairs], Kind.RATIO)
    assert (rolled.numerator, rolled.denominator) == tuple(map(sum, zip(*pairs, strict=True)))


@given(ratios, targets)
def test_meets_agrees_with_exact_fractions(ratio: tuple[int, int], target: int | Decimal) -> None:
    exact, line = Fraction(ratio[0], ratio[1]) * 100, Fraction(target)
    assert meets(*ratio, AT_LEAST, target) is (exact >= line)
    assert meets(*ratio, AT_MOST, target) is (exact <= line)
    assert meets(*ratio, EXACTLY, target) is (exact >= line if line else exact == 0)


@given(ratios, st.lists(targets, max_size=3), st.sampled_from(Comparator))
@example((79_996, 100_000), [80], AT_LEAST)
@example((99_999_999_999, 10**11), [], AT_LEAST)
def test_display_tells_the_truth_about_every_line(
    ratio: tuple[int, int], line_targets: list[int | Decimal], comparator: Comparator
) -> None:
    text = display_percent(*ratio, [TargetLine(target, comparator) for target in line_targets])
    shown = Fraction(text.removesuffix("\u00a0%").replace(".", "").replace(",", "."))
    for target in line_targets:
        assert meets_amount(Decimal(shown.numerator) / shown.denominator, comparator, target) is meets(
            *ratio, comparator, target
        )
    assert (shown == 100) is (ratio[0] == ratio[1])
    assert (shown == 0) is (ratio[0] == 0)


@given(ratios)
def test_percent_is_within_half_a_hundredth(ratio: tuple[int, int]) -> None:
    rounded = percent(*ratio)
    assert rounded is not None
    difference = Fraction(rounded) - Fraction(100 * ratio[0], ratio[1])
    assert -Fraction(1, 200) < difference <= Fraction(1, 200)


@given(ratios)
def test_every_well_formed_ratio_is_accepted(ratio: tuple[int, int]) -> None:
    assert from_typed(*ratio, Kind.RATIO) == Value(*ratio)


@pytest.mark.parametrize(
    ("value", "share", "parts"),
    [
        (Value(7600, 8930), Fraction(760_000, 8930), "7.600/8.930"),
        (Value(0, 8), Fraction(0), "0/8"),
        (Value(Decimal("12.5")), Fraction(25, 2), ""),
        (Value(0, 0), None, ""),
        (Value(None, None, CellState.NOT_REPORTED), None, ""),
        (Value(None, None, CellState.NOT_ARISING), None, ""),
    ],
)
def test_exact_and_its_two_numbers(value: Value, share: Fraction | None, parts: str) -> None:
    assert (figures.exact(value), figures.display_parts(value)) == (share, parts)
