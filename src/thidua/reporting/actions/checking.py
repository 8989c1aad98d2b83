"""Checking figures: return one with a reason, keep a checked number beside the reported one, revise after the lock."""

from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import Kind, Value
from thidua.reporting import announcements, errors, totals
from thidua.reporting.actions.history import as_decimal, need, remember
from thidua.reporting.enums import ReportState, RevisionKind
from thidua.reporting.models import Figure


@action("reporting.return_figure")
def return_figure(figure: Figure, *, reason: str, by: Actor, at: datetime) -> Figure:
    """One figure goes back with its reason; the others stay received."""
    need(reason)
    report = figure.report
    before = totals.shares_of(report, [figure])
    figure.return_reason = reason
    figure.save(update_fields=["return_reason"])
    remember([figure], RevisionKind.RETURNED, by=by, at=at, reason=reason)
    report.state = ReportState.RETURNED
    report.version += 1
    report.save(update_fields=["state", "version"])
    totals.apply(before, totals.shares_of(report, [figure]))
    announcements.returned(figure, reason=reason, at=at)
    return figure


@action("reporting.check_figure")
def check_figure(figure: Figure, *, value: Value, reason: str, by: Actor, at: datetime) -> Figure:
    """The checker found another number: both are kept, the checked one counts."""
    need(reason)
    return _set_checked(figure, value, RevisionKind.CHECKED, reason=reason, by=by, at=at)


@action("reporting.revise_figure")
def revise_figure(figure: Figure, *, value: Value, reason: str, by: Actor, at: datetime) -> Figure:
    """A correction after the lock: an added revision, never an overwrite. Ends an estimate, too."""
    need(reason)
    if value == figure.standing_value:
        raise errors.NothingToRevise
    return _set_checked(figure, value, RevisionKind.REVISED, reason=reason, by=by, at=at)


def _set_checked(
    figure: Figure, value: Value, kind: RevisionKind, *, reason: str, by: Actor, at: datetime
) -> Figure:
    figures.check(value, Kind(figure.indicator.kind))
    report = figure.report
    before = totals.shares_of(report, [figure])
    figure.is_checked = True
    figure.checked_state = str(value.state)
    figure.checked_numerator, figure.checked_denominator = as_decimal(value.numerator), value.denominator
    figure.is_estimate = value.is_estimate
    figure.version += 1
    figure.save()
    remember([figure], kind, by=by, at=at, reason=reason)
    totals.apply(before, totals.shares_of(report, [figure]))
    audit.note(indicator=figure.indicator_id, numerator=value.numerator, denominator=value.denominator)
    return figure
