"""What a paper may be about: a period, a phase or a year of a movement, each with a key for addresses."""

import re
from dataclasses import dataclass
from datetime import date

from thidua.core.permissions import Actor
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement, Phase
from thidua.outgoing.enums import Subject
from thidua.reporting import queries as reporting_queries
from thidua.reporting.models import Period

MOST = 60
KEY = re.compile(r"(ky|giai-doan|nam)-(\d{1,9})(?:-(\d{4}))?")


@dataclass(frozen=True, slots=True)
class About:
    """`since` and `until` are both inside; of what still runs, `until` is its last day or today, whatever comes first."""

    subject: Subject
    key: str
    label: str
    movement: Movement
    since: date
    until: date
    period: Period | None = None
    phase: Phase | None = None
    year: int | None = None


def abouts_for(who: Actor, subject: str, *, on: date) -> list[About]:
    """Everything of that kind which a paper can be made about, the latest first. Two queries, for years one a movement more."""
    movements = {one.pk: one for one in movement_queries.visible_movements(who).exclude(launched_at=None)}
    if subject == Subject.PERIOD:
        periods = reporting_queries.visible_periods(who).filter(movement__in=movements)
        return [of_period(one) for one in periods.order_by("-ends_on", "-starts_on", "-pk")[:MOST]]
    if subject == Subject.PHASE:
        phases = Phase.objects.filter(movement__in=movements, starts_on__lte=on).select_related(
            "movement__commune"
        )
        return [
            of_phase(one, on=on)
            for one in _of_the_plan_in_force(phases.order_by("-starts_on", "-pk"), movements, on)
        ]
    years = [(year, one) for one in movements.values() for year in reporting_queries.years_of(one)]
    return [of_year(one, year, on=on) for year, one in sorted(years, key=lambda pair: (-pair[0], pair[1].pk))]


def _of_the_plan_in_force(phases: object, movements: dict[int, Movement], on: date) -> list[Phase]:
    """Each version of a plan has phases of its own; those of the one in force today."""
    plans = {pk: movement_queries.plan_to_read(one, on=on) for pk, one in movements.items()}
    held = {plan.pk for plan in plans.values() if plan is not None}
    return [one for one in phases.select_related("item") if one.item.plan_id in held][:MOST]  # type: ignore[attr-defined]


def about_named(who: Actor, key: str, *, on: date) -> About | None:
    """What a key names, if the actor may see it and it has begun."""
    found = KEY.fullmatch(key)
    if found is None:
        return None
    kind, pk, year = found[1], int(found[2]), found[3]
    movements = movement_queries.visible_movements(who).exclude(launched_at=None)
    if kind == "ky" and year is None:
        period = reporting_queries.visible_periods(who).filter(pk=pk, movement__in=movements).first()
        return of_period(period) if period else None
    if kind == "giai-doan" and year is None:
        phase = Phase.objects.filter(pk=pk, movement__in=movements, starts_on__lte=on).first()
        return of_phase(phase, on=on) if phase else None
    movement = movements.filter(pk=pk).first() if kind == "nam" and year else None
    if movement is None or int(year) not in reporting_queries.years_of(movement):
        return None
    return of_year(movement, int(year), on=on)


def of_period(period: Period) -> About:
    key = f"ky-{period.pk}"
    label, days = period.label, (period.starts_on, period.ends_on)
    return About(Subject.PERIOD, key, label, period.movement, *days, period=period)


def of_phase(phase: Phase, *, on: date) -> About:
    until = min(phase.ends_on or on, on)
    return About(
        Subject.PHASE,
        f"giai-doan-{phase.pk}",
        phase.name,
        phase.movement,
        phase.starts_on,
        until,
        phase=phase,
    )


def of_year(movement: Movement, year: int, *, on: date) -> About:
    until = reporting_queries.last_day_of(year, on=on)
    since = max(date(year, 1, 1), movement.starts_on)
    return About(
        Subject.YEAR,
        f"nam-{movement.pk}-{year}",
        f"Năm {year}",
        movement,
        min(since, until),
        until,
        year=year,
    )
