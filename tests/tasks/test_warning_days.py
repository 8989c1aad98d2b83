"""On which days people hear of a task: 7, 3, 1 days before, late, and never on a day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core import working_days
from thidua.tasks.warning_days import days_left, is_quiet

CALENDAR = working_days.load()
DUE = date(2026, 10, 15)  # a Thursday


def told_on(due_on: date, first: date, last: date) -> dict[str, int]:
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        left = days_left(due_on, day, CALENDAR)
        if left is not None:
            found[f"{day:%d/%m}"] = left
    return found


def test_seven_three_one_and_late() -> None:
    told = told_on(DUE, date(2026, 10, 1), date(2026, 11, 6))
    assert told == {
        "08/10": 7,
        "12/10": 3,
        "14/10": 1,
        "16/10": -1,
        "19/10": -4,  # the third day is a Sunday
        "22/10": -7,
        "29/10": -14,
        "05/11": -21,
    }


def test_the_last_day_itself_is_quiet() -> None:
    assert days_left(DUE, DUE, CALENDAR) is None


def test_a_warning_on_a_weekend_comes_on_friday() -> None:
    monday = date(2026, 10, 19)
    assert told_on(monday, date(2026, 10, 10), monday) == {"12/10": 7, "16/10": 3}
    tuesday = date(2026, 10, 20)
    assert told_on(tuesday, date(2026, 10, 12), tuesday) == {"13/10": 7, "16/10": 4, "19/10": 1}


def test_nothing_over_new_year_of_the_moon() -> None:
    after = date(2026, 2, 23)
    told = told_on(after, date(2026, 2, 10), date(2026, 2, 25))
    assert told == {"13/02": 10, "24/02": -1}


def test_a_saturday_worked_instead_is_a_working_day() -> None:
    assert not is_quiet(date(2026, 8, 22), CALENDAR)
    assert days_left(date(2026, 8, 23), date(2026, 8, 22), CALENDAR) == 1


def test_a_year_without_holidays_goes_by_weekends() -> None:
    assert [is_quiet(date(2031, 1, day), CALENDAR) for day in (3, 4, 5, 6)] == [False, True, True, False]


@pytest.mark.parametrize(
    "due_on", [date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)]
)
def test_ends_of_months_and_years_are_told_in_time(due_on: date) -> None:
    before = told_on(due_on, due_on - timedelta(days=25), due_on - timedelta(days=1))
    assert 1 <= len(before) <= 3
    assert all(left > 0 for left in before.values())


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(-60, 40))
def test_nobody_is_told_on_a_day_off(due_on: date, far: int) -> None:
    day = due_on - timedelta(days=far)
    if days_left(due_on, day, CALENDAR) is not None:
        assert not is_quiet(day, CALENDAR)


@given(st.dates(date(2025, 2, 1), date(2027, 11, 1)))
def test_everybody_is_told_before_and_after(due_on: date) -> None:
    assert told_on(due_on, due_on - timedelta(days=25), due_on - timedelta(days=1))
    assert told_on(due_on, due_on + timedelta(days=1), due_on + timedelta(days=16))
