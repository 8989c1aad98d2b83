"""What was published: the only figures that the public pages and the open data know."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from thidua.indicator import figures
from thidua.indicator.figures import Standing
from thidua.movement.models import TargetLine
from thidua.movement.queries import public, sources
from thidua.reporting.models import Period, Publication, PublishedFigure
from thidua.reporting.queries.editions import Measure, plans_of
from thidua.reporting.queries.publications import judged_figure
from thidua.reporting.queries.results import Lines

Held = dict[tuple[int, int], list[TargetLine]]


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """One indicator in one period as it was published last, against the target lines of that year; `edition` says of which
    version of the plan.
    """

    figure: PublishedFigure
    period: Period
    lines: Lines
    shown: str
    standing: Standing
    problem: str
    edition: int | None


def latest_publications() -> QuerySet[Publication]:
    """The last publication of each period of public movements, newest period first."""
    newer = Publication.objects.filter(period=OuterRef("period"), number__gt=OuterRef("number"))
    found = Publication.objects.filter(~Exists(newer), period__movement__state__in=sources.SHOWN_TO_ALL)
    return found.select_related("period__movement").order_by("-period__ends_on", "-period__starts_on", "-pk")


def published_figures() -> QuerySet[PublishedFigure]:
    """The figures of those publications, without what each unit gave (`inputs`, `record`)."""
    found = PublishedFigure.objects.filter(publication__in=latest_publications().order_by().values("pk"))
    related = (
        "publication__period__movement__commune__commune_profile",
        "indicator",
        "definition__indicator",
    )
    newest = "-publication__period__ends_on", "-publication__period__starts_on", "-publication"
    return (
        found.select_related(*related)
        .order_by(*newest, "indicator__position", "pk")
        .defer("inputs", "record")
    )


def with_lines(found: Iterable[PublishedFigure]) -> list[PublishedResult]:
    """Published figures with their target lines, by the version of the plan that each period is measured by; two queries
    for all of them.
    """
    rows = list(found)
    plans = plans_of({row.publication.period_id for row in rows}) if rows else {}
    held = _lines_of({one.plan for one in plans.values()}) if plans else {}
    return [_result(row, plans.get(row.publication.period_id), held) for row in rows]


def _lines_of(plans: set[int]) -> Held:
    held: Held = defaultdict(list)
    for line in public.public_target_lines().filter(item__plan__in=plans):
        held[line.item.plan_id, line.indicator_id].append(line)
    return held


def _result(row: PublishedFigure, measure: Measure | None, held: Held) -> PublishedResult:
    period = row.publication.period
    known = held.get((measure.plan, row.indicator_id), []) if measure else []
    lines = tuple(
        figures.TargetLine(line.value, figures.Comparator(line.comparator), line.get_level_display())
        for line in public.holding_in(known, period.ends_on.year)
    )
    read = judged_figure(row, lines)
    edition = measure.edition if measure else None
    return PublishedResult(row, period, lines, read.shown, read.standing, read.problem, edition)
