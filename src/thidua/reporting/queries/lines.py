"""The figures of a report as a workbook is compared with them: what stands, without the past, the proof and the checks."""

from thidua.indicator.figures import Kind
from thidua.reporting import workbooks
from thidua.reporting.models import Report
from thidua.reporting.queries.entry import is_open


def lines_of(report: Report) -> list[workbooks.Line]:
    """In the order of the entry page; one query. To write a workbook takes `entry.workbook_lines`, which knows the past."""
    held = report.figures.select_related("indicator", "definition").order_by("position", "pk")
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
        for one in held
    ]
