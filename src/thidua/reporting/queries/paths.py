"""Where indicators came from, what they are to reach this year, how far they have come: period and cumulative value beside."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from thidua.core import formatting
from thidua.core.prepared import Prepared
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Comparator, Kind, OverTime, Value
from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting.calendars import Calendar, Window
from thidua.reporting.checks.grounds import words
from thidua.reporting.enums import Basis, PeriodKind
from thidua.reporting.models import (
    Baseline,
    Breakdown,
    Figure,
    FigurePart,
    Period,
    Report,
    YearStep,
    as_value,
)
from thidua.reporting.queries.cumulative import opened_in, pieces_of, total_of
from thidua.reporting.queries.grounds import alike
from thidua.reporting.queries.results import Result, results_of
from thidua.reporting.workbooks import shown


def baselines_of(units: list[int]) -> dict[tuple[int, int], Baseline]:
    """The last version by (unit, indicator). One query."""
    found = Baseline.objects.filter(unit__in=units).select_related("indicator", "unit", "set_by")
    return {(one.unit_id, one.indicator_id): one for one in found.order_by("version")}


def year_steps_of(movement: Movement | int, year: int | None = None) -> dict[tuple[int, int], YearStep]:
    """The last version by (indicator, year). One query."""
    found = YearStep.objects.filter(movement=movement).select_related("indicator", "set_by")
    if year is not None:
        found = found.filter(year=year)
    return {(one.indicator_id, one.year): one for one in found.order_by("version")}


@dataclass(frozen=True, slots=True)
class Way:
    """One indicator on its way, as words: where it started, before, now, so far, what this year asks, what is left."""

    baseline: str = ""
    previous: str = ""
    now: str = ""
    so_far: str = ""
    so_far_label: str = ""
    target: str = ""
    left: str = ""
    is_reached: bool = False


NO_WAY = Way()


def way_of(
    kind: Kind,
    *,
    baseline: Baseline | None,
    step: YearStep | None,
    so_far: Value | None,
    so_far_label: str = "",
    previous: str = "",
    now: str = "",
) -> Way:
    """The words of a way. What is left is measured from the value so far."""
    is_known = so_far is not None and so_far.state is CellState.VALUE
    left, reached = _left(so_far, step, kind) if so_far is not None and is_known else ("", False)
    return Way(
        baseline=_baseline_words(baseline, kind),
        previous=previous,
        now=now,
        so_far=figures.display(so_far, kind) if so_far is not None else "",
        so_far_label=so_far_label,
        target=_step_words(step, kind),
        left=left,
        is_reached=reached,
    )


def _baseline_words(baseline: Baseline | None, kind: Kind) -> str:
    if baseline is None:
        return ""
    return f"{figures.display(baseline.value, kind)} ({formatting.day(baseline.as_of)}, {baseline.source})"


def _step_words(step: YearStep | None, kind: Kind) -> str:
    if step is None:
        return ""
    sign = f"{figures.NO_BREAK}%" if kind is Kind.RATIO else ""
    return f"{formatting.number(step.value)}{sign} (năm {step.year})"


def _left(value: Value, step: YearStep | None, kind: Kind) -> tuple[str, bool]:
    """What is still missing to the step of the year, compared exactly; (words, whether it is reached)."""
    if step is None or value.numerator is None:
        return "", False
    line = figures.TargetLine(step.value, Comparator(step.comparator))
    if figures.standing(value, (line,)).code is figures.StandingCode.REACHED:
        return "đã đạt mức của năm", True
    now = Fraction(value.numerator)
    if kind is Kind.RATIO and value.denominator:
        now = now * 100 / value.denominator
    away = abs(Fraction(Decimal(step.value)) - now)
    return f"còn cách {words(away)}{' điểm phần trăm' if kind is Kind.RATIO else ''}", False


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One indicator of the commune in a period, with its way and its parts: (group, name, words)."""

    result: Result
    way: Way
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass
class _Year:
    """The year of a period: its opened periods, and the cells of each indicator in them."""

    opened: dict[Window, Period]
    cells: dict[int, dict[int, list[Figure]]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, definition: Definition, period: Period) -> str:
        """What the value so far is called; a sum names the pieces of the year that were never opened."""
        if definition.over_time != OverTime.FLOW:
            return f"Hiện có, năm {period.ends_on.year}"
        missing: tuple[str, ...] = ()
        if period in self.opened.values():
            _, missing = pieces_of(period.movement, self.opened, period, is_flow=True)
        told = f", chưa có {', '.join(missing)}" if missing else ""
        return f"Cộng dồn năm {period.ends_on.year}{told}"


