"""How a movement stands over its periods, for any number of indicators and units in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef

from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import Kind, OverTime, RolledUp
from thidua.indicator.models import Definition
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting import calendars
from thidua.reporting.calendars import Calendar, Span, Window
from thidua.reporting.enums import Basis, PeriodKind, ReportState
from thidua.reporting.models import Figure, Period, Report, Total
from thidua.reporting.queries.boards import ON_THE_WAY, TONES, days_late
from thidua.reporting.queries.results import Result, TrendPoint, asked_in, lines_of, result_of, rolled_up
from thidua.reporting.queries.visible import visible_figures, visible_periods, visible_reports

MOST_PERIODS = 60


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """A flow summed over the year up to a period; `missing` names pieces that were never opened."""

    total: RolledUp
    shown: str
    pieces: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator in the chosen period, its way there (oldest first) and, for a flow, the year so far."""

    result: Result
    trend: tuple[TrendPoint, ...]
    so_far: YearSoFar | None


def periods_of(who: Actor, movement: Movement, *, code: str = "") -> list[Period]:
    """Periods of a movement, newest first, each with `has_data` and `published` (number of the last publication).

    With `code` those that asked for this indicator count as having data.
    """
    figures_there = Total.objects.filter(period=OuterRef("pk"), value_count__gt=0)
    if code:
        figures_there = figures_there.filter(indicator__code=code)
    found = visible_periods(who).filter(movement=movement)
    found = found.annotate(has_data=Exists(figures_there), published=Max("publications__number"))
    return list(found.order_by("-ends_on", "-starts_on", "-pk")[:MOST_PERIODS])


def overview_of(
    period: Period, periods: Sequence[Period], *, on: date, basis: Basis = Basis.SUBMITTED
) -> list[Measured]:
    """Every indicator asked in `period`; the trend runs over those of `periods` that end no later. Four queries."""
    known = [one for one in periods if one.ends_on <= period.ends_on]
    known.sort(key=lambda one: (one.ends_on, one.starts_on))
    asked = asked_in(known)
    totals = {
        (total.period_id, total.indicator_id): total
        for total in Total.objects.filter(period__in=known, unit_id=period.commune_id, basis=basis)
    }
    lines = lines_of(period)
    pieces, missing = _year_pieces(period, known)
    is_due = period.is_locked or on > period.ward_due_on
    measured = []
    for definition, count in asked[period.pk]:
        pk = definition.indicator_id
        held = lines.get(pk, ())
        total = rolled_up(definition, totals.get((period.pk, pk)), count)
        points = tuple(
            _point(one, other, totals.get((one.pk, pk)), many, held)
            for one in known
            for other, many in asked[one.pk]
            if other.indicator_id == pk and is_comparable(other, one, period)
        )
        in_pieces = [
            (other, totals.get((one.pk, pk)))
            for one in pieces
            for other, _ in asked[one.pk]
            if other.indicator_id == pk
        ]
        so_far = _so_far(definition, in_pieces, held, missing) if pieces else None
        measured.append(Measured(result_of(period, definition, total, held, is_due=is_due), points, so_far))
    return measured


def is_comparable(definition: Definition, one: Period, other: Period) -> bool:
    """Whether two periods stand in one line: shares and stocks always, flows of numbers only for equally long spans."""
    if one.kind == other.kind:
        return True
    if PeriodKind.AD_HOC in {one.kind, other.kind}:
        return False
    is_share = definition.indicator.kind in {Kind.RATIO, Kind.YES_NO}
    return is_share or definition.over_time == OverTime.STOCK


def _point(
    period: Period,
    definition: Definition,
    total: Total | None,
    asked: int,
    lines: tuple[figures.TargetLine, ...],
) -> TrendPoint:
    summed = rolled_up(definition, total, asked)
    shown = figures.display(summed.as_value(), Kind(definition.indicator.kind), lines)
    return TrendPoint(period, definition, summed, shown)


def _so_far(
    definition: Definition,
    pieces: Sequence[tuple[Definition, Total | None]],
    lines: tuple[figures.TargetLine, ...],
    missing: tuple[str, ...],
) -> YearSoFar | None:
    """Sums commute: the running totals of the pieces add up to what the units' own sums would give."""
    if definition.over_time != OverTime.FLOW or definition.indicator.kind == Kind.YES_NO:
        return None
    totals = [total for _, total in pieces if total is not None and total.value_count]
    if not totals or any(other.variant != definition.variant for other, _ in pieces):
        return None
    year = Total(
        numerator=sum(total.numerator for total in totals),
        denominator=sum(total.denominator for total in totals),
        value_count=max(total.value_count for total in totals),
        not_arising_count=0,
        not_applicable_count=0,
        estimate_count=sum(total.estimate_count for total in totals),
    )
    summed = rolled_up(definition, year, year.value_count)
    shown = figures.display(summed.as_value(), Kind(definition.indicator.kind), lines)
    return YearSoFar(summed, shown, len(totals), missing)


