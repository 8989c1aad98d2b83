"""Deeds with tables from outside: keep one for a look, apply what it would change."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org import errors, queries
from thidua.org.actions import memberships, people, units
from thidua.org.importing import PersonFacts, Plan, PlannedRow, Row, UnitFacts, Verdict
from thidua.org.models import ImportDraft, Unit, User


@action("org.upload_import", lock=False)
def upload_import(
    commune: Unit, *, kind: str, file_name: str, rows: Sequence[Row], by: Actor, at: datetime
) -> ImportDraft:
    """Keep the rows of a table until they are applied; the person's earlier table of that kind is let go."""
    ImportDraft.objects.filter(
        commune=commune, kind=kind, uploaded_by_id=by.user_id, applied_at=None
    ).delete()
    return ImportDraft.objects.create(
        commune=commune,
        kind=kind,
        file_name=file_name[:200],
        rows=[asdict(row) for row in rows],
        uploaded_at=at,
        uploaded_by_id=by.user_id or 0,
    )


@action("org.import_units")
def import_units(draft: ImportDraft, *, fingerprint: str, by: Actor, at: datetime) -> Plan[UnitFacts]:
    """Create and change the units of the draft's good rows, all or none; `fingerprint` is that of the plan looked at."""
    plan = queries.unit_plan(draft, on=timezone.localdate(at))
    _insist(plan, fingerprint)
    made: dict[int, int] = {}
    notes = []
    for row, facts in plan.to_apply:
        unit = _apply_unit(facts, made)
        made[row.number] = unit.pk
        notes.append(_note(row, unit.pk))
    _finish(draft, notes, at=at)
    return plan


@action("org.import_people")
def import_people(draft: ImportDraft, *, fingerprint: str, by: Actor, at: datetime) -> Plan[PersonFacts]:
    """The same for accounts and their roles. New accounts have no password yet: an activation link gives them one.

    All new accounts come into being in one statement: a file of 600 people must not take minutes.
    """
    plan = queries.people_plan(draft, on=timezone.localdate(at))
    _insist(plan, fingerprint)
    made = _add_people(plan, draft.commune, at=at)
    notes, fresh = [], set(made)
    for row, facts in plan.to_apply:
        if row.number not in fresh:
            made[row.number] = _apply_person(facts, made, at=at)
        notes.append(_note(row, made[row.number].pk) | ({"role": facts.role} if facts.is_role_new else {}))
    _finish(draft, notes, at=at)
    return plan


def _add_people(plan: Plan[PersonFacts], commune: Unit, *, at: datetime) -> dict[int, User]:
    """The accounts that are new, by the row that brings each, with their first roles."""
    rows = [
        (row, facts) for row, facts in plan.to_apply if facts.person_id is None and facts.person_row is None
    ]
    added = people.add_people(commune, [facts for _, facts in rows], at=at)
    made = {row.number: person for (row, _), person in zip(rows, added, strict=True)}
    from_day = timezone.localdate(at)
    roles = [(made[row.number], facts.unit_id, facts.role) for row, facts in rows if facts.is_role_new]
    memberships.add_first_memberships(roles, valid_from=from_day)
    return made


def _insist(plan: Plan[UnitFacts] | Plan[PersonFacts], fingerprint: str) -> None:
    if plan.fingerprint != fingerprint:
        raise errors.ImportChanged
    if not plan.order:
        raise errors.NothingToImport


def _note(row: PlannedRow[UnitFacts] | PlannedRow[PersonFacts], pk: int) -> dict[str, object]:
    """Which columns changed, not what they held: the book of deeds keeps no addresses."""
    changed = [change.column for change in row.changes]
    return {"row": row.number, "id": pk, "new": row.verdict is Verdict.CREATE, "changed": changed}


def _finish(draft: ImportDraft, notes: list[dict[str, object]], *, at: datetime) -> None:
    audit.note(applied=notes)
    draft.applied_at, draft.rows = at, []
    draft.save(update_fields=["applied_at", "rows"])


def _apply_unit(facts: UnitFacts, made: dict[int, int]) -> Unit:
    above = made[facts.parent_row] if facts.parent_row is not None else facts.parent_id
    parent = Unit.objects.get(pk=above) if above is not None else None
    if facts.unit_id is None and parent is not None:
        return units.add_unit(
            parent,
            name=facts.name,
            kind=facts.kind,
            valid_from=facts.valid_from,
            short_name=facts.short_name,
            code=facts.code,
        )
    unit = Unit.objects.get(pk=facts.unit_id or 0)
    units.edit_unit(
        unit,
        name=facts.name,
        kind=facts.kind,
        short_name=facts.short_name,
        code=facts.code,
        is_standing_body=unit.is_standing_body,
        parent=parent,
        valid_from=facts.valid_from,
    )
    return unit


def _apply_person(facts: PersonFacts, made: dict[int, User], *, at: datetime) -> User:
    """A row about somebody who has an account, or gets it by an earlier row of the file."""
    known = facts.person_id if facts.person_row is None else made[facts.person_row].pk
    person = User.objects.get(pk=known or 0)
    wanted = (facts.full_name, facts.email, facts.position)
    if wanted != (person.full_name, person.email, person.position):
        people.edit_person(person, full_name=facts.full_name, email=facts.email, position=facts.position)
    if facts.is_role_new:
        unit = Unit.objects.get(pk=facts.unit_id)
        memberships.add_membership(unit, person=person, role=facts.role, valid_from=timezone.localdate(at))
    return person
