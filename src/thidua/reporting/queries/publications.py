"""What is public of a period, and what would become public now."""

from dataclasses import dataclass

from thidua.core import formatting
from thidua.indicator import figures
from thidua.reporting import freezing, public_parts
from thidua.reporting.models import Figure, Period, Publication, PublishedFigure, Report
from thidua.reporting.queries.results import Judged, Lines, judged, lines_of


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One result as the public sees it; `before` is what the last publication said, empty where that is the same."""

    figure: PublishedFigure
    shown: str
    standing: figures.Standing
    before: str
    problem: str

    @property
    def sha256(self) -> str:
        """In groups; empty before it is published."""
        return formatting.grouped(self.figure.sha256)

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """(by what, part, words); small numbers are not in it."""
        return public_parts.words_of(self.figure.parts, figures.Kind(self.figure.indicator.kind))


@dataclass(frozen=True, slots=True)
class Preview:
    """What a publication of the period would say. `missing` are reports of which nothing counts, `revised` figures that were put
    right after the lock.
    """

    rows: tuple[PublicRow, ...]
    missing: tuple[Report, ...]
    last: Publication | None
    is_changed: bool
    revised: tuple[Figure, ...] = ()

    @property
    def without_value(self) -> int:
        return sum(row.figure.value_count == 0 for row in self.rows)


def preview_of(period: Period) -> Preview:
    """Exactly what `publish_period` would freeze now, beside what is public already. Six queries."""
    last = last_publication(period)
    public = {one.indicator_id: one for one in _figures(last)} if last else {}
    now = freezing.frozen(period)
    rows = tuple(
        _row(period, rows_lines, one, public.get(one.indicator_id)) for rows_lines, one in _lined(period, now)
    )
    is_changed = not freezing.says_the_same(now, public.values())
    return Preview(rows, _missing(period), last, is_changed, _revised(period))


def _revised(period: Period) -> tuple[Figure, ...]:
    found = Figure.objects.filter(report__period=period, is_revised=True)
    return tuple(
        found.select_related("indicator", "report__unit").order_by("position", "report__unit__sort_key")
    )


def published_rows(publication: Publication) -> tuple[PublicRow, ...]:
    """A publication as it was, in the library's order. Two queries."""
    held = _figures(publication)
    period = publication.period
    return tuple(_row(period, lines, one, None) for lines, one in _lined(period, held))


def judged_figure(one: PublishedFigure, lines: Lines) -> Judged:
    """A frozen row as every page reads it."""
    return judged(one.definition, one.value, one.value_count, lines)


def last_publication(period: Period) -> Publication | None:
    return period.publications.order_by("-number").first()


def _figures(publication: Publication) -> list[PublishedFigure]:
    found = publication.figures.select_related("indicator", "definition__indicator")
    return list(found.order_by("indicator__position", "indicator__code"))


def _lined(
    period: Period, held: list[PublishedFigure]
) -> list[tuple[tuple[figures.TargetLine, ...], PublishedFigure]]:
    lines = lines_of(period)
    return [(lines.get(one.indicator_id, ()), one) for one in held]


def _row(
    period: Period,
    lines: tuple[figures.TargetLine, ...],
    one: PublishedFigure,
    public: PublishedFigure | None,
) -> PublicRow:
    read = judged_figure(one, lines)
    before = judged_figure(public, lines).shown if public else ""
    return PublicRow(one, read.shown, read.standing, before if before != read.shown else "", read.problem)


def _missing(period: Period) -> tuple[Report, ...]:
    reports = period.reports.select_related("unit").order_by("unit__sort_key", "pk")
    return tuple(report for report in reports if report.verified_at is None)
