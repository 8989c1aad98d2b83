"""The third level, and exceptions after the lock: a leader's word, hand-in allowed for one unit until a day."""

from datetime import date, datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.movement.models import Movement
from thidua.reporting import announcements, errors, totals
from thidua.reporting.actions import entry
from thidua.reporting.actions.history import need
from thidua.reporting.enums import PeriodKind, ReportState
from thidua.reporting.models import ApprovalSetting, Report
from thidua.reporting.queries import sights

LONGEST_REASON = 1000


@action("reporting.set_approval", lock=False)
def set_approval(
    movement: Movement,
    *,
    needs_leader: bool,
    valid_from: date,
    reason: str,
    by: Actor,
    at: datetime,
    kind: str = "",
) -> ApprovalSetting:
    """Whether a leader approves reports of periods opened from a day on; those that are open keep their way."""
    need(reason)
    if valid_from < timezone.localdate(at):
        raise errors.ApprovalReachesBack
    if kind and kind not in PeriodKind.values:
        raise errors.ApprovalReachesBack("Không có loại kỳ này.", field="kind")
    audit.note(kind=kind, needs_leader=needs_leader, valid_from=valid_from)
    return ApprovalSetting.objects.create(
        movement=movement,
        kind=kind,
        needs_leader=needs_leader,
        valid_from=valid_from,
        reason=vietnamese.nfc(reason)[:LONGEST_REASON],
        set_at=at,
        set_by_id=by.user_id,
    )


@action("reporting.endorse_report", look=sights.REPORT)
def endorse_report(report: Report, *, by: Actor, at: datetime, seen: Sight | None = None) -> Report:
    """The leader's word: the report that was found in order counts as verified."""
    _move(report, ReportState.VERIFIED)
    announcements.verified(report, at=at)
    return report


@action("reporting.send_back_report", look=sights.REPORT)
def send_back_report(
    report: Report, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Report:
    """The leader wants it checked once more."""
    need(reason)
    report.return_reason = reason.strip()
    _move(report, ReportState.SUBMITTED)
    return report


@action("reporting.withdraw_report", look=sights.REPORT)
def withdraw_report(report: Report, *, by: Actor, at: datetime, seen: Sight | None = None) -> Report:
    """The standing body takes it back from the leader's desk, to check it once more."""
    _move(report, ReportState.SUBMITTED)
    return report


@action("reporting.extend_report", look=sights.REPORT)
def extend_report(
    report: Report, *, until: date, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Report:
    """After the lock one unit may hand in until the end of a day; the period stays locked for all others."""
    need(reason)
    if until < timezone.localdate(at):
        raise errors.ExtensionReachesBack
    report.late_until, report.late_reason = until, vietnamese.nfc(reason)[:LONGEST_REASON]
    report.closed_at = None
    report.version += 1
    report.save(update_fields=["late_until", "late_reason", "closed_at", "version"])
    audit.note(until=until)
    announcements.extended(report, reason=report.late_reason, at=at)
    return report


@action("reporting.close_extension")
def close_extension(report: Report, *, by: Actor, at: datetime) -> Report:
    """The day is over: what was verified is locked, what did not come stays missing."""
    if report.late_until is None or timezone.localdate(at) <= report.late_until:
        raise errors.ExtensionRuns
    report.closed_at = at
    if report.state == ReportState.VERIFIED:
        report.state = ReportState.LOCKED
    report.version += 1
    report.save(update_fields=["closed_at", "state", "version"])
    return report


def _move(report: Report, state: ReportState) -> None:
    """To another desk; the totals follow."""
    held = entry.figures_of(report)
    before = totals.shares_of(report, held)
    report.state = state
    if state == ReportState.SUBMITTED:
        report.verified_at = report.verified_by_id = None
    report.version += 1
    report.save(update_fields=["state", "return_reason", "verified_at", "verified_by", "version"])
    totals.apply(before, totals.shares_of(report, held))
