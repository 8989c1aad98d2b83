"""Spans of validation, kept ready with each report, so that handing in asks no rule while every number lies within.

They are made when a period is opened, when figures are saved that have none, and by the clock. Whatever changes a value that
they were made from lets them go (`forget_after`); a report without them is judged by the rules themselves.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from thidua.core.models import AuditEvent
from thidua.indicator.figures import CellState
from thidua.reporting import checks
from thidua.reporting.checks.grounds import Finding
from thidua.reporting.models import Figure, Period, Report
from thidua.reporting.queries import grounds as queries

NOTHING_ASKED = "{}"
BLOC_DEEDS = ("pledging.add_members", "pledging.end_membership")
LATELY = timedelta(days=7)  # a machine that was off for some days makes up for them


def prepare(period: Period, *, only: Iterable[Report] | None = None) -> None:
    """Make the guards of the period's reports anew, or of some of them. Six queries, however many reports."""
    found = Figure.objects.filter(report__period=period).select_related("indicator", "definition")
    if only is not None:
        found = found.filter(report__in=[report.pk for report in only])
    held = list(found.select_related("indicator", "definition", "report__unit"))
    grounds = queries.grounds_of(period, held)
    told: dict[int, dict[str, list[checks.Guard | None]]] = defaultdict(dict)
    reports = {figure.report_id: figure.report for figure in held}
    for figure in held:
        both, hard = checks.guard_of(grounds[figure.pk]), checks.guard_of(grounds[figure.pk], hard_only=True)
        if any(end is not None for end in both):
            told[figure.report_id][str(figure.pk)] = [
                both,
                hard if any(end is not None for end in hard) else None,
            ]
    for pk, report in reports.items():
        report.guards = json.dumps(told[pk], separators=(",", ":"))
    Report.objects.bulk_update(reports.values(), ["guards"])


def prepare_missing(period: Period) -> int:
    """What the clock does: guards for the period's reports that have none; returns how many had none."""
    waiting = list(period.reports.filter(guards=""))
    if waiting:
        prepare(period, only=waiting)
    return len(waiting)


def follow(period: Period) -> None:
    """A period was opened: earlier ones of its kind are followed from now on, and later ones look back at it."""
    alike = queries.alike(period)
    alike.filter(ends_on__lt=period.ends_on).update(is_followed=True)
    if alike.filter(ends_on__gt=period.ends_on).exists():
        Period.objects.filter(pk=period.pk).update(is_followed=True)
        period.is_followed = True
        forget_after(period)
    prepare(period)


def forget_after(period: Period) -> None:
    """Something that counts changed in `period`: reports of later open periods must be judged anew."""
    if period.is_followed:
        later = queries.alike(period).filter(ends_on__gt=period.ends_on, locked_at__isnull=True)
        Report.objects.filter(period__in=later).exclude(guards="").update(guards="")


def forget_where_blocs_changed(at: datetime) -> None:
    """What the clock does: who competes with whom changed within the last week, so norms of open periods are made anew.

    Blocs lie in an app below and know nothing of guards; the book of deeds tells. Until the clock runs, units are compared
    with those who were in their bloc before.
    """
    told = AuditEvent.objects.filter(action__in=BLOC_DEEDS, at__gte=at - LATELY)
    for commune_id in told.order_by().values_list("commune_id", flat=True).distinct():
        forget_all(commune_id)


def forget_all(commune_id: int) -> None:
    """Thresholds changed."""
    Report.objects.filter(~Q(guards=""), period__commune_id=commune_id, closed_at__isnull=True).update(
        guards=""
    )


def forget(report: Report) -> None:
    """Parts came in with a workbook: the clock prepares the report anew, who sent the workbook need not wait for it."""
    report.guards = ""
    Report.objects.filter(pk=report.pk).update(guards="")


def beyond(report: Report, held: Iterable[Figure], *, hard_only: bool = False) -> list[Figure]:
    """Figures that lie beyond their guards, or that have none: those that the rules have to look at."""
    kept = json.loads(report.guards) if report.guards else None
    if kept == {}:
        return []
    return [
        figure
        for figure in held
        if figure.state == CellState.VALUE and _is_beyond(figure, kept, hard_only=hard_only)
    ]


def _is_beyond(figure: Figure, kept: dict[str, list[checks.Guard | None]] | None, *, hard_only: bool) -> bool:
    if kept is None:
        return True
    guards = kept.get(str(figure.pk))
    if guards is None or figure.numerator is None:
        return False
    guard = guards[1] if hard_only or figure.explanation.strip() else guards[0]
    return guard is not None and not checks.is_within(guard, float(figure.numerator), figure.denominator)


def findings_of(report: Report, held: list[Figure]) -> dict[int, list[Finding]]:
    """What the rules say about these figures, by figure id; no query when all lie within their guards, else three."""
    if not held:
        return {}
    for figure in held:
        figure.report = report
    # What lies within its hard guard agrees with its parts: they need not be asked for.
    with_parts = bool(beyond(report, held, hard_only=True))
    grounds = queries.grounds_of(report.period, held, with_parts=with_parts)
    return {figure.pk: checks.findings(figure.reported, grounds[figure.pk]) for figure in held}
