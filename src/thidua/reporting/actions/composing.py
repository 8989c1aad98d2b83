"""Composing the yearly report: facts are frozen with the officer's words; composing again is a new version."""

from collections.abc import Mapping
from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.movement.models import Movement
from thidua.reporting import yearly
from thidua.reporting.models import YearlyReport
from thidua.reporting.queries import yearly as facts


@action("reporting.compose_report")
def compose_report(
    movement: Movement,
    *,
    year: int,
    links: Mapping[str, list[str]],
    texts: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> YearlyReport:
    """Freeze the year's facts as they stand at `at`, under the next number. `links`: content item id → indicator codes."""
    last = movement.yearly_reports.filter(year=year).order_by("-number").first()
    found = facts.facts_of(movement, year, at=at, links=links)
    report = YearlyReport.objects.create(
        movement=movement,
        year=year,
        number=last.number + 1 if last else 1,
        links=dict(links),
        facts=found.to_json(),
        texts={name: texts.get(name, "") for name in yearly.TEXTS},
        composed_at=at,
        composed_by_id=by.user_id,
    )
    audit.note(year=year, number=report.number)
    return report
