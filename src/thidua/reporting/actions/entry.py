"""Typing figures in, one or many, with their evidence, while the report is on the unit's desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from thidua.core import audit, formatting, permissions
from thidua.core.actions import action
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.core.prepared import Prepared
from thidua.core.writing import update
from thidua.documents import actions as document_actions
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence, StoredFile
from thidua.indicator import figures
from thidua.indicator.figures import Kind, Value
from thidua.reporting import errors, guards
from thidua.reporting.actions.history import as_decimal
from thidua.reporting.actions.soundness import need_possible
from thidua.reporting.models import Figure, FigureEvidence, Report
from thidua.reporting.queries import entry as entry_queries

_keep_typed = update(
    Figure, "state", "numerator", "denominator", "is_estimate", "explanation", "source", "version", "saved_by"
)
_keep_touched = update(Report, "saved_at", "saved_by", "is_on_behalf", "version")


@dataclass(frozen=True, slots=True)
class Cell:
    """What was typed for one figure. `seen_version` is the figure's version on the page that was typed into."""

    value: Value
    explanation: str = ""
    source: str = ""
    seen_version: int | None = None

    @property
    def content(self) -> tuple[Value, str, str]:
        """What it says, as `Figure.content` does."""
        return (self.value, self.explanation, self.source)


@action("reporting.save_figure")
def save_figure(figure: Figure, *, cell: Cell, by: Actor, at: datetime) -> Figure:
    """Keep what was typed, as long as the report is on the unit's desk. What cannot be is refused."""
    _put(figure, cell, by=by)
    need_possible(figure.report, [figure])
    _keep_typed(figure)
    touch(figure.report, by=by, at=at)
    _keep_touched(figure.report)
    audit.note(indicator=figure.indicator_id)
    return figure


@action("reporting.import_figures")
def import_figures(
    report: Report, *, cells: Mapping[int, Cell], by: Actor, at: datetime, key: str = ""
) -> Report:
    """Keep many cells at once (figure id → cell), from a page or a workbook: all or none.

    `key` names a sending that may come twice (`queries/kept.py`).
    """
    typed = type_in(report, cells, figures_of(report), by=by)
    need_possible(report, typed)
    touch(report, by=by, at=at)
    _keep_touched(report)
    if not report.guards:
        guards.prepare(report.period, only=[report])
    audit.note(figures=len(typed), **({"key": key} if key else {}))
    return report


@action("reporting.attach_evidence")
def attach_evidence(
    figure: Figure,
    *,
    kind: EvidenceKind,
    by: Actor,
    at: datetime,
    also: Collection[int] = (),
    file: StoredFile | None = None,
    url: str = "",
    document_number: str = "",
    document_on: date | None = None,
    text: str = "",
) -> Evidence:
    """New evidence of the unit, standing for this figure and for those with the ids `also`, in the same report."""
    others = _others_to_prove(figure, also, by=by)
    evidence = document_actions.add_evidence(
        figure.report.unit,
        kind=kind,
        file=file,
        url=url,
        document_number=document_number,
        document_on=document_on,
        text=text,
        by=by,
        at=at,
    )
    FigureEvidence.objects.bulk_create(
        FigureEvidence(figure=one, evidence=evidence) for one in (figure, *others)
    )
    audit.note(evidence=evidence.pk)
    if others:
        audit.note(also=sorted(one.pk for one in others))
    return evidence


def _others_to_prove(figure: Figure, also: Collection[int], *, by: Actor) -> list[Figure]:
    """Each must be as open to evidence as `figure` itself."""
    wanted = set(also) - {figure.pk}
    others = [one for one in figures_of(figure.report) if one.pk in wanted] if wanted else []
    if len(others) != len(wanted):
        raise errors.NotInReport
    for other in others:
        permissions.check(by, "reporting.attach_evidence", other)
    return others


@action("reporting.link_evidence")
def link_evidence(figure: Figure, *, evidence: Evidence, by: Actor, at: datetime) -> Figure:
    """Evidence that the unit already gave stands for this figure too."""
    if evidence.unit_id != figure.report.unit_id:
        raise Refused(hidden=True)
    FigureEvidence.objects.get_or_create(figure=figure, evidence=evidence)
    audit.note(evidence=evidence.pk)
    return figure


@action("reporting.detach_evidence")
def detach_evidence(figure: Figure, *, evidence: Evidence, by: Actor, at: datetime) -> Figure:
    """The evidence no longer stands for this figure; it stays in the unit's register."""
    gone, _ = FigureEvidence.objects.filter(figure=figure, evidence=evidence).delete()
    if not gone:
        raise errors.EvidenceNotLinked
    audit.note(evidence=evidence.pk)
    return figure


def with_proof(report_id: int) -> QuerySet[Figure]:
    """A report's figures in order, each with `has_evidence`."""
    proof = Exists(FigureEvidence.objects.filter(figure=OuterRef("pk")))
    found = Figure.objects.filter(report_id=report_id).select_related("indicator")
    return found.annotate(has_evidence=proof).order_by("position", "pk")


_figures = Prepared(with_proof, int)


def figures_of(report: Report, query: Prepared[Figure] = _figures, *values: Any) -> list[Figure]:
    """The report's figures in order, each with `has_evidence`, tied to this very report object; one query.

    Another `query` may tell more; it takes the report's id and `values`.
    """
    held = query(report.pk, *values)
    for figure in held:
        figure.report = report
    return held


def _put(figure: Figure, cell: Cell, *, by: Actor) -> None:
    """Lay a cell into a figure, unsaved. Refuses an impossible number, and a page that somebody else overtook."""
    if cell.seen_version is not None and cell.seen_version != figure.version:
        raise errors.StaleFigure(field=f"figure_{figure.pk}")
    figures.check(cell.value, Kind(figure.indicator.kind))
    figure.state = str(cell.value.state)
    figure.numerator, figure.denominator = as_decimal(cell.value.numerator), cell.value.denominator
    figure.is_estimate = cell.value.is_estimate
    figure.explanation, figure.source = cell.explanation.strip(), cell.source.strip()
    figure.version += 1
    figure.saved_by_id = by.user_id


def type_in(report: Report, cells: Mapping[int, Cell], held: list[Figure], *, by: Actor) -> list[Figure]:
    """Many cells at once, in one statement. Figures that the commune has already received are left alone."""
    by_id = {figure.pk: figure for figure in held}
    typed = []
    for pk, cell in cells.items():
        figure = by_id.get(pk)
        if figure is None:
            raise errors.NotInReport
        if report.received_at is None or figure.return_reason:
            _put(figure, cell, by=by)
            typed.append(figure)
    _keep_typed(*typed)
    return typed


def need_in_time(report: Report, *, at: datetime) -> None:
    """Refuse what comes after the last day that was allowed to this unit."""
    if report.late_until is not None and timezone.localdate(at) > report.late_until:
        raise errors.ExtensionOver(formatting.day(report.late_until))


def touch(report: Report, *, by: Actor, at: datetime) -> None:
    """Who saved last, and whether that was somebody outside the unit entering on its behalf. Not after an exception ended."""
    need_in_time(report, at=at)
    report.saved_at, report.saved_by_id = at, by.user_id
    report.is_on_behalf = entry_queries.enters_on_behalf(by, report.unit)
    report.version += 1
