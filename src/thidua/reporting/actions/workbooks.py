"""The way of a filled-in workbook: kept as it came, corrected where it cannot be read, taken over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.reporting import errors, guards, workbooks
from thidua.reporting.actions import entry, parts
from thidua.reporting.actions.entry import Cell
from thidua.reporting.models import Report, WorkbookDraft
from thidua.reporting.queries.workbooks import lines_of
from thidua.reporting.workbooks import Outcome

LONGEST_CELL = 5_000


@action("reporting.upload_workbook", lock=False)
def upload_workbook(
    report: Report,
    *,
    file_name: str,
    seen_version: int,
    rows: Sequence[workbooks.Row],
    by: Actor,
    at: datetime,
) -> WorkbookDraft:
    """Keep what came, unread rows and all; nothing counts before it is taken over."""
    draft = WorkbookDraft.objects.create(
        report=report,
        file_name=file_name[-200:],
        seen_version=seen_version,
        rows=[_kept(row) for row in rows],
        uploaded_at=at,
        uploaded_by_id=by.user_id,
    )
    audit.note(workbook=draft.pk, rows=len(rows))
    return draft


@action("reporting.correct_workbook")
def correct_workbook(
    draft: WorkbookDraft, *, cells: Mapping[str, Mapping[str, str]], by: Actor, at: datetime
) -> WorkbookDraft:
    """Other texts for some cells (`workbooks.Row.key` → name → text), typed on the page of the preview."""
    for row in draft.rows:
        row["cells"] |= {name: said[:LONGEST_CELL] for name, said in cells.get(_row(row).key, {}).items()}
    draft.save(update_fields=["rows"])
    audit.note(rows=len(cells))
    return draft


@action("reporting.apply_workbook")
def apply_workbook(
    draft: WorkbookDraft, *, seen: Mapping[int, int], by: Actor, at: datetime
) -> WorkbookDraft:
    """Take over the rows that can be read and change something; refused ones stay in the draft.

    `seen` is figure id → version on the page of the preview: what somebody saved meanwhile is not overwritten unseen.
    """
    outcomes = workbooks.compare(rows_of(draft), lines_of(draft.report))
    ready = [one for one in outcomes if one.is_changed and one.value is not None]
    if not ready:
        raise errors.NothingToApply
    cells = {
        one.line.figure: Cell(
            value=one.value,
            explanation=one.row.typed.explanation,
            source=one.row.typed.source,
            seen_version=seen.get(one.line.figure, one.line.version),
        )
        for one in ready
        if one.value is not None and one.line.part is None
    }
    in_parts = [one for one in ready if one.line.part]
    _need_seen(in_parts, seen)
    if cells:
        entry.import_figures(draft.report, cells=cells, by=by, at=at)
    _save_parts(draft.report, in_parts, by=by, at=at)
    draft.applied = sorted({*draft.applied, *(one.line.figure for one in ready)})
    draft.applied_at = at
    draft.save(update_fields=["applied", "applied_at"])
    audit.note(figures=len(cells), parts=len(in_parts), refused=sum(bool(one.mistakes) for one in outcomes))
    return draft


def _need_seen(in_parts: Sequence[Outcome], seen: Mapping[int, int]) -> None:
    for one in in_parts:
        if seen.get(one.line.figure, one.line.version) != one.line.version:
            raise errors.StaleFigure(field=f"figure_{one.line.figure}")


def _save_parts(report: Report, in_parts: Sequence[Outcome], *, by: Actor, at: datetime) -> None:
    values = {
        (one.line.figure, *one.line.part.number): one.value
        for one in in_parts
        if one.line.part and one.value is not None
    }
    if values:
        parts.lay_in(values, {figure for figure, _, _ in values}, by=by, at=at)
        guards.forget(report)


def rows_of(draft: WorkbookDraft) -> list[workbooks.Row]:
    return [_row(row) for row in draft.rows]


def _row(kept: Mapping[str, Any]) -> workbooks.Row:
    part = kept.get("part")
    return workbooks.Row(kept["figure"], kept["row"], kept["cells"], tuple(part) if part else None)


def _kept(row: workbooks.Row) -> dict[str, object]:
    told: dict[str, object] = {"figure": row.figure, "row": row.row, "cells": dict(row.cells)}
    return told | {"part": row.part} if row.part else told
