"""The year so far: flows summed over periods that do not overlap, stocks at their last state; units first, then the ward."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, OverTime, OverUnits, RolledUp, Standing, Value
from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Movement
from thidua.reporting import calendars, totals
from thidua.reporting.calendars import Calendar, Span, Window
from thidua.reporting.enums import Basis, PeriodKind
from thidua.reporting.models import Figure, Period
from thidua.reporting.queries.results import Lines, lines_of, problem_of


@dataclass(frozen=True, slots=True)
class Cumulative:
    """One indicator of the commune from the start of the year to the end of the last period that asked for it.

    `periods` were counted, in order of time; `missing` names the pieces of the year that were never opened, so that an
    incomplete sum says so; `problem` is a sentence where there is no honest sum.
    """

    indicator: Indicator
    definition: Definition
    year: int
    periods: tuple[Period, ...]
    missing: tuple[str, ...]
    total: RolledUp
    lines: Lines
    shown: str
    standing: Standing
    problem: str = ""


DAY = timedelta(days=1)
MIXED = "Trong năm chỉ tiêu này được tính theo nhiều cách khác nhau nên không cộng dồn được."


def cumulative_of(
    movement: Movement,
    indicator: Indicator,
    year: int,
    *,
    calendar: Calendar = Calendar.REPORTING,
    basis: Basis = Basis.SUBMITTED,
) -> Cumulative | None:
    """The running total of `year`; None when no period of that year and calendar asked for the indicator. Three queries."""
    opened = opened_in(movement, year, calendar)
    held = _cells(opened, indicator)
    asked = [period for period in opened.values() if period.pk in held]
    if not asked:
        return None
    last = held[asked[-1].pk][0].definition
    is_flow = last.over_time == OverTime.FLOW
    pieces, missing = pieces_of(movement, opened, asked[-1], is_flow=is_flow)
    counted = [period for period in pieces if period.pk in held]
    total, problem = total_of(counted, held, last, basis)
    lines = lines_of(asked[-1]).get(indicator.pk, ())
    value = total.as_value()
    return Cumulative(
        indicator=indicator,
        definition=last,
        year=year,
        periods=tuple(counted),
        missing=missing,
        total=total,
        lines=lines,
        shown=figures.DASH if problem else figures.display(value, Kind(indicator.kind), lines),
        standing=figures.standing(value, lines),
        problem=problem,
    )


def span_of(
    movement: Movement,
    indicator: Indicator,
    since: date,
    until: date,
    *,
    calendar: Calendar = Calendar.REPORTING,
    basis: Basis = Basis.SUBMITTED,
) -> Cumulative | None:
    """The same from one day to another, such as of a phase: over periods that end within, the longest that fit beside each
    other. `missing` says from when to when no period was opened. None when no such period asked for the indicator.
    """
    periods = movement.periods.exclude(kind=PeriodKind.AD_HOC).filter(
        calendar=calendar.value, ends_on__range=(since, until)
    )
    opened = {period: period for period in periods.order_by("starts_on", "-ends_on")}
    held = _cells(opened, indicator)
    asked = sorted(
        (period for period in opened if period.pk in held), key=lambda one: (one.ends_on, one.starts_on)
    )
    if not asked:
        return None
    last = held[asked[-1].pk][0].definition
    is_flow = last.over_time == OverTime.FLOW
    pieces, missing = beside(list(opened)) if is_flow else (asked, ())
    counted = [period for period in pieces if period.pk in held]
    total, problem = total_of(counted, held, last, basis)
    lines = lines_of(asked[-1]).get(indicator.pk, ())
    value = total.as_value()
    return Cumulative(
        indicator=indicator,
        definition=last,
        year=until.year,
        periods=tuple(counted),
        missing=missing,
        total=total,
        lines=lines,
        shown=figures.DASH if problem else figures.display(value, Kind(indicator.kind), lines),
        standing=figures.standing(value, lines),
        problem=problem,
    )


def beside(periods: list[Period]) -> tuple[list[Period], tuple[str, ...]]:
    """Periods that do not overlap, of those that begin together the longest; and the gaps between them in words."""
    taken: list[Period] = []
    gaps: list[str] = []
    for period in periods:  # by their first days, the longest first
        if taken and period.starts_on <= taken[-1].ends_on:
            continue
        if taken and period.starts_on > taken[-1].ends_on + DAY:
            gap = taken[-1].ends_on + DAY, period.starts_on - DAY
            gaps.append(f"từ {gap[0]:%d/%m/%Y} đến {gap[1]:%d/%m/%Y}")
        taken.append(period)
    return taken, tuple(gaps)


def opened_in(movement: Movement, year: int, calendar: Calendar) -> dict[Window, Period]:
    """Opened periods of the year by their window, in order of time."""
    known = {
        (window.span.value, window.starts_on): window
        for span in Span
        for window in (
            calendars.window(calendar, span, year, ordinal) for ordinal in range(1, 12 // span.months + 1)
        )
    }
    periods = movement.periods.exclude(kind=PeriodKind.AD_HOC).filter(calendar=calendar.value)
    periods = periods.filter(starts_on__in={starts_on for _, starts_on in known})
    return {
        known[period.kind, period.starts_on]: period
        for period in periods.order_by("ends_on", "-starts_on")
        if (period.kind, period.starts_on) in known
    }


def _cells(opened: Mapping[Any, Period], indicator: Indicator) -> dict[int, list[Figure]]:
    """Figures of the indicator per period id."""
    held: dict[int, list[Figure]] = defaultdict(list)
    found = Figure.objects.filter(report__period__in=opened.values(), indicator=indicator)
    for figure in found.select_related("report", "definition__indicator").order_by("report__unit_id", "pk"):
        held[figure.report.period_id].append(figure)
    return dict(held)


def pieces_of(
    movement: Movement, opened: dict[Window, Period], last: Period, *, is_flow: bool
) -> tuple[list[Period], tuple[str, ...]]:
    """Periods to take, and names of pieces that were never opened. A stock looks at every period."""
    if not is_flow:
        return list(opened.values()), ()
    windows = {period.pk: window for window, period in opened.items()}
    monthly = any(window.span is Span.MONTH for window in opened)
    try:
        pieces = calendars.pieces_to_date(windows[last.pk], monthly=monthly)
    except ValueError:  # a period outside the list of periodic reports stands for itself
        return [last], ()
    due = [piece for piece in pieces if piece.ends_on >= movement.starts_on]
    missing = tuple(piece.label for piece in due if piece not in opened)
    return [opened[piece] for piece in due if piece in opened], missing


def total_of(
    periods: list[Period], held: dict[int, list[Figure]], last: Definition, basis: Basis, typed: int = 0
) -> tuple[RolledUp, str]:
    """Cells (by period id) over time inside each unit, then over units; and a sentence where there is no honest sum.

    Figures of the report `typed` count as they stand in its fields, though nobody received them yet.
    """
    nothing = RolledUp(None, None, CellState.NOT_REPORTED, {})
    by_unit: dict[int, list[Value]] = defaultdict(list)
    for period in periods:
        for figure in held[period.pk]:
            if figure.definition.variant != last.variant:
                return nothing, MIXED
            by_unit[figure.report.unit_id].append(
                figure.reported if figure.report_id == typed else totals.counted(figure.report, figure, basis)
            )
    how = OverTime(last.over_time)
    kind = Kind(last.indicator.kind)
    singles = [figures.over_time(values, how).as_value() for values in by_unit.values()]
    answering = sum(value.state is CellState.VALUE for value in singles)
    problem = problem_of(last, answering)
    if problem:
        return nothing, problem
    return figures.roll_up(singles, kind, OverUnits(last.over_units)), ""
