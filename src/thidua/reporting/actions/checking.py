"""Checking figures: return with a reason, keep a checked number beside the reported one, revise after the lock."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.indicator import figures
from thidua.indicator.figures import Kind, Value
from thidua.reporting import announcements, errors, guards, totals
from thidua.reporting.actions import entry
from thidua.reporting.actions.history import as_decimal, need, remember
from thidua.reporting.actions.reports import checked_state
from thidua.reporting.enums import Basis, ReportState, RevisionKind
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import sights


@action("reporting.check_report", look=sights.REPORT)
def check_report(
    report: Report,
    *,
    checked: Mapping[int, tuple[Value, str]],
    returned: Mapping[int, str],
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Report:
    """What a checker found on one page, all or nothing: other numbers (figure id → value, reason), figures to return.

    Nothing returned means that the report is in order: it is verified. One that was verified may be looked at again until
    the lock.
    """
    if report.state == ReportState.VERIFIED and not checked and not returned:
        raise errors.NothingToCheck
    held = {figure.pk: figure for figure in entry.figures_of(report)}
    if not held.keys() >= checked.keys() | returned.keys():
        raise errors.NotInReport
    before = totals.shares_of(report, held.values())
    for pk, (value, reason) in checked.items():
        _put_checked(held[pk], value, reason=reason)
    for pk, reason in returned.items():
        _put_back(held[pk], reason=reason)
    _keep([held[pk] for pk in checked], [held[pk] for pk in returned], by=by, at=at, reasons=checked)
    _settle(report, held.values(), by=by, at=at)
    totals.apply(before, totals.shares_of(report, held.values()))
    guards.forget_after(report.period)
    audit.note(checked=sorted(checked), returned=sorted(returned))
    if returned:
        announcements.figures_returned(report, [held[pk] for pk in returned], at=at)
    elif report.state == ReportState.VERIFIED:
        announcements.verified(report, at=at)
    return report


@action("reporting.return_figure", look=sights.FIGURE)
def return_figure(
    figure: Figure, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Figure:
    """One figure goes back with its reason; the others stay received."""
    report = figure.report
    before = totals.shares_of(report, [figure])
    _put_back(figure, reason=reason)
    figure.save(update_fields=["return_reason"])
    guards.forget_after(report.period)
    remember([figure], RevisionKind.RETURNED, by=by, at=at, reason=reason)
    report.state = ReportState.RETURNED
    report.version += 1
    report.save(update_fields=["state", "version"])
    totals.apply(before, totals.shares_of(report, [figure]))
    announcements.figures_returned(report, [figure], at=at)
    return figure


@action("reporting.check_figure", look=sights.FIGURE)
def check_figure(
    figure: Figure, *, value: Value, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Figure:
    """The checker found another number: both are kept, the checked one counts. It answers a figure that was returned."""
    report = figure.report
    before = totals.shares_of(report, [figure])
    _put_checked(figure, value, reason=reason)
    figure.save()
    guards.forget_after(report.period)
    remember([figure], RevisionKind.CHECKED, by=by, at=at, reason=reason)
    if report.state == ReportState.RETURNED and not report.figures.exclude(return_reason="").exists():
        report.state = ReportState.SUBMITTED
    report.version += 1
    report.save(update_fields=["state", "version"])
    totals.apply(before, totals.shares_of(report, [figure]))
    audit.note(indicator=figure.indicator_id, numerator=value.numerator, denominator=value.denominator)
    return figure


@action("reporting.revise_figure", look=sights.FIGURE)
def revise_figure(
    figure: Figure, *, value: Value, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Figure:
    """A correction after the lock: an added revision, never an overwrite. Ends an estimate, too.

    It counts even where the report had never come or was not verified: the commune answers for it.
    """
    report = figure.report
    if value == totals.counted(report, figure, Basis.VERIFIED):
        raise errors.NothingToRevise
    before = totals.shares_of(report, [figure])
    _put_checked(figure, value, reason=reason)
    figure.is_revised = True
    figure.save()
    guards.forget_after(report.period)
    remember([figure], RevisionKind.REVISED, by=by, at=at, reason=reason)
    totals.apply(before, totals.shares_of(report, [figure]))
    audit.note(indicator=figure.indicator_id, numerator=value.numerator, denominator=value.denominator)
    return figure


def _put_checked(figure: Figure, value: Value, *, reason: str) -> None:
    """Lay the checked value beside the reported one, unsaved."""
    need(reason)
    figures.check(value, Kind(figure.indicator.kind))
    figure.is_checked = True
    figure.checked_state = str(value.state)
    figure.checked_numerator, figure.checked_denominator = as_decimal(value.numerator), value.denominator
    figure.checked_is_estimate = value.is_estimate
    figure.return_reason = ""
    figure.version += 1


def _put_back(figure: Figure, *, reason: str) -> None:
    need(reason)
    figure.return_reason = reason.strip()


def _keep(
    checked: list[Figure],
    returned: list[Figure],
    *,
    by: Actor,
    at: datetime,
    reasons: Mapping[int, tuple[Value, str]],
) -> None:
    for figure in (*checked, *returned):
        figure.save()
    for figure in checked:
        remember([figure], RevisionKind.CHECKED, by=by, at=at, reason=reasons[figure.pk][1])
    for figure in returned:
        remember([figure], RevisionKind.RETURNED, by=by, at=at, reason=figure.return_reason)


def _settle(report: Report, held: Iterable[Figure], *, by: Actor, at: datetime) -> None:
    """Verified when nothing is on return, else back on the unit's desk."""
    report.version += 1
    if any(figure.return_reason for figure in held):
        report.state = ReportState.RETURNED
        report.verified_at = report.verified_by_id = None
    else:
        report.state = checked_state(report)
        report.verified_at, report.verified_by_id = at, by.user_id
    report.save(update_fields=["state", "version", "verified_at", "verified_by"])