def progress_of(period: Period, results: list[Result], before: list[Result]) -> list[ProgressRow]:
    """The commune's indicators in `period` beside the period before and the year so far. Five queries."""
    year = _year_of(period, None)
    baselines = baselines_of([period.commune_id])
    steps = year_steps_of(period.movement_id, period.ends_on.year)
    earlier = {one.indicator.pk: one for one in before}
    parts = part_sums(period)
    return [
        ProgressRow(
            one,
            way_of(
                Kind(one.indicator.kind),
                baseline=baselines.get((period.commune_id, one.indicator.pk)),
                step=steps.get((one.indicator.pk, period.ends_on.year)),
                so_far=_so_far(period, year, one.indicator.pk, one.definition),
                so_far_label=year.label(one.definition, period),
                previous=earlier[one.indicator.pk].shown if one.indicator.pk in earlier else "",
                now=one.shown,
            ),
            parts.get(one.indicator.pk, ()),
        )
        for one in results
    ]


def results_before(period: Period, *, basis: Basis = Basis.SUBMITTED) -> tuple[str, list[Result]]:
    """The period before of the same kind, and the commune's results in it."""
    found = alike(period).filter(ends_on__lt=period.ends_on).select_related("movement", "commune")
    before = found.order_by("-ends_on", "-pk").first()
    return (before.label, results_of(before, on=before.ends_on, basis=basis)) if before else ("", [])


def ways_of_unit(period: Period, unit: Unit, held: list[Figure]) -> dict[int, Way]:
    """The ways of the unit's figures by indicator id, for the pages of entry. Four queries."""
    year = _year_of(period, unit)
    baselines = baselines_of([unit.pk])
    steps = year_steps_of(period.movement_id, period.ends_on.year)
    return {
        figure.indicator_id: way_of(
            Kind(figure.indicator.kind),
            baseline=baselines.get((unit.pk, figure.indicator_id)),
            step=steps.get((figure.indicator_id, period.ends_on.year)),
            so_far=_so_far(period, year, figure.indicator_id, figure.definition, _open_report(figure)),
            so_far_label=year.label(figure.definition, period),
        )
        for figure in held
    }


def _open_report(figure: Figure) -> int:
    return figure.report_id if figure.report.received_at is None else 0


def _year_of(period: Period, unit: Unit | None) -> _Year:
    """Two queries: the periods of the year up to this one, and the figures in them."""
    if period.kind == PeriodKind.AD_HOC:
        return _Year({})
    known = opened_in(period.movement, _year_number(period), Calendar(period.calendar))
    opened = {window: one for window, one in known.items() if one.ends_on <= period.ends_on}
    year = _Year(opened)
    found = Figure.objects.filter(report__period__in=opened.values())
    if unit is not None:
        found = found.filter(report__unit=unit)
    for figure in found.select_related("report", "definition__indicator").order_by("report__unit_id", "pk"):
        year.cells[figure.indicator_id].setdefault(figure.report.period_id, []).append(figure)
    return year


def _year_number(period: Period) -> int:
    return period.ends_on.year


def _so_far(period: Period, year: _Year, indicator_id: int, last: Definition, typed: int = 0) -> Value | None:
    cells = year.cells.get(indicator_id, {})
    if period.pk not in cells:
        return None
    pieces, _ = pieces_of(period.movement, year.opened, period, is_flow=last.over_time == OverTime.FLOW)
    total, problem = total_of([one for one in pieces if one.pk in cells], cells, last, Basis.SUBMITTED, typed)
    return None if problem else total.as_value()


def part_sums(period: Period) -> dict[int, tuple[tuple[str, str, str], ...]]:
    """Sums of parts over the units whose figures were received, by indicator: (group, part, words). Two queries.

    How many units did not give a part is said: it is missing, not nothing.
    """
    asked = list(breakdowns_on(period))
    if not asked:
        return {}
    of_period = Figure.objects.filter(
        report__period=period, report__received_at__isnull=False, return_reason=""
    ).prefetch_related("parts")
    held: dict[int, list[Figure]] = defaultdict(list)
    for figure in of_period:
        held[figure.indicator_id].append(figure)
    told: dict[int, tuple[tuple[str, str, str], ...]] = {}
    for one in asked:
        sums = tuple(_part_sum(one, place, held[one.indicator_id]) for place in range(len(one.parts)))
        told[one.indicator_id] = (*told.get(one.indicator_id, ()), *sums)
    return told


