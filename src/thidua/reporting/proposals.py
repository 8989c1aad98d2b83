"""Which periods can be opened now, and the dates that the calendar proposes for each, with the reason. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from thidua.core import working_days
from thidua.core.working_days import CalendarYearMissing, WorkCalendar
from thidua.indicator.library import Trust
from thidua.reporting import calendars
from thidua.reporting.calendars import Calendar, Regime, Span, Window

AHEAD = timedelta(days=60)  # periods that are due later are not proposed yet
BACKFILL_WORKING_DAYS = 10
BACKFILL_WARD_WORKING_DAYS = 15
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueDates:
    """The three dates of a period, each with a sentence that says why; `warnings` are sentences about doubtful days."""

    unit_due_on: date
    ward_due_on: date
    locks_on: date
    unit_why: str
    ward_why: str
    lock_why: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A period of the calendar that is not open yet. `key` stands in addresses."""

    window: Window
    dates: DueDates

    @property
    def key(self) -> str:
        return key_of(self.window)


Known = Collection[tuple[str, str, date]]  # (calendar, span, first day) of periods that are open already


def key_of(window: Window) -> str:
    """`reporting-month-2026-10`."""
    return f"{window.calendar.value}-{window.span.value}-{window.year}-{window.ordinal}"


def window_of(key: str) -> Window:
    """The window of a key. ValueError for anything else."""
    calendar, span, year, ordinal = key.split("-")
    if not 2000 <= int(year) <= 2100:
        raise ValueError(key)
    return calendars.window(Calendar(calendar), Span(span), int(year), int(ordinal))


def upcoming(today: date, *, since: date, until: date | None, opened: Known) -> list[Proposal]:
    """Periods of both calendars that the ward can still report in time, the earliest due first."""
    holidays = working_days.load()
    found = [
        window
        for window in _windows(today.year - 1, today.year + 1, since=since, until=until, opened=opened)
        if today <= window.due_on <= today + AHEAD
    ]
    found.sort(key=lambda window: (window.due_on, window.calendar))
    return [Proposal(window, due_dates(window, holidays)) for window in found]


def past(today: date, *, since: date, until: date | None, opened: Known) -> list[Window]:
    """Periods since the movement's start whose ward due date is over, each calendar latest first: to be filled in afterwards."""
    found = _windows(since.year, today.year, since=since, until=until, opened=opened)
    return sorted(
        (window for window in found if window.due_on < today),
        key=lambda window: (window.calendar, -window.ends_on.toordinal()),
    )


def _windows(first: int, last: int, *, since: date, until: date | None, opened: Known) -> list[Window]:
    return [
        window
        for year in range(first, last + 1)
        for calendar in Calendar
        for window in calendars.periods_of_year(year, calendar)
        if window.ends_on >= since
        and (until is None or window.starts_on <= until)
        and (calendar.value, window.span.value, window.starts_on) not in opened
    ]


def due_dates(window: Window, holidays: WorkCalendar) -> DueDates:
    """Cut-off, due date and lock of a window by the shipped regime; by weekdays alone where a year is not loaded."""
    rules = calendars.regime(window.calendar)
    days, ours = rules.unit_cutoff_working_days, f"{Trust(rules.defaults_trust).label}."
    warnings: list[str] = []
    held = holidays
    try:
        unit_due = calendars.unit_due_on(window.due_on, days, held)
    except CalendarYearMissing as missing:
        held = _weekdays_only(missing.year, window.due_on.year)
        unit_due = calendars.unit_due_on(window.due_on, days, held)
        warnings.append(
            f"Chưa có lịch nghỉ lễ, tết năm {missing.year} nên hạn của đơn vị mới chỉ trừ thứ bảy, chủ nhật. Xin xem lại."
        )
    doubtful = [
        day.name for day in holidays.uncertain_days(window.due_on.year) if unit_due <= day.on <= window.due_on
    ]
    if doubtful:
        warnings.append(
            f"Lịch nghỉ chính thức chưa xác nhận ({', '.join(dict.fromkeys(doubtful))}) nên hạn của đơn vị có thể đổi."
        )
    warnings.extend(_day_off(window.due_on, held))
    return DueDates(
        unit_due_on=unit_due,
        ward_due_on=window.due_on,
        locks_on=calendars.locks_on(window.due_on, rules.lock_days_after_due),
        unit_why=f"{days} ngày làm việc trước ngày {window.due_on + DAY:%d/%m/%Y}, không kể ngày nghỉ. {ours}",
        ward_why=f"Ngày cuối để gửi cấp trên trước ngày {rules.due_before_day}. {_cited(rules)}",
        lock_why=f"{rules.lock_days_after_due} ngày sau hạn của địa phương. {ours}",
        warnings=tuple(warnings),
    )


def backfill_dates(today: date, holidays: WorkCalendar) -> DueDates:
    """Dates for periods that are filled in afterwards: counted from today."""
    warnings: tuple[str, ...] = ()
    try:
        unit_due = working_days.plus_working_days(today, BACKFILL_WORKING_DAYS, holidays)
        ward_due = working_days.plus_working_days(today, BACKFILL_WARD_WORKING_DAYS, holidays)
    except CalendarYearMissing as missing:
        weekdays = _weekdays_only(today.year, missing.year)
        unit_due = working_days.plus_working_days(today, BACKFILL_WORKING_DAYS, weekdays)
        ward_due = working_days.plus_working_days(today, BACKFILL_WARD_WORKING_DAYS, weekdays)
        warnings = (
            f"Chưa có lịch nghỉ lễ, tết năm {missing.year} nên các mốc mới chỉ trừ thứ bảy, chủ nhật.",
        )
    rules = calendars.regime(Calendar.REPORTING)
    return DueDates(
        unit_due_on=unit_due,
        ward_due_on=ward_due,
        locks_on=calendars.locks_on(ward_due, rules.lock_days_after_due),
        unit_why=f"{BACKFILL_WORKING_DAYS} ngày làm việc kể từ hôm nay. Đề xuất của phần mềm.",
        ward_why=f"{BACKFILL_WARD_WORKING_DAYS} ngày làm việc kể từ hôm nay. Đề xuất của phần mềm.",
        lock_why=f"{rules.lock_days_after_due} ngày sau hạn của địa phương. Đề xuất của phần mềm.",
        warnings=warnings,
    )


def _day_off(due_on: date, holidays: WorkCalendar) -> list[str]:
    """A last day on which offices rest. It stays where the rule puts it, since none that was read moves it; people are told."""
    if working_days.is_working_day(due_on, holidays):
        return []
    before = working_days.minus_working_days(due_on, 1, holidays)
    told = f"ngày làm việc cuối cùng trước hạn là {before:%d/%m/%Y}"
    return [f"Hạn của địa phương {due_on:%d/%m/%Y} là ngày nghỉ và không tự lùi sang ngày sau; {told}."]


def _weekdays_only(*years: int) -> WorkCalendar:
    nearby = frozenset(year + step for year in years for step in (-1, 0, 1))
    return WorkCalendar(MappingProxyType({}), nearby)


def _cited(rules: Regime) -> str:
    return f"{rules.due_citation} ({Trust(rules.due_trust).label.lower()})."
