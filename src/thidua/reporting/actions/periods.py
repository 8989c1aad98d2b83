"""Opening, dating, urging and locking periods."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.indicator import queries as indicator_queries
from thidua.indicator.models import Definition, Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting import announcements, errors, guards, queries
from thidua.reporting.actions.history import need
from thidua.reporting.enums import PeriodKind, ReportState
from thidua.reporting.models import Figure, Period, Report, index_period
from thidua.reporting.queries import sights


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """What a period is to be: its span, its dates and its name. `proposals` makes them from the calendar."""

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


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit is asked for an indicator under one definition."""

    unit: Unit
    indicator: Indicator
    definition: Definition


@action("reporting.open_period")
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

    A báo cáo đột xuất asks every one of `units` for every one of `indicator_ids`, assigned or not; elsewhere they narrow.
    """
    period = _open(movement, plan, by=by, at=at, units=units, indicator_ids=indicator_ids)
    audit.note(period=period.pk, label=period.label, units=period.reports.count())
    announcements.opened(period, at=at)
    return period


@action("reporting.open_past_periods")
def open_past_periods(
    movement: Movement, *, plans: Sequence[PeriodPlan], by: Actor, at: datetime
) -> list[Period]:
    """Open several periods that are over, marked as filled in afterwards; units are told once."""
    if not plans:
        raise errors.NothingChosen
    if any(plan.ends_on >= timezone.localdate(at) for plan in plans):
        raise errors.NotPast
    opened = [_open(movement, replace(plan, is_backfilled=True), by=by, at=at) for plan in plans]
    audit.note(periods=[period.pk for period in opened], labels=[period.label for period in opened])
    announcements.opened_past(opened, at=at)
    return opened


@action("reporting.change_period_dates", look=sights.DATES)
def change_period_dates(
    period: Period,
    *,
    unit_due_on: date,
    ward_due_on: date,
    locks_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Period:
    """New dates for everybody. Units that are in time again may be told anew when they are late once more."""
    if not unit_due_on <= ward_due_on <= locks_on:
        raise errors.PeriodDatesOutOfOrder
    need(reason)
    audit.note(
        before=[period.unit_due_on, period.ward_due_on, period.locks_on],
        after=[unit_due_on, ward_due_on, locks_on],
    )
    is_moved = period.unit_due_on != unit_due_on
    period.unit_due_on, period.ward_due_on, period.locks_on = unit_due_on, ward_due_on, locks_on
    period.save(update_fields=["unit_due_on", "ward_due_on", "locks_on"])
    if is_moved:
        period.reports.update(late_step=0)
        announcements.dates_changed(period, reason=reason, at=at)
    return period


@action("reporting.lock_period", look=sights.LOCK)
def lock_period(period: Period, *, by: Actor, at: datetime, seen: Sight | None = None) -> Period:
    """Close the period: verified reports are locked; what is not in by now stays missing. Later changes are revisions."""
    # Waits for submissions under way.
    reports = list(period.reports.select_for_update(no_key=True).order_by("pk"))
    if seen is not None:  # once more: what came in while this waited was not seen either
        sights.LOCK.hold("reporting.lock_period", period, seen, at=at, commune_id=by.commune_id)
    period.locked_at = at
    period.save(update_fields=["locked_at"])
    period.reports.update(closed_at=at)
    period.reports.filter(state=ReportState.VERIFIED).update(state=ReportState.LOCKED)
    audit.note(verified=sum(report.state == ReportState.VERIFIED for report in reports), reports=len(reports))
    return period


@action("reporting.remind_units", lock=False)
def remind_units(
    period: Period, *, text: str, by: Actor, at: datetime, unit_ids: Collection[int] | None = None
) -> int:
    """Tell heads and reporters of the units that owe something, all or the chosen ones; returns how many units."""
    if not text.strip():
        raise errors.TextMissing
    found = period.reports.filter(state__in=queries.ON_THE_WAY).select_related("unit", "period")
    if unit_ids is not None:
        found = found.filter(unit_id__in=unit_ids)
    late = list(found.order_by("unit__sort_key"))
    if not late:
        raise errors.NobodyToRemind
    announcements.reminded(period, late, text=text, at=at)
    audit.note(units=[report.unit.name for report in late])
    return len(late)


@action("reporting.tell_late_units")
def tell_late_units(period: Period, *, by: Actor, at: datetime) -> int:
    """What the clock says one, three and seven days after the cut-off, each step once; returns how many units were told.

    A day on which the software did not run is made up for: the last step that was reached is told.
    """
    days, step = queries.late_step_of(period, on=timezone.localdate(at))
    late = list(queries.reports_to_tell(period, step).select_related("unit"))
    if late:
        announcements.late(period, late, days=days, at=at)
        Report.objects.filter(pk__in=[report.pk for report in late]).update(late_step=step)
    audit.note(days=days, units=[report.unit.name for report in late])
    return len(late)


def _open(
    movement: Movement,
    plan: PeriodPlan,
    *,
    by: Actor,
    at: datetime,
    units: Iterable[Unit] | None = None,
    indicator_ids: Iterable[int] | None = None,
) -> Period:
    _refuse_unfit(movement, plan)
    if plan.kind == PeriodKind.AD_HOC and units is not None and indicator_ids is not None:
        asked = _everything(movement, on=plan.ends_on, units=units, indicator_ids=indicator_ids)
    else:
        asked = _assigned(movement, on=plan.ends_on, units=units, indicator_ids=indicator_ids)
    if not asked:
        raise errors.NothingAssigned
    period = Period(
        commune_id=movement.commune_id,
        movement=movement,
        opened_at=at,
        opened_by_id=by.user_id,
        **{name: getattr(plan, name) for name in plan.__slots__},
    )
    period.needs_leader = queries.needs_leader(movement, plan.kind, on=timezone.localdate(at))
    index_period(period)
    period.save(force_insert=True)
    _lay_out_reports(period, asked)
    guards.follow(period)
    return period


def _refuse_unfit(movement: Movement, plan: PeriodPlan) -> None:
    if not plan.unit_due_on <= plan.ward_due_on <= plan.locks_on or plan.starts_on > plan.ends_on:
        raise errors.PeriodDatesOutOfOrder
    if plan.ends_on < movement.starts_on or (movement.ends_on and plan.starts_on > movement.ends_on):
        raise errors.PeriodOutsideMovement
    if plan.kind == PeriodKind.AD_HOC:
        return
    same = movement.periods.filter(kind=plan.kind, calendar=plan.calendar, starts_on=plan.starts_on)
    if same.exists():
        raise errors.PeriodExists


def _assigned(
    movement: Movement, *, on: date, units: Iterable[Unit] | None, indicator_ids: Iterable[int] | None
) -> list[Asked]:
    """What the plan of `on` asks of units that exist on that day. One formula per indicator: figures of two would not add up."""
    asked = movement.assignments.current().in_edition(movement_queries.edition_on(movement, on))
    found = asked.select_related("indicator", "unit")
    if units is not None:
        found = found.filter(unit__in=list(units))
    if indicator_ids is not None:
        found = found.filter(indicator_id__in=list(indicator_ids))
    held = [one for one in found if one.unit.is_valid_on(on)]
    variants: dict[int, set[str]] = {}
    for one in held:
        variants.setdefault(one.indicator_id, set()).add(one.variant)
    mixed = {one.indicator.name for one in held if len(variants[one.indicator_id]) > 1}
    if mixed:
        raise errors.VariantsMixed(sorted(mixed))
    definitions = {
        one.indicator_id: indicator_queries.definition_for(
            one.indicator, commune_id=movement.commune_id, variant=one.variant, on=on
        )
        for one in {one.indicator_id: one for one in held}.values()
    }
    return [Asked(one.unit, one.indicator, definitions[one.indicator_id]) for one in held]


def _everything(
    movement: Movement, *, on: date, units: Iterable[Unit], indicator_ids: Iterable[int]
) -> list[Asked]:
    """Each of the units for each of the indicators, by the formula that the movement uses, else by the default one."""
    variants = dict(movement.assignments.current().values_list("indicator_id", "variant"))
    commune_id = movement.commune_id
    chosen = Indicator.objects.usable_in(commune_id).filter(pk__in=list(indicator_ids))
    definitions = {
        one: indicator_queries.definition_for(one, commune_id=commune_id, variant=variants[one.pk], on=on)
        if one.pk in variants
        else indicator_queries.default_definition(one, commune_id=commune_id, on=on)
        for one in chosen
    }
    places = [unit for unit in units if unit.commune_id == commune_id and unit.is_valid_on(on)]
    return [
        Asked(unit, indicator, definition) for unit in places for indicator, definition in definitions.items()
    ]


def _lay_out_reports(period: Period, asked: list[Asked]) -> None:
    units = {one.unit.pk: one.unit for one in asked}
    Report.objects.bulk_create(Report(period=period, unit=unit) for unit in units.values())
    reports = {report.unit_id: report for report in period.reports.all()}
    Figure.objects.bulk_create(
        Figure(
            report=reports[one.unit.pk],
            indicator=one.indicator,
            definition=one.definition,
            position=one.indicator.position,
        )
        for one in asked
    )