def _year_pieces(period: Period, known: Sequence[Period]) -> tuple[list[Period], tuple[str, ...]]:
    """The periods that together run from the start of the year to the end of `period`, and names of those never opened."""
    own = _window_of(period)
    if own is None:
        return [], ()
    opened = {(one.calendar, one.kind, one.starts_on): one for one in known}
    monthly = any(one.kind == PeriodKind.MONTH and one.calendar == period.calendar for one in known)
    try:
        pieces = calendars.pieces_to_date(own, monthly=monthly)
    except ValueError:  # a period outside the list of periodic reports stands for itself
        return [period], ()
    due = [piece for piece in pieces if piece.ends_on >= period.movement.starts_on]
    keys = [(piece.calendar.value, piece.span.value, piece.starts_on) for piece in due]
    missing = tuple(piece.label for piece, key in zip(due, keys, strict=True) if key not in opened)
    return [opened[key] for key in keys if key in opened], missing


def _window_of(period: Period) -> Window | None:
    if period.kind == PeriodKind.AD_HOC:
        return None
    span = Span(period.kind)
    windows = (
        calendars.window(Calendar(period.calendar), span, period.ends_on.year, ordinal)
        for ordinal in range(1, 12 // span.months + 1)
    )
    return next((window for window in windows if window.starts_on == period.starts_on), None)


@dataclass(frozen=True, slots=True)
class UnitCell:
    """A unit's report in a period, in words and colour; `late` days say that it came late.

    `owes`: the unit has something to do, were the period open.
    """

    report_id: int | None
    words: str
    tone: str
    late: int
    is_received: bool = False
    owes: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`cells` follow the order of the periods asked for."""

    unit: Unit
    cells: tuple[UnitCell, ...]


SHOWN_OF_A_REPORT = ("state", "received_at", "first_received_at", "period", "unit__name", "unit__kind")
NOT_ASKED = UnitCell(None, "—", "empty", 0)


def units_over(who: Actor, periods: Sequence[Period], *, on: date) -> list[UnitRow]:
    """Units × periods, whoever one may see. One query."""
    reports = visible_reports(who).filter(period__in=periods).select_related(None).select_related("unit")
    reports = reports.only(*SHOWN_OF_A_REPORT)  # hundreds of rows: a third of the time of whole ones
    by_pk = {period.pk: period for period in periods}
    cells: dict[int, dict[int, UnitCell]] = defaultdict(dict)
    units: dict[int, Unit] = {}
    for report in reports.order_by("unit__sort_key", "unit_id"):
        units[report.unit_id] = report.unit
        cells[report.unit_id][report.period_id] = _cell(report, by_pk[report.period_id], on)
    return [
        UnitRow(unit, tuple(cells[pk].get(period.pk, NOT_ASKED) for period in periods))
        for pk, unit in units.items()
    ]


def _cell(report: Report, period: Period, on: date) -> UnitCell:
    words, tone, late = _cell_words(report, period, on)
    return UnitCell(report.pk, words, tone, late, report.received_at is not None, report.state in ON_THE_WAY)


def _cell_words(report: Report, period: Period, on: date) -> tuple[str, str, int]:
    late, state = days_late(report, period, on=on), ReportState(report.state)
    if report.received_at is None and state != ReportState.AWAITING_HEAD:
        if period.is_locked:
            return "Không gửi", "late", late
        return (f"Trễ {late} ngày", "late", late) if late else ("Chưa gửi", "empty", late)
    words = "Đạt" if state == ReportState.LOCKED else state.label
    return ("Chờ duyệt" if state == ReportState.AWAITING_HEAD else words), TONES[state], late


def counted(cells: Iterable[UnitCell]) -> list[tuple[str, str, int]]:
    """(tone, words, number) of the cells, finished ones first; all that is late or was never sent counts as one."""
    order = ("reached", "waiting", "returned", "late", "empty")
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for cell in cells:
        if cell.report_id is not None:
            words = "Chưa gửi, đã trễ" if cell.words.startswith("Trễ") else cell.words
            counts[cell.tone, words] += 1
    ordered = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return [(tone, words, count) for (tone, words), count in ordered]


def unit_figures(who: Actor, period: Period, indicator_code: str) -> list[Figure]:
    """What each visible unit says about one indicator in a period, in Vietnamese order. One query."""
    found = visible_figures(who).filter(report__period=period, indicator__code=indicator_code)
    found = found.select_related(None).select_related("report__unit", "indicator", "definition")
    return list(found.order_by("report__unit__sort_key", "pk"))
