"""The workbook of a report: its lines as they stand, what it says of itself, and the filled-in ones that one may look at."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from thidua.core.prepared import Prepared
from thidua.core.visible import visible
from thidua.indicator.figures import Kind
from thidua.reporting import workbooks
from thidua.reporting.models import Figure, Report, WorkbookDraft
from thidua.reporting.queries.entry import EntryRow, is_open

_held = Prepared(
    lambda pk: (
        Figure.objects.filter(report_id=pk)
        .select_related("indicator", "definition")
        .order_by("position", "pk")
    ),
    int,
)


def lines_of(report: Report) -> list[workbooks.Line]:
    """In the order of the entry page; one query. To write a workbook takes `workbook_lines`, which knows the past."""
    return [
        workbooks.Line(
            figure=one.pk,
            code=one.indicator.code,
            name=one.indicator.name,
            kind=Kind(one.indicator.kind),
            numerator_label=one.definition.numerator_label,
            denominator_label=one.definition.denominator_label,
            previous="",
            value=one.reported,
            source=one.source,
            explanation=one.explanation,
            is_open=is_open(one, report),
            version=one.version,
        )
        for one in _held(report.pk)
    ]


def workbook_lines(rows: Iterable[EntryRow]) -> list[workbooks.Line]:
    return [
        workbooks.Line(
            figure=row.figure.pk,
            code=row.figure.indicator.code,
            name=row.figure.indicator.name,
            kind=row.kind,
            numerator_label=row.figure.definition.numerator_label,
            denominator_label=row.figure.definition.denominator_label,
            previous=row.previous.words if row.previous else "",
            value=row.value,
            source=row.figure.source,
            explanation=row.figure.explanation,
            is_open=row.is_open,
            version=row.figure.version,
        )
        for row in rows
    ]


def about(report: Report, *, on: date) -> workbooks.About:
    return workbooks.About(
        report=report.pk,
        version=report.version,
        unit=report.unit.name,
        period=report.period.label,
        due_on=report.period.unit_due_on,
        written_on=on,
    )


def _of_reports_of_units(found: QuerySet[WorkbookDraft], paths: list[str]) -> QuerySet[WorkbookDraft]:
    return found.filter(report__in=Report.objects.of_units(paths))


@visible("reporting.view_report", narrowed=_of_reports_of_units, own="uploaded_by_id")
def visible_workbooks(commune_id: int) -> QuerySet[WorkbookDraft]:
    """One's own workbooks: nobody else looks into what is not taken over."""
    found = WorkbookDraft.objects.filter(report__period__commune_id=commune_id)
    return found.select_related("report__unit", "report__period__movement", "report__period__commune")
