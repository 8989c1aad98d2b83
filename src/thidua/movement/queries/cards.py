"""One thing of the plan as its card shows it: in words, with what it is bound to, what it lacks, what can be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thidua.core import formatting
from thidua.core.sight import Rows, Sight, mark_of
from thidua.indicator.figures import Comparator
from thidua.indicator.models import Indicator
from thidua.movement import facts
from thidua.movement.enums import Choice, Decision, ItemKind, Level
from thidua.movement.models import PlanItem
from thidua.movement.queries.sources import indicators_by_code

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

    @property
    def sight(self) -> Sight:
        """What whoever decides on it has seen (queries/sights.py)."""
        return Sight(item_mark(self.item), self._rows())

    def _rows(self) -> Rows:
        rows = [
            ("Quyết định", self.state),
            ("Nội dung", cut(self.title, 260)),
            ("Ghi chú", "; ".join(self.notes)),
        ]
        movement = self.item.plan.movement
        if not movement.is_open_for_changes:
            rows.append(("Kế hoạch", movement.get_state_display()))
        rows.append(("Lý do", self.item.reason))
        return tuple((what, how) for what, how in rows if how)


def item_mark(item: PlanItem) -> str:
    """Another decision, other words or a plan that left the desk: another mark. Asks the database for nothing."""
    is_open = item.plan.movement.is_open_for_changes
    return mark_of(item.pk, item.decision, item.text, item.facts, item.reason, is_open)


def card_of(item: PlanItem) -> Card:
    """The card of one item, as the review page shows it."""
    others: Mapping[int, PlanItem] = {}
    if item.kind == ItemKind.OPEN_POINT:
        others = {line.pk: line for line in PlanItem.objects.filter(pk__in=item.facts.get("lines", []))}
    elif item.parent_id is not None:
        others = PlanItem.objects.in_bulk([item.parent_id])
    indicators = indicators_by_code(item.commune_pk) if item.kind == ItemKind.TARGET_LINE else {}
    return made_of(item, others, indicators)


def made_of(item: PlanItem, others: Mapping[int, PlanItem], indicators: Mapping[str, Indicator]) -> Card:
    """`others`: items that this one names, by id; `indicators` by code."""
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
        notes = [*notes, f"Thuộc: {cut(parent.text)}"]
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
        return f"{cut(item.text)} {target_words(item)}", [note for note in notes if note], lacks
    verb = "Gắn với" if item.decision == Decision.CONFIRMED else "Đề nghị gắn với"
    notes.append(f"{verb} {indicator.code} · {indicator.name}")
    return f"{indicator.name} {target_words(item)}", notes, ""


def _state(item: PlanItem) -> str:
    words = str(Decision(item.decision).label)
    return f"{words}, có sửa" if item.is_changed and item.decision == Decision.CONFIRMED else words


def _same(quote: str, title: str) -> bool:
    return quote.strip(" -+.;:") == title.strip(" -+.;:")


def cut(words: str, most: int = 90) -> str:
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
