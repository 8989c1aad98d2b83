"""From what the reader understood to plan items: kinds, parents, facts, and the choices at each open point. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.movement import facts
from thidua.movement.enums import Choice, ItemKind, Level
from thidua.movement.planreader.draft import Cited, PlanDraft, Value

Suggest = Callable[[str], str]
SHORT = 120


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One thing understood. `parent` is the place of another spec in the same list; `lines` those of an open point."""

    kind: ItemKind
    text: str
    clause: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parent: int | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """What a draft proposes for the movement itself; everything may be changed before the plan is submitted."""

    title: str
    short_title: str
    starts_on: date
    ends_on: date | None


def specs_of(draft: PlanDraft, suggest: Suggest) -> list[ItemSpec]:
    """Every thing of the draft as a spec, parents before children. `suggest(text)` names an indicator's code or ""."""
    specs: list[ItemSpec] = []
    _add(specs, ItemKind.BASIS, ((basis, basis.value) for basis in draft.legal_bases))
    _add(specs, ItemKind.AIM, ((aim, aim.text) for aim in draft.aims))
    _add(specs, ItemKind.REQUIREMENT, ((one, one.text) for one in draft.requirements))
    _add_contents(specs, draft)
    _add_criteria(specs, draft, suggest)
    _add(specs, ItemKind.SOLUTION, ((one, one.title or one.text) for one in draft.solutions))
    _add_times(specs, draft)
    _add_duties(specs, draft)
    _add(specs, ItemKind.RECIPIENT, ((one, one.value) for one in draft.recipients))
    _add_open_points(specs, draft)
    return specs


def outline_of(draft: PlanDraft, *, on: date) -> Outline:
    """Title and dates as the plan says them; where it says nothing, `on`."""
    title = _value(draft.plan_title) or _value(draft.title) or "Phong trào thi đua"
    spans = [
        (facts.first_day(phase.begins or ""), facts.last_day(phase.ends or "")) for phase in draft.phases
    ]
    signed = facts.first_day(_value(draft.date))
    begun = [starts for starts, _ in spans if starts]
    starts_on = max(filter(None, [signed, min(begun, default=None)]), default=on)
    ended = [ends for _, ends in spans if ends and ends >= starts_on]
    return Outline(title[:400], short_title_of(title), starts_on, max(ended, default=None))


def short_title_of(title: str) -> str:
    """The quoted names in a title ("Đổi mới sáng tạo" và "Bình dân học vụ số"), else its beginning, cut at a word."""
    quoted = re.findall(r"[“\"]([^”\"]+)[”\"]", title)
    short = " và ".join(quoted) if quoted else title
    if len(short) <= SHORT:
        return short
    return short[: SHORT - 1].rsplit(" ", 1)[0] + "…"


def header_of(draft: PlanDraft) -> dict[str, Any]:
    """The head and the signature of the document, as plain values for `Plan.header`."""
    names = ("doc_type", "issuer", "number", "place", "date", "title", "plan_title")
    header: dict[str, Any] = {name: _value(getattr(draft, name)) for name in names}
    header["signer"] = {
        name: _value(getattr(draft.signer, name)) for name in ("authority", "position", "name")
    }
    return header


def blocks_of(draft: PlanDraft) -> list[dict[str, Any]]:
    return [asdict(paragraph) for paragraph in draft.paragraphs]


def _value(value: Value | None) -> str:
    return value.value if value else ""


def _spec(kind: ItemKind, cited: Cited, text: str, **more: Any) -> ItemSpec:
    return ItemSpec(kind, text.strip(), cited.clause, cited.quote, cited.start, cited.end, **more)


def _add(specs: list[ItemSpec], kind: ItemKind, found: Iterable[tuple[Cited, str]]) -> None:
    specs.extend(_spec(kind, cited, text) for cited, text in found)


