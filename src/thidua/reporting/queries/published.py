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
from thidua.reporting.queries.publications import judged_figure
from thidua.reporting.queries.results import Lines

Held = dict[tuple[int, int], list[TargetLine]]


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """One indicator in one period as it was published last, against the target lines of that year."""

    figure: PublishedFigure
    period: Period
    lines: Lines
    shown: str
    standing: Standing
    problem: str


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
    """Published figures with their target lines; one query for all of them."""
    rows = list(found)
    held = _lines_of({row.publication.period.movement_id for row in rows}) if rows else {}
    return [_result(row, held) for row in rows]


def _lines_of(movements: set[int]) -> Held:
    held: Held = defaultdict(list)
    for line in public.public_target_lines().filter(movement__in=movements):
        held[line.movement_id, line.indicator_id].append(line)
    return held


def _result(row: PublishedFigure, held: Held) -> PublishedResult:
    period = row.publication.period
    known = held.get((period.movement_id, row.indicator_id), [])
    lines = tuple(
        figures.TargetLine(line.value, figures.Comparator(line.comparator), line.get_level_display())
        for line in public.holding_in(known, period.ends_on.year)
    )
    read = judged_figure(row, lines)
    return PublishedResult(row, period, lines, read.shown, read.standing, read.problem)
