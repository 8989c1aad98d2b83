"""How one version of a plan differs from the one before: thing by thing, what each said and what it says now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from thidua.core.sight import Sight, marks_of
from thidua.indicator.models import Indicator
from thidua.movement.enums import Decision, ItemKind, Level, Origin
from thidua.movement.matching import Change
from thidua.movement.models import Plan, PlanItem
from thidua.movement.queries.cards import Card, cut, item_mark, made_of, span_words, target_words
from thidua.movement.queries.review import ORDER, Progress, key_of, progress_of
from thidua.movement.queries.sources import indicators_by_code
from thidua.org.models import Unit

# Said even where it is the same on both sides; everything else only where it differs.
ALWAYS = {"Nội dung", "Điểm, khoản"}
STANDING = {Decision.CONFIRMED, Decision.LEFT_OPEN}
TONES = {Change.CHANGED: "waiting", Change.NEW: "reached", Change.GONE: "late", Change.UNCHANGED: "empty"}
WORDS = {
    Change.CHANGED: "Thay đổi",
    Change.NEW: "Thêm mới",
    Change.GONE: "Không còn",
    Change.UNCHANGED: "Giữ nguyên",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said of an item, then and now; empty where it is not said."""

    label: str
    old: str
    new: str

    @property
    def is_other(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing of the new version beside what it was. One that is gone stands as the copy that was dropped, or waits for it."""

    change: Change
    item: PlanItem
    before: PlanItem | None
    card: Card
    rows: tuple[Row, ...]

    @property
    def tone(self) -> str:
        return TONES[self.change]

    @property
    def words(self) -> str:
        return WORDS[self.change]

    @property
    def is_pending(self) -> bool:
        return self.item.decision == Decision.PENDING

    @property
    def title(self) -> str:
        return cut(self.card.title, 200)

    @property
    def old_quote(self) -> str:
        """The sentence of the version before, where it is not among the words shown already."""
        quote = self.before.quote if self.before else ""
        return quote if quote and quote not in [row.old for row in self.rows] else ""

    @property
    def new_quote(self) -> str:
        is_carried = self.item.origin == Origin.CARRIED
        quote = "" if is_carried else self.item.quote
        return quote if quote and quote not in [row.new for row in self.rows] else ""

    @property
    def sight(self) -> Sight:
        return self.card.sight


@dataclass(frozen=True, slots=True)
class Kind:
    """Differences of one kind, and those things of it that stay as they were."""

    kind: ItemKind
    differences: tuple[Difference, ...]
    unchanged: tuple[PlanItem, ...]

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def key(self) -> str:
        return key_of(self.kind)

    @property
    def pending(self) -> int:
        return sum(one.is_pending for one in self.differences)

    @property
    def confirmable(self) -> tuple[Difference, ...]:
        """Those that one button accepts together: new words that nobody decided on and that lack nothing."""
        return tuple(
            one
            for one in self.differences
            if one.is_pending
            and one.change is not Change.GONE
            and not one.card.lacks
            and not one.card.is_open_point
        )

    @property
    def ids(self) -> str:
        return ",".join(str(one.item.pk) for one in self.confirmable)

    @property
    def sight(self) -> Sight:
        """What whoever accepts them together has seen of them."""
        ready = self.confirmable
        rows = ((cut(one.card.title), one.card.state) for one in ready)
        return Sight(marks_of(item_mark(one.item) for one in ready), tuple(rows))


@dataclass(frozen=True, slots=True)
class Comparison:
    """`declined` are things of the new document that people left out and that were not in the plan before either."""

    kinds: tuple[Kind, ...]
    declined: tuple[Difference, ...]
    progress: Progress

    @property
    def with_differences(self) -> list[Kind]:
        return [kind for kind in self.kinds if kind.differences]

    @property
    def without_differences(self) -> list[Kind]:
        return [kind for kind in self.kinds if not kind.differences]

    @property
    def differences(self) -> list[Difference]:
        return [one for kind in self.kinds for one in kind.differences]

    def count(self, change: Change) -> int:
        return sum(one.change is change for one in self.differences)

    @property
    def changed(self) -> int:
        return self.count(Change.CHANGED)

    @property
    def added(self) -> int:
        return self.count(Change.NEW)

    @property
    def gone(self) -> int:
        return self.count(Change.GONE)

    @property
    def unchanged(self) -> int:
        return sum(len(kind.unchanged) for kind in self.kinds)

    @property
    def summary(self) -> str:
        """ "2 thay đổi, 1 thêm mới, 1 không còn"."""
        parts = ((self.changed, "thay đổi"), (self.added, "thêm mới"), (self.gone, "không còn"))
        return ", ".join(f"{count} {words}" for count, words in parts if count) or "không khác bản trước"


def items_compared(plan: Plan) -> list[PlanItem]:
    """The items of a version, each with what it was before; one query."""
    items = list(plan.items.select_related("before").order_by("position", "pk"))
    for item in items:
        item.plan = plan
    return items


def comparison_of(plan: Plan) -> Comparison:
    """A version or draft beside the version before it; the first one has nothing beside it. Three queries."""
    items = items_compared(plan)
    everything = {item.pk: item for item in items}
    indicators = indicators_by_code(plan.commune_pk)
    owners = {item.facts.get("owner") for one in items for item in (one, one.before) if item is not None}
    units = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=owners - {None})}
    found = [(item, change_of(item)) for item in items]
    held = [
        _difference(item, change, everything, indicators, units)
        for item, change in found
        if change not in (None, Change.UNCHANGED)
    ]
    kinds = tuple(
        Kind(
            kind,
            tuple(one for one in held if one.item.kind == kind),
            tuple(item for item, change in found if change is Change.UNCHANGED and item.kind == kind),
        )
        for kind in ORDER
    )
    declined = tuple(
        _difference(item, None, everything, indicators, units) for item, change in found if change is None
    )
    shown = tuple(kind for kind in kinds if kind.differences or kind.unchanged)
    return Comparison(shown, declined, progress_of(items))


def change_of(item: PlanItem) -> Change | None:
    """What became of a thing; None for what is in neither version: left out now, and not in the plan before."""
    before = item.before
    was_in = before is not None and before.decision in STANDING
    if item.decision == Decision.DROPPED:
        return Change.GONE if was_in else None
    if item.decision == Decision.PENDING and item.origin == Origin.CARRIED:
        return Change.GONE
    if before is None or not was_in:
        return Change.NEW
    is_same = item.decision in STANDING and told_of(before) == told_of(item)
    return Change.UNCHANGED if is_same else Change.CHANGED


def is_in_plan(item: PlanItem) -> bool:
    """Whether a thing counts in the version, or will once what waits is accepted."""
    if item.decision == Decision.PENDING:
        return item.origin != Origin.CARRIED and item.kind != ItemKind.OPEN_POINT
    return item.decision == Decision.CONFIRMED


def told_of(item: PlanItem) -> dict[str, str]:
    """What makes a thing the same or another: words and figures, not its place in the document."""
    facts: Mapping[str, Any] = item.facts
    told = {"Nội dung": item.text.strip()}
    if item.kind == ItemKind.TARGET_LINE:
        told |= {
            "Mức": target_words(item),
            "Là": str(Level(facts.get("level") or Level.REQUIRED).label),
            "Phép đo": str(facts.get("indicator") or ""),
            "Lý do chưa gắn": str(facts.get("unbound_reason") or ""),
            "Năm phải đạt": str(facts.get("year") or ""),
        }
    elif item.kind == ItemKind.PHASE:
        told["Thời gian"] = span_words(facts)
    elif item.kind == ItemKind.MILESTONE:
        told["Năm hoặc ngày"] = "/".join(reversed(str(facts.get("on") or "").split("-")))
    elif item.kind == ItemKind.DUTY:
        told["Cơ quan, đơn vị"] = str(facts.get("body") or "")
    elif item.kind == ItemKind.CRITERION:
        told |= {
            "Đơn vị phụ trách": str(facts.get("owner") or ""),
            "Cách kiểm chứng": str(facts.get("evidence_rule") or ""),
            "Lý do chưa theo dõi": str(facts.get("uncovered_reason") or ""),
        }
    elif item.kind == ItemKind.OPEN_POINT:
        told |= {"Quyết định": str(facts.get("choice") or ""), "Hiểu là": str(facts.get("answer") or "")}
    return told


def _difference(
    item: PlanItem,
    change: Change | None,
    everything: Mapping[int, PlanItem],
    indicators: Mapping[str, Indicator],
    units: Mapping[int, str],
) -> Difference:
    before = item.before if item.before is not None and item.before.decision in STANDING else None
    old = told_of(before) if before else {}
    new = told_of(item) if change is not Change.GONE else {}
    rows = [Row(label, old.get(label, ""), new.get(label, "")) for label in {**old, **new}]
    places = (before.clause if before else "", item.clause if new else "")
    rows.append(Row("Điểm, khoản", *places))
    told = [row for row in rows if row.is_other or (row.old and row.label in ALWAYS)]
    named = (_with_names(row, units, indicators) for row in told)
    card = made_of(item, everything, indicators)
    return Difference(change or Change.GONE, item, before, card, tuple(named))


def _with_names(row: Row, units: Mapping[int, str], indicators: Mapping[str, Indicator]) -> Row:
    """Units and indicators by their names instead of keys."""
    if row.label == "Đơn vị phụ trách":
        return replace(row, old=_unit(row.old, units), new=_unit(row.new, units))
    if row.label == "Phép đo":
        return replace(row, old=_indicator(row.old, indicators), new=_indicator(row.new, indicators))
    return row


def _unit(key: str, units: Mapping[int, str]) -> str:
    return units.get(int(key), "") if key.isdigit() else ""


def _indicator(code: str, indicators: Mapping[str, Indicator]) -> str:
    known = indicators.get(code)
    return f"{code} · {known.name}" if known else code


def changes_among(items: Iterable[PlanItem]) -> list[tuple[PlanItem, Change]]:
    """The things of a version that are not as they were."""
    found = ((item, change_of(item)) for item in items)
    return [(item, change) for item, change in found if change not in (None, Change.UNCHANGED) and change]
