"""Check sheets on dossiers: draw them, mark each, put the whole into its register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org.models import Unit
from thidua.registers import errors, queries, sights
from thidua.registers.actions.made import Made, land_made
from thidua.registers.enums import Conclusion, SheetState
from thidua.registers.library import Value
from thidua.registers.models import CheckMark, CheckSheet, Record
from thidua.registers.sampling import LEAST, sample

CHECKS = "kiem-tra-giay-to"
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What was found of one dossier; `paper` only where one was asked for."""

    conclusion: str
    paper: str = ""


@action("registers.open_sheet", lock=False)
def open_sheet(
    unit: Unit,
    *,
    since: date,
    until: date,
    size: int | None,
    only_replaceable: bool,
    seed: int,
    by: Actor,
    at: datetime,
) -> CheckSheet:
    """A sheet over the dossiers that came in between two days: all of them, or a sample of `size` drawn by `seed`.

    `only_replaceable` leaves out procedures of which the catalogue does not say that data can stand for their papers.
    """
    register = queries.dossier_register(by.commune_id)
    if register is None or since > until:
        raise errors.NoDossier
    found = {one.key: one for one in queries.dossiers(register, since, until, only_replaceable)}
    chosen = _chosen(list(found), size, seed)
    sheet = CheckSheet.objects.create(
        register=register,
        unit=unit,
        since=since,
        until=until,
        only_replaceable=only_replaceable,
        population=len(found),
        size=len(chosen),
        seed=seed if len(chosen) < len(found) else 0,
        opened_at=at,
        opened_by_id=by.user_id,
    )
    CheckMark.objects.bulk_create(
        _mark(sheet, place, found[key]) for place, key in enumerate(chosen, start=1)
    )
    audit.note(sheet=sheet.pk, population=sheet.population, size=sheet.size, seed=sheet.seed)
    return sheet


def _chosen(keys: list[str], size: int | None, seed: int) -> list[str]:
    if not keys:
        raise errors.NoDossier
    if size is None:
        if len(keys) > MOST:
            raise errors.TooManyDossiers(len(keys), MOST)
        return sorted(keys)
    if size < min(LEAST, len(keys)) or size > MOST:
        raise errors.SampleSize(LEAST, MOST)
    return sample(keys, size, seed)


def _mark(sheet: CheckSheet, place: int, dossier: Record) -> CheckMark:
    facts = dossier.facts
    return CheckMark(
        sheet=sheet,
        place=place,
        key=dossier.key,
        day=str(dossier.day),
        procedure=str(facts.get("ma_tthc") or ""),
    )


@action("registers.mark_dossiers", look=sights.SHEET)
def mark_dossiers(
    sheet: CheckSheet,
    *,
    marks: Mapping[int, Mark],
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> CheckSheet:
    """What was found of some dossiers, by their place on the sheet. Whoever asks for a paper says which."""
    held = {mark.place: mark for mark in sheet.marks.filter(place__in=list(marks))}
    if held.keys() != marks.keys():
        raise errors.NotOnTheSheet
    for place, said in marks.items():
        asked = said.conclusion != Conclusion.NOT_ASKED
        if asked and not said.paper:
            raise errors.PaperMissing(place)
        mark = held[place]
        mark.conclusion, mark.paper = Conclusion(said.conclusion), said.paper if asked else ""
        mark.marked_at, mark.marked_by_id = at, by.user_id
    CheckMark.objects.bulk_update(held.values(), ["conclusion", "paper", "marked_at", "marked_by"])
    audit.note(marked=len(held))
    return sheet


@action("registers.close_sheet", look=sights.SHEET)
def close_sheet(sheet: CheckSheet, *, by: Actor, at: datetime, seen: Sight | None = None) -> CheckSheet:
    """Every dossier is marked: the sheet becomes rows of the register, and counts."""
    marks = list(sheet.marks.all())
    left = sum(not mark.conclusion for mark in marks)
    if left:
        raise errors.SheetUnfinished(left)
    rows = [_facts(sheet, mark) for mark in marks]
    sheet.batch = land_made(Made(CHECKS, sheet.unit, str(sheet)), rows, by=by, at=at)
    sheet.state, sheet.closed_at, sheet.closed_by_id = SheetState.CLOSED, at, by.user_id
    sheet.save(update_fields=["batch", "state", "closed_at", "closed_by"])
    audit.note(rows=len(rows), batch=sheet.batch.pk, is_sample=sheet.is_sample)
    return sheet


def _facts(sheet: CheckSheet, mark: CheckMark) -> dict[str, Value]:
    return {
        "ma_ho_so": mark.key,
        "ma_tthc": mark.procedure or None,
        "ngay_tiep_nhan": mark.day.isoformat(),
        "ket_luan": mark.conclusion,
        "loai_giay_to": mark.paper or None,
        "la_mau": sheet.is_sample,
        "phieu": f"{sheet.pk}",
    }


@action("registers.drop_sheet", look=sights.SHEET)
def drop_sheet(sheet: CheckSheet, *, by: Actor, at: datetime, seen: Sight | None = None) -> CheckSheet:
    """Let a sheet go that never counted."""
    sheet.state, sheet.closed_at, sheet.closed_by_id = SheetState.DROPPED, at, by.user_id
    sheet.save(update_fields=["state", "closed_at", "closed_by"])
    return sheet
