"""A running movement's plan is changed by a document: begun, prepared, handed to the leader, taken back, given up.

What is prepared is a whole plan beside the one in force. Its things are decided on by the same deeds as those of a first
plan (`actions/items.py`); nothing counts before a leader approves it (`actions/adopting.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.documents.models import StoredFile
from thidua.movement import drafting, errors, facts, notices, queries
from thidua.movement.actions.intake import store_items, suggester
from thidua.movement.actions.items import HEADER_OF
from thidua.movement.enums import AmendmentState, AmendmentWay, Decision, ItemKind, Origin
from thidua.movement.matching import Change, Match, Thing, matched, thing_of
from thidua.movement.models import Amendment, Movement, Plan, PlanItem, index_item, index_plan
from thidua.movement.planreader.draft import PlanDraft
from thidua.movement.queries import sights
from thidua.movement.queries.differences import STANDING, changes_among, items_compared

# What people said of a target line or a criterion, which no document says: it goes on where the words change.
KEPT: Mapping[str, tuple[str, ...]] = {
    ItemKind.TARGET_LINE: ("indicator", "unbound_reason", "level"),
    ItemKind.CRITERION: facts.COVER,
}
DECISION = ("decision", "reason", "is_changed", "decided_at", "decided_by_id")


@action("movement.open_amendment")
def open_amendment(
    movement: Movement,
    *,
    way: str,
    by: Actor,
    at: datetime,
    draft: PlanDraft | None = None,
    text: str = "",
    file: StoredFile | None = None,
    document_number: str = "",
    document_on: date | None = None,
) -> Amendment:
    """Begin to change the plan. Issued anew, `draft` is the plan as it was read: its things are matched with those in force.
    Else a copy of the things in force is changed by hand, beside `text`, or by a document that is only named.
    """
    base = movement.plans.adopted().order_by("-edition").first()
    if base is None:
        raise errors.PlanEmpty
    number, day = document_number.strip(), document_on
    if way == AmendmentWay.WHOLE and draft is not None:
        said = drafting.header_of(draft)
        number = number or (said["number"] if said["number"][:1].isdigit() else "")
        day = day or facts.whole_day(said["date"])
    elif way == AmendmentWay.WHOLE:
        raise errors.PlanNotGiven
    elif not text.strip() and not (number and day):
        raise errors.AmendmentUnnamed
    plan = _next_plan(movement, base, draft if way == AmendmentWay.WHOLE else None, file, at=at)
    if draft is not None and way == AmendmentWay.WHOLE:
        items = _matched_items(base, plan, draft)
    else:
        items = _copied_items(base, plan)
    amendment = Amendment.objects.create(
        movement=movement,
        base=base,
        plan=plan,
        way=way,
        document_number=number[:100],
        document_on=day,
        file=file,
        text="" if way == AmendmentWay.WHOLE else text.strip(),
        opened_at=at,
        opened_by_id=by.user_id,
    )
    audit.note(amendment=amendment.pk, plan=plan.pk, base=base.edition, way=way, items=items)
    return amendment


@action("movement.change_amendment", look=sights.AMENDMENT)
def change_amendment(
    amendment: Amendment,
    *,
    document_number: str,
    document_on: date | None,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Amendment:
    """Number and day of the document, once they are known."""
    number = document_number.strip()
    if bool(number) != bool(document_on):
        raise errors.DocumentHalf
    audit.note(before={"number": amendment.document_number, "on": amendment.document_on})
    amendment.document_number, amendment.document_on = number, document_on
    amendment.save(update_fields=["document_number", "document_on"])
    return amendment


@action("movement.submit_amendment", look=sights.AMENDMENT)
def submit_amendment(
    amendment: Amendment, *, by: Actor, at: datetime, seen: Sight | None = None
) -> Amendment:
    """Hand it to the leader; refused while something waits, while nothing differs, or without a document's number and day."""
    pending = queries.pending_words(amendment.plan)
    if pending:
        raise errors.ItemsPending(pending)
    changes = changes_among(items_compared(amendment.plan))
    if not changes:
        raise errors.NothingAmended
    if not (amendment.document_number and amendment.document_on):
        raise errors.AmendmentUnnamed
    amendment.state, amendment.submitted_at, amendment.answer = AmendmentState.SUBMITTED, at, ""
    amendment.save(update_fields=["state", "submitted_at", "answer"])
    audit.note(plan=amendment.plan_id, changes=len(changes), document=amendment.document_number)
    notices.amendment_submitted(amendment, at=at)
    return amendment


@action("movement.recall_amendment", look=sights.AMENDMENT)
def recall_amendment(
    amendment: Amendment, *, by: Actor, at: datetime, seen: Sight | None = None
) -> Amendment:
    """Take it back before the leader has decided."""
    amendment.state, amendment.submitted_at = AmendmentState.DRAFT, None
    amendment.save(update_fields=["state", "submitted_at"])
    return amendment


