"""Vì sao có con số này: result → formula version → units → cells → evidence → who typed, approved and checked it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from thidua.core.permissions import Actor
from thidua.documents.models import Evidence
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, Value
from thidua.indicator.library import Trust
from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Plan
from thidua.org.models import Unit
from thidua.reporting import equations, proof, public_parts, totals
from thidua.reporting.enums import Basis, RevisionKind
from thidua.reporting.equations import Equation
from thidua.reporting.models import (
    Figure,
    FigureRevision,
    Period,
    Publication,
    PublishedFigure,
)
from thidua.reporting.queries.checks import parts_of
from thidua.reporting.queries.editions import plan_of
from thidua.reporting.queries.publications import judged_figure, last_publication
from thidua.reporting.queries.results import Lines, Result, lines_of, result_of, rolled_up

TONES = {
    RevisionKind.SUBMITTED: "waiting",
    RevisionKind.RETURNED: "returned",
    RevisionKind.CHECKED: "reached",
    RevisionKind.REVISED: "late",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A deed on a report: `Đơn vị nhập`, by whom, when."""

    words: str
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's part of a result.

    `shown` and `parts` are the value that counts; `reported` is what the unit gave where another counts; `why_not` says
    why the cell does not count. `steps` and `evidence` are empty for those who may not look into that unit.
    """

    figure: Figure
    unit: Unit
    value: Value
    shown: str
    parts: str
    reported: str
    why_not: str
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    may_look: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A result with all that it rests on. `publication` is the last one of the period, `public_shown` what it says, `plan` the
    version of the plan that its target lines are of.
    """

    result: Result
    basis: Basis
    cells: tuple[Cell, ...]
    equation: Equation | None
    trust: Trust
    publication: Publication | None
    public_shown: str
    plan: Plan | None


def reason_in(
    period: Period, code: str, *, who: Actor, on: date, basis: Basis = Basis.SUBMITTED
) -> Reason | None:
    """Why the commune's result of an indicator in a period is what it is; None when it was not asked. Eight queries."""
    held = list(_figures(period, code))
    if not held:
        return None
    definition = held[0].definition
    values = [totals.counted(figure.report, figure, basis) for figure in held]
    total = period.totals.filter(
        indicator=definition.indicator_id, unit_id=period.commune_id, basis=basis
    ).first()
    lines = lines_of(period).get(definition.indicator_id, ())
    is_due = period.is_locked or on > period.ward_due_on
    result = result_of(period, definition, rolled_up(definition, total, len(held)), lines, is_due=is_due)
    publication, public_shown = _public(period, definition.indicator_id, lines)
    return Reason(
        result=result,
        basis=basis,
        cells=tuple(_cell(figure, value, who, basis) for figure, value in zip(held, values, strict=True)),
        equation=_equation(definition, values, result),
        trust=Trust(definition.trust),
        publication=publication,
        public_shown=public_shown,
        plan=plan_of(period),
    )


def _figures(period: Period, code: str) -> QuerySet[Figure]:
    evidence = Prefetch("evidence", queryset=Evidence.objects.detailed())
    revisions = Prefetch("revisions", queryset=FigureRevision.objects.order_by("pk"))
    found = Figure.objects.filter(report__period=period, indicator__code=code).select_related(
        "report__unit",
        "report__saved_by",
        "report__submitted_by",
        "report__verified_by",
        "indicator",
        "definition__indicator",
    )
    return found.prefetch_related(evidence, revisions).order_by("report__unit__sort_key", "pk")


def _equation(definition: Definition, values: Sequence[Value], result: Result) -> Equation | None:
    if result.problem:
        return None
    return equations.written_out(
        values,
        result.total,
        Kind(definition.indicator.kind),
        numerator_label=definition.numerator_label,
        denominator_label=definition.denominator_label,
        lines=result.lines,
    )


def _cell(figure: Figure, value: Value, who: Actor, basis: Basis) -> Cell:
    kind = Kind(figure.indicator.kind)
    may_look = who.covers("reporting.view_report", figure.report.unit.path)
    differs = figure.is_checked and figure.reported != figure.standing_value
    reported = figures.display(figure.reported, kind) if differs else ""
    if reported and parts_of(figure.reported):
        reported = f"{reported} ({parts_of(figure.reported)})"
    return Cell(
        figure=figure,
        unit=figure.report.unit,
        value=value,
        shown=figures.display(value, kind),
        parts=parts_of(value),
        reported=reported,
        why_not=_why_not(figure, basis),
        steps=tuple(_steps(figure)) if may_look else (),
        evidence=tuple(figure.evidence.all()) if may_look else (),
        may_look=may_look,
    )


def _why_not(figure: Figure, basis: Basis) -> str:
    if totals.counts(figure.report, figure, basis):
        return ""
    if figure.return_reason:
        return "Đang trả lại đơn vị"
    if figure.report.received_at is None:
        return "Đơn vị chưa gửi"
    return "Chưa kiểm tra xong"


