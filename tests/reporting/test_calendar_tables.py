"""Three years of the calendar as tables made by hand: lengths of months and periods, working days, due days on days off."""

from calendar import isleap
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.clock import local
from tests.factories import reporting as make
from thidua.core import working_days
from thidua.reporting import calendars, proposals, queries
from thidua.reporting.calendars import Calendar, Span, window

HOLIDAYS = working_days.load()
DAY = timedelta(days=1)
REPORTING, SOLAR = Calendar.REPORTING, Calendar.SOLAR
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LENGTHS_OF_A_LEAP_YEAR = (31, 29, *LENGTHS[2:])
# Weekdays of the month, less holidays that fall on them, plus Saturdays worked in their stead.
WORKED = {
    2025: (17, 20, 21, 21, 20, 21, 23, 21, 20, 23, 20, 23),
    2026: (21, 15, 22, 20, 20, 22, 23, 21, 20, 22, 21, 23),
    2027: (20, 15, 23, 20, 20, 22, 22, 22, 20, 21, 22, 23),
}
DUE_ON_A_DAY_OFF = {
    2025: {"14/06": "13/06", "14/09": "12/09", "14/12": "12/12"},
    2026: {"14/02": "13/02", "14/03": "13/03", "14/06": "12/06", "14/11": "13/11"},
    2027: {"14/02": "12/02", "14/03": "12/03", "14/08": "13/08", "14/11": "12/11"},
}


def length(one: calendars.Window) -> int:
    return (one.ends_on - one.starts_on).days + 1


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2100])
def test_months_are_as_long_as_their_names_say(year: int) -> None:
    """A reporting month runs over the end of the month before, and has that one's length."""
    by_month = LENGTHS_OF_A_LEAP_YEAR if isleap(year) else LENGTHS
    solar = tuple(length(window(SOLAR, Span.MONTH, year, month)) for month in range(1, 13))
    reporting = tuple(length(window(REPORTING, Span.MONTH, year, month)) for month in range(1, 13))
    assert (solar, reporting) == (by_month, (31, *by_month[:-1]))


