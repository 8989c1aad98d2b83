"""A person decides on each thing that was read: right, changed, dropped, added; open points are settled.

Nothing counts before. What the leader has before him cannot be changed.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.indicator.figures import Comparator
from thidua.movement import errors, facts, queries
from thidua.movement.enums import Choice, Decision, ItemKind, Level, Origin
from thidua.movement.models import Plan, PlanItem, index_item
from thidua.movement.queries import sights

# Open points whose answer fills a blank of the document's head.
HEADER_OF = {"number_blank": "number", "day_blank": "date"}
SETTLED = {"choice", "answer", "dropped", "blank"}
PLACED = ["quote", "start", "end"]
DECIDED = ["decision", "reason", "decided_at", "decided_by"]


@action("movement.confirm_item", look=sights.ITEM)
def confirm_item(item: PlanItem, *, by: Actor, at: datetime, seen: Sight | None = None) -> PlanItem:
    _check_ready(item, _usable_for(item))
    _decide(item, Decision.CONFIRMED, by=by, at=at)
    item.save(update_fields=DECIDED)
    return item


@action("movement.confirm_items")
def confirm_items(
    plan: Plan, *, items: Collection[int], by: Actor, at: datetime, seen: Sight | None = None
) -> int:
    """Confirm those of `items` (ids) that still wait and need no further word; the count. None at all is refused."""
    usable = queries.indicator_codes(plan.commune_pk)
    ready = []
    waiting = list(plan.items.filter(pk__in=items, decision=Decision.PENDING).order_by("position"))
    if seen is not None:
        sights.ITEMS.hold("movement.confirm_items", waiting, seen, at=at, commune_id=by.commune_id)
    for item in waiting:
        if _why_not_ready(item, usable) is None:
            _decide(item, Decision.CONFIRMED, by=by, at=at)
            ready.append(item)
    if not ready:
        raise errors.NothingToConfirm
    PlanItem.objects.bulk_update(ready, DECIDED)
    audit.note(items=[item.pk for item in ready])
    return len(ready)


@action("movement.change_item", look=sights.ITEM)
def change_item(
    item: PlanItem,
    *,
    text: str,
    facts_given: Mapping[str, Any],
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> PlanItem:
    """Put right what was read, and confirm it; what it said before stays in the book of deeds."""
    if item.kind == ItemKind.OPEN_POINT:
        raise errors.NotAnOpenPoint
    before = {"text": item.text, "facts": item.facts}
    item.text = _text(text)
    item.facts = facts.checked(item.kind, {**item.facts, **facts_given})
    item.is_changed = item.is_changed or before != {"text": item.text, "facts": item.facts}
    _check_ready(item, _usable_for(item))
    _decide(item, Decision.CONFIRMED, by=by, at=at)
    if item.is_amended:  # the quote is what the version before wrote
        item.quote, item.start, item.end = "", None, None
    index_item(item)
    item.save(update_fields=["text", "facts", "folded", "is_changed", *PLACED, *DECIDED])
    audit.note(before=before)
    return item


@action("movement.drop_item", look=sights.ITEM)
def drop_item(item: PlanItem, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> PlanItem:
    """It is not in the plan, or is not meant to count; it stays to be seen, with the reason."""
    _decide(item, Decision.DROPPED, by=by, at=at, reason=_reason(reason))
    item.save(update_fields=DECIDED)
    return item


@action("movement.restore_item", look=sights.ITEM)
def restore_item(item: PlanItem, *, by: Actor, at: datetime, seen: Sight | None = None) -> PlanItem:
    """Take a decision back: the thing waits again."""
    audit.note(before={"decision": item.decision, "reason": item.reason})
    if item.kind == ItemKind.OPEN_POINT:
        _unsettle(item)
    _wait(item)
    item.save(update_fields=["facts", *DECIDED])
    return item


@action("movement.add_item")
def add_item(
    plan: Plan,
    *,
    kind: str,
    text: str,
    by: Actor,
    at: datetime,
    facts_given: Mapping[str, Any] | None = None,
    clause: str = "",
    quote: str = "",
    parent_id: int | None = None,
) -> PlanItem:
    """What the reader missed, or a plan made by hand. Confirmed at once: a person has written it.

    A `quote` must stand in the plan's text word for word.
    """
    if kind not in ItemKind.values or kind == ItemKind.OPEN_POINT:
        raise errors.KindUnfit
    parent = _parent(plan, ItemKind(kind), parent_id)
    start = plan.text.find(quote) if quote else -1
    if quote and start < 0:
        raise errors.QuoteNotInPlan
    item = PlanItem(
        plan=plan,
        parent=parent,
        kind=kind,
        position=queries.next_position(plan),
        clause=clause.strip() or (parent.clause if parent else ""),
        text=_text(text),
        quote=quote,
        start=start if quote else None,
        end=start + len(quote) if quote else None,
        facts=facts.checked(kind, facts_given or {}),
        origin=Origin.ADDED,
    )
    _check_ready(item, _usable_for(item))
    _decide(item, Decision.CONFIRMED, by=by, at=at)
    index_item(item)
    item.save(force_insert=True)
    audit.note(item=item.pk, kind=kind)
    return item


@action("movement.settle_open_point", look=sights.ITEM)
def settle_open_point(
    item: PlanItem, *, choice: str, by: Actor, at: datetime, reason: str = "", seen: Sight | None = None
) -> PlanItem:
    """Decide what the plan leaves open. Two lines on one measurement get their levels, or one of them is dropped."""
    if item.kind != ItemKind.OPEN_POINT:
        raise errors.OnlyOpenPoints
    if choice not in item.facts.get("choices", []):
        raise errors.ChoiceUnknown
    if item.decision != Decision.PENDING:
        _unsettle(item)
    item.facts = {**item.facts, "choice": choice, "answer": ""}
    if choice == Choice.OPEN:
        _decide(item, Decision.LEFT_OPEN, by=by, at=at, reason=_reason(reason))
    else:
        if choice == Choice.ANSWERED:
            item.facts["answer"] = _answer(reason)
            _fill_header(item)
        else:
            item.facts["dropped"] = _settle_levels(item, Choice(choice), by=by, at=at)
        _decide(item, Decision.CONFIRMED, by=by, at=at)
    item.save(update_fields=["facts", *DECIDED])
    audit.note(choice=choice)
    return item


def _parent(plan: Plan, kind: ItemKind, key: int | None) -> PlanItem | None:
    if key is None:
        return None
    parent = plan.items.filter(pk=key, kind=queries.PARENTS.get(kind, "")).first()
    if parent is None:
        raise errors.ParentUnfit
    return parent


def _fill_header(item: PlanItem) -> None:
    """A number or day that was blank in the plan goes into its head, so that letters and reports can cite it."""
    name = HEADER_OF.get(item.facts.get("kind", ""))
    if name is None:
        return
    value = item.facts["answer"]
    if name == "date":
        value = facts.stored_day(value)
        if facts.last_day(value) is None:
            raise errors.DayUnreadable
    plan = item.plan
    item.facts["blank"] = plan.header.get(name, "")
    plan.header = {**plan.header, name: value}
    plan.save(update_fields=["header"])


def _blank_header(item: PlanItem) -> None:
    name = HEADER_OF.get(item.facts.get("kind", ""))
    if name is not None and "blank" in item.facts:
        item.plan.header = {**item.plan.header, name: item.facts["blank"]}
        item.plan.save(update_fields=["header"])


def _settle_levels(item: PlanItem, choice: Choice, *, by: Actor, at: datetime) -> list[int]:
    """Set the level of each line; ids of the lines that were dropped for the one chosen."""
    lines = _by_ambition(_lines_of(item))
    chosen = {Choice.LOWEST: lines[:1], Choice.HIGHEST: lines[-1:]}.get(choice, lines)
    dropped = []
    for place, line in enumerate(lines):
        level = Level.ASPIRED if choice == Choice.BOTH and place else Level.REQUIRED
        line.facts = {**line.facts, "level": level.value}
        if line not in chosen:
            reason = f"Đã chọn mức {chosen[0].facts['value']} cho cùng phép đo."
            _decide(line, Decision.DROPPED, by=by, at=at, reason=reason)
            dropped.append(line.pk)
    PlanItem.objects.bulk_update(lines, ["facts", *DECIDED])
    return dropped


def _unsettle(item: PlanItem) -> None:
    """Undo what settling did to the lines: all at the level to be reached, those dropped for another wait again."""
    lines = _lines_of(item)
    dropped = item.facts.get("dropped", [])
    for line in lines:
        line.facts = {**line.facts, "level": Level.REQUIRED.value}
        if line.pk in dropped:
            _wait(line)
    if lines:
        PlanItem.objects.bulk_update(lines, ["facts", *DECIDED])
    _blank_header(item)
    item.facts = {key: value for key, value in item.facts.items() if key not in SETTLED}


def _lines_of(item: PlanItem) -> list[PlanItem]:
    return list(PlanItem.objects.filter(plan_id=item.plan_id, pk__in=item.facts.get("lines", [])))


def _by_ambition(lines: Iterable[PlanItem]) -> list[PlanItem]:
    """The easiest first: a smaller number, unless the lines say "no more than"."""
    found = list(lines)
    at_most = all(line.facts["comparator"] == Comparator.AT_MOST for line in found)
    return sorted(found, key=lambda line: Decimal(line.facts["value"]), reverse=at_most)


def _decide(item: PlanItem, decision: Decision, *, by: Actor, at: datetime, reason: str = "") -> None:
    item.decision, item.reason = decision, reason
    item.decided_at, item.decided_by_id = at, by.user_id


def _wait(item: PlanItem) -> None:
    item.decision, item.reason = Decision.PENDING, ""
    item.decided_at = item.decided_by_id = None


def _usable_for(item: PlanItem) -> Collection[str]:
    """Codes that a target line may be bound to; nothing else is bound to any."""
    return queries.indicator_codes(item.commune_pk) if item.kind == ItemKind.TARGET_LINE else ()


def _check_ready(item: PlanItem, usable: Collection[str]) -> None:
    refused = _why_not_ready(item, usable)
    if refused is not None:
        raise refused


def _why_not_ready(item: PlanItem, usable: Collection[str]) -> errors.MovementError | None:
    """What an item still needs before it may count."""
    if item.kind == ItemKind.OPEN_POINT:
        return errors.NotAnOpenPoint()
    try:
        kept = facts.checked(item.kind, item.facts)
    except errors.MovementError as refused:
        return refused
    if item.kind != ItemKind.TARGET_LINE:
        return None
    if not kept["indicator"]:
        return None if kept["unbound_reason"] else errors.IndicatorMissing()
    return None if kept["indicator"] in usable else errors.IndicatorUnknown()


def _text(given: str) -> str:
    text = given.strip()
    if not text:
        raise errors.TextMissing
    return text


def _reason(given: str) -> str:
    if not given.strip():
        raise errors.ReasonMissing
    return given.strip()


def _answer(given: str) -> str:
    if not given.strip():
        raise errors.AnswerMissing
    return given.strip()
