"""A movement begins: by hand, or from a plan that the reader understood; a plan may be read again while it is open."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from thidua.core import audit, formatting, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents.models import StoredFile
from thidua.indicator.library import suggestions
from thidua.movement import drafting, errors, queries
from thidua.movement.drafting import ItemSpec
from thidua.movement.enums import Decision, ItemKind, Origin
from thidua.movement.models import Movement, Plan, PlanItem, index_item, index_movement, index_plan
from thidua.movement.planreader.draft import PlanDraft
from thidua.movement.queries import sights
from thidua.org.models import Unit


@action("movement.create_movement", lock=False)
def create_movement(
    commune: Unit | Actor,
    *,
    title: str,
    short_title: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> Movement:
    """A draft with an empty plan, to which things are added by hand or read from a file."""
    movement = Movement(commune_id=commune.commune_pk, created_at=at, created_by_id=by.user_id)
    _take_outline(movement, title=title, short_title=short_title, starts_on=starts_on, ends_on=ends_on)
    movement.save()
    Plan.objects.create(movement=movement)
    audit.note(movement=movement.pk, title=movement.short_title)
    return movement


@action("movement.change_movement", look=sights.OUTLINE)
def change_movement(
    movement: Movement,
    *,
    title: str,
    short_title: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Movement:
    audit.note(
        before={
            "title": movement.title,
            "short_title": movement.short_title,
            "starts_on": movement.starts_on,
            "ends_on": movement.ends_on,
        }
    )
    _take_outline(movement, title=title, short_title=short_title, starts_on=starts_on, ends_on=ends_on)
    movement.save(update_fields=["title", "short_title", "folded", "starts_on", "ends_on"])
    return movement


@action("movement.create_from_plan", lock=False)
def create_from_plan(
    commune: Unit | Actor,
    *,
    draft: PlanDraft,
    file: StoredFile | None,
    by: Actor,
    at: datetime,
    is_again: bool = False,
) -> Movement:
    """A movement named and dated as its plan says, with everything that was read; see `read_plan` for `is_again`."""
    outline = drafting.outline_of(draft, on=at.date())
    movement = create_movement(
        commune,
        title=outline.title,
        short_title=outline.short_title,
        starts_on=outline.starts_on,
        ends_on=outline.ends_on,
        by=by,
        at=at,
    )
    read_plan(movement, draft=draft, file=file, by=by, at=at, is_again=is_again)
    audit.note(movement=movement.pk)
    return movement


@action("movement.read_plan")
def read_plan(
    movement: Movement,
    *,
    draft: PlanDraft,
    file: StoredFile | None,
    by: Actor,
    at: datetime,
    is_again: bool = False,
) -> Plan:
    """Keep the text and everything understood as the next version of the plan.

    Decisions on things of the same kind and quote are carried over, and so is what people added. A document that stands
    in another movement of the commune is refused (PlanReadBefore) unless `is_again` says that it is meant.
    """
    if not is_again:
        _refuse_second_reading(movement, draft, file)
    before = queries.current_plan(movement)
    plan = _next_version(before, movement)
    plan.file, plan.text, plan.read_at = file, draft.text, at
    plan.blocks, plan.header = drafting.blocks_of(draft), drafting.header_of(draft)
    index_plan(plan)
    plan.save()
    specs = drafting.specs_of(draft, suggester(movement.commune_id))
    items = store_items(plan, specs)
    carried = 0
    if before is not None and before.pk != plan.pk:
        carried = _carry_over(before, plan, items)
    audit.note(plan=plan.pk, version=plan.version, items=len(items), carried=carried)
    return plan


def _refuse_second_reading(movement: Movement, draft: PlanDraft, file: StoredFile | None) -> None:
    """The commune is locked, so that of two readings at once (a button pressed twice) the second sees the first."""
    Unit.objects.select_for_update().get(pk=movement.commune_id)
    header = drafting.header_of(draft)
    plans = queries.earlier_readings(movement, header=header, text=draft.text, file=file)
    if plans:
        on, where = formatting.day(plans[0].read_at), plans[0].movement.short_title
        raise errors.PlanReadBefore(f"Kế hoạch này đã được đọc ngày {on}, ở phong trào “{where}”.", plans)


def _take_outline(
    movement: Movement, *, title: str, short_title: str, starts_on: date, ends_on: date | None
) -> None:
    if not title.strip():
        raise errors.TitleMissing
    if ends_on is not None and ends_on < starts_on:
        raise errors.DatesOutOfOrder
    movement.title = text.nfc(title)
    movement.short_title = text.nfc(short_title) or drafting.short_title_of(movement.title)
    movement.starts_on, movement.ends_on = starts_on, ends_on
    index_movement(movement)


def _next_version(before: Plan | None, movement: Movement) -> Plan:
    """The empty first version is filled; one that holds anything is kept beside the new one."""
    if before is None:
        return Plan(movement=movement)
    if before.read_at is None and not before.items.exists():
        return before
    return Plan(movement=movement, version=before.version + 1)


def suggester(commune_id: int) -> drafting.Suggest:
    """The best fitting code of the library that this commune can use, or ""."""
    usable = queries.indicator_codes(commune_id)
    shipped = queries.library()

    def suggest(sentence: str) -> str:
        found = suggestions.suggest(sentence, shipped)
        return next((code for code, _ in found if code in usable), "")

    return suggest


def store_items(plan: Plan, specs: Sequence[ItemSpec]) -> list[PlanItem]:
    """One row for each spec, parents first, then the lines of open points, which need the ids of others."""
    items = [
        PlanItem(
            plan=plan,
            kind=spec.kind,
            position=place,
            clause=spec.clause[:60],
            text=spec.text,
            quote=spec.quote,
            start=spec.start,
            end=spec.end,
            facts=dict(spec.facts),
        )
        for place, spec in enumerate(specs)
    ]
    for item in items:
        index_item(item)
    for generation in _generations(specs):
        for place in generation:
            parent = specs[place].parent
            items[place].parent = items[parent] if parent is not None else None
            items[place].facts |= (
                {"lines": [items[line].pk for line in specs[place].lines]} if specs[place].lines else {}
            )
        PlanItem.objects.bulk_create([items[place] for place in generation])
    return items


def _generations(specs: Sequence[ItemSpec]) -> list[list[int]]:
    """Places of specs by what they need first: roots, then children, then grandchildren; open points last."""
    depths: dict[int, int] = {}
    for place, spec in enumerate(specs):
        depths[place] = 0 if spec.parent is None else depths[spec.parent] + 1
    last = max(depths.values(), default=0) + 1
    for place, spec in enumerate(specs):
        if spec.kind is ItemKind.OPEN_POINT:
            depths[place] = last
    return [
        [place for place in depths if depths[place] == depth]
        for depth in range(last + 1)
        if depth in depths.values()
    ]


def _carry_over(before: Plan, plan: Plan, items: Iterable[PlanItem]) -> int:
    """Give new items the decisions of the same things in the version before; copy what people added."""
    new = {(item.kind, item.quote): item for item in items}
    known: dict[int, PlanItem] = {}
    kept = []
    for old in before.items.order_by("position", "pk"):
        item = new.get((old.kind, old.quote)) if old.origin == Origin.READ else None
        if item is not None:
            known[old.pk] = item
        if item is not None and old.decision != Decision.PENDING and old.kind != ItemKind.OPEN_POINT:
            item.decision, item.reason, item.is_changed = old.decision, old.reason, old.is_changed
            item.decided_at, item.decided_by_id = old.decided_at, old.decided_by_id
            item.text, item.facts, item.folded = old.text, old.facts, old.folded
            kept.append(item)
        elif item is not None and old.kind == ItemKind.CRITERION and old.facts:
            item.facts = old.facts
            kept.append(item)
        elif old.origin == Origin.ADDED:
            known[old.pk] = _copy_added(old, plan, known)
    PlanItem.objects.bulk_update(
        kept, ["decision", "reason", "is_changed", "decided_at", "decided_by", "text", "facts", "folded"]
    )
    return sum(item.decision != Decision.PENDING for item in kept)


def _copy_added(old: PlanItem, plan: Plan, known: dict[int, PlanItem]) -> PlanItem:
    start = plan.text.find(old.quote) if old.quote else -1
    copy = PlanItem(
        plan=plan,
        parent=known.get(old.parent_id or 0),
        kind=old.kind,
        position=old.position,
        clause=old.clause,
        text=old.text,
        quote=old.quote,
        folded=old.folded,
        start=start if start >= 0 else None,
        end=start + len(old.quote) if start >= 0 else None,
        facts=old.facts,
        origin=Origin.ADDED,
        decision=old.decision,
        reason=old.reason,
        decided_at=old.decided_at,
        decided_by_id=old.decided_by_id,
    )
    copy.save(force_insert=True)
    return copy