@pytest.mark.parametrize(
    ("calendar", "year", "span", "expected"),
    [
        (SOLAR, 2026, Span.QUARTER, (90, 91, 92, 92)),
        (SOLAR, 2028, Span.QUARTER, (91, 91, 92, 92)),
        (SOLAR, 2026, Span.HALF_YEAR, (181, 184)),
        (SOLAR, 2028, Span.HALF_YEAR, (182, 184)),
        (SOLAR, 2026, Span.YEAR, (365,)),
        (SOLAR, 2028, Span.YEAR, (366,)),
        (REPORTING, 2026, Span.QUARTER, (90, 92, 92, 91)),
        (REPORTING, 2028, Span.QUARTER, (91, 92, 92, 91)),
        (REPORTING, 2026, Span.HALF_YEAR, (182, 183)),
        (REPORTING, 2028, Span.HALF_YEAR, (183, 183)),
        (REPORTING, 2028, Span.YEAR, (366,)),
    ],
)
def test_longer_periods_have_the_days_of_their_months(
    calendar: Calendar, year: int, span: Span, expected: tuple[int, ...]
) -> None:
    found = [window(calendar, span, year, number) for number in range(1, 12 // span.months + 1)]
    months = [window(calendar, Span.MONTH, year, month) for month in range(1, 13)]
    inside = [sum(length(one) for one in months if each.holds(one.starts_on)) for each in found]
    assert (tuple(length(one) for one in found), inside) == (expected, list(expected))


def test_a_leap_day_belongs_to_one_period_of_each_length() -> None:
    leap = date(2028, 2, 29)
    held = {
        (calendar.value, one.label)
        for calendar in Calendar
        for span in Span
        for number in range(1, 12 // span.months + 1)
        if (one := window(calendar, span, 2028, number)).holds(leap)
    }
    months = {("solar", "Tháng 2/2028"), ("reporting", "Tháng 3/2028")}
    longer = {
        (name, label) for name in Calendar for label in ("Quý I/2028", "6 tháng đầu năm 2028", "Năm 2028")
    }
    assert held == months | longer


@pytest.mark.parametrize(
    ("day", "reporting", "solar"),
    [
        (date(2026, 12, 14), 2026, 2026),
        (date(2026, 12, 15), 2027, 2026),
        (date(2026, 12, 31), 2027, 2026),
        (date(2027, 1, 1), 2027, 2027),
    ],
    ids=str,
)
def test_the_two_years_end_on_days_of_their_own(day: date, reporting: int, solar: int) -> None:
    years = [window(calendar, Span.YEAR, year) for calendar in Calendar for year in range(2025, 2029)]
    held = {(one.calendar.value, one.year) for one in years if one.holds(day)}
    assert held == {("reporting", reporting), ("solar", solar)}


@pytest.mark.parametrize("year", WORKED)
def test_working_days_of_every_month(year: int) -> None:
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    counted = [
        working_days.working_days_between(first - DAY, following - DAY, HOLIDAYS)
        for first, following in pairwise(firsts)
    ]
    assert tuple(counted) == WORKED[year]


@pytest.mark.parametrize("year", WORKED)
def test_a_due_day_on_a_day_off_stays_and_the_working_day_before_is_told(year: int) -> None:
    told = {}
    for one in calendars.periods_of_year(year, REPORTING):
        dates = proposals.due_dates(one, HOLIDAYS)
        assert dates.ward_due_on == one.due_on
        for warning in dates.warnings:
            if "không tự lùi sang ngày sau" in warning:
                told[f"{one.due_on:%d/%m}"] = warning[-11:-6]
    assert told == DUE_ON_A_DAY_OFF[year]


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2025, 2, 14), date(2025, 2, 10)),  # Saturday 15, Tết long over
        (date(2025, 5, 14), date(2025, 5, 8)),
        (date(2025, 9, 14), date(2025, 9, 8)),  # Monday 15, the national day behind
        (date(2026, 5, 14), date(2026, 5, 8)),
        (date(2027, 5, 14), date(2027, 5, 10)),  # Monday 3 is off in the stead of Saturday 1
        (date(2025, 5, 5), date(2025, 4, 25)),  # over 30/4 to 4/5, Saturday 26/4 worked
        (date(2026, 1, 5), date(2025, 12, 26)),  # over New Year and the swapped 02/01
        (date(2026, 2, 23), date(2026, 2, 10)),  # over the whole of Tết
        (date(2026, 9, 3), date(2026, 8, 25)),  # over 31/8 to 2/9
        (date(2027, 5, 4), date(2027, 4, 26)),
    ],
    ids=str,
)
def test_units_cut_offs_step_over_days_off(due_on: date, expected: date) -> None:
    assert calendars.unit_due_on(due_on, 5, HOLIDAYS) == expected


@pytest.mark.parametrize("year", [2028, 2029, 2030])
def test_every_period_of_a_year_that_is_not_loaded_warns(year: int) -> None:
    for one in calendars.periods_of_year(year, REPORTING):
        warnings = proposals.due_dates(one, HOLIDAYS).warnings
        assert sum(f"Chưa có lịch nghỉ lễ, tết năm {year}" in warning for warning in warnings) == 1, one.label
    for loaded in (2025, 2026):
        quiet = [
            proposals.due_dates(one, HOLIDAYS).warnings
            for one in calendars.periods_of_year(loaded, REPORTING)
        ]
        assert not any("Chưa có lịch" in warning for held in quiet for warning in held)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "due_on",
    [date(2026, 2, 28), date(2028, 2, 29), date(2026, 4, 30), date(2026, 8, 31), date(2026, 12, 31)],
    ids=str,
)
def test_the_last_second_of_a_month_is_in_time_and_the_next_is_late(due_on: date) -> None:
    """Of months of 28, 29, 30 and 31 days, and of the year; three of these are days off, which changes nothing."""
    here = make.ward()
    report, period = here.report(), here.period
    period.unit_due_on = due_on
    after = due_on + DAY
    last = local(due_on.year, due_on.month, due_on.day, 23, 59, 59)
    first = local(after.year, after.month, after.day, 0, 0, 0)
    late = []
    for moment in (last, first, first + DAY):
        report.first_received_at = moment
        late.append(queries.days_late(report, period, on=date(2030, 1, 1)))
    assert (first - last, late) == (timedelta(seconds=1), [0, 1, 2])