def _steps(figure: Figure) -> list[Step]:
    """Who typed, let go and checked the figure as it stands."""
    report = figure.report
    steps = []
    if report.saved_by and figure.state != CellState.NOT_REPORTED:
        words = "Nhập thay đơn vị" if report.is_on_behalf else "Nhập"
        steps.append(Step(words, report.saved_by.full_name, report.saved_at))
    last = {revision.kind: revision for revision in figure.revisions.all()}
    if RevisionKind.SUBMITTED in last:
        handed_in = last[RevisionKind.SUBMITTED]
        steps.append(Step("Gửi báo cáo", handed_in.by_name, handed_in.at))
    if RevisionKind.CHECKED in last:
        steps.append(
            Step("Ghi số sau kiểm tra", last[RevisionKind.CHECKED].by_name, last[RevisionKind.CHECKED].at)
        )
    if report.verified_by:
        steps.append(Step("Kiểm tra đạt", report.verified_by.full_name, report.verified_at))
    if RevisionKind.REVISED in last:
        steps.append(Step("Đính chính", last[RevisionKind.REVISED].by_name, last[RevisionKind.REVISED].at))
    return steps


def _public(period: Period, indicator_id: int, lines: Lines) -> tuple[Publication | None, str]:
    publication = last_publication(period)
    if publication is None:
        return None, ""
    one = _frozen(publication, indicator_id)
    return publication, judged_figure(one, lines).shown if one else ""


def _frozen(publication: Publication, indicator_id: int) -> PublishedFigure | None:
    found = publication.figures.filter(indicator=indicator_id)
    return found.select_related("indicator", "definition__indicator").first()


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One revision of a cell, as the component `events` takes it."""

    what: str
    at: datetime
    who: str
    quote: str
    tone: str


def history_of(figure: Figure) -> tuple[HistoryEvent, ...]:
    """Every revision of a figure, the newest first. One query."""
    kind = Kind(figure.indicator.kind)
    return tuple(_event(revision, kind) for revision in figure.revisions.order_by("-pk"))


def _event(revision: FigureRevision, kind: Kind) -> HistoryEvent:
    value = revision.value
    parts = f" ({parts_of(value)})" if parts_of(value) else ""
    estimate = ", ước" if value.is_estimate else ""
    on_behalf = " (nhập thay đơn vị)" if revision.is_on_behalf else ""
    return HistoryEvent(
        what=f"{RevisionKind(revision.kind).label}{on_behalf}: {figures.display(value, kind)}{parts}{estimate}",
        at=revision.at,
        who=revision.by_name,
        quote=revision.reason or revision.explanation,
        tone=TONES[RevisionKind(revision.kind)],
    )


@dataclass(frozen=True, slots=True)
class PublicInput:
    """What one unit adds to a published result. No names of people, no files."""

    unit: str
    value: Value
    shown: str
    parts: str


@dataclass(frozen=True, slots=True)
class PublicReason:
    """Why a published result is what it is: only what is public, all of it frozen with the publication."""

    period_label: str
    number: int
    published_at: datetime
    correction_reason: str
    indicator_code: str
    indicator_name: str
    measurement_unit: str
    full_name: str
    numerator_label: str
    denominator_label: str
    formula: str
    citation: str
    trust: Trust
    variant: str
    version: int
    value: Value
    shown: str
    lines: Lines
    standing: figures.Standing
    inputs: tuple[PublicInput, ...]
    equation: Equation | None
    missing_count: int
    may_double_count: bool
    problem: str
    plan_words: str
    parts: tuple[tuple[str, str, str], ...] = ()


def reason_of(publication: Publication, indicator: Indicator) -> PublicReason | None:
    """The reason of one published result, from the publication alone; None when it is not in it. Three queries."""
    one = _frozen(publication, indicator.pk)
    if one is None:
        return None
    period = publication.period
    lines = lines_of(period).get(indicator.pk, ())
    plan = plan_of(period)
    return _public_reason(publication, one, lines, plan.edition_words if plan else "")


def _public_reason(
    publication: Publication, one: PublishedFigure, lines: Lines, plan_words: str
) -> PublicReason:
    definition, kind = one.definition, Kind(one.indicator.kind)
    read = judged_figure(one, lines)
    inputs = tuple(_public_input(row, kind) for row in one.inputs)
    total = figures.RolledUp(one.value.numerator, one.value.denominator, one.value.state, {})
    return PublicReason(
        period_label=publication.period.label,
        number=publication.number,
        published_at=publication.published_at,
        correction_reason=publication.reason,
        indicator_code=one.indicator.code,
        indicator_name=one.indicator.name,
        measurement_unit=definition.measurement_unit,
        full_name=definition.full_name,
        numerator_label=definition.numerator_label,
        denominator_label=definition.denominator_label,
        formula=definition.text,
        citation=definition.citation,
        trust=Trust(definition.trust),
        variant=definition.variant,
        version=definition.version,
        value=one.value,
        shown=read.shown,
        lines=lines,
        standing=read.standing,
        inputs=inputs,
        equation=None
        if read.problem
        else equations.written_out(
            [row.value for row in inputs],
            total,
            kind,
            numerator_label=definition.numerator_label,
            denominator_label=definition.denominator_label,
            lines=lines,
        ),
        missing_count=one.missing_count,
        may_double_count=one.may_double_count,
        problem=read.problem,
        plan_words=plan_words,
        parts=tuple(public_parts.words_of(one.parts, kind)),
    )


def _public_input(row: dict[str, object], kind: Kind) -> PublicInput:
    value = proof.value_of(row)
    return PublicInput(str(row["unit"]), value, figures.display(value, kind), parts_of(value))
