"""Which reports and parts one may see; the report of the time before."""

from datetime import date

from django.db.models import Q, QuerySet

from thidua.composing import spans
from thidua.composing.enums import ReportState
from thidua.composing.models import Part, PartVersion, PeriodReport, PeriodReportQuerySet, YearlyReport
from thidua.composing.queries import times
from thidua.core.permissions import Actor
from thidua.core.visible import visible


@visible("composing.view_report")
def _reports(commune_id: int) -> PeriodReportQuerySet:
    found = PeriodReport.objects.in_commune(commune_id)
    return found.select_related(
        "movement__commune", "composed_by", "issued_by", "closed_by", "replaces", "pdf", "docx"
    )


def visible_reports(who: Actor) -> PeriodReportQuerySet:
    """Whoever reads drafts sees everything, all others what was issued."""
    found = _reports(who)
    return found if who.may("composing.view_draft") else found.exclude(record="")


def visible_parts(who: Actor) -> QuerySet[Part]:
    found = Part.objects.filter(report__in=visible_reports(who).order_by().values("pk"))
    return found.select_related("report__movement__commune", "changed_by")


@visible("composing.view_draft")
def visible_yearly_reports(commune_id: int) -> QuerySet[YearlyReport]:
    """Those of the short form that came before, the latest year first."""
    found = YearlyReport.objects.filter(movement__commune_id=commune_id)
    return found.select_related("movement__commune", "composed_by")


def reports_found(who: Actor, *, words: str, kind: str, state: str) -> PeriodReportQuerySet:
    """The reports of a search, the latest time first; those that were given up only where they are asked for."""
    found = visible_reports(who).matching(words).defer("facts", "record")
    found = found.filter(state=state) if state else found.exclude(state=ReportState.DISCARDED)
    return found.filter(kind=kind) if kind else found


def drafts(who: Actor) -> PeriodReportQuerySet:
    """Those that wait for their number, the oldest first."""
    found = visible_reports(who).filter(state=ReportState.DRAFT).defer("facts", "record")
    return found.order_by("composed_at", "pk")


def versions_of(part: Part) -> QuerySet[PartVersion]:
    """Every version of a part, the newest first."""
    return part.versions.select_related("by").order_by("-number")


def part_before(part: Part, *, on: date) -> Part | None:
    """The same part of the last report in force or in work about the time before; else of the last one of that kind."""
    report = part.report
    time = times.time_of(report.movement, report.key, on=on)
    earlier = time.before.ends_on if time is not None and time.before is not None else None
    kept = Q(report__state__in=[ReportState.ISSUED, ReportState.RECALLED])
    found = Part.objects.filter(
        kept, key=part.key, report__movement=report.movement, report__kind=report.kind
    )
    found = found.filter(report__ends_on__lt=report.ends_on).exclude(text="")
    if report.kind == spans.FINAL:
        found = Part.objects.filter(
            kept, key=part.key, report__movement=report.movement, report__kind="interim"
        )
    ordered = found.select_related("report").order_by("-report__ends_on", "-report__number")
    return next((one for one in ordered if one.report.ends_on == earlier), ordered.first())
