"""The workbook of a report: its lines as they stand, what it says of itself, and the filled-in ones that one may look at."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from thidua.core.prepared import Prepared
from thidua.core.visible import visible
from thidua.indicator.figures import Kind
from thidua.reporting import workbooks
from thidua.reporting.models import Figure, Report, WorkbookDraft
from thidua.reporting.queries.entry import EntryRow, is_open
from thidua.reporting.queries.paths import PartsGiven, parts_of_report

_held = Prepared(
    lambda pk: (
        Figure.objects.filter(report_id=pk)
        .select_related("indicator", "definition")
        .order_by("position", "pk")
    ),
    int,
)


def lines_of(report: Report) -> list[workbooks.Line]:
    """In the order of the entry page, each figure followed by its parts. Two queries; four where parts are asked.

    To write a workbook takes `workbook_lines`, which knows the past.
    """
    parts = parts_of_report(report)
    return [
        line
        for one in _held(report.pk)
        for line in _with_parts(_line(one, is_open=is_open(one, report)), parts.get(one.pk, ()))
    ]


def workbook_lines(rows: Iterable[EntryRow]) -> list[workbooks.Line]:
    """The same with what each figure was before."""
    return [
        line
        for row in rows
        for line in _with_parts(
            _line(row.figure, is_open=row.is_open, previous=row.previous.words if row.previous else ""),
            row.breakdowns,
        )
    ]


def _line(figure: Figure, *, is_open: bool, previous: str = "") -> workbooks.Line:
    return workbooks.Line(
        figure=figure.pk,
        code=figure.indicator.code,
        name=figure.indicator.name,
        kind=Kind(figure.indicator.kind),
        numerator_label=figure.definition.numerator_label,
        denominator_label=figure.definition.denominator_label,
        previous=previous,
        value=figure.reported,
        source=figure.source,
        explanation=figure.explanation,
        is_open=is_open,
        version=figure.version,
    )


def _with_parts(line: workbooks.Line, given: Iterable[PartsGiven]) -> Iterator[workbooks.Line]:
    yield line
    for group in given:
        asked = group.asked
        for place, (name, value) in enumerate(zip(asked.parts, group.values, strict=True)):
            part = workbooks.Part(asked.pk, place, asked.label, name, asked.add_up)
            yield replace(line, part=part, value=value, previous="", source="", explanation="")


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
