"""Opening, dating, urging and locking periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.indicator import queries as indicator_queries
from thidua.movement.models import Assignment, Movement
from thidua.org.models import Unit
from thidua.reporting import announcements, errors
from thidua.reporting.actions.history import need
from thidua.reporting.enums import PeriodKind, ReportState
from thidua.reporting.models import Figure, Period, Report


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """What a period is to be: its span, its dates and its name. `calendars` proposes them."""

    kind: str
    calendar: str
    label: str
    starts_on: date
    ends_on: date
    unit_due_on: date
    ward_due_on: date
    locks_on: date
    is_backfilled: bool = False
    note: str = ""


@action("reporting.open_period", lock=False)
def open_period(
    movement: Movement,
    *,
    plan: PeriodPlan,
    by: Actor,
    at: datetime,
    units: Iterable[Unit] | None = None,
    indicator_ids: Iterable[int] | None = None,
) -> Period:
    """Open a period and ask each unit for the figures assigned to it, under the definitions valid at its end.

    `units` and `indicator_ids` narrow an ad hoc period (báo cáo đột xuất).
    """
    if not plan.unit_due_on <= plan.ward_due_on <= plan.locks_on or plan.starts_on > plan.ends_on:
        raise errors.PeriodDatesOutOfOrder
    asked = _asked(movement, on=plan.ends_on, units=units, indicator_ids=indicator_ids)
    if not asked:
        raise errors.NothingAssigned
    if (
        plan.kind != PeriodKind.AD_HOC
        and movement.periods.filter(kind=plan.kind, calendar=plan.calendar, starts_on=plan.starts_on).exists()
    ):
        raise errors.PeriodExists
    period = Period.objects.create(
        commune_id=movement.commune_id,
        movement=movement,
        opened_at=at,
        opened_by_id=by.user_id,
        **{name: getattr(plan, name) for name in plan.__slots__},
    )
    _lay_out_reports(period, asked)
    audit.note(period=period.pk, label=period.label, units=len({one.unit_id for one in asked}))
    announcements.opened(period, at=at)
    return period


def _asked(
    movement: Movement, *, on: date, units: Iterable[Unit] | None, indicator_ids: Iterable[int] | None
) -> list[Assignment]:
    found = movement.assignments.current().select_related("indicator", "unit")
    if units is not None:
        found = found.filter(unit__in=list(units))
    if indicator_ids is not None:
        found = found.filter(indicator_id__in=list(indicator_ids))
    return [one for one in found if one.unit.is_valid_on(on)]


def _lay_out_reports(period: Period, asked: list[Assignment]) -> None:
    definitions = {
        (one.indicator_id, one.variant): indicator_queries.definition_for(
            one.indicator, commune_id=period.commune_id, variant=one.variant, on=period.ends_on
        )
        for one in {(one.indicator_id, one.variant): one for one in asked}.values()
    }
    units = {one.unit_id: one.unit for one in asked}
    Report.objects.bulk_create(Report(period=period, unit=unit) for unit in units.values())
    reports = {report.unit_id: report for report in period.reports.all()}
    Figure.objects.bulk_create(
        Figure(
            report=reports[one.unit_id],
            indicator=one.indicator,
            definition=definitions[(one.indicator_id, one.variant)],
            position=one.indicator.position,
        )
        for one in asked
    )


@action("reporting.change_period_dates")
def change_period_dates(
    period: Period,
    *,
    unit_due_on: date,
    ward_due_on: date,
    locks_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Period:
    if not unit_due_on <= ward_due_on <= locks_on:
        raise errors.PeriodDatesOutOfOrder
    need(reason)
    audit.note(before=[period.unit_due_on, period.ward_due_on, period.locks_on])
    period.unit_due_on, period.ward_due_on, period.locks_on = unit_due_on, ward_due_on, locks_on
    period.save(update_fields=["unit_due_on", "ward_due_on", "locks_on"])
    return period


@action("reporting.lock_period")
def lock_period(period: Period, *, by: Actor, at: datetime) -> Period:
    """Close the period: verified reports are locked; what is not in by now stays missing. Later changes are revisions."""
    reports = list(period.reports.select_for_update().order_by("pk"))  # waits for submissions under way
    period.locked_at = at
    period.save(update_fields=["locked_at"])
    period.reports.filter(state=ReportState.VERIFIED).update(state=ReportState.LOCKED)
    audit.note(verified=sum(report.state == ReportState.VERIFIED for report in reports), reports=len(reports))
    return period


@action("reporting.remind_units", lock=False)
def remind_units(period: Period, *, text: str, by: Actor, at: datetime) -> int:
    """Tell heads and reporters of the units that have not sent; returns how many units."""
    late = list(
        period.reports.filter(state__in=[ReportState.DRAFT, ReportState.AWAITING_HEAD, ReportState.RETURNED])
        .select_related("unit", "period")
        .order_by("unit__sort_key")
    )
    if not late:
        raise errors.NobodyToRemind
    announcements.reminded(period, late, text=text, at=at)
    audit.note(units=[report.unit.name for report in late])
    return len(late)
