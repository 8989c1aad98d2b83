"""What one may see of periods, reports, figures, publications."""

from django.db.models import QuerySet

from thidua.core.permissions import Actor
from thidua.reporting.models import Figure, Period, PeriodQuerySet, Publication, Report, ReportQuerySet


def visible_periods(who: Actor) -> PeriodQuerySet:
    if not who.may("reporting.view_period"):
        return Period.objects.none()
    return Period.objects.in_commune(who.commune_id).select_related("movement", "commune")


def visible_reports(who: Actor) -> ReportQuerySet:
    """The reports of the units one reports for; every report for commune-wide roles."""
    reports = Report.objects.in_commune(who.commune_id).of_units(who.paths_with("reporting.view_report"))
    return reports.select_related("unit", "period__movement", "period__commune")


def visible_figures(who: Actor) -> QuerySet[Figure]:
    """Figures of visible reports."""
    return Figure.objects.filter(report__in=visible_reports(who)).select_related(
        "report__unit", "report__period__movement", "report__period__commune", "indicator", "definition"
    )


def visible_publications(who: Actor) -> QuerySet[Publication]:
    """Every publication of the commune, for those who may see its periods."""
    if not who.may("reporting.view_period"):
        return Publication.objects.none()
    return Publication.objects.filter(period__commune_id=who.commune_id).select_related(
        "period__movement", "period__commune", "published_by"
    )
