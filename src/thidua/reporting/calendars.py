"""Reporting periods: which exist in a year, from when to when they run, when they are due. Pure.

Two calendars live side by side (rule 9): `reporting`, whose month M runs from 15 of the month before to 14 of M, and `solar`, the
calendar month of the dossier system. Days and citations are data in `calendar_data/regimes.json`. "Before 15" means that the
14th is the last day.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from thidua.core import working_days

_ONE_DAY = timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")


class Calendar(StrEnum):
    REPORTING = "reporting"
    SOLAR = "solar"


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.value]


@dataclass(frozen=True)
class Regime:
    """When the periods of one calendar start and are due, with the source of each; see `about` in the data file."""

    calendar: Calendar
    starts_on_day: int
    due_before_day: int
    due_months_after: int
    unit_cutoff_working_days: int
    lock_days_after_due: int
    windows_citation: str
    windows_trust: str
    due_citation: str
    due_trust: str
    defaults_citation: str
    defaults_trust: str


@dataclass(frozen=True)
class Window:
    """A period as dates: both ends count, and `due_on` is the last day on which the ward's own report is in time."""

    calendar: Calendar
    span: Span
    year: int
    ordinal: int
    starts_on: date
    ends_on: date
    due_on: date

    @property
    def label(self) -> str:
        """`Tháng 10/2026`, `Quý I/2026`, `6 tháng đầu năm 2026`, `Năm 2026`."""
        if self.span is Span.MONTH:
            return f"Tháng {self.ordinal}/{self.year}"
        if self.span is Span.QUARTER:
            return f"Quý {_ROMAN[self.ordinal - 1]}/{self.year}"
        if self.span is Span.HALF_YEAR:
            return f"6 tháng {'đầu' if self.ordinal == 1 else 'cuối'} năm {self.year}"
        return f"Năm {self.year}"

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def regime(calendar: Calendar) -> Regime:
    """The shipped days of a calendar."""
    row = next(row for row in _data()["regimes"] if row["calendar"] == calendar)
    return Regime(**{**row, "calendar": calendar})


def window(calendar: Calendar, span: Span, year: int, ordinal: int = 1) -> Window:
    """The `ordinal`-th month, quarter or half-year of `year`, or the year itself. ValueError when there is none such."""
    if not 1 <= ordinal <= 12 // span.months:
        raise ValueError(f"no {span} number {ordinal} in a year")
    rules = regime(calendar)
    last_month = ordinal * span.months
    return Window(
        calendar,
        span,
        year,
        ordinal,
        starts_on=_start_of_month(rules, year, last_month - span.months + 1),
        ends_on=_start_of_month(rules, year, last_month + 1) - _ONE_DAY,
        due_on=_day(year, last_month + rules.due_months_after, rules.due_before_day) - _ONE_DAY,
    )


def periods_of_year(year: int, calendar: Calendar, *, monthly: bool = True) -> tuple[Window, ...]:
    """The periodic reports of a year in order of due date (rule 10); without months, the four larger ones.

    Quarter I stands for month 3, six months for month 6 and quarter II, quarter III for month 9, the year for month 12
    and quarter IV: eight monthly reports and four others.
    """
    listed = [(Span(span), ordinal) for span, ordinal in _data()["reports_of_a_year"]]
    return tuple(
        window(calendar, span, year, ordinal) for span, ordinal in listed if monthly or span is not Span.MONTH
    )


def pieces_to_date(last: Window, *, monthly: bool = True) -> tuple[Window, ...]:
    """Reports that together run from the start of the year to the end of `last` without overlap.

    Flows summed over these give the running total of the year: for month 8 the six months, month 7 and month 8. Summing
    every report would count January twice, in month 1 and in quarter I. ValueError when `last` is no report of its year.
    """
    reports = periods_of_year(last.year, last.calendar, monthly=monthly)
    if last not in reports:
        raise ValueError(f"{last.label} is not among the periodic reports")
    pieces: list[Window] = []
    cursor = min(report.starts_on for report in reports)
    while cursor <= last.ends_on:
        fitting = [
            report for report in reports if report.starts_on == cursor and report.ends_on <= last.ends_on
        ]
        pieces.append(max(fitting, key=lambda report: report.ends_on))
        cursor = pieces[-1].ends_on + _ONE_DAY
    return tuple(pieces)


def unit_due_on(due_on: date, days: int, holidays: working_days.WorkCalendar) -> date:
    """Last day for units: `days` working days before the day that the ward must be done *before*, the one after `due_on`.

    For month 10/2026 the ward has until 14/10, so units have until 08/10. Raises `CalendarYearMissing`.
    """
    return working_days.minus_working_days(due_on + _ONE_DAY, days, holidays)


def locks_on(due_on: date, days: int) -> date:
    """Default day on which a period is locked: calendar days after the ward's due date."""
    return due_on + timedelta(days=days)


def estimated_span(unit_due: date, ends_on: date) -> tuple[date, date] | None:
    """First and last day that a unit can only estimate when it reports on `unit_due` (rule 10); None when there is none.

    The day of reporting counts as known. In the solar calendar the window has closed by then.
    """
    return (unit_due + _ONE_DAY, ends_on) if unit_due < ends_on else None


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    path = resources.files("thidua.reporting") / "calendar_data" / "regimes.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _start_of_month(rules: Regime, year: int, month: int) -> date:
    """First day of reporting month `month`, which may be 13: on day 1 itself, else on the day in the month before."""
    return _day(year, month if rules.starts_on_day == 1 else month - 1, rules.starts_on_day)


def _day(year: int, month: int, day: int) -> date:
    years, index = divmod(month - 1, 12)
    return date(year + years, index + 1, day)
