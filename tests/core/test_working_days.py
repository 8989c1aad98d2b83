"""Working days and public holidays 2025 to 2027."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core.working_days import (
    CalendarYearMissing,
    build,
    is_working_day,
    load,
    minus_working_days,
    plus_working_days,
    working_days_between,
)

SHIPPED = load()
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def _off_weekdays(year: int) -> list[str]:
    return [
        f"{on:%d/%m}"
        for on, day in sorted(SHIPPED.days.items())
        if on.year == year and day.off and on.weekday() < 5
    ]


def test_weekdays_off_2025() -> None:
    assert _off_weekdays(2025) == (
        [
            "01/01",
            "27/01",
            "28/01",
            "29/01",
            "30/01",
            "31/01",
            "07/04",
            "30/04",
            "01/05",
            "02/05",
            "01/09",
            "02/09",
        ]
    )


def test_weekdays_off_2026() -> None:
    assert _off_weekdays(2026) == (
        [
            "01/01",
            "02/01",
            "16/02",
            "17/02",
            "18/02",
            "19/02",
            "20/02",
            "27/04",
            "30/04",
            "01/05",
            "31/08",
            "01/09",
            "02/09",
        ]
    )


def test_weekdays_off_2027_with_what_is_not_decided_marked() -> None:
    assert _off_weekdays(2027) == (
        ["01/01", "05/02", "08/02", "09/02", "10/02", "11/02", "16/04", "30/04", "03/05", "01/09", "02/09"]
    )
    assert [f"{day.on:%d/%m}" for day in SHIPPED.uncertain_days(2027)] == (
        ["05/02", "06/02", "07/02", "08/02", "09/02", "10/02", "11/02", "01/09"]
    )
    assert SHIPPED.uncertain_days(2025) == SHIPPED.uncertain_days(2026) == ()


@pytest.mark.parametrize("worked", [date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_saturdays_worked_in_the_stead_of_another_day(worked: date) -> None:
    assert worked.weekday() == 5
    assert is_working_day(worked, SHIPPED) is True
    assert is_working_day(worked + timedelta(days=7), SHIPPED) is False


def test_every_row_has_name_source_and_tag() -> None:
    for day in SHIPPED.days.values():
        assert day.name, day.on
        assert day.citation, day.on
        assert day.trust in {"V", "N", "U", "I", "?"}, day.on


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 10, 8), date(2026, 10, 8), 0),
        (date(2026, 10, 8), date(2026, 10, 7), 0),
        (date(2026, 10, 8), date(2026, 10, 14), 4),
        (date(2026, 10, 9), date(2026, 10, 11), 0),
        (date(2026, 2, 13), date(2026, 2, 23), 1),  # the whole of Tết
        (date(2025, 12, 31), date(2026, 1, 10), 6),  # year end, a swap and its Saturday
        (date(2024, 12, 31), date(2025, 12, 31), 261 - 12 + 1),
        (date(2025, 12, 31), date(2026, 12, 31), 261 - 13 + 2),
        (date(2026, 12, 31), date(2027, 12, 31), 261 - 11),
    ],
)
def test_working_days_between(start: date, end: date, expected: int) -> None:
    assert working_days_between(start, end, SHIPPED) == expected


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 10, 15), 5, date(2026, 10, 8)),
        (date(2026, 10, 15), 0, date(2026, 10, 15)),
        (date(2026, 1, 5), 1, date(2025, 12, 31)),  # over New Year and the swapped 02/01
        (date(2026, 1, 12), 1, date(2026, 1, 10)),
        (date(2026, 2, 23), 1, date(2026, 2, 13)),
        (date(2025, 5, 5), 1, date(2025, 4, 29)),
        (date(2026, 3, 2), 1, date(2026, 2, 27)),
    ],
)
def test_minus_working_days(day: date, n: int, expected: date) -> None:
    assert minus_working_days(day, n, SHIPPED) == expected


def test_plus_working_days_over_the_end_of_the_year() -> None:
    assert plus_working_days(date(2026, 12, 31), 1, SHIPPED) == date(2027, 1, 4)
    assert plus_working_days(date(2027, 2, 4), 1, SHIPPED) == date(2027, 2, 12)


@pytest.mark.parametrize(
    ("year", "ask"),
    [
        (2028, lambda: is_working_day(date(2028, 2, 29), SHIPPED)),
        (2024, lambda: is_working_day(date(2024, 12, 31), SHIPPED)),
        (2024, lambda: minus_working_days(date(2025, 1, 3), 5, SHIPPED)),
        (2028, lambda: plus_working_days(date(2027, 12, 31), 1, SHIPPED)),
        (2028, lambda: working_days_between(date(2027, 12, 31), date(2028, 1, 1), SHIPPED)),
    ],
)
def test_a_year_that_is_not_loaded_is_refused_with_a_sentence(year: int, ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CalendarYearMissing) as caught:
        ask()
    assert caught.value.year == year
    assert str(caught.value) == (
        f"Chưa có lịch nghỉ lễ, tết năm {year}. Xin nạp lịch năm {year} hoặc nhập ngày bằng tay."
    )


def test_negative_steps_are_refused() -> None:
    with pytest.raises(ValueError):
        minus_working_days(date(2026, 1, 5), -1, SHIPPED)


@pytest.mark.parametrize("on", ["2026-01-01", "2027-01-01"])
def test_a_day_twice_or_outside_its_years_is_refused(on: str) -> None:
    row = {"off": True, "name": "x", "citation": "x", "trust": "N"}
    with pytest.raises(ValueError):
        build({"years": [2026], "days": [{**row, "on": "2026-01-01"}, {**row, "on": on}]})


@given(days, st.integers(0, 30))
def test_there_and_back(day: date, n: int) -> None:
    if not is_working_day(day, SHIPPED) or not date(2025, 3, 1) < day < date(2027, 11, 1):
        return
    assert minus_working_days(plus_working_days(day, n, SHIPPED), n, SHIPPED) == day
    assert working_days_between(day, plus_working_days(day, n, SHIPPED), SHIPPED) == n


@given(days, days, days)
def test_spans_add_up(a: date, b: date, c: date) -> None:
    first, middle, last = sorted([a, b, c])
    parts = working_days_between(first, middle, SHIPPED) + working_days_between(middle, last, SHIPPED)
    assert parts == working_days_between(first, last, SHIPPED)


# --- the lunar dates are computed, not remembered ---------------------------------------------------------------------


def _new_moon(k: int) -> date:
    """Local date (UTC+7) of new moon k after that of 6 January 2000: Meeus, Astronomical Algorithms, 49, main terms."""
    t = k / 1236.85
    sun = math.radians(2.5534 + 29.10535670 * k)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * k)
    jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    jde += -0.40720 * math.sin(moon) + 0.17241 * math.sin(sun) + 0.01608 * math.sin(2 * moon)
    jde += 0.01039 * math.sin(2 * node) + 0.00739 * math.sin(moon - sun) - 0.00514 * math.sin(moon + sun)
    terrestrial = datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=jde - 2451545.0)
    return (terrestrial - timedelta(seconds=70) + timedelta(hours=7)).date()


@pytest.mark.parametrize(
    ("first_of_year", "third_month"),
    [
        (date(2025, 1, 29), date(2025, 3, 29)),
        (date(2026, 2, 17), date(2026, 4, 17)),
        (date(2027, 2, 6), date(2027, 4, 7)),
    ],
)
def test_tet_and_gio_to_fall_where_the_moon_says(first_of_year: date, third_month: date) -> None:
    k = round((first_of_year - date(2000, 1, 6)).days / 29.530588861)
    assert (_new_moon(k), _new_moon(k + 2)) == (first_of_year, third_month)
    assert SHIPPED.days[first_of_year].name.startswith("Tết Nguyên đán")
    assert SHIPPED.days[third_month + timedelta(days=9)].name == "Giỗ Tổ Hùng Vương"