def _add_contents(specs: list[ItemSpec], draft: PlanDraft) -> None:
    placed: set[tuple[int, int]] = set()
    for content in draft.contents:
        specs.append(_spec(ItemKind.CONTENT, content, content.title or content.text))
        parent = len(specs) - 1
        for sector in content.sectors:
            placed.add((sector.start, sector.end))
            specs.append(_spec(ItemKind.SECTOR, sector, sector.title or sector.text, parent=parent))
    others = (sector for sector in draft.sectors if (sector.start, sector.end) not in placed)
    _add(specs, ItemKind.SECTOR, ((sector, sector.title or sector.text) for sector in others))


def _add_criteria(specs: list[ItemSpec], draft: PlanDraft, suggest: Suggest) -> None:
    owner: dict[int, int] = {}
    for group in draft.target_groups:
        specs.append(_spec(ItemKind.TARGET_GROUP, group, group.title))
        parent = len(specs) - 1
        for criterion in group.criteria:
            specs.append(_spec(ItemKind.CRITERION, criterion, criterion.text, parent=parent))
            owner |= dict.fromkeys(criterion.targets, len(specs) - 1)
    for place, target in enumerate(draft.quantitative_targets):
        told = {
            "comparator": target.comparator,
            "value": f"{Decimal(str(target.value)).normalize():f}",
            "unit": target.unit,
            "indicator": suggest(target.text),
            "unbound_reason": "",
            "level": Level.REQUIRED.value,
            "year": int(target.by[:4]) if target.by and target.by[:4].isdigit() else None,
        }
        specs.append(_spec(ItemKind.TARGET_LINE, target, target.text, facts=told, parent=owner.get(place)))


def _add_times(specs: list[ItemSpec], draft: PlanDraft) -> None:
    for phase in draft.phases:
        told = {"from": phase.begins or "", "to": phase.ends or ""}
        specs.append(_spec(ItemKind.PHASE, phase, phase.name, facts=told))
    for milestone in draft.milestones:
        words = f"{milestone.kind.capitalize()} năm {milestone.when}"
        if not milestone.when.isdigit():
            words = milestone.kind.capitalize()
        specs.append(_spec(ItemKind.MILESTONE, milestone, words, facts={"on": milestone.when}))


def _add_duties(specs: list[ItemSpec], draft: PlanDraft) -> None:
    for duty in draft.duties:
        text = "\n".join(item.text for item in duty.items) or duty.quote
        specs.append(_spec(ItemKind.DUTY, duty, text, facts={"body": "; ".join(duty.bodies)}))
    _add(specs, ItemKind.REPORTING_DUTY, ((one, one.text) for one in draft.reporting_duties))
    _add(specs, ItemKind.INSPECTION_DUTY, ((one, one.text) for one in draft.inspection_duties))


def _add_open_points(specs: list[ItemSpec], draft: PlanDraft) -> None:
    for point in draft.open_points:
        first = point.quotes[0] if point.quotes else Cited(quote="", start=0, end=0)
        lines = _lines_at(specs, point.quotes)
        choices = [Choice.BOTH, Choice.LOWEST, Choice.HIGHEST] if _is_one_measure(specs, lines) else []
        told = {
            "kind": point.kind,
            "quotes": [asdict(quote) for quote in point.quotes],
            "choices": [choice.value for choice in [*(choices or [Choice.ANSWERED]), Choice.OPEN]],
        }
        specs.append(
            ItemSpec(
                ItemKind.OPEN_POINT,
                point.sentence,
                first.clause,
                first.quote,
                first.start if first.quote else None,
                first.end if first.quote else None,
                told,
                lines=lines if choices else (),
            )
        )


def _lines_at(specs: list[ItemSpec], quotes: Iterable[Cited]) -> tuple[int, ...]:
    """Target lines that the quotes of an open point touch."""
    return tuple(
        place
        for place, spec in enumerate(specs)
        if spec.kind is ItemKind.TARGET_LINE
        and any(
            (spec.start or 0) < quote.end and quote.start < (spec.end or 0) for quote in quotes if quote.quote
        )
    )


def _is_one_measure(specs: list[ItemSpec], lines: tuple[int, ...]) -> bool:
    """Whether these are lines of one measurement that ask for different values."""
    codes = {specs[line].facts["indicator"] for line in lines}
    values = {specs[line].facts["value"] for line in lines}
    return len(lines) > 1 and len(codes) == 1 and len(values) > 1
