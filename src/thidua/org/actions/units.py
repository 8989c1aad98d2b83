"""Deeds on units: create, change, close."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import errors, sights
from thidua.org.actions import memberships
from thidua.org.enums import UnitKind
from thidua.org.models import Unit, index_unit


@action("org.create_unit", lock=False)
def create_unit(
    parent: Unit,
    *,
    name: str,
    kind: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    short_name: str = "",
    code: str = "",
    is_standing_body: bool = False,
    predecessors: tuple[Unit, ...] = (),
) -> Unit:
    """A new unit under `parent`; `predecessors` keep the history of merged, split or renamed units."""
    unit = add_unit(
        parent,
        name=name,
        kind=kind,
        valid_from=valid_from,
        short_name=short_name,
        code=code,
        is_standing_body=is_standing_body,
    )
    _keep_history(unit, predecessors)
    audit.note(unit=unit.pk, name=unit.name, kind=kind)
    return unit


@action("org.change_unit", look=sights.UNIT)
def change_unit(
    unit: Unit,
    *,
    name: str,
    kind: str,
    short_name: str,
    code: str,
    is_standing_body: bool,
    by: Actor,
    at: datetime,
    parent: Unit | None = None,
    valid_from: date | None = None,
    predecessors: tuple[Unit, ...] | None = None,
    seen: Sight | None = None,
) -> Unit:
    """New facts of a unit; None leaves as it is. Another `parent` moves it with everything under it."""
    audit.note(before=_facts(unit))
    edit_unit(
        unit,
        name=name,
        kind=kind,
        short_name=short_name,
        code=code,
        is_standing_body=is_standing_body,
        parent=parent,
        valid_from=valid_from,
    )
    if predecessors is not None:
        _keep_history(unit, predecessors)
    return unit


@action("org.close_unit", look=sights.CLOSING)
def close_unit(
    unit: Unit, *, valid_to: date, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Unit:
    """The unit's last day. Its figures stay; its memberships end with it."""
    if valid_to < unit.valid_from:
        raise errors.UnitEndsBeforeStart
    if unit.children.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)).exists():
        raise errors.UnitHasActiveChildren
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    running = unit.memberships.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to))
    running.filter(valid_from__lte=valid_to).update(valid_to=valid_to)
    unit.memberships.filter(valid_from__gt=valid_to).update(is_void=True)
    memberships.keep_an_administrator(
        unit.commune_pk, on=max(timezone.localdate(at), valid_to + timedelta(days=1))
    )
    return unit


def add_unit(
    parent: Unit,
    *,
    name: str,
    kind: str,
    valid_from: date,
    short_name: str = "",
    code: str = "",
    is_standing_body: bool = False,
) -> Unit:
    """A saved unit at its place in the tree; for actions only, which open the gate and write the event."""
    if kind == UnitKind.COMMUNE:
        raise errors.UnitKindNotBelow
    unit = Unit(
        commune_id=parent.commune_pk,
        parent=parent,
        kind=kind,
        name=text.nfc(name),
        short_name=text.nfc(short_name),
        code=text.nfc(code),
        valid_from=valid_from,
        is_standing_body=is_standing_body,
    )
    index_unit(unit)
    _save_unit(unit)
    unit.path = f"{parent.path}{unit.pk}."
    unit.save(update_fields=["path"])
    return unit


def edit_unit(
    unit: Unit,
    *,
    name: str,
    kind: str,
    short_name: str,
    code: str,
    is_standing_body: bool,
    parent: Unit | None = None,
    valid_from: date | None = None,
) -> None:
    """Change a saved unit; for actions only, which open the gate and write the event."""
    if valid_from and unit.valid_to and unit.valid_to < valid_from:
        raise errors.UnitStartsAfterEnd
    unit.name, unit.short_name, unit.code = text.nfc(name), text.nfc(short_name), text.nfc(code)
    unit.valid_from = valid_from or unit.valid_from
    if unit.parent_id is not None:
        if kind == UnitKind.COMMUNE:
            raise errors.UnitKindNotBelow
        unit.kind = kind
        if parent is not None and parent.pk != unit.parent_id:
            _move(unit, parent)
    unit.is_standing_body = is_standing_body
    index_unit(unit)
    _save_unit(unit)


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "code": unit.code,
        "parent": unit.parent_id,
        "valid_from": unit.valid_from,
        "is_standing_body": unit.is_standing_body,
    }


def _move(unit: Unit, parent: Unit) -> None:
    """Another place in the tree; every path below changes with it. The root is locked, so that two moves cannot cross."""
    list(Unit.objects.select_for_update().filter(pk=unit.commune_pk))
    parent = Unit.objects.get(pk=parent.pk)
    if parent.commune_pk != unit.commune_pk:
        raise errors.UnitElsewhere(field="parent")
    if parent.path.startswith(unit.path):
        raise errors.UnitBelowItself
    old, new = unit.path, f"{parent.path}{unit.pk}."
    Unit.objects.below(old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    unit.parent, unit.path = parent, new


def _keep_history(unit: Unit, predecessors: Iterable[Unit]) -> None:
    chosen = list(predecessors)
    if any(one.commune_pk != unit.commune_pk for one in chosen):
        raise errors.UnitElsewhere(field="predecessors")
    unit.predecessors.set(chosen)


def _save_unit(unit: Unit) -> None:
    taken = Unit.objects.in_commune(unit.commune_pk).filter(code=unit.code).exclude(pk=unit.pk)
    if unit.code and taken.exists():
        raise errors.UnitCodeTaken
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:  # somebody else took the code between the question and the answer
        raise errors.UnitCodeTaken from None
