"""Cells of foreign lists as values; what can be read in two ways is not guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.registers.library import Field, Type, Value, load
from thidua.registers.values import NotThis, read

DOSSIERS = load()["ho-so-tthc"]
DAY = DOSSIERS.field("ngay_nop")
CHANNEL = DOSSIERS.field("kenh")
YES = DOSSIERS.field("so_hoa")
COUNT = DOSSIERS.field("so_lan_bo_sung")
MARK = load()["lop-hoc-so"].field("diem")


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 1, 5),
        "05/01/2026",
        "5/1/2026",
        "05-01-2026",
        "05.01.2026",
        "05/01/2026 08:30",
        "05/01/2026 08:30:15",
        "05/01/2026 8h30",
        "08:30 05/01/2026",
        "2026-01-05",
        "2026-01-05T08:30:00",
        "2026-01-05 08:30",
        "20260105",
        "20260105083015",
        46_027,
        Decimal("46027.35"),
    ],
)
def test_days_in_many_writings(cell: object) -> None:
    assert read(cell, DAY, {}) == "2026-01-05"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("14/10/2026 23:59:59", "2026-10-14"),
        ("20261014235959", "2026-10-14"),
        ("2026-10-14T23:59:59+07:00", "2026-10-14"),
        ("2026-10-14T16:59:59Z", "2026-10-14"),
        ("2026-10-14T17:00:00Z", "2026-10-15"),
        ("2026-10-14 17:00:00.5+0000", "2026-10-15"),
    ],
)
def test_a_moment_belongs_to_the_day_that_it_was_here(cell: str, day: str) -> None:
    assert read(cell, DAY, {}) == day


@pytest.mark.parametrize(
    "cell",
    ["2026-02-31T08:00:00Z", "31/02/2026", "13/13/2026", "tháng 1", "05/01/26", "5", 5, "1/2026", "00000000"],
)
def test_what_is_no_day(cell: object) -> None:
    with pytest.raises(NotThis):
        read(cell, DAY, {})


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_reads_as_itself(day: date) -> None:
    assert {read(f"{day:%d/%m/%Y}", DAY, {}), read(day.isoformat(), DAY, {})} == {day.isoformat()}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Trực tuyến", "2"),
        ("TRUC TUYEN", "2"),
        ("2", "2"),
        (2, "2"),
        (Decimal("2"), "2"),
        ("BCCI", "3"),
        (None, "1"),
        ("", "1"),
    ],
)
def test_words_for_codes(cell: object, code: str) -> None:
    assert read(cell, CHANNEL, {}) == code


def test_a_word_that_a_person_told_comes_first() -> None:
    assert read("Qua ứng dụng", CHANNEL, {"qua ung dung": "2"}) == "2"
    assert read("Trực tuyến", CHANNEL, {"truc tuyen": "3"}) == "3"


def test_a_word_that_nobody_knows() -> None:
    with pytest.raises(NotThis, match="chưa rõ là gì"):
        read("Qua ứng dụng", CHANNEL, {})


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Có", True),
        ("x", True),
        ("1", True),
        (1, True),
        ("TRUE", True),
        ("Đã số hóa", True),
        ("Không", False),
        (0, False),
        ("Chưa", False),
        (None, None),
    ],
)
def test_yes_and_no(cell: object, value: Value) -> None:
    assert read(cell, YES, {}) is value


def test_neither_yes_nor_no() -> None:
    with pytest.raises(NotThis, match="có hay không"):
        read("một phần", YES, {})


@pytest.mark.parametrize(("cell", "value"), [(0, 0), ("3", 3), (Decimal("3"), 3), ("50", 50)])
def test_whole_numbers(cell: object, value: int) -> None:
    assert read(cell, COUNT, {}) == value


@pytest.mark.parametrize("cell", ["-1", "51", "1,5", "ba", "NaN", "1.234"])
def test_what_is_no_count(cell: str) -> None:
    with pytest.raises(NotThis):
        read(cell, COUNT, {})


def test_a_decimal_comma() -> None:
    assert read("8,5", MARK, {}) == 8.5


@pytest.mark.parametrize(("length", "is_kept"), [(5, True), (6, False)])
def test_the_longest_text(length: int, is_kept: bool) -> None:
    short = Field("a", "A", Type.STRING, most_letters=5)
    if is_kept:
        assert read("x" * length, short, {}) == "x" * length
    else:
        with pytest.raises(NotThis, match="dài 6 ký tự"):
            read("x" * length, short, {})


def test_a_code_that_a_spreadsheet_made_a_number() -> None:
    assert read(Decimal("1001234"), DOSSIERS.field("ma_tthc"), {}) == "1001234"
