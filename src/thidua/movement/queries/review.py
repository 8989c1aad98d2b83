"""What the review page shows: the plan's text with marks, and a card for each thing that was understood, group by group."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from thidua.core.sight import Sight, mark_of, marks_of
from thidua.indicator.models import Indicator
from thidua.movement import marking
from thidua.movement.enums import Decision, ItemKind
from thidua.movement.models import Movement, Plan, PlanItem
from thidua.movement.queries.cards import Card, cut, item_mark, made_of
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
# Every group unfolded, instead of one by its key.
ALL = "tat-ca"


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one kind, and the ids of those that one button can confirm. A folded group shows its head alone."""

    kind: str
    label: str
    cards: tuple[Card, ...]
    total: int
    decided: int
    confirmable: tuple[int, ...]
    is_open: bool

    @property
    def key(self) -> str:
        return key_of(self.kind)

    @property
    def pending(self) -> int:
        return self.total - self.decided

    @property
    def sight(self) -> Sight:
        """What whoever confirms them together has seen of them."""
        ready = [card for card in self.cards if card.item.pk in self.confirmable]
        rows = ((cut(card.title), card.state) for card in ready)
        return Sight(marks_of(item_mark(card.item) for card in ready), tuple(rows))


@dataclass(frozen=True, slots=True)
class Progress:
    """`mark` changes with every decision (core/sight.py); "" where only the counts are asked for."""

    decided: int
    total: int
    mark: str = ""

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision on one item changes on the page: its card, the head of its group, the contents, the progress, the
    marked words.
    """

    card: Card
    group: Group
    groups: tuple[Group, ...]
    progress: Progress
    paragraphs: tuple[marking.Paragraph, ...]


def key_of(kind: str) -> str:
    """What a group is called in an address: "nhom-target-line"."""
    return f"nhom-{kind.replace('_', '-')}"


def items_for_review(
    plan: Plan, *, only_pending: bool = False, may_decide: bool = False, opened: str = ""
) -> Review:
    """Everything of the review page in two queries: the items, and the indicators they are bound to.

    Groups in which something waits for whoever `may_decide` are unfolded, and the one that is `opened` (a key, or ALL).
    """
    items = list(plan.items.order_by("position", "pk"))
    for item in items:
        item.plan = plan
    indicators = indicators_by_code(plan.commune_pk)
    shown = [item for item in items if not only_pending or item.decision == Decision.PENDING]
    groups = _groups(shown, items, indicators, may_decide=may_decide, opened=opened)
    return Review(
        movement=plan.movement,
        plan=plan,
        groups=groups,
        progress=progress_of(items),
        paragraphs=marking.paragraphs_of(plan.text, plan.blocks, _marks(items, groups)),
        only_pending=only_pending,
    )


def answer_of(item: PlanItem, *, only_pending: bool = False) -> Answer:
    """For whoever has just decided on `item`; two queries, as the page itself."""
    items = list(item.plan.items.order_by("position", "pk"))
    indicators = indicators_by_code(item.commune_pk) if item.kind == ItemKind.TARGET_LINE else {}
    shown = [
        one for one in items if not only_pending or one.decision == Decision.PENDING or one.pk == item.pk
    ]
    groups = _groups(shown, items, indicators, may_decide=True, opened="")
    own = next(group for group in groups if group.kind == item.kind)
    card = next(card for card in own.cards if card.item.pk == item.pk)
    return Answer(card, own, groups, progress_of(items), _paragraphs_around(item, items, groups))


def parent_choices(plan: Plan, kind: ItemKind) -> list[tuple[str, str]]:
    """What an item of `kind` may stand under: (id, words), without what was dropped."""
    above = PARENTS.get(kind)
    if above is None:
        return []
    found = plan.items.filter(kind=above).exclude(decision=Decision.DROPPED).order_by("position", "pk")
    return [(str(item.pk), f"{item.clause} {cut(item.text)}".strip()) for item in found]


def progress_of(items: Collection[PlanItem]) -> Progress:
    """How far the decisions on a whole plan are, and which they are."""
    decided = [[item.pk, item.decision, item.text, item.facts, item.reason] for item in items]
    counted = _progress(items)
    return Progress(counted.decided, counted.total, mark_of(decided))


def _progress(items: Collection[PlanItem]) -> Progress:
    return Progress(sum(item.decision != Decision.PENDING for item in items), len(items))


def _paragraphs_around(
    item: PlanItem, items: Iterable[PlanItem], groups: Iterable[Group]
) -> tuple[marking.Paragraph, ...]:
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
    return marking.paragraphs_of(plan.text, plan.blocks, _marks(near, groups), only=(item.start, item.end))


def _marks(items: Iterable[PlanItem], groups: Iterable[Group]) -> list[marking.Mark]:
    """Marks lead to the card; where its group is folded, to the page with that group unfolded."""
    unfolded = {card.item.pk for group in groups if group.is_open for card in group.cards}
    return [
        marking.Mark(
            item.pk,
            item.start,
            item.end,
            _mark_tone(item),
            fold="" if item.pk in unfolded else key_of(item.kind),
        )
        for item in items
        if item.start is not None and item.end is not None and item.kind != ItemKind.OPEN_POINT
    ]


def _mark_tone(item: PlanItem) -> str:
    return {Decision.PENDING: "waiting", Decision.CONFIRMED: "sure"}.get(Decision(item.decision), "gone")


def _groups(
    shown: Iterable[PlanItem],
    items: Collection[PlanItem],
    indicators: Mapping[str, Indicator],
    *,
    may_decide: bool,
    opened: str,
) -> tuple[Group, ...]:
    everything = {item.pk: item for item in items}
    listed = list(shown)
    groups = []
    for kind in ORDER:
        cards = tuple(made_of(item, everything, indicators) for item in listed if item.kind == kind)
        if not cards:
            continue
        ready = [card for card in cards if card.is_pending and not card.is_open_point and not card.lacks]
        progress = _progress([item for item in items if item.kind == kind])
        is_asked = kind is ItemKind.OPEN_POINT and progress.pending > 0
        groups.append(
            Group(
                kind.value,
                "Cần quyết định" if is_asked else str(kind.label),
                cards,
                progress.total,
                progress.decided,
                tuple(card.item.pk for card in ready),
                is_open=opened in (ALL, key_of(kind)) or (may_decide and progress.pending > 0),
            )
        )
    return tuple(groups)