@action("movement.abandon_amendment", look=sights.AMENDMENT)
def abandon_amendment(
    amendment: Amendment, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Amendment:
    """The plan stays as it is; what was prepared stays to be read, with the reason."""
    if not reason.strip():
        raise errors.ReasonMissing
    amendment.state, amendment.answer = AmendmentState.ABANDONED, reason.strip()
    amendment.decided_at, amendment.decided_by_id = at, by.user_id
    amendment.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    return amendment


def _next_plan(
    movement: Movement, base: Plan, draft: PlanDraft | None, file: StoredFile | None, *, at: datetime
) -> Plan:
    """With the new text where the plan is issued anew, else with that of the plan it changes, so that quotes keep their
    places.
    """
    last: int = movement.plans.aggregate(last=Max("version"))["last"] or 0
    plan = Plan(movement=movement, version=last + 1, read_at=at)
    if draft is None:
        plan.file_id, plan.text, plan.blocks, plan.header = base.file_id, base.text, base.blocks, base.header
    else:
        plan.file, plan.text = file, draft.text
        plan.blocks, plan.header = drafting.blocks_of(draft), drafting.header_of(draft)
    index_plan(plan)
    plan.save(force_insert=True)
    return plan


def _copied_items(base: Plan, plan: Plan) -> int:
    """Everything that counts in the version before, confirmed as it was; the number of things."""
    held = list(base.items.filter(decision__in=STANDING).order_by("position", "pk"))
    known: dict[int, PlanItem] = {}
    waiting = held
    while waiting:  # parents before children
        ids = {one.pk for one in waiting}
        ready = [one for one in waiting if one.parent_id not in ids]
        copies = [_copy(one, plan, known) for one in ready]
        PlanItem.objects.bulk_create(copies)
        known |= {old.pk: copy for old, copy in zip(ready, copies, strict=True)}
        waiting = [one for one in waiting if one.pk not in known]
    _point_lines(known.values(), {old: copy.pk for old, copy in known.items()})
    return len(held)


def _copy(old: PlanItem, plan: Plan, known: Mapping[int, PlanItem]) -> PlanItem:
    names = ("kind", "position", "clause", "text", "quote", "folded", "start", "end", *DECISION)
    copy = PlanItem(
        plan=plan,
        parent=known.get(old.parent_id or 0),
        before=old,
        facts=dict(old.facts),
        origin=Origin.CARRIED,
        **{name: getattr(old, name) for name in names},
    )
    copy.is_changed = old.is_amended
    return copy


def _matched_items(base: Plan, plan: Plan, draft: PlanDraft) -> int:
    """What was read, each beside the thing it was; what is in force and not found in it waits to be let go or kept."""
    new = store_items(plan, drafting.specs_of(draft, suggester(plan.commune_pk)))
    old = list(base.items.order_by("position", "pk"))
    pairs = matched(_things(old), _things(new))
    known = {old[one.old].pk: new[one.new] for one in pairs if one.old is not None and one.new is not None}
    for one in pairs:
        if one.new is not None and one.old is not None:
            _take_over(new[one.new], old[one.old], is_same=one.change is Change.UNCHANGED)
    _point_lines(new, {key: item.pk for key, item in known.items()})
    told = [
        "before",
        "text",
        "facts",
        "folded",
        "decision",
        "reason",
        "is_changed",
        "decided_at",
        "decided_by",
    ]
    PlanItem.objects.bulk_update(new, told)
    return len(new) + len(_let_go(pairs, old, new, plan, known))


def _take_over(item: PlanItem, old: PlanItem, *, is_same: bool) -> None:
    """Unchanged things keep what people decided; changed ones what people said of them, and wait."""
    item.before = old
    if not is_same:
        kept = {name: old.facts[name] for name in KEPT.get(item.kind, ()) if old.facts.get(name)}
        item.facts = {**item.facts, **kept}
    elif item.kind == ItemKind.OPEN_POINT:
        if item.facts.get("kind") in HEADER_OF:
            return  # the blank is the new document's own
        item.facts = {**item.facts, **{name: old.facts[name] for name in SETTLED_KEPT if name in old.facts}}
        _decide_as(item, old)
    else:
        item.text, item.facts = old.text, dict(old.facts)
        _decide_as(item, old)
        index_item(item)


SETTLED_KEPT = ("choice", "answer", "dropped")


def _decide_as(item: PlanItem, old: PlanItem) -> None:
    for name in DECISION:
        setattr(item, name, getattr(old, name))


def _let_go(
    pairs: Iterable[Match],
    old: Sequence[PlanItem],
    new: Sequence[PlanItem],
    plan: Plan,
    known: dict[int, PlanItem],
) -> list[PlanItem]:
    """Copies of what the new document does not hold any more, to be let go or kept. What people had added from elsewhere
    stood in no document before either, and stays; open points were questions about the old text, and go.
    """
    gone = [old[one.old] for one in pairs if one.old is not None and one.new is None]
    copies: list[PlanItem] = []
    for one in sorted(gone, key=lambda item: item.position):
        if one.decision != Decision.CONFIRMED or one.kind == ItemKind.OPEN_POINT:
            continue
        copy = _copy(one, plan, known)
        copy.start = copy.end = None
        copy.position = len(new) + len(copies)
        if one.quote or one.is_amended:
            copy.decision, copy.reason = Decision.PENDING, ""
            copy.decided_at = copy.decided_by_id = None
        copy.save(force_insert=True)
        known[one.pk] = copy
        copies.append(copy)
    return copies


def _point_lines(items: Iterable[PlanItem], known: Mapping[int, int]) -> None:
    """Open points name target lines by their ids: those of this version."""
    changed = []
    for item in items:
        if item.kind != ItemKind.OPEN_POINT:
            continue
        named = {
            name: [known.get(pk, pk) for pk in item.facts[name]]
            for name in ("lines", "dropped")
            if name in item.facts
        }
        item.facts = {**item.facts, **named}
        changed.append(item)
    PlanItem.objects.bulk_update(changed, ["facts"])


def _things(items: Iterable[PlanItem]) -> list[Thing]:
    return [thing_of(item.kind, item.clause, _sayings(item), item.facts) for item in items]


def _sayings(item: PlanItem) -> list[Any]:
    return [item.quote, item.text]
