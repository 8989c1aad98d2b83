"""What the movement's own page shows: all that was confirmed of its plan, in the order of a plan."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.indicator.models import Indicator
from thidua.movement import facts
from thidua.movement.enums import Decision, ItemKind, Level
from thidua.movement.models import Movement, Plan, PlanItem
from thidua.movement.queries.cards import span_words, target_words
from thidua.movement.queries.review import Progress, progress_of
from thidua.movement.queries.sources import indicators_by_code, plan_to_read


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target line in words: ≥ 80 %, its level, the indicator that measures it, or why none does."""

    item: PlanItem
    words: str
    is_aspired: bool
    indicator: Indicator | None

    @property
    def unbound_reason(self) -> str:
        return str(self.item.facts.get("unbound_reason", ""))


@dataclass(frozen=True, slots=True)
class Tree:
    """An item with what stands under it: sectors of a content, criteria of a group, target lines of a criterion."""

    item: PlanItem
    children: tuple["Tree", ...] = ()
    targets: tuple[TargetShown, ...] = ()


@dataclass(frozen=True, slots=True)
class BasisShown:
    """A document that the plan rests on, in the whole sentence of the plan that names it."""

    item: PlanItem
    sentence: str


@dataclass(frozen=True, slots=True)
class PhaseShown:
    item: PlanItem
    words: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class MilestoneShown:
    item: PlanItem
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Hub:
    """Only confirmed items, but for `progress`, which counts all, and `left_open`, what the plan leaves open."""

    movement: Movement
    plan: Plan | None
    progress: Progress
    counts: Mapping[str, int]
    bases: tuple[BasisShown, ...]
    aims: tuple[PlanItem, ...]
    requirements: tuple[PlanItem, ...]
    contents: tuple[Tree, ...]
    groups: tuple[Tree, ...]
    criteria: tuple[Tree, ...]
    targets: tuple[TargetShown, ...]
    phases: tuple[PhaseShown, ...]
    milestones: tuple[MilestoneShown, ...]
    solutions: tuple[PlanItem, ...]
    duties: tuple[PlanItem, ...]
    reporting_duties: tuple[PlanItem, ...]
    inspection_duties: tuple[PlanItem, ...]
    recipients: tuple[PlanItem, ...]
    left_open: tuple[PlanItem, ...]

    @property
    def header(self) -> Mapping[str, Any]:
        return self.plan.header if self.plan else {}

    @property
    def is_empty(self) -> bool:
        return not self.counts

    @property
    def uncovered_count(self) -> int:
        """Confirmed criteria of a draft that no indicator measures and for which nobody said anything yet."""
        measured = {one.item.parent_id for one in self.targets if one.indicator}
        trees = [*self.criteria, *(child for group in self.groups for child in group.children)]
        said = ("owner", "uncovered_reason")
        return sum(
            tree.item.pk not in measured and not any(tree.item.facts.get(name) for name in said)
            for tree in trees
        )

    @property
    def indicator_count(self) -> int:
        return len({target.indicator.pk for target in self.targets if target.indicator})


def hub_of(movement: Movement, *, on: date, edition: int | None = None) -> Hub:
    """Everything in three queries: the plan with its file, its items, the indicators.

    After the launch of the version in force on a day, or of the one asked for.
    """
    plan = plan_to_read(movement, on=on, edition=edition)
    items = list(plan.items.order_by("position", "pk")) if plan else []
    counting = [item for item in items if item.decision == Decision.CONFIRMED]
    of_kind = _by_kind(counting)
    targets = _targets(of_kind[ItemKind.TARGET_LINE], indicators_by_code(movement.commune_id))
    criteria = [
        Tree(item, targets=tuple(one for one in targets if one.item.parent_id == item.pk))
        for item in of_kind[ItemKind.CRITERION]
    ]
    groups = _trees(of_kind[ItemKind.TARGET_GROUP], criteria)
    contents = _trees(of_kind[ItemKind.CONTENT], [Tree(item) for item in of_kind[ItemKind.SECTOR]])
    return Hub(
        movement=movement,
        plan=plan,
        progress=progress_of(items),
        counts=Counter(item.kind for item in counting),
        bases=_bases(of_kind[ItemKind.BASIS], plan),
        aims=of_kind[ItemKind.AIM],
        requirements=of_kind[ItemKind.REQUIREMENT],
        contents=contents,
        groups=groups,
        criteria=_without_parent(criteria, groups),
        targets=targets,
        phases=_phases(of_kind[ItemKind.PHASE]),
        milestones=_milestones(of_kind[ItemKind.MILESTONE]),
        solutions=of_kind[ItemKind.SOLUTION],
        duties=of_kind[ItemKind.DUTY],
        reporting_duties=of_kind[ItemKind.REPORTING_DUTY],
        inspection_duties=of_kind[ItemKind.INSPECTION_DUTY],
        recipients=of_kind[ItemKind.RECIPIENT],
        left_open=tuple(item for item in items if item.decision == Decision.LEFT_OPEN),
    )


def _bases(items: Iterable[PlanItem], plan: Plan | None) -> tuple[BasisShown, ...]:
    return tuple(BasisShown(item, _sentence_of(item, plan.text if plan else "")) for item in items)


def _sentence_of(item: PlanItem, text: str) -> str:
    """The paragraph of the plan around the quote; the words of the item where it was written by hand or changed."""
    if item.start is None or item.end is None or item.is_changed:
        return item.text
    ends = text.find("\n", item.end)
    paragraph = text[text.rfind("\n", 0, item.start) + 1 : None if ends < 0 else ends]
    return paragraph.strip(" *_;.") if item.text in paragraph else item.text


def _by_kind(items: Iterable[PlanItem]) -> dict[str, tuple[PlanItem, ...]]:
    found = list(items)
    return {kind: tuple(item for item in found if item.kind == kind) for kind in ItemKind.values}


def _trees(parents: Iterable[PlanItem], children: Iterable[Tree]) -> tuple[Tree, ...]:
    below = list(children)
    return tuple(
        Tree(parent, tuple(child for child in below if child.item.parent_id == parent.pk))
        for parent in parents
    )


def _without_parent(criteria: Iterable[Tree], groups: Iterable[Tree]) -> tuple[Tree, ...]:
    """Criteria whose target group is not confirmed, or that have none."""
    placed = {child.item.pk for group in groups for child in group.children}
    return tuple(tree for tree in criteria if tree.item.pk not in placed)


def _targets(items: Iterable[PlanItem], indicators: Mapping[str, Indicator]) -> tuple[TargetShown, ...]:
    return tuple(
        TargetShown(
            item,
            target_words(item),
            item.facts.get("level") == Level.ASPIRED,
            indicators.get(item.facts.get("indicator", "")),
        )
        for item in items
    )


def _phases(items: Iterable[PlanItem]) -> tuple[PhaseShown, ...]:
    return tuple(PhaseShown(item, span_words(item.facts), *facts.span(item.facts)) for item in items)


def _milestones(items: Iterable[PlanItem]) -> tuple[MilestoneShown, ...]:
    shown = []
    for item in items:
        on = facts.last_day(str(item.facts.get("on") or ""))
        if on is not None:
            shown.append(MilestoneShown(item, item.text, on))
    return tuple(shown)
