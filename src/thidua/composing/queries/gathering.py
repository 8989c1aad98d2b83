"""All that a report rests on, as it stands at a moment; and what of it is no longer so."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from thidua.composing import spans
from thidua.composing.enums import PartKey, ReportKind
from thidua.composing.facts import MISSING, Asked, Change, Content, Facts, changes_between, rows_of
from thidua.composing.models import PeriodReport
from thidua.composing.queries import conduct, times
from thidua.composing.queries.links import links_of
from thidua.composing.queries.sums import Book
from thidua.composing.spans import Time
from thidua.indicator import figures
from thidua.indicator.figures import StandingCode
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.movement.queries.hub import Hub, TargetShown
from thidua.reporting import papers as paper_words
from thidua.reporting import totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period
from thidua.reporting.queries import papers

MOST_DIFFICULTIES = 25
# Parts that tell figures and punctuality; the others also change by themselves as days go by.
OF_FIGURES = (PartKey.RESULTS, PartKey.QUALITY)


def facts_of(
    movement: Movement, time: Time, *, at: datetime, periods: Sequence[Period] | None = None
) -> Facts:
    """What the report of `time` says by itself; `periods` are those of the movement, where they are at hand."""
    on = timezone.localdate(at)
    day = min(on, time.ends_on)
    hub = movement_queries.hub_of(movement, on=day)
    book = Book(movement, time, times.opened(movement) if periods is None else periods)
    name = papers.named(movement)
    coverage = movement_queries.coverage_of(movement, on=day)
    measures = book.measures()
    return Facts(
        kind=time.kind,
        label=time.label,
        title=spans.title_of(time, name),
        since=time.starts_on.isoformat(),
        until=day.isoformat(),
        on=on.isoformat(),
        before_label=time.before.label if time.before else "",
        so_far_label=time.so_far.label if time.so_far else "",
        movement=name,
        plan=papers.plan_words(hub),
        head=papers.head_of(movement.commune_id, hub.header),
        recipients=tuple(item.text for item in hub.recipients),
        launched_on=timezone.localdate(movement.launched_at).isoformat() if movement.launched_at else "",
        indicator_count=hub.indicator_count,
        contents=_contents(movement, hub),
        periods=tuple(one.label for one in book.inside()),
        stage_names=tuple(one.name for one in time.stages),
        measures=measures,
        conduct=conduct.conduct_of(movement, time, on=on),
        times=papers.punctuality_of(movement, time.starts_on, time.ends_on, on=on),
        reach=book.reach(),
        difficulties=_difficulties(book),
        coming=conduct.coming_after(movement, time, on=on),
        criteria=len(coverage.rows),
        covered=sum(not row.gap and not row.uncovered_reason for row in coverage.rows),
        asked=_asked(hub, book) if time.kind == ReportKind.YEAR else (),
        versions=papers.measured_by(movement, book.inside()),
        published=book.published(),
    )


def _contents(movement: Movement, hub: Hub) -> tuple[Content, ...]:
    """With the indicators that tell about each."""
    links = links_of(movement, hub)
    return tuple(
        Content(papers.statement(tree.item.text), tuple(links.get(str(tree.item.pk), ())))
        for tree in hub.contents
    )


def _asked(hub: Hub, book: Book) -> tuple[Asked, ...]:
    """The target lines of that year or of no year, with what was reached: each measured by itself alone."""
    lines = [one for one in hub.targets if one.item.facts.get("year") in {None, book.time.ends_on.year}]
    return tuple(_line_asked(one, book) for one in lines)


def _line_asked(target: TargetShown, book: Book) -> Asked:
    clause, said = target.item.clause or "bổ sung", target.item.text
    found = book.now(target.indicator) if target.indicator else None
    if found is None or not found.has_value:
        return Asked(clause, said, MISSING, "Chưa có số liệu")
    standing = paper_words.line_standing(target.item.facts, found.total.as_value())
    return Asked(clause, said, book.told(found).said, standing)


def _difficulties(book: Book) -> tuple[tuple[str, str], ...]:
    """What units wrote in approved figures that miss a target or have no value; the newest of each, no line twice."""
    lines = {one.pk: book.lines(book.now(one)) for one in book.indicators}
    order = {one.pk: one.ends_on for one in book.periods}
    cells = [one for one in book.held() if one.explanation.strip() and _is_approved(one)]
    cells.sort(key=lambda one: (order[one.report.period_id], one.pk))
    newest = {(one.report.unit_id, one.indicator_id): one for one in cells}
    told: dict[tuple[str, str], None] = {}
    for cell in sorted(newest.values(), key=lambda one: (one.report.unit.sort_key, one.pk)):
        code = figures.standing(cell.standing_value, lines.get(cell.indicator_id, ())).code
        if code not in {StandingCode.REACHED, StandingCode.NO_TARGET}:
            told[cell.report.unit.name, cell.explanation.strip()] = None
    return tuple(told)[:MOST_DIFFICULTIES]


def _is_approved(cell: Figure) -> bool:
    return totals.counts(cell.report, cell, Basis.VERIFIED)


def facts_now(report: PeriodReport, *, at: datetime) -> Facts | None:
    """What a report of the same time would rest on now; None where the plan no longer knows that time."""
    periods = times.opened(report.movement)
    time = times.time_of(report.movement, report.key, on=timezone.localdate(at), periods=periods)
    return facts_of(report.movement, time, at=at, periods=periods) if time is not None else None


def changes_since(report: PeriodReport, now: Facts, parts: Iterable[str] = OF_FIGURES) -> list[Change]:
    """What the report says of its figures, beside what it would say now."""
    then = report.told
    return [
        change
        for part in parts
        for change in changes_between(part, dict(rows_of(part, then)), rows_of(part, now))
    ]
