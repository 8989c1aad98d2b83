"""What the demonstration's units give to prove their figures, through the actions."""

import itertools
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thidua.core.permissions import Actor
from thidua.demo import papers
from thidua.documents import actions as document_actions
from thidua.documents.enums import EvidenceKind
from thidua.indicator import figures
from thidua.indicator.figures import Kind
from thidua.reporting import actions
from thidua.reporting.models import Figure, Report

# Of eight lots; the others give the number of a document. A paper takes as long to draw as ten deeds to do.
PAPERS, PICTURES, EXPLANATIONS = {0, 1, 2}, {2}, {3, 4}


def by_number(report: Report, held: list[Figure], *, by: Actor, at: datetime) -> None:
    """One document's number for all figures of the report."""
    _give(held, _document(report, lot_of(report), at), by=by, at=at)


def by_ledgers(
    report: Report, held: list[Figure], cells: Mapping[int, actions.Cell], *, by: Actor, at: datetime
) -> None:
    """For the figures of each ledger a paper, a picture of one, a document's number or an explanation."""
    for ledger, group in itertools.groupby(held, lambda figure: papers.ledger_of(figure.indicator.code)):
        proven = list(group)
        lot = lot_of(report, ledger.slug)
        if lot % 8 in PAPERS:
            paper = papers.paper(
                ledger, _proof(report, proven, cells, lot, at), is_picture=lot % 8 in PICTURES
            )
            file = document_actions.store_file(by, file=paper, by=by, at=at)
            facts = {"kind": EvidenceKind.FILE, "file": file}
        elif lot % 8 in EXPLANATIONS:
            facts = {"kind": EvidenceKind.EXPLANATION, "text": f"{ledger.shows} (dữ liệu minh họa)"}
        else:
            facts = _document(report, lot, at)
        _give(proven, facts, by=by, at=at)


def lot_of(report: Report, *words: str) -> int:
    """A number of the report's own, the same at every build, whatever ids the database gives."""
    return zlib.crc32("/".join((report.period.label, report.unit.code, *words)).encode())


def _give(proven: list[Figure], facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """One deed, however many figures it proves."""
    first, *others = proven
    actions.attach_evidence(first, also=[figure.pk for figure in others], by=by, at=at, **facts)


def _document(report: Report, lot: int, at: datetime) -> dict[str, Any]:
    number = f"{_number(lot)}/BC-{report.unit.code}"
    return {"kind": EvidenceKind.DOCUMENT, "document_number": number, "document_on": at.date()}


def _number(lot: int) -> int:
    return lot % 90 + 10


def _proof(
    report: Report, proven: list[Figure], cells: Mapping[int, actions.Cell], lot: int, at: datetime
) -> papers.Proof:
    return papers.Proof(
        unit=report.unit.name,
        unit_code=report.unit.code,
        period=report.period.label,
        starts_on=report.period.starts_on,
        ends_on=report.period.ends_on,
        number=_number(lot),
        signed_on=at.date(),
        rows=tuple(_row(figure, cells[figure.pk]) for figure in proven),
    )


def _row(figure: Figure, cell: actions.Cell) -> papers.Row:
    definition, value = figure.definition, cell.value
    return papers.Row(
        code=figure.indicator.code,
        name=figure.indicator.name,
        shown=figures.display(value, Kind(figure.indicator.kind)),
        part_label=definition.numerator_label,
        part=int(value.numerator or 0),
        whole_label=definition.denominator_label,
        whole=value.denominator or 0,
    )
