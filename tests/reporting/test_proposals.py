"""Which periods are proposed, with which dates and reasons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.core import working_days
from thidua.reporting import calendars, proposals
from thidua.reporting.calendars import Calendar, Span
from thidua.reporting.proposals import Known

SINCE = date(2025, 8, 1)
HOLIDAYS = working_days.load()


def labels(today: date, opened: Known = ()) -> list[tuple[str, str]]:
    found = proposals.upcoming(today, since=SINCE, until=None, opened=opened)
    return [(one.window.calendar.value, one.window.label) for one in found]


def test_the_next_periods_of_both_calendars_are_proposed() -> None:
    assert labels(date(2026, 10, 5)) == [
        ("reporting", "Tháng 10/2026"),
        ("solar", "Quý III/2026"),
        ("reporting", "Tháng 11/2026"),
        ("solar", "Tháng 10/2026"),
    ]


def test_a_period_is_proposed_until_the_ward_is_due_and_once() -> None:
    window = calendars.window(Calendar.REPORTING, Span.MONTH, 2026, 10)
    mine = ("reporting", "Tháng 10/2026")
    assert mine in labels(date(2026, 10, 14))
    assert mine not in labels(date(2026, 10, 15))
    assert mine not in labels(date(2026, 10, 5), {("reporting", "month", window.starts_on)})


def test_past_periods_begin_with_the_movement() -> None:
    found = proposals.past(date(2025, 11, 20), since=SINCE, until=None, opened=())
    assert [(window.calendar.value, window.label) for window in found] == [
        ("reporting", "Tháng 11/2025"),
        ("reporting", "Tháng 10/2025"),
        ("reporting", "Quý III/2025"),
        ("reporting", "Tháng 8/2025"),
        ("solar", "Tháng 10/2025"),
        ("solar", "Quý III/2025"),
        ("solar", "Tháng 8/2025"),
    ]


def test_nothing_is_proposed_after_the_movement() -> None:
    ended = {"since": SINCE, "until": date(2025, 11, 30)}
    assert proposals.upcoming(date(2026, 10, 20), **ended, opened=()) == []  # type: ignore[arg-type]


def test_dates_of_a_month_carry_their_reasons() -> None:
    window = calendars.window(Calendar.REPORTING, Span.MONTH, 2026, 10)
    dates = proposals.due_dates(window, HOLIDAYS)
    assert (dates.unit_due_on, dates.ward_due_on, dates.locks_on) == (
        date(2026, 10, 8),
        date(2026, 10, 14),
        date(2026, 10, 28),
    )
    assert dates.unit_why == (
        "5 ngày làm việc trước ngày 15/10/2026, không kể ngày nghỉ. Đề xuất của phần mềm."
    )
    assert "TT 47/2025/TT-BKHCN" in dates.ward_why
    assert dates.warnings == ()


def test_a_year_without_holidays_is_counted_by_weekdays_and_says_so() -> None:
    window = calendars.window(Calendar.SOLAR, Span.YEAR, 2027)
    dates = proposals.due_dates(window, HOLIDAYS)
    assert dates.unit_due_on == date(2028, 1, 10)
    assert [warning[:43] for warning in dates.warnings] == ["Chưa có lịch nghỉ lễ, tết năm 2028 nên hạn "]


def test_uncertain_holidays_between_cut_off_and_due_date_are_named() -> None:
    window = calendars.window(Calendar.SOLAR, Span.MONTH, 2027, 1)
    warning, day_off = proposals.due_dates(window, HOLIDAYS).warnings
    assert warning.startswith("Lịch nghỉ chính thức chưa xác nhận (Tết Nguyên đán")
    assert day_off.startswith("Hạn của địa phương 14/02/2027 là ngày nghỉ")


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 12, 28)])
def test_back_filling_is_due_after_today(today: date) -> None:
    dates = proposals.backfill_dates(today, HOLIDAYS)
    assert today < dates.unit_due_on < dates.ward_due_on < dates.locks_on
    assert bool(dates.warnings) == (today.year == 2027)


WINDOWS = st.builds(
    lambda calendar, year, place: calendars.periods_of_year(year, calendar)[place],
    st.sampled_from(Calendar),
    st.integers(2025, 2035),
    st.integers(0, 11),
)


@given(WINDOWS)
def test_a_key_leads_back_to_its_window(window: calendars.Window) -> None:
    assert proposals.window_of(proposals.key_of(window)) == window


@given(WINDOWS)
def test_proposed_dates_are_always_in_order(window: calendars.Window) -> None:
    dates = proposals.due_dates(window, HOLIDAYS)
    assert dates.unit_due_on < dates.ward_due_on < dates.locks_on


@pytest.mark.parametrize(
    "key",
    ["", "x", "reporting-month-2026-13", "reporting-month-2026", "lunar-month-2026-1", "solar-year-1-1"],
)
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(ValueError):
        proposals.window_of(key)
