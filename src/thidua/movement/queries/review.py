"""What the review page shows: the plan's text with marks, and a card for each thing that was understood."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thidua.core import formatting
from thidua.indicator.figures import Comparator
from thidua.indicator.models import Indicator
from thidua.movement import facts, marking
from thidua.movement.enums import Choice, Decision, ItemKind, Level
from thidua.movement.models import Movement, Plan, PlanItem
from thidua.movement.queries.sources import indicators_by_code

# Open points and targets first: what needs thought stands before what needs a glance.
ORDER = (
    ItemKind.OPEN_POINT,
    ItemKind.TARGET_LINE,
    ItemKind.TARGET_GROUP,
    ItemKind.CRITERION,
    ItemKind.CONTENT,
    ItemKind.SECTOR,
    ItemKind.PHASE,
    ItemKind.MILESTONE,
    ItemKind.DUTY,
    ItemKind.REPORTING_DUTY,
    ItemKind.INSPECTION_DUTY,
    ItemKind.SOLUTION,
    ItemKind.AIM,
    ItemKind.REQUIREMENT,
    ItemKind.BASIS,
    ItemKind.RECIPIENT,
)
# What stands under what; any other item stands alone.
PARENTS = {
    ItemKind.SECTOR: ItemKind.CONTENT,
    ItemKind.CRITERION: ItemKind.TARGET_GROUP,
    ItemKind.TARGET_LINE: ItemKind.CRITERION,
}
TONES = {
    Decision.PENDING: "waiting",
    Decision.CONFIRMED: "reached",
    Decision.DROPPED: "empty",
    Decision.LEFT_OPEN: "returned",
}
SIGNS = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.EXACTLY: "="}


@dataclass(frozen=True, slots=True)
class Card:
    """One item as its card shows it: title, state in words and colour, what it is bound to, what can be chosen."""

    item: PlanItem
    title: str
    tone: str
    state: str
    notes: tuple[str, ...]
    quote: str
    quotes: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    lacks: str = ""

    @property
    def is_pending(self) -> bool:
        return self.item.decision == Decision.PENDING

    @property
    def is_open_point(self) -> bool:
        return self.item.kind == ItemKind.OPEN_POINT


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one kind, and the ids of those that one button can confirm."""

    kind: str
    label: str
    cards: tuple[Card, ...]
    total: int
    confirmable: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"nhom-{self.kind.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Progress:
    decided: int
    total: int

    @property
    def pending(self) -> int:
        return self.total - self.decided


@dataclass(frozen=True, slots=True)
class Review:
    movement: Movement
    plan: Plan
    groups: tuple[Group, ...]
    progress: Progress
    paragraphs: tuple[marking.Paragraph, ...]
    only_pending: bool


