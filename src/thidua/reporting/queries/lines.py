"""The figures of a report as a workbook is compared with them: what stands, without the past, the proof and the checks."""

from thidua.core.prepared import Prepared
from thidua.indicator.figures import Kind
from thidua.reporting import workbooks
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries.entry import is_open

_held = Prepared(
    lambda pk: (
        Figure.objects.filter(report_id=pk)
        .select_related("indicator", "definition")
        .order_by("position", "pk")
    ),
    int,
)


def lines_of(report: Report) -> list[workbooks.Line]:
    """In the order of the entry page; one query. To write a workbook takes `entry.workbook_lines`, which knows the past."""
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
