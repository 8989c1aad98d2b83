"""The commune's results: of a period, over periods, of the year so far. Others build on these names; they stay."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from thidua.indicator import errors as figure_errors
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, OverUnits, RolledUp, Standing
from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Movement, TargetLine
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period, Total
from thidua.reporting.queries.editions import versions_for

Lines = tuple[figures.TargetLine, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator of the commune in one period against its target lines.

    `definition` is the formula version of that period; `problem` says in a sentence why a sum cannot be shown.
    """

    indicator: Indicator
    definition: Definition
    period: Period
    total: RolledUp
    lines: Lines
    shown: str
    standing: Standing
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The commune's result in one period of a series."""

    period: Period
    definition: Definition
    total: RolledUp
    shown: str


def results_of(period: Period, *, on: date, basis: Basis = Basis.SUBMITTED) -> list[Result]:
    """Every indicator asked in the period, at the commune's level, from the running totals. Four queries."""
    asked = asked_in([period])[period.pk]
    totals = {
        total.indicator_id: total
        for total in Total.objects.filter(period=period, unit_id=period.commune_id, basis=basis)
    }
    lines = lines_of(period)
    is_due = period.is_locked or on > period.ward_due_on
    return [
        result_of(
            period,
            definition,
            rolled_up(definition, totals.get(definition.indicator_id), count),
            lines.get(definition.indicator_id, ()),
            is_due=is_due,
        )
        for definition, count in asked
    ]


def trend_of(
    movement: Movement, indicator: Indicator, periods: Iterable[Period], *, basis: Basis = Basis.SUBMITTED
) -> list[TrendPoint]:
    """The commune's results of one indicator over those of `periods` that asked for it, oldest first.

    Three queries, and one for the target lines of each period: another version of the plan may hold in each.
    """
    chosen = sorted(periods, key=lambda period: (period.ends_on, period.starts_on))
    asked = asked_in(chosen, indicator)
    totals = {
        total.period_id: total
        for total in Total.objects.filter(
            indicator=indicator, unit_id=movement.commune_id, basis=basis, period__in=chosen
        )
    }
    points = []
    for period in chosen:
        for definition, count in asked[period.pk]:
            total = rolled_up(definition, totals.get(period.pk), count)
            watched = lines_of(period).get(indicator.pk, ())
            shown = figures.display(total.as_value(), Kind(indicator.kind), watched)
            points.append(TrendPoint(period, definition, total, shown))
    return points


def lines_of(period: Period) -> dict[int, Lines]:
    """Target lines per indicator id by which a period is measured: of the plan's version for it, those of the year in which
    it ends, else those without a year. One query.
    """
    year = period.ends_on.year
    of_plan = TargetLine.objects.filter(item__plan=versions_for(period).values("pk")[:1])
    dated: dict[int, list[TargetLine]] = defaultdict(list)
    for line in of_plan.filter(Q(year__isnull=True) | Q(year=year)).order_by("value", "pk"):
        dated[line.indicator_id].append(line)
    return {
        indicator: tuple(
            figures.TargetLine(line.value, figures.Comparator(line.comparator), line.get_level_display())
            for line in found
            if line.year == year or not any(other.year == year for other in found)
        )
        for indicator, found in dated.items()
    }


def rolled_up(definition: Definition, total: Total | None, asked: int) -> RolledUp:
    """A running total as a roll-up over the `asked` units; who did not report is missing.

    Two values where one unit alone may give the figure are no sum: the roll-up is then without a value.
    """
    if total is None:
        return RolledUp(None, None, CellState.NOT_REPORTED, {CellState.NOT_REPORTED: asked})
    counts = {
        CellState.VALUE: total.value_count,
        CellState.NOT_ARISING: total.not_arising_count,
        CellState.NOT_APPLICABLE: total.not_applicable_count,
    }
    counts[CellState.NOT_REPORTED] = max(0, asked - sum(counts.values()))
    told = {state: count for state, count in counts.items() if count}
    if problem_of(definition, total.value_count):
        return RolledUp(None, None, CellState.NOT_REPORTED, told)
    state = next((one for one in _LOUDEST_FIRST if one in told), CellState.NOT_REPORTED)
    has_value = state is CellState.VALUE
    return RolledUp(
        _numerator(total) if has_value else None,
        _denominator(definition, total) if has_value else None,
        state,
        told,
        total.estimate_count > 0,
        definition.over_units == OverUnits.DISTINCT_DECLARED and total.value_count > 1,
    )


_LOUDEST_FIRST = (
    CellState.VALUE,
    CellState.NOT_REPORTED,
    CellState.NOT_ARISING,
    CellState.NOT_APPLICABLE,
)


def _numerator(total: Total) -> figures.Number:
    whole = int(total.numerator)
    return whole if total.numerator == whole else total.numerator


def _denominator(definition: Definition, total: Total) -> int | None:
    kind = Kind(definition.indicator.kind)
    if kind is Kind.YES_NO:  # how many said yes of those that answered
        return total.value_count
    return total.denominator if kind is Kind.RATIO else None


def problem_of(definition: Definition, value_count: int) -> str:
    """Why figures of several units give no result together; empty when they do."""
    if definition.over_units == OverUnits.ONE and value_count > 1:
        return figure_errors.SeveralSources.sentence
    return ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value as it is shown, against its target lines; `problem` says why there is no sum to show."""

    shown: str
    standing: Standing
    problem: str


def judged(
    definition: Definition, value: figures.Value, value_count: int, lines: Lines, *, is_due: bool = True
) -> Judged:
    """One reading of a result wherever it stands: running, previewed, published. What was published is always due."""
    problem = problem_of(definition, value_count)
    shown = figures.DASH if problem else figures.display(value, Kind(definition.indicator.kind), lines)
    return Judged(shown, figures.standing(value, lines, is_due=is_due or bool(problem)), problem)


def result_of(
    period: Period, definition: Definition, total: RolledUp, lines: Lines, *, is_due: bool
) -> Result:
    count = total.counts.get(CellState.VALUE, 0)
    read = judged(definition, total.as_value(), count, lines, is_due=is_due)
    return Result(
        indicator=definition.indicator,
        definition=definition,
        period=period,
        total=total,
        lines=lines,
        shown=read.shown,
        standing=read.standing,
        problem=read.problem,
    )


def asked_in(
    periods: list[Period], indicator: Indicator | None = None
) -> dict[int, list[tuple[Definition, int]]]:
    """Per period the definitions asked for, in the library's order, each with the number of units. Two queries."""
    found = Figure.objects.filter(report__period__in=periods)
    if indicator is not None:
        found = found.filter(indicator=indicator)
    rows = found.order_by().values_list("report__period_id", "definition_id").annotate(Count("pk"))
    counts = Counter({(period, definition): count for period, definition, count in rows})
    definitions = Definition.objects.filter(pk__in={key[1] for key in counts}).select_related("indicator")
    ordered = sorted(definitions, key=lambda one: (one.indicator.position, one.indicator.code))
    return {
        period.pk: [(one, counts[period.pk, one.pk]) for one in ordered if counts[period.pk, one.pk]]
        for period in periods
    }
