"""What people type and what pages print."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.indicator import errors
from thidua.indicator.numerals import (
    BOUND,
    count_from_cell,
    format_number,
    format_plain,
    parse_amount,
    parse_count,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", None),
        ("  \u00a0 ", None),
        ("0", 0),
        ("007", 7),
        ("412", 412),
        ("1234", 1234),
        ("1.234", 1234),
        ("12.345.678", 12_345_678),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        ("\u200b655", 655),
        ("１２３４", 1234),
        ("１．２３４", 1234),
        (str(BOUND), BOUND),
    ],
)
def test_parse_count_reads(typed: str, expected: int | None) -> None:
    assert parse_count(typed) == expected


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("12.5", errors.AmbiguousNumber),
        ("1.23", errors.AmbiguousNumber),
        ("1.2345", errors.AmbiguousNumber),
        ("0.123", errors.AmbiguousNumber),
        ("1.234.56", errors.AmbiguousNumber),
        ("1.234 567", errors.AmbiguousNumber),
        ("1,234", errors.AmbiguousNumber),
        ("1,234.5", errors.AmbiguousNumber),
        ("1,234,567", errors.AmbiguousNumber),
        ("12,5", errors.NotWhole),
        ("1.234,5", errors.NotWhole),
        ("1.234,567", errors.NotWhole),
        ("12 34", errors.NotANumber),
        ("-5", errors.Negative),
        ("\u22125", errors.Negative),
        ("85%", errors.PercentTyped),
        ("85 ％", errors.PercentTyped),
        ("nan", errors.NotANumber),
        ("Infinity", errors.NotANumber),
        ("1e400", errors.NotANumber),
        ("0x1F", errors.NotANumber),
        ("1_000", errors.NotANumber),
        ("5²", errors.NotANumber),
        ("٣", errors.NotANumber),
        ("mười", errors.NotANumber),
        ("=1+1", errors.NotANumber),
        ("412 người", errors.NotANumber),
        (str(BOUND + 1), errors.TooLarge),
        ("9" * 5000, errors.TooLarge),
        ("x" * 5000, errors.NotANumber),
    ],
)
def test_parse_count_refuses(typed: str, refusal: type[errors.FigureRefused]) -> None:
    with pytest.raises(errors.FigureRefused) as caught:
        parse_count(typed)
    assert type(caught.value) is refusal


def test_an_ambiguous_number_is_quoted_with_both_ways_out() -> None:
    with pytest.raises(errors.AmbiguousNumber) as caught:
        parse_count("12.5")
    assert str(caught.value) == (
        "“12.5” có thể hiểu theo hai cách. Phần nghìn gõ 1234 hoặc 1.234; phần lẻ gõ dấu phẩy, ví dụ 1,5."
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" ", None),
        ("1,5", Decimal("1.5")),
        ("1.234,5", Decimal("1234.5")),
        ("1234,50", Decimal("1234.5")),
        ("1.500", Decimal(1500)),
        ("0,0001", Decimal("0.0001")),
        ("3,00000", Decimal(3)),
        ("１，５", Decimal("1.5")),
    ],
)
def test_parse_amount_reads(typed: str, expected: Decimal | None) -> None:
    assert parse_amount(typed) == expected


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("1.5", errors.AmbiguousNumber),
        ("1,5,5", errors.AmbiguousNumber),
        ("1,234.5", errors.AmbiguousNumber),
        (",5", errors.NotANumber),
        ("1,00001", errors.TooFine),
        ("1e3", errors.NotANumber),
        ("-1,5", errors.Negative),
        (f"{BOUND + 1},5", errors.TooLarge),
    ],
)
def test_parse_amount_refuses(typed: str, refusal: type[errors.FigureRefused]) -> None:
    with pytest.raises(errors.FigureRefused) as caught:
        parse_amount(typed)
    assert type(caught.value) is refusal


@pytest.mark.parametrize(
    ("cell", "expected"), [(None, None), ("", None), (12, 12), (12.0, 12), ("1.234", 1234)]
)
def test_count_from_cell_reads(cell: object, expected: int | None) -> None:
    assert count_from_cell(cell) == expected


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [
        (1.234, errors.NotWhole),
        (-1.0, errors.Negative),
        (float("nan"), errors.NotANumber),
        (float("inf"), errors.TooLarge),
        (1e300, errors.TooLarge),
        (True, errors.NotANumber),
        (b"1", errors.NotANumber),
    ],
)
def test_count_from_cell_refuses(cell: object, refusal: type[errors.FigureRefused]) -> None:
    with pytest.raises(errors.FigureRefused) as caught:
        count_from_cell(cell)
    assert type(caught.value) is refusal


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Decimal("90.00"), "90"),
        (100, "100"),
        (Decimal("99.50"), "99,5"),
        (1500, "1.500"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_format_plain_drops_needless_zeros(number: int | Decimal, expected: str) -> None:
    assert format_plain(number) == expected


@given(st.integers(0, BOUND))
def test_a_printed_count_is_read_back(number: int) -> None:
    assert parse_count(format_number(number)) == number
    assert parse_count(format_plain(number)) == number


@given(st.decimals(0, 10**14, places=4))
def test_a_printed_amount_is_read_back(number: Decimal) -> None:
    assert parse_amount(format_number(number)) == number
    assert parse_amount(format_plain(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_count_or_a_sentence(typed: str) -> None:
    with contextlib.suppress(errors.FigureRefused):
        number = parse_count(typed)
        assert number is None or 0 <= number <= BOUND