def _part_sum(asked: Breakdown, place: int, held: list[Figure]) -> tuple[str, str, str]:
    missing = Value(state=CellState.NOT_REPORTED)
    values = [
        next(
            (
                part.value
                for part in figure.parts.all()
                if part.breakdown_id == asked.pk and part.place == place
            ),
            missing,
        )
        for figure in held
    ]
    total = figures.roll_up(values, Kind(asked.indicator.kind))
    value = total.as_value()
    said = figures.display(value, Kind(asked.indicator.kind))
    if value.denominator is not None and value.numerator is not None:
        said += f" ({formatting.number(value.numerator)} trên {formatting.number(value.denominator)})"
    if total.missing:
        said += f"; {total.missing} đơn vị chưa khai"
    return (asked.label, asked.parts[place], said)


def breakdowns_on(period: Period) -> list[Breakdown]:
    """What is asked by parts in a period. One query."""
    found = _asked_from(period.commune_id, period.ends_on)
    return [one for one in found if one.valid_to is None or one.valid_to > period.ends_on]


_asked_from = Prepared(
    lambda commune_id, ends_on: (
        Breakdown.objects.filter(commune_id=commune_id, valid_from__lte=ends_on)
        .select_related("indicator")
        .order_by("indicator__position", "pk")
    ),
    int,
    date,
)


def breakdowns_of(figure: Figure) -> list[Breakdown]:
    """By which parts the figure is asked. One query."""
    return [one for one in breakdowns_on(figure.report.period) if one.indicator_id == figure.indicator_id]


@dataclass(frozen=True, slots=True)
class PartsGiven:
    """A figure by one breakdown: each part's name and what was given, in words; and the `values` themselves."""

    asked: Breakdown
    parts: tuple[tuple[str, str], ...]
    values: tuple[Value, ...]


def parts_of_report(report: Report) -> dict[int, tuple[PartsGiven, ...]]:
    """What is asked by parts and what was given, by figure id. One query where nothing is asked, else three."""
    asked = breakdowns_on(report.period)
    if not asked:
        return {}
    held = {
        (figure, breakdown, place): as_value(state, numerator, denominator, is_estimate=False)
        for figure, breakdown, place, state, numerator, denominator in _parts_held(report.pk)
    }
    return {
        figure: tuple(_given(figure, one, held) for one in asked if one.indicator_id == indicator)
        for figure, indicator in _indicators_asked(report.pk)
    }


_parts_held = Prepared(
    lambda pk: (
        FigurePart.objects.filter(figure__report_id=pk)
        .order_by()
        .values_list("figure_id", "breakdown_id", "place", "state", "numerator", "denominator")
    ),
    int,
)
_indicators_asked = Prepared(
    lambda pk: Figure.objects.filter(report_id=pk).order_by().values_list("pk", "indicator_id"), int
)


def _given(figure: int, asked: Breakdown, held: Mapping[tuple[int, int, int], Value]) -> PartsGiven:
    missing = Value(state=CellState.NOT_REPORTED)
    values = [held.get((figure, asked.pk, place)) for place in range(len(asked.parts))]
    words = ("chưa khai" if value is None else shown(value) for value in values)
    return PartsGiven(
        asked, tuple(zip(asked.parts, words, strict=True)), tuple(value or missing for value in values)
    )


@dataclass(frozen=True, slots=True)
class PathRow:
    """An indicator of a movement: baseline of the commune, its steps by year, how it is broken down."""

    indicator: Indicator
    baseline: Baseline | None
    steps: tuple[YearStep, ...]
    breakdowns: tuple[Breakdown, ...]

    @property
    def baseline_words(self) -> str:
        return _baseline_words(self.baseline, Kind(self.indicator.kind))

    @property
    def step_words(self) -> list[str]:
        return [_step_words(step, Kind(self.indicator.kind)) for step in self.steps]


def path_rows(movement: Movement) -> list[PathRow]:
    """Every indicator that the movement asks units for. Four queries."""
    asked = movement.assignments.current().select_related("indicator")
    indicators = {one.indicator_id: one.indicator for one in asked}
    baselines = baselines_of([movement.commune_id])
    steps = year_steps_of(movement)
    breakdowns = list(
        Breakdown.objects.filter(commune_id=movement.commune_id, valid_to__isnull=True).select_related(
            "indicator"
        )
    )
    return [
        PathRow(
            one,
            baselines.get((movement.commune_id, one.pk)),
            tuple(step for (of, _), step in sorted(steps.items()) if of == one.pk),
            tuple(each for each in breakdowns if each.indicator_id == one.pk),
        )
        for one in sorted(indicators.values(), key=lambda each: (each.position, each.code))
    ]
