"""What browsers kept while there was no line and send now, perhaps for the second time.

The key of each sending stands in the book of deeds, written in the same transaction as what it brought: a sending that
comes again is known by it, whatever became of the report meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.reporting import workbooks
from thidua.reporting.models import Figure, Report

DEEDS = ("reporting.import_figures", "reporting.submit_report")


def is_taken(report: Report, key: str) -> bool:
    """Whether a sending of this key has been taken in; one query."""
    told = AuditEvent.objects.filter(object_type="Report", object_id=report.pk, action__in=DEEDS)
    return told.filter(detail__key=key).exists()


@dataclass(frozen=True, slots=True)
class Clash:
    """A number that somebody else saved after the sender had seen the figure: both, side by side."""

    figure: str
    name: str
    mine: str
    theirs: str
    who: str
    version: int


def figures_of(report: Report) -> dict[int, Figure]:
    """By id, as they stand now, in order; one query."""
    held = report.figures.select_related("indicator", "saved_by").order_by("position", "pk")
    return {figure.pk: figure for figure in held}


def clashes(held: Mapping[int, Figure], sent: Mapping[int, tuple[Value, int | None]]) -> list[Clash]:
    """Of what was sent (figure id → value, version seen), the figures that have moved on."""
    return [_clash(held[pk], value) for pk, (value, seen) in sent.items() if seen != held[pk].version]


def _clash(figure: Figure, value: Value) -> Clash:
    return Clash(
        figure=str(figure.pk),
        name=figure.indicator.name,
        mine=workbooks.shown(value),
        theirs=workbooks.shown(figure.reported),
        who=figure.saved_by.full_name if figure.saved_by else "Người khác",
        version=figure.version,
    )
