"""What the paper forms of reports say: every figure asked, in the order of the entry page; four queries for a period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from thidua.indicator.figures import CellState, Kind
from thidua.org.access import qr
from thidua.reporting import slips, workbooks
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Period, Report
from thidua.reporting.queries.entry import is_open

ON_DESK = (ReportState.DRAFT, ReportState.RETURNED)
CLOSED = "Đã nhận, không ghi lại."


def edition_of(figures: Iterable[Figure]) -> int:
    return slips.edition_of((figure.position, figure.definition_id) for figure in figures)


def code_of(report: Report) -> slips.Code:
    """The code of the form as it would be printed now; one query."""
    return slips.Code(report.pk, edition_of(report.figures.order_by("position", "pk")))


def slips_of(period: Period, reports: Sequence[Report]) -> list[slips.Slip]:
    """The forms of these reports of one period, in their order."""
    held: dict[int, list[Figure]] = defaultdict(list)
    asked = Figure.objects.filter(report__in=reports).select_related("indicator", "definition")
    for figure in asked.order_by("position", "pk"):
        held[figure.report_id].append(figure)
    past = _past_of(period, reports)
    return [_slip(period, report, held[report.pk], past) for report in reports]


def reports_on_desk(period: Period) -> list[Report]:
    """Reports of the period that may still be typed, in the order of units."""
    found = Report.objects.filter(period=period, state__in=ON_DESK, closed_at__isnull=True)
    return list(found.select_related("unit", "period").order_by("unit__sort_key", "pk"))


def _slip(
    period: Period, report: Report, held: Sequence[Figure], past: dict[tuple[int, int], str]
) -> slips.Slip:
    address = settings.BASE_URL + reverse("reporting:report_edit", args=[report.pk])
    return slips.Slip(
        code=str(slips.Code(report.pk, edition_of(held))),
        commune=period.commune.name,
        unit=report.unit.name,
        period=period.label,
        span=f"từ {period.starts_on:%d/%m/%Y} đến {period.ends_on:%d/%m/%Y}",
        due_on=f"{period.unit_due_on:%d/%m/%Y}",
        address=address,
        qr=str(qr.svg(address, label="Trang nhập số liệu")),
        lines=tuple(_line(number, one, report, past) for number, one in enumerate(held, start=1)),
    )


def _line(number: int, figure: Figure, report: Report, past: dict[tuple[int, int], str]) -> slips.Line:
    definition, is_asked = figure.definition, is_open(figure, report)
    is_ratio = figure.indicator.kind == Kind.RATIO
    boxes = slips.cells_of(
        number, definition.numerator_label, definition.denominator_label if is_ratio else None
    )
    return slips.Line(
        number=number,
        name=figure.indicator.name,
        hint=definition.hint,
        previous=past.get((report.unit_id, figure.indicator_id), ""),
        cells=boxes if is_asked else (),
        closed="" if is_asked else CLOSED,
    )


def _past_of(period: Period, reports: Sequence[Report]) -> dict[tuple[int, int], str]:
    """(unit, indicator) → what was received last, in the latest earlier period of the same kind; two queries."""
    earlier = (
        Period.objects.filter(
            movement_id=period.movement_id,
            kind=period.kind,
            calendar=period.calendar,
            ends_on__lt=period.ends_on,
        )
        .order_by("-ends_on", "-pk")
        .first()
    )
    if earlier is None:
        return {}
    units = [report.unit_id for report in reports]
    found = Figure.objects.filter(
        report__period=earlier, report__unit__in=units, report__received_at__isnull=False
    ).exclude(state=CellState.NOT_REPORTED)
    return {
        (one.report.unit_id, one.indicator_id): workbooks.shown(one.standing_value)
        for one in found.select_related("report")
    }
