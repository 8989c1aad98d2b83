"""The way of a report: handed in, approved by the head or handed back, recalled, verified."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Exists, QuerySet
from django.utils import timezone

from thidua.core import audit, writing
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.prepared import Prepared
from thidua.core.sight import Sight
from thidua.indicator.figures import CellState
from thidua.org.models import Membership
from thidua.reporting import announcements, errors, guards, totals
from thidua.reporting.actions import entry
from thidua.reporting.actions.differences import need_explained
from thidua.reporting.actions.entry import Cell
from thidua.reporting.actions.history import need, remember
from thidua.reporting.actions.soundness import need_sound
from thidua.reporting.enums import ReportState, RevisionKind
from thidua.reporting.models import Figure, RegisterBinding, Report
from thidua.reporting.queries import sights

_keep = writing.update(
    Report,
    "state",
    "version",
    "saved_at",
    "saved_by",
    "is_on_behalf",
    "submitted_at",
    "submitted_by",
    "first_received_at",
    "received_at",
    "verified_at",
    "verified_by",
    "return_reason",
)


@action("reporting.submit_report")
def submit_report(
    report: Report, *, by: Actor, at: datetime, cells: Mapping[int, Cell] | None = None, key: str = ""
) -> Report:
    """Hand in: to the head of the unit if there is one to ask, else straight to the commune.

    `cells` are typed on the same page and kept in the same deed. Late is allowed and counted; locked is not. `key` names a
    sending that may come twice (`queries/kept.py`).
    """
    today, commune_id = timezone.localdate(at), report.period.commune_id
    held = entry.figures_of(report, _with_head, report.unit_id, today, commune_id)
    before = totals.shares_of(report, held)
    with writing.together():
        if cells:
            entry.type_in(report, cells, held, by=by)
        _need_complete(report, held)
        need_sound(report, held)
        need_explained(report, held, at=at)
        entry.touch(report, by=by, at=at)
        report.submitted_at, report.submitted_by_id = at, by.user_id
        report.return_reason = ""
        if _goes_straight_on(report, held, by):
            _receive(report, held, by=by, at=at)
        else:
            report.state = ReportState.AWAITING_HEAD
        _keep(report)
        totals.apply(before, totals.shares_of(report, held))
    audit.note(figures=len(held), is_on_behalf=report.is_on_behalf, goes_to=report.state)
    if key:
        audit.note(key=key)
    return report


@action("reporting.approve_report", look=sights.REPORT)
def approve_report(report: Report, *, by: Actor, at: datetime, seen: Sight | None = None) -> Report:
    """The head lets the report go to the commune."""
    entry.need_in_time(report, at=at)
    held = entry.figures_of(report)
    before = totals.shares_of(report, held)
    _receive(report, held, by=by, at=at)
    report.version += 1
    _keep(report)
    totals.apply(before, totals.shares_of(report, held))
    return report


@action("reporting.hand_back_report", look=sights.REPORT)
def hand_back_report(
    report: Report, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Report:
    """The head wants it otherwise: back to the reporter."""
    need(reason)
    report.state, report.return_reason = ReportState.RETURNED, reason
    report.version += 1
    report.save(update_fields=["state", "return_reason", "version"])
    announcements.handed_back(report, reason=reason, at=at)
    return report


@action("reporting.recall_report", look=sights.REPORT)
def recall_report(
    report: Report, *, reason: str = "", by: Actor, at: datetime, seen: Sight | None = None
) -> Report:
    """The unit takes its report back while nobody has checked it; it counts as not sent.

    A second answer, sent because of a returned figure, only leaves the head's desk: what the commune holds stays there.
    """
    held = entry.figures_of(report)
    before = totals.shares_of(report, held)
    if report.state == ReportState.AWAITING_HEAD and report.received_at is not None:
        report.state = ReportState.RETURNED
    else:
        report.state = ReportState.DRAFT
        report.received_at = report.first_received_at = None
        guards.forget_after(report.period)
    report.version += 1
    _keep(report)
    totals.apply(before, totals.shares_of(report, held))
    return report


@action("reporting.verify_report", look=sights.REPORT)
def verify_report(report: Report, *, by: Actor, at: datetime, seen: Sight | None = None) -> Report:
    """The report is found in order."""
    held = entry.figures_of(report)
    if any(figure.return_reason for figure in held):
        raise errors.FiguresStillReturned
    before = totals.shares_of(report, held)
    report.state = checked_state(report)
    report.verified_at, report.verified_by_id = at, by.user_id
    report.version += 1
    _keep(report)
    totals.apply(before, totals.shares_of(report, held))
    if report.state == ReportState.VERIFIED:
        announcements.verified(report, at=at)
    return report


def checked_state(report: Report) -> ReportState:
    """Where a report goes that was found in order: to the leader where the period asks for his word."""
    return ReportState.WITH_LEADER if report.period.needs_leader else ReportState.VERIFIED


def _need_complete(report: Report, held: list[Figure]) -> None:
    """Every figure is typed or explained, and every number has evidence or an explanation (rule 12)."""
    missing = [
        figure.indicator.name
        for figure in held
        if figure.state == CellState.NOT_REPORTED and not figure.explanation.strip()
    ]
    if missing:
        raise errors.FiguresMissing(missing)
    unproven = [
        figure.indicator.name
        for figure in held
        if figure.state == CellState.VALUE
        and not figure.has_evidence  # type: ignore[attr-defined]
        and not figure.explanation.strip()
    ]
    if unproven:
        raise errors.EvidenceMissing(unproven)


def _figures_with_head(report_id: int, unit_id: int, on: date, commune_id: int) -> QuerySet[Figure]:
    """Whether the unit has a head, and the commune counts any figure from a register, is asked with the figures, so that
    handing in costs no query of its own for it.
    """
    heads = Membership.objects.valid_on(on).filter(role="unit_head", unit_id=unit_id)
    bindings = RegisterBinding.objects.in_commune(commune_id)
    found = entry.with_proof(report_id)
    return found.annotate(unit_has_head=Exists(heads), commune_counts=Exists(bindings))


_with_head = Prepared(_figures_with_head, int, int, date, int)


def _goes_straight_on(report: Report, held: list[Figure], by: Actor) -> bool:
    """No head to ask: the head hands in, the commune enters on the unit's behalf, or the unit has no head."""
    if report.is_on_behalf or by.covers("reporting.approve_report", report.unit.path):
        return True
    return not any(figure.unit_has_head for figure in held)  # type: ignore[attr-defined]


def _receive(report: Report, held: list[Figure], *, by: Actor, at: datetime) -> None:
    """The commune has it: what changed since the last time goes into the history, returned figures are answered."""
    new = [figure for figure in held if report.received_at is None or figure.return_reason]
    remember(new, RevisionKind.SUBMITTED, by=by, at=at, is_on_behalf=report.is_on_behalf)
    answered = [figure for figure in held if figure.return_reason]
    # What the checker had put instead is history; the new answer counts, as far as its report does.
    for figure in answered:
        figure.return_reason, figure.is_checked, figure.is_revised = "", False, False
    if answered:
        Figure.objects.filter(pk__in=[figure.pk for figure in answered]).update(
            return_reason="", is_checked=False, is_revised=False
        )
    guards.forget_after(report.period)
    report.state = ReportState.SUBMITTED
    report.received_at = at
    report.first_received_at = report.first_received_at or at
    report.return_reason = ""
