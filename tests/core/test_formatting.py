"""Numbers and dates as offices write them; a share never looks reached when it is not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core import formatting

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234, None, "1.234"),
        (1234567, None, "1.234.567"),
        (Decimal("1234.50"), None, "1.234,5"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("0.005"), 2, "0,01"),
        (Decimal("1E+3"), None, "1.000"),
        (-12, None, "\u221212"),
        (Fraction(1, 3), None, "0,333333"),
        (0, None, "0"),
        (None, None, "—"),
    ],
)
def test_number(value: formatting.Number | None, places: int | None, text: str) -> None:
    assert formatting.number(value, places) == text


@pytest.mark.parametrize(
    ("n", "d", "text"),
    [
        (8511, 10000, "85,11"),
        (40, 47, "85,11"),  # 85.106…, half up
        (4, 5, "80,00"),
        (7999, 10000, "79,99"),
        (79996, 100000, "79,996"),  # vector of the law of numbers: never 80
        (99999999, 100000000, "99,999999"),
        (999999999999, 1000000000000, "99,999999"),  # cut where rounding would reach 100
        (0, 7, "0,00"),
        (1, 1, "100,00"),
    ],
)
def test_ratio(n: int, d: int, text: str) -> None:
    assert formatting.ratio(n, d) == f"{text}{NBSP}%"


@pytest.mark.parametrize(("n", "d"), [(5, 0), (None, 5), (5, None)])
def test_ratio_is_missing_without_both_numbers(n: int | None, d: int | None) -> None:
    assert formatting.ratio(n, d) == "—"


def test_percent_shows_a_third_decimal_below_a_broken_line() -> None:
    assert formatting.percent(Decimal("72.496"), lines=(Decimal("72.5"),)) == f"72,496{NBSP}%"
    assert formatting.percent(Decimal("72.496")) == f"72,50{NBSP}%"


@given(n=st.integers(0, 10**7), d=st.integers(1, 10**7), line=st.integers(1, 100))
def test_a_shown_percent_reaches_a_line_only_when_the_figure_does(n: int, d: int, line: int) -> None:
    shown = Fraction(formatting.ratio(n, d).removesuffix(f"{NBSP}%").replace(".", "").replace(",", "."))
    assert (shown >= line) == (100 * n >= line * d)


@given(value=st.fractions(-(10**15), 10**15), places=st.integers(0, 6))
def test_rounding_is_half_up_and_near(value: Fraction, places: int) -> None:
    off = Fraction(formatting.rounded(value, places)) - value
    assert abs(off) <= Fraction(1, 2 * 10**places)
    if abs(off) == Fraction(1, 2 * 10**places):
        assert (off > 0) == (value > 0)


def test_days() -> None:
    day = date(2026, 10, 8)
    assert formatting.day(day) == "08/10/2026"
    assert formatting.long_day(day) == "8 tháng 10 năm 2026"
    assert (formatting.day(None), formatting.long_day(None), formatting.moment(None)) == ("—", "—", "—")


def test_moments_are_local() -> None:
    evening = datetime(2026, 10, 7, 17, 30, tzinfo=UTC)
    assert formatting.moment(evening) == "00:30 ngày 08/10/2026"
    assert formatting.day(evening) == "08/10/2026"


@pytest.mark.parametrize(
    ("count", "text"),
    [(10, "1 KB"), (421888, "412 KB"), (1024 * 1024 - 1, "1.024 KB"), (1468006, "1,4 MB")],
)
def test_file_size(count: int, text: str) -> None:
    assert formatting.file_size(count) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("took", "said"), [(7.46, "7,5"), (0.0, "0,0"), (61.25, "61,3"), (1234.5, "1.234,5")]
)
def test_seconds(took: float, said: str) -> None:
    assert formatting.seconds(took) == said


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Tháng 10/2026", "tháng 10/2026"),
        ("Quý III/2026", "quý III/2026"),
        ("6 tháng đầu năm 2026", "6 tháng đầu năm 2026"),
        ("UBND thành phố hỏi", "UBND thành phố hỏi"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_begins_small_unless_it_is_an_abbreviation(label: str, inside: str) -> None:
    assert formatting.in_text(label) == inside


def test_a_table_that_does_not_hold_every_row_says_so() -> None:
    (said,) = formatting.cut_note(50_000, 123_456)
    assert said.startswith("Bảng chỉ có 50.000 hàng đầu trong 123.456 hàng. Muốn lấy phần còn lại")
    assert formatting.cut_note(5, 5) == []
