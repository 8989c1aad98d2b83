"""Which days a figure is counted over, and what a count comes to. Pure.

A register counts by the days of its rows. A binding may stick to one calendar although the period is of the other: month 10
of the reporting calendar runs from 15/09 to 14/10, of the solar one from 01/10 to 31/10.
"""

from dataclasses import dataclass
from datetime import date

from thidua.indicator.figures import CellState, Value
from thidua.reporting import calendars
from thidua.reporting.calendars import Calendar, Span
from thidua.reporting.enums import BindingCalendar, PeriodKind


@dataclass(frozen=True, slots=True)
class Days:
    """Both ends count."""

    since: date
    until: date


def days_of(kind: str, calendar: str, own: Days, wanted: str) -> Days:
    """The days to count for a period of `kind` in `calendar` that runs over `own`; its own where the other calendar has no
    period of that name (báo cáo đột xuất).
    """
    if wanted in {BindingCalendar.PERIOD, calendar} or kind == PeriodKind.AD_HOC:
        return own
    span = Span(kind)
    ordinal, rest = divmod(own.until.month, span.months)
    if rest or _window(Calendar(calendar), span, own.until.year, ordinal) != own:
        return own
    return _window(Calendar(wanted), span, own.until.year, ordinal)


def _window(calendar: Calendar, span: Span, year: int, ordinal: int) -> Days:
    found = calendars.window(calendar, span, year, ordinal)
    return Days(found.starts_on, found.ends_on)


def value_of(whole: int, part: int, *, is_covered: bool, is_estimate: bool) -> Value:
    """Nothing handed in for these days is "chưa báo cáo"; rows without one that is asked for are "không phát sinh"."""
    if not is_covered:
        return Value(state=CellState.NOT_REPORTED)
    if not whole:
        return Value(state=CellState.NOT_ARISING)
    return Value(part, whole, is_estimate=is_estimate)
