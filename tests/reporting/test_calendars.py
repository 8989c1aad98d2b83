"""Periods of both calendars: windows, due dates, labels, and what may be summed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core import working_days
from thidua.reporting.calendars import (
    Calendar,
    Span,
    Window,
    estimated_span,
    locks_on,
    periods_of_year,
    pieces_to_date,
    regime,
    unit_due_on,
    window,
)
from thidua.reporting.enums import CalendarKind, PeriodKind

REPORTING, SOLAR = Calendar.REPORTING, Calendar.SOLAR
HOLIDAYS = working_days.load()
years = st.integers(2000, 2100)


def _dates(each: Window) -> tuple[str, str, str]:
    return each.starts_on.isoformat(), each.ends_on.isoformat(), each.due_on.isoformat()


@pytest.mark.parametrize(
    ("span", "ordinal", "expected"),
    [
        (Span.MONTH, 10, ("2026-09-15", "2026-10-14", "2026-10-14")),
        (Span.MONTH, 1, ("2025-12-15", "2026-01-14", "2026-01-14")),
        (Span.MONTH, 3, ("2026-02-15", "2026-03-14", "2026-03-14")),
        (Span.QUARTER, 1, ("2025-12-15", "2026-03-14", "2026-03-14")),
        (Span.QUARTER, 2, ("2026-03-15", "2026-06-14", "2026-06-14")),
        (Span.QUARTER, 4, ("2026-09-15", "2026-12-14", "2026-12-14")),
        (Span.HALF_YEAR, 1, ("2025-12-15", "2026-06-14", "2026-06-14")),
        (Span.HALF_YEAR, 2, ("2026-06-15", "2026-12-14", "2026-12-14")),
        (Span.YEAR, 1, ("2025-12-15", "2026-12-14", "2026-12-14")),
    ],
)
def test_reporting_calendar_runs_from_15_to_14(
    span: Span, ordinal: int, expected: tuple[str, str, str]
) -> None:
    assert _dates(window(REPORTING, span, 2026, ordinal)) == expected


@pytest.mark.parametrize(
    ("year", "span", "ordinal", "expected"),
    [
        (2026, Span.MONTH, 2, ("2026-02-01", "2026-02-28", "2026-03-14")),
        (2028, Span.MONTH, 2, ("2028-02-01", "2028-02-29", "2028-03-14")),
        (2026, Span.MONTH, 12, ("2026-12-01", "2026-12-31", "2027-01-14")),
        (2026, Span.QUARTER, 1, ("2026-01-01", "2026-03-31", "2026-04-14")),
        (2026, Span.HALF_YEAR, 1, ("2026-01-01", "2026-06-30", "2026-07-14")),
        (2026, Span.YEAR, 1, ("2026-01-01", "2026-12-31", "2027-01-14")),
    ],
)
def test_solar_calendar_is_the_calendar_month(
    year: int, span: Span, ordinal: int, expected: tuple[str, str, str]
) -> None:
    assert _dates(window(SOLAR, span, year, ordinal)) == expected


@pytest.mark.parametrize(
    ("span", "ordinal"),
    [(Span.MONTH, 0), (Span.MONTH, 13), (Span.QUARTER, 5), (Span.HALF_YEAR, 3), (Span.YEAR, 2)],
)
def test_there_is_no_thirteenth_month(span: Span, ordinal: int) -> None:
    with pytest.raises(ValueError):
        window(REPORTING, span, 2026, ordinal)


@pytest.mark.parametrize("calendar", Calendar)
def test_monthly_reports_exist_for_eight_months_only(calendar: Calendar) -> None:
    assert [each.label for each in periods_of_year(2026, calendar)] == [
        "Tháng 1/2026",
        "Tháng 2/2026",
        "Quý I/2026",
        "Tháng 4/2026",
        "Tháng 5/2026",
        "6 tháng đầu năm 2026",
        "Tháng 7/2026",
        "Tháng 8/2026",
        "Quý III/2026",
        "Tháng 10/2026",
        "Tháng 11/2026",
        "Năm 2026",
    ]


def test_without_months_four_reports_are_left() -> None:
    assert [each.label for each in periods_of_year(2027, REPORTING, monthly=False)] == [
        "Quý I/2027",
        "6 tháng đầu năm 2027",
        "Quý III/2027",
        "Năm 2027",
    ]


def test_the_other_labels() -> None:
    assert window(SOLAR, Span.QUARTER, 2026, 4).label == "Quý IV/2026"
    assert window(SOLAR, Span.HALF_YEAR, 2026, 2).label == "6 tháng cuối năm 2026"


def test_due_dates_of_the_regime() -> None:
    due = {each.label: f"{each.due_on:%d/%m}" for each in periods_of_year(2026, REPORTING)}
    assert (due["Tháng 1/2026"], due["Quý I/2026"]) == ("14/01", "14/03")
    assert (due["6 tháng đầu năm 2026"], due["Năm 2026"]) == ("14/06", "14/12")


@given(years, st.sampled_from(Calendar))
def test_due_dates_of_a_year_never_collide(year: int, calendar: Calendar) -> None:
    due = [each.due_on for each in periods_of_year(year, calendar)]
    following = [each.due_on for each in periods_of_year(year + 1, calendar)]
    assert due + following == sorted({*due, *following})


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("year", [2025, 2026])
def test_unit_cut_offs_of_a_year_never_collide(calendar: Calendar, year: int) -> None:
    reports = periods_of_year(year, calendar)
    cut_offs = [unit_due_on(each.due_on, 5, HOLIDAYS) for each in reports]
    assert cut_offs == sorted(set(cut_offs))
    for each, cut_off in zip(reports, cut_offs, strict=True):
        assert cut_off < each.due_on < locks_on(each.due_on, 14)
        assert working_days.is_working_day(cut_off, HOLIDAYS)


@given(
    years, st.sampled_from(Calendar), st.sampled_from([Span.MONTH, Span.QUARTER, Span.HALF_YEAR, Span.YEAR])
)
def test_windows_of_one_length_tile_the_years(year: int, calendar: Calendar, span: Span) -> None:
    windows = [
        window(calendar, span, y, n) for y in (year, year + 1) for n in range(1, 12 // span.months + 1)
    ]
    for before, after in pairwise(windows):
        assert before.ends_on + timedelta(days=1) == after.starts_on
        assert before.holds(before.ends_on)
        assert not before.holds(after.starts_on)


@given(years, st.sampled_from(Calendar), st.booleans(), st.data())
def test_pieces_run_from_the_start_of_the_year_without_overlap(
    year: int, calendar: Calendar, monthly: bool, data: st.DataObject
) -> None:
    last = data.draw(st.sampled_from(periods_of_year(year, calendar, monthly=monthly)))
    pieces = pieces_to_date(last, monthly=monthly)
    assert pieces[0].starts_on == window(calendar, Span.YEAR, year).starts_on
    assert pieces[-1].ends_on == last.ends_on
    for before, after in pairwise(pieces):
        assert before.ends_on + timedelta(days=1) == after.starts_on


@pytest.mark.parametrize(
    ("span", "ordinal", "expected"),
    [
        (Span.MONTH, 2, ["Tháng 1/2026", "Tháng 2/2026"]),
        (Span.QUARTER, 1, ["Quý I/2026"]),
        (Span.MONTH, 8, ["6 tháng đầu năm 2026", "Tháng 7/2026", "Tháng 8/2026"]),
        (Span.MONTH, 11, ["6 tháng đầu năm 2026", "Quý III/2026", "Tháng 10/2026", "Tháng 11/2026"]),
        (Span.YEAR, 1, ["Năm 2026"]),
    ],
)
def test_the_running_total_counts_no_month_twice(span: Span, ordinal: int, expected: list[str]) -> None:
    assert [each.label for each in pieces_to_date(window(REPORTING, span, 2026, ordinal))] == expected


def test_a_month_that_a_quarter_replaces_has_no_running_total() -> None:
    with pytest.raises(ValueError):
        pieces_to_date(window(REPORTING, Span.MONTH, 2026, 3))


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 10, 14), date(2026, 10, 8)),  # Thursday 15 less five working days
        (date(2026, 2, 14), date(2026, 2, 9)),  # Sunday 15 stands at the start of Tết
        (date(2027, 2, 14), date(2027, 2, 1)),  # back across Tết to the first of the month
        (date(2026, 1, 14), date(2026, 1, 9)),  # Saturday 10/01 is worked
        (date(2026, 9, 14), date(2026, 9, 8)),
    ],
)
def test_units_are_due_five_working_days_before_the_15th(due_on: date, expected: date) -> None:
    assert unit_due_on(due_on, 5, HOLIDAYS) == expected


def test_the_cut_off_of_a_year_not_loaded_is_refused() -> None:
    with pytest.raises(working_days.CalendarYearMissing):
        unit_due_on(window(SOLAR, Span.YEAR, 2027).due_on, 5, HOLIDAYS)


def test_the_days_after_the_cut_off_are_estimates() -> None:
    month = window(REPORTING, Span.MONTH, 2026, 10)
    assert estimated_span(date(2026, 10, 8), month.ends_on) == (date(2026, 10, 9), date(2026, 10, 14))
    assert estimated_span(month.ends_on, month.ends_on) is None
    assert estimated_span(date(2026, 11, 6), date(2026, 10, 31)) is None


@pytest.mark.parametrize("calendar", Calendar)
def test_each_regime_names_its_sources(calendar: Calendar) -> None:
    rules = regime(calendar)
    assert (rules.unit_cutoff_working_days, rules.lock_days_after_due) == (5, 14)
    assert all([rules.windows_citation, rules.due_citation, rules.defaults_citation])
    assert rules.defaults_trust == "I"


def test_the_database_uses_the_same_words() -> None:
    assert set(Calendar) == set(CalendarKind.values)
    assert {*Span, "ad_hoc"} == set(PeriodKind.values)
