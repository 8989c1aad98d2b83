"""Periods of any window with figures in them, approved or not."""

from datetime import timedelta

from tests.clock import local
from tests.factories import reporting as make
from tests.web import stage
from thidua.org.models import Unit
from thidua.reporting import calendars
from thidua.reporting.calendars import Calendar, Span
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period


def opened(here: make.Ward, span: Span, year: int, ordinal: int) -> Period:
    """A period of the reporting calendar that asks every unit for every indicator; nothing typed."""
    window = calendars.window(Calendar.REPORTING, span, year, ordinal)
    period: Period = make.PeriodFactory(
        commune=here.commune,
        movement=here.movement,
        kind=span.value,
        label=window.label,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        unit_due_on=window.due_on - timedelta(days=5),
        ward_due_on=window.due_on,
        locks_on=window.due_on + timedelta(days=10),
    )
    for unit in here.units:
        make.lay_out(here, period, unit)
    return period


def filled(
    period: Period,
    unit: Unit,
    numerator: int,
    denominator: int = 50,
    *,
    state: ReportState = ReportState.VERIFIED,
) -> None:
    """Every figure of the unit's report; approved unless told otherwise."""
    report = period.reports.get(unit=unit)
    day = period.unit_due_on - timedelta(days=1)
    at = local(day.year, day.month, day.day)
    stage.fill(report, numerator, denominator=denominator, state=state, at=at)
