"""What one may see of periods, reports and figures, and how things stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import CellState, OverUnits, RolledUp, Standing
from thidua.indicator.models import Indicator
from thidua.movement.models import Movement, TargetLine
from thidua.reporting.enums import Basis, ReportState
from thidua.reporting.models import Figure, Period, Report, ReportQuerySet, Total

ON_THE_WAY = {ReportState.DRAFT, ReportState.RETURNED, ReportState.AWAITING_HEAD}


def visible_periods(who: Actor) -> QuerySet[Period]:
    if not who.may("reporting.view_period"):
        return Period.objects.none()
    return Period.objects.in_commune(who.commune_id).select_related("movement", "commune")


def visible_reports(who: Actor) -> ReportQuerySet:
    """The reports of the units one reports for; every report for commune-wide roles."""
    reports = Report.objects.in_commune(who.commune_id).of_units(who.paths_with("reporting.view_report"))
    return reports.select_related("unit", "period__movement", "period__commune")


def visible_figures(who: Actor) -> QuerySet[Figure]:
    """Figures of visible reports."""
    return Figure.objects.filter(report__in=visible_reports(who)).select_related(
        "report__unit", "report__period__movement", "report__period__commune", "indicator", "definition"
    )


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit in one period: where its report is, who holds it, how late it is (or was when received)."""

    report: Report
    state: ReportState
    label: str
    held_by: str
    days_late: int
    returned_count: int

    @property
    def is_missing(self) -> bool:
        return self.state in ON_THE_WAY


def board_of(period: Period, *, on: date) -> list[BoardRow]:
    """All units of the period in Vietnamese order."""
    returned: Counter[int] = Counter(
        Figure.objects.filter(report__period=period)
        .exclude(return_reason="")
        .values_list("report_id", flat=True)
    )
    reports = period.reports.select_related("unit", "saved_by").order_by("unit__sort_key")
    return [_row(report, period, returned[report.pk], on) for report in reports]


def _row(report: Report, period: Period, returned: int, on: date) -> BoardRow:
    state = ReportState(report.state)
    return BoardRow(
        report=report,
        state=state,
        label=state.label,
        held_by=_holder(report, state),
        days_late=days_late(report, period, on=on),
        returned_count=returned,
    )


def _holder(report: Report, state: ReportState) -> str:
    if state in {ReportState.DRAFT, ReportState.RETURNED}:
        return f"Đầu mối {report.unit.short_name or report.unit.name}"
    if state == ReportState.AWAITING_HEAD:
        return f"Thủ trưởng {report.unit.short_name or report.unit.name}"
    return "Cơ quan thường trực" if state == ReportState.SUBMITTED else ""


def days_late(report: Report, period: Period, *, on: date) -> int:
    """Days after the unit's cut-off: of the first receipt, or of today while nothing came. A back-filled period is never late."""
    if period.is_backfilled:
        return 0
    reached = timezone.localdate(report.first_received_at) if report.first_received_at else on
    return max(0, (reached - period.unit_due_on).days)


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator of the commune in one period against its target lines."""

    indicator: Indicator
    period: Period
    total: RolledUp
    lines: tuple[figures.TargetLine, ...]
    shown: str
    standing: Standing


def lines_of(movement: Movement, year: int) -> dict[int, tuple[figures.TargetLine, ...]]:
    """Target lines per indicator that hold in `year`: those of that year, else those without a year."""
    dated: dict[int, list[TargetLine]] = defaultdict(list)
    for line in movement.target_lines.filter(year__isnull=True) | movement.target_lines.filter(year=year):
        dated[line.indicator_id].append(line)
    return {
        indicator: tuple(
            figures.TargetLine(line.value, figures.Comparator(line.comparator), line.get_level_display())
            for line in found
            if line.year == year or not any(other.year == year for other in found)
        )
        for indicator, found in dated.items()
    }


def results_of(period: Period, *, on: date, basis: Basis = Basis.SUBMITTED) -> list[Result]:
    """Every indicator asked in the period, at the commune's level, from the running totals."""
    asked: Counter[int] = Counter(
        Figure.objects.filter(report__period=period).values_list("indicator_id", flat=True)
    )
    totals = {
        total.indicator_id: total
        for total in Total.objects.filter(period=period, unit_id=period.commune_id, basis=basis)
    }
    lines = lines_of(period.movement, period.ends_on.year)
    found = Indicator.objects.filter(pk__in=asked).order_by("position", "code")
    is_due = period.is_locked or on > period.ward_due_on
    return [
        _result(one, period, rolled_up(one, totals.get(one.pk), asked[one.pk]), lines.get(one.pk, ()), is_due)
        for one in found
    ]


def rolled_up(indicator: Indicator, total: Total | None, asked: int) -> RolledUp:
    """A running total as a roll-up; what was asked and not reported is missing."""
    if total is None:
        return RolledUp(None, None, {CellState.NOT_REPORTED: asked})
    counts = {
        CellState.VALUE: total.value_count,
        CellState.NOT_ARISING: total.not_arising_count,
        CellState.NOT_APPLICABLE: total.not_applicable_count,
    }
    missing = asked - sum(counts.values())
    counts[CellState.NOT_REPORTED] = max(0, missing)
    has_value = total.value_count > 0
    numerator = int(total.numerator) if total.numerator == int(total.numerator) else total.numerator
    return RolledUp(
        numerator if has_value else None,
        total.denominator if has_value and indicator.kind == figures.Kind.RATIO else None,
        {state: count for state, count in counts.items() if count},
        total.estimate_count > 0,
        indicator.over_units == OverUnits.DISTINCT_DECLARED and total.value_count > 1,
    )


def _result(
    indicator: Indicator, period: Period, total: RolledUp, lines: tuple[figures.TargetLine, ...], is_due: bool
) -> Result:
    value = total.as_value()
    kind = figures.Kind(indicator.kind)
    return Result(
        indicator=indicator,
        period=period,
        total=total,
        lines=lines,
        shown=figures.display(value, kind, lines),
        standing=figures.standing(value, lines, is_due=is_due),
    )


def trend_of(
    movement: Movement, indicator: Indicator, periods: Iterable[Period]
) -> list[tuple[Period, RolledUp]]:
    """The commune's results of one indicator over the given periods, oldest first."""
    chosen = sorted(periods, key=lambda period: (period.ends_on, period.starts_on))
    totals = {
        total.period_id: total
        for total in Total.objects.filter(
            indicator=indicator, unit_id=movement.commune_id, basis=Basis.SUBMITTED, period__in=chosen
        )
    }
    asked: Counter[int] = Counter(
        Figure.objects.filter(report__period__in=chosen, indicator=indicator).values_list(
            "report__period_id", flat=True
        )
    )
    return [
        (period, rolled_up(indicator, totals.get(period.pk), asked[period.pk]))
        for period in chosen
        if asked[period.pk]
    ]
