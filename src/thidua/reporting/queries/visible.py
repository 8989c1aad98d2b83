"""What one may see of periods, reports, figures, publications."""

from django.db.models import QuerySet

from thidua.core.visible import visible
from thidua.reporting.models import (
    Breakdown,
    Figure,
    Period,
    PeriodQuerySet,
    Publication,
    Report,
    ReportQuerySet,
)


@visible("reporting.view_period")
def visible_periods(commune_id: int) -> PeriodQuerySet:
    return Period.objects.in_commune(commune_id).select_related("movement", "commune")


@visible("reporting.view_report", narrowed=ReportQuerySet.of_units)
def visible_reports(commune_id: int) -> ReportQuerySet:
    """The reports of the units one reports for; every report for commune-wide roles."""
    found = Report.objects.in_commune(commune_id)
    return found.select_related("unit", "period__movement", "period__commune")


def _of_reports_of_units(found: QuerySet[Figure], paths: list[str]) -> QuerySet[Figure]:
    return found.filter(report__in=Report.objects.of_units(paths))


@visible("reporting.view_report", narrowed=_of_reports_of_units)
def visible_figures(commune_id: int) -> QuerySet[Figure]:
    """Figures of visible reports."""
    return Figure.objects.filter(report__period__commune_id=commune_id).select_related(
        "report__unit", "report__period__movement", "report__period__commune", "indicator", "definition"
    )


@visible("reporting.view_period")
def visible_publications(commune_id: int) -> QuerySet[Publication]:
    """Every publication of the commune, for those who may see its periods."""
    found = Publication.objects.filter(period__commune_id=commune_id)
    return found.select_related("period__movement", "period__commune", "published_by")


@visible("reporting.view_period")
def visible_breakdowns(commune_id: int) -> QuerySet[Breakdown]:
    return Breakdown.objects.filter(commune_id=commune_id).select_related("indicator", "commune")
