"""What a checker looks at: the figures of one report beside their evidence and the period before."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q

from thidua.documents.models import Evidence
from thidua.indicator import figures, numerals
from thidua.indicator.figures import Kind, Value
from thidua.reporting import changes, checks
from thidua.reporting.changes import Change
from thidua.reporting.checks.grounds import Finding
from thidua.reporting.enums import PeriodKind, ReportState, RevisionKind
from thidua.reporting.models import Figure, FigureRevision, Period, Report
from thidua.reporting.queries.evidence import Twin, twins_of
from thidua.reporting.queries.grounds import grounds_of
from thidua.reporting.queries.paths import PartsGiven, parts_of_report

LOOKS_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One figure: what was reported, what the checker put instead, what it was before and how it moved.

    `is_answer`: it had been returned and came again.
    """

    figure: Figure
    reported: str
    reported_parts: str
    checked: str
    checked_parts: str
    before: str
    before_label: str
    change: Change
    evidence: tuple[Evidence, ...]
    is_answer: bool
    findings: tuple[Finding, ...] = ()
    breakdowns: tuple[PartsGiven, ...] = ()
    twins: tuple[Twin, ...] = ()
    incomparable: tuple[
        str, ...
    ] = ()  # pictures held against no other: no question does not mean that there is none

    @property
    def pictures(self) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.file and one.file.is_picture)


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """A report as it is checked; `unusual` counts figures with findings, `unproven` those without evidence."""

    report: Report
    rows: tuple[CheckRow, ...]
    unusual: int
    unproven: int


def check_of(report: Report, *, with_twins: bool = False) -> CheckSheet:
    """Thirteen queries whatever the number of figures."""
    evidence = Prefetch("evidence", queryset=Evidence.objects.detailed())
    found = report.figures.select_related("indicator", "definition").prefetch_related(evidence)
    returned = FigureRevision.objects.filter(figure=OuterRef("pk"), kind=RevisionKind.RETURNED)
    held = list(found.annotate(was_returned=Exists(returned)).order_by("position", "pk"))
    earlier = _earlier(report)
    for figure in held:
        figure.report = report
    grounds = grounds_of(report.period, held, is_checking=True)
    parts = parts_of_report(report)
    twins = twins_of(report) if with_twins else {}
    rows = tuple(
        _check_row(
            figure,
            earlier.get(figure.indicator_id),
            tuple(checks.findings(figure.reported, grounds[figure.pk])),
            parts.get(figure.pk, ()),
            tuple(twins.get(figure.pk, ())),
            with_twins=with_twins,
        )
        for figure in held
    )
    return CheckSheet(
        report=report,
        rows=rows,
        unusual=sum(bool(row.findings) for row in rows),
        unproven=sum(not row.evidence for row in rows),
    )


def next_to_check(period: Period, *, after: Report | None = None) -> Report | None:
    """The next report that waits for a check, in the order of the board, starting again at the top. One query."""
    waiting = period.reports.filter(state=ReportState.SUBMITTED).select_related("unit")
    listed = list(waiting.order_by("unit__sort_key", "pk"))
    if after is None:
        return listed[0] if listed else None
    place = (after.unit.sort_key, after.pk)
    others = [one for one in listed if one.pk != after.pk]
    later = [one for one in others if (one.unit.sort_key, one.pk) > place]
    return next(iter(later or others), None)


def parts_of(value: Value) -> str:
    """`7.600 trên 8.930` under a share; empty for other cells."""
    if value.numerator is None or value.denominator is None:
        return ""
    n, d = numerals.format_number(value.numerator), numerals.format_number(value.denominator)
    return f"{n} trên {d}"


def _earlier(report: Report) -> dict[int, Figure]:
    """Per indicator the unit's last figure that counted: of a period of the same kind, else of any of that calendar."""
    period = report.period
    if period.kind == PeriodKind.AD_HOC:
        span = Q(report__period__ends_on__lte=period.ends_on)
    else:
        span = Q(report__period__ends_on__lt=period.ends_on, report__period__calendar=period.calendar)
    found = Figure.objects.filter(
        span,
        Q(is_revised=True) | Q(report__received_at__isnull=False, return_reason=""),
        report__unit=report.unit_id,
        report__period__movement=period.movement_id,
        report__period__ends_on__gte=period.ends_on - LOOKS_BACK,
    ).exclude(report=report)
    found = found.exclude(report__period__kind=PeriodKind.AD_HOC).select_related(
        "report__period", "indicator"
    )
    held: dict[int, Figure] = {}
    for figure in found.order_by("-report__period__ends_on", "-pk"):
        known = held.setdefault(figure.indicator_id, figure)
        if known.report.period.kind != period.kind == figure.report.period.kind:
            held[figure.indicator_id] = figure
    return held


def _check_row(
    figure: Figure,
    earlier: Figure | None,
    findings: tuple[Finding, ...],
    breakdowns: tuple[PartsGiven, ...],
    twins: tuple[Twin, ...],
    *,
    with_twins: bool,
) -> CheckRow:
    kind = Kind(figure.indicator.kind)
    checked = figure.standing_value if figure.is_checked else None
    before = earlier.standing_value if earlier else None
    return CheckRow(
        figure=figure,
        reported=figures.display(figure.reported, kind),
        reported_parts=parts_of(figure.reported),
        checked=figures.display(checked, kind) if checked else "",
        checked_parts=parts_of(checked) if checked else "",
        before=figures.display(before, kind) if before else "",
        before_label=earlier.report.period.label if earlier else "",
        change=changes.change(before, figure.reported),
        evidence=tuple(figure.evidence.all()),
        is_answer=figure.was_returned and not figure.return_reason,  # type: ignore[attr-defined]
        findings=findings,
        breakdowns=breakdowns,
        twins=twins,
        incomparable=_incomparable(figure) if with_twins else (),
    )


def _incomparable(figure: Figure) -> tuple[str, ...]:
    return tuple(one.file.name for one in figure.evidence.all() if one.file and one.file.has_no_likeness)
