"""Working days: Monday to Friday, less public holidays, plus days worked in their stead. Pure.

The days are dated, cited data in `calendar_data/holidays.json`; a year that is not loaded is refused, not guessed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from thidua.core import errors

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarYearMissing(errors.DomainError):
    """The holidays of a year are not loaded; the caller decides whether to go on by weekdays alone."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"Chưa có lịch nghỉ lễ, tết năm {year}. Xin nạp lịch năm {year} hoặc nhập ngày bằng tay."
        )
        self.year = year


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says: off, or worked in the stead of another. `trust` as in the library."""

    on: date
    off: bool
    name: str
    citation: str
    trust: str


@dataclass(frozen=True)
class WorkCalendar:
    days: Mapping[date, SpecialDay]
    years: frozenset[int]

    def uncertain_days(self, year: int) -> tuple[SpecialDay, ...]:
        """Days of `year` whose official schedule has not been seen: to be shown beside dates that rest on them."""
        return tuple(day for on, day in sorted(self.days.items()) if on.year == year and day.trust == "?")


@lru_cache(maxsize=1)
def load() -> WorkCalendar:
    """The shipped holidays."""
    path = resources.files("thidua.core") / "calendar_data" / "holidays.json"
    return build(json.loads(path.read_text(encoding="utf-8")))


def build(content: Mapping[str, Any]) -> WorkCalendar:
    """A calendar from the content of such a file. ValueError for a day that is listed twice or outside its years."""
    days: dict[date, SpecialDay] = {}
    years = frozenset(content["years"])
    for row in content["days"]:
        day = SpecialDay(**{**row, "on": date.fromisoformat(row["on"])})
        if day.on in days or day.on.year not in years:
            raise ValueError(f"holidays: {day.on} is listed twice or outside the years of the file")
        days[day.on] = day
    return WorkCalendar(MappingProxyType(days), years)


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    """Whether offices work on `day`. Raises `CalendarYearMissing` for a year that is not loaded."""
    if day.year not in calendar.years:
        raise CalendarYearMissing(day.year)
    special = calendar.days.get(day)
    return day.weekday() < _SATURDAY if special is None else not special.off


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not after `start`."""
    length = max(0, (end - start).days)
    return sum(is_working_day(start + timedelta(days=n), calendar) for n in range(1, length + 1))


def minus_working_days(day: date, n: int, calendar: WorkCalendar) -> date:
    """The n-th working day before `day`, which itself does not count; `day` for 0."""
    return _step(day, n, -_ONE_DAY, calendar)


def plus_working_days(day: date, n: int, calendar: WorkCalendar) -> date:
    """The n-th working day after `day`, which itself does not count; `day` for 0."""
    return _step(day, n, _ONE_DAY, calendar)


def _step(day: date, n: int, stride: timedelta, calendar: WorkCalendar) -> date:
    if n < 0:
        raise ValueError("count working days forwards or backwards by the function, not by the sign")
    while n:
        day += stride
        n -= is_working_day(day, calendar)
    return day
