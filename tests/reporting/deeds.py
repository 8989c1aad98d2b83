"""A period on its way, by the deeds themselves: `send` → `verify` → `lock` → `publish`."""

from datetime import datetime

from tests.clock import local
from tests.factories import reporting as make
from thidua.indicator.figures import Value
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.reporting import actions, totals
from thidua.reporting.actions import Cell
from thidua.reporting.models import Figure, Period, Publication, Report

SENT_AT = local(2026, 10, 7, 9)
CHECKED_AT = local(2026, 10, 9, 14)
LOCKED_AT = local(2026, 10, 29, 8)
PUBLISHED_AT = local(2026, 10, 30, 10)
REASON = "Số trong sổ là số khác."


def send(here: make.Ward, unit: Unit | None = None, *values: Value, at: datetime = SENT_AT) -> Report:
    """The unit's reporter hands in: `values` in the order of the figures, 40 of 50 where there are none."""
    place = unit or here.units[0]
    held = here.figures(place)
    filled = [*values, *[Value(40, 50)] * (len(held) - len(values))]
    cells = {one.pk: Cell(value, explanation="Đếm theo sổ.") for one, value in zip(held, filled, strict=True)}
    return actions.submit_report(here.report(place), cells=cells, by=here.actor("reporter", place), at=at)


def verify(here: make.Ward, unit: Unit | None = None) -> Report:
    report = here.report(unit)
    return actions.check_report(
        report, checked={}, returned={}, by=here.actor("standing_body"), at=CHECKED_AT
    )


def lock(here: make.Ward) -> Period:
    here.period.refresh_from_db()
    return actions.lock_period(here.period, by=here.actor("standing_body"), at=LOCKED_AT)


def publish(here: make.Ward, *, reason: str = "", at: datetime = PUBLISHED_AT) -> Publication:
    here.period.refresh_from_db()
    return actions.publish_period(here.period, reason=reason, by=here.actor("leader"), at=at)


def revise(here: make.Ward, figure: Figure, value: Value) -> Figure:
    return actions.revise_figure(
        figure, value=value, reason=REASON, by=here.actor("standing_body"), at=PUBLISHED_AT
    )


def system(here: make.Ward) -> org_queries.Actor:
    return org_queries.system_actor(here.commune)


def totals_agree(here: make.Ward) -> bool:
    return list(totals.differences(here.period.pk)) == []
