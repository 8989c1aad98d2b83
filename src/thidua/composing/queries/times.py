"""Which times a movement can be reported on: those in which some period of it lies."""

from collections import Counter
from datetime import date

from thidua.composing import spans
from thidua.composing.spans import Stage, Time
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement, Phase
from thidua.reporting.calendars import Calendar
from thidua.reporting.enums import PeriodKind
from thidua.reporting.models import Period

MOST = 40
FAR = date(2100, 12, 31)


def times_of(movement: Movement, *, on: date) -> list[Time]:
    """The latest first; then the way so far and the whole way. Four queries."""
    periods = list(opened(movement))
    calendar = calendar_of(periods)
    stages = stages_of(movement, on=on)
    held = [one for one in periods if one.calendar == calendar]
    if not held:
        return []
    windows = spans.windows_between(calendar, min(one.starts_on for one in held), on)
    found = [
        spans.of_window(window)
        for window in windows
        if any(window.starts_on <= one.starts_on and one.ends_on <= window.ends_on for one in held)
    ]
    ways = [spans.interim(stages, place, movement.starts_on) for place in range(1, len(stages))]
    ways.append(spans.final(stages, movement.starts_on, _end_of(movement, stages)))
    return [*found[:MOST], *(one for one in ways if one.starts_on <= on)]


def time_named(movement: Movement, key: str, *, on: date) -> Time | None:
    """The time of a key, if some period of the movement lies in it. Four queries."""
    return next((one for one in times_of(movement, on=on) if one.key == key), None)


def time_of(movement: Movement, key: str, *, on: date, periods: list[Period] | None = None) -> Time | None:
    """The same of a report that exists: whatever has become of its periods (`periods`, where they are at hand)."""
    stages = stages_of(movement, on=on)
    calendar = calendar_of(opened(movement) if periods is None else periods)
    return spans.named(key, calendar, stages, movement.starts_on, _end_of(movement, stages))


def opened(movement: Movement) -> list[Period]:
    found = movement.periods.exclude(kind=PeriodKind.AD_HOC).select_related("movement")
    return list(found.order_by("starts_on", "-ends_on", "pk"))


def calendar_of(periods: list[Period]) -> Calendar:
    """By which most periods are opened; the calendar of reports where there are none."""
    counted = Counter(one.calendar for one in periods)
    return Calendar(counted.most_common(1)[0][0]) if counted else Calendar.REPORTING


def stages_of(movement: Movement, *, on: date) -> list[Stage]:
    """The phases of the plan in force, in order of time."""
    plan = movement_queries.plan_to_read(movement, on=on)
    phases = Phase.objects.filter(item__plan=plan) if plan else Phase.objects.none()
    end = movement.ends_on or FAR
    return [
        Stage(one.name, one.starts_on, one.ends_on or end)
        for one in phases.order_by("starts_on", "ends_on", "pk")
    ]


def _end_of(movement: Movement, stages: list[Stage]) -> date:
    return movement.ends_on or max((one.ends_on for one in stages), default=FAR)
