"""The times that reports tell of: month, quarter, half-year, year; the way so far (sơ kết); the whole way (tổng kết). Pure.

A time is named by a key: "month-2026-10", "quarter-2026-3", "half_year-2026-1", "year-2026-1", "interim-1", "final". The one
before is of the same length, across the end of a year: before month 1 stands month 12, before quarter I quarter IV.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.core import formatting
from thidua.reporting import calendars
from thidua.reporting.calendars import Calendar, Window

WINDOW = re.compile(r"(month|quarter|half_year|year)-(\d{4})-(\d{1,2})")
INTERIM = re.compile(r"interim-(\d{1,2})")
FINAL = "final"


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase of the movement; one without a last day runs to the end of the movement."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to another, both inside, and what it is called."""

    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Time:
    """What a report tells of. `before` is held against it, `so_far` runs to its end; those of sơ kết and tổng kết have neither
    but `stages`, against whose targets the results are held.
    """

    kind: str
    key: str
    label: str
    starts_on: date
    ends_on: date
    before: Stretch | None = None
    so_far: Stretch | None = None
    stages: tuple[Stage, ...] = ()

    @property
    def is_of_stages(self) -> bool:
        return bool(self.stages)


def of_window(window: Window) -> Time:
    """A month, quarter, half-year or year of a calendar; `so_far` is the year up to its end."""
    earlier = before(window)
    begin = calendars.window(window.calendar, calendars.Span.YEAR, window.year).starts_on
    return Time(
        kind=window.span.value,
        key=f"{window.span.value}-{window.year}-{window.ordinal}",
        label=window.label,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        before=Stretch(earlier.label, earlier.starts_on, earlier.ends_on),
        so_far=Stretch(f"Lũy kế từ đầu năm {window.year}", begin, window.ends_on),
    )


def before(window: Window) -> Window:
    """The one of the same length that ends where this one begins."""
    last = 12 // window.span.months
    year, ordinal = (window.year, window.ordinal - 1) if window.ordinal > 1 else (window.year - 1, last)
    return calendars.window(window.calendar, window.span, year, ordinal)


def interim(stages: Sequence[Stage], place: int, starts_on: date) -> Time:
    """From the beginning of the plan to the end of its `place`-th stage, the first being 1."""
    told = tuple(stages[:place])
    until = told[-1].ends_on
    label = f"Sơ kết {starts_on.year} – {until.year}"
    return Time("interim", f"interim-{place}", label, starts_on, until, stages=told)


def final(stages: Sequence[Stage], starts_on: date, ends_on: date) -> Time:
    """The whole way."""
    told = tuple(stages) or (Stage("Cả phong trào", starts_on, ends_on),)
    return Time(
        "final", FINAL, f"Tổng kết {starts_on.year} – {ends_on.year}", starts_on, ends_on, stages=told
    )


def named(
    key: str, calendar: Calendar, stages: Sequence[Stage], starts_on: date, ends_on: date
) -> Time | None:
    """The time of a key, or None where the key names none."""
    if found := WINDOW.fullmatch(key):
        try:
            return of_window(
                calendars.window(calendar, calendars.Span(found[1]), int(found[2]), int(found[3]))
            )
        except ValueError:
            return None
    if (found := INTERIM.fullmatch(key)) and 1 <= int(found[1]) < len(stages):
        return interim(stages, int(found[1]), starts_on)
    return final(stages, starts_on, ends_on) if key == FINAL else None


def windows_between(calendar: Calendar, first: date, last: date) -> list[Window]:
    """Every window that touches the days between two, the latest first, the longest before the shorter."""
    found = [
        calendars.window(calendar, span, year, ordinal)
        for year in range(first.year, last.year + 2)
        for span in calendars.Span
        for ordinal in range(1, 12 // span.months + 1)
    ]
    touching = [one for one in found if one.starts_on <= last and one.ends_on >= first]
    return sorted(touching, key=lambda one: (one.ends_on, one.span.months), reverse=True)


def title_of(time: Time, movement: str) -> str:
    """The subject of the paper, as it stands under BÁO CÁO."""
    if time.is_of_stages:
        word = "Sơ kết" if time.kind == "interim" else "Tổng kết"
        return f"{word} phong trào thi đua {movement} giai đoạn {time.starts_on.year} - {time.ends_on.year}"
    return f"Kết quả thực hiện phong trào thi đua {movement} {formatting.in_text(time.label)}"