def items_for_review(plan: Plan, *, only_pending: bool = False) -> Review:
    """Everything of the review page in two queries: the items, and the indicators they are bound to."""
    items = list(plan.items.select_related("decided_by").order_by("position", "pk"))
    for item in items:
        item.plan = plan
    indicators = indicators_by_code(plan.commune_pk)
    shown = [item for item in items if not only_pending or item.decision == Decision.PENDING]
    return Review(
        movement=plan.movement,
        plan=plan,
        groups=_groups(shown, items, indicators),
        progress=_progress(items),
        paragraphs=marking.paragraphs_of(plan.text, plan.blocks, _marks(items)),
        only_pending=only_pending,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision on one item changes on the page: its card, the head of its group, the progress, the marked words."""

    card: Card
    group: Group
    progress: Progress
    paragraphs: tuple[marking.Paragraph, ...]


def answer_of(item: PlanItem) -> Answer:
    """One query for the plan's items, and one more for a target line's indicators."""
    plan = item.plan
    items = list(plan.items.order_by("position", "pk"))
    everything = {one.pk: one for one in items}
    of_kind = [one for one in items if one.kind == item.kind]
    is_line = item.kind == ItemKind.TARGET_LINE
    indicators = indicators_by_code(item.commune_pk) if is_line else {}
    return Answer(
        _card(everything[item.pk], everything, indicators),
        _groups(of_kind, items, indicators)[0],
        _progress(items),
        _paragraphs_around(item, items),
    )


def parent_choices(plan: Plan, kind: ItemKind) -> list[tuple[str, str]]:
    """What an item of `kind` may stand under: (id, words), without what was dropped."""
    above = PARENTS.get(kind)
    if above is None:
        return []
    found = plan.items.filter(kind=above).exclude(decision=Decision.DROPPED).order_by("position", "pk")
    return [(str(item.pk), f"{item.clause} {_cut(item.text)}".strip()) for item in found]


def card_of(item: PlanItem) -> Card:
    """The card of one item, as the review page shows it."""
    others: Mapping[int, PlanItem] = {}
    if item.kind == ItemKind.OPEN_POINT:
        others = {line.pk: line for line in PlanItem.objects.filter(pk__in=item.facts.get("lines", []))}
    elif item.parent_id is not None:
        others = PlanItem.objects.in_bulk([item.parent_id])
    indicators = indicators_by_code(item.commune_pk) if item.kind == ItemKind.TARGET_LINE else {}
    return _card(item, others, indicators)


def _progress(items: Collection[PlanItem]) -> Progress:
    return Progress(sum(item.decision != Decision.PENDING for item in items), len(items))


def _paragraphs_around(item: PlanItem, items: Iterable[PlanItem]) -> tuple[marking.Paragraph, ...]:
    """The paragraphs of the text that `item` rests on, with every mark in them."""
    if item.start is None or item.end is None:
        return ()
    plan = item.plan
    wide = marking.paragraphs_of(plan.text, plan.blocks, (), only=(item.start, item.end))
    if not wide:
        return ()
    places = [plan.blocks[one.number] for one in wide] if plan.blocks else []
    first = min((place["start"] for place in places), default=0)
    last = max((place["end"] for place in places), default=len(plan.text))
    near = [one for one in items if one.start is not None and one.start < last and (one.end or 0) > first]
    return marking.paragraphs_of(plan.text, plan.blocks, _marks(near), only=(item.start, item.end))


def _marks(items: Iterable[PlanItem]) -> list[marking.Mark]:
    return [
        marking.Mark(item.pk, item.start, item.end, _mark_tone(item))
        for item in items
        if item.start is not None and item.end is not None and item.kind != ItemKind.OPEN_POINT
    ]


def _mark_tone(item: PlanItem) -> str:
    return {Decision.PENDING: "waiting", Decision.CONFIRMED: "sure"}.get(Decision(item.decision), "gone")


def _groups(
    shown: list[PlanItem], items: list[PlanItem], indicators: Mapping[str, Indicator]
) -> tuple[Group, ...]:
    everything = {item.pk: item for item in items}
    groups = []
    for kind in ORDER:
        cards = tuple(_card(item, everything, indicators) for item in shown if item.kind == kind)
        if not cards:
            continue
        waiting = [card for card in cards if card.is_pending and not card.is_open_point and not card.lacks]
        undecided = kind is ItemKind.OPEN_POINT and any(card.is_pending for card in cards)
        label = "Cần quyết định" if undecided else str(kind.label)
        total = sum(item.kind == kind for item in items)
        groups.append(Group(kind.value, label, cards, total, tuple(card.item.pk for card in waiting)))
    return tuple(groups)


def _card(item: PlanItem, others: Mapping[int, PlanItem], indicators: Mapping[str, Indicator]) -> Card:
    if item.kind == ItemKind.OPEN_POINT:
        return _open_point_card(item, others)
    title, lacks = item.text, ""
    notes: list[str] = []
    if item.kind == ItemKind.TARGET_LINE:
        title, notes, lacks = _target_words(item, indicators)
    elif item.kind == ItemKind.PHASE:
        lacks = "" if facts.first_day(str(item.facts.get("from") or "")) else "Chưa rõ năm bắt đầu, xin sửa."
        notes = [span_words(item.facts)]
    elif item.kind == ItemKind.DUTY and item.facts.get("body"):
        title, notes = item.facts["body"], item.text.split("\n")
    parent = others.get(item.parent_id or 0)
    if parent is not None and item.kind != ItemKind.TARGET_LINE:
        notes = [*notes, f"Thuộc: {_cut(parent.text)}"]
    quote = "" if _same(item.quote, title) or item.kind == ItemKind.DUTY else item.quote
    return Card(item, title, TONES[Decision(item.decision)], _state(item), tuple(notes), quote, lacks=lacks)


def _open_point_card(item: PlanItem, others: Mapping[int, PlanItem]) -> Card:
    lines = [others[key] for key in item.facts.get("lines", []) if key in others]
    quotes = tuple(dict.fromkeys(one["quote"] for one in item.facts.get("quotes", [])))
    chosen = item.facts.get("choice", "")
    notes = []
    if item.facts.get("answer"):
        notes.append(item.facts["answer"])
    elif chosen and chosen != Choice.OPEN:
        notes.append(dict(choices_of(item, lines)).get(chosen, ""))
    state = "Cần quyết định" if item.decision == Decision.PENDING else _state(item)
    return Card(
        item,
        item.text,
        TONES[Decision(item.decision)],
        state,
        tuple(filter(None, notes)),
        "",
        quotes,
        tuple(choices_of(item, lines)),
    )


def choices_of(item: PlanItem, lines: Iterable[PlanItem]) -> list[tuple[str, str]]:
    """Ways to settle, with the values of the lines in their words."""
    values = sorted({facts.number(line.facts["value"]) for line in lines})
    if len(values) > 1:
        unit = next((line.facts.get("unit", "") for line in lines), "")
        low, high = (f"{formatting.number(value)} {unit}".strip() for value in (values[0], values[-1]))
        words = {
            Choice.BOTH: f"Giữ cả hai: mức đạt {low}, mức phấn đấu {high}",
            Choice.LOWEST: f"Chỉ lấy mức {low}",
            Choice.HIGHEST: f"Chỉ lấy mức {high}",
        }
    else:
        words = {}
    known = [Choice(choice) for choice in item.facts.get("choices", [])]
    return [(choice.value, words.get(choice, str(choice.label))) for choice in known]


def target_words(item: PlanItem) -> str:
    """ "≥ 80 %", "= 1.200 hồ sơ"."""
    sign = SIGNS.get(Comparator(item.facts["comparator"]), "")
    return (
        f"{sign} {formatting.number(facts.number(item.facts['value']))} {item.facts.get('unit', '')}".strip()
    )


def span_words(told: Mapping[str, Any]) -> str:
    """ "2025 – 2027", "từ 2025"."""
    starts, ends = (_date_words(str(told.get(key) or "")) for key in ("from", "to"))
    if starts and ends:
        return f"{starts} – {ends}"
    return f"từ {starts}" if starts else "chưa rõ thời gian"


def _date_words(said: str) -> str:
    return "/".join(reversed(said.split("-")))


def _target_words(item: PlanItem, indicators: Mapping[str, Indicator]) -> tuple[str, list[str], str]:
    code = item.facts.get("indicator", "")
    indicator = indicators.get(code)
    notes = []
    if item.facts.get("level") == Level.ASPIRED:
        notes.append(str(Level.ASPIRED.label))
    if indicator is None:
        reason = item.facts.get("unbound_reason", "")
        lacks = "" if reason else "Chưa gắn với phép đo nào của thư viện. Xin sửa để chọn, hoặc ghi lý do."
        notes.append(f"Chưa gắn phép đo: {reason}" if reason else "")
        return f"{_cut(item.text)} {target_words(item)}", [note for note in notes if note], lacks
    verb = "Gắn với" if item.decision == Decision.CONFIRMED else "Đề nghị gắn với"
    notes.append(f"{verb} {indicator.code} · {indicator.name}")
    return f"{indicator.name} {target_words(item)}", notes, ""


def _state(item: PlanItem) -> str:
    words = str(Decision(item.decision).label)
    return f"{words}, có sửa" if item.is_changed and item.decision == Decision.CONFIRMED else words


def _same(quote: str, title: str) -> bool:
    return quote.strip(" -+.;:") == title.strip(" -+.;:")


def _cut(words: str, most: int = 90) -> str:
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
