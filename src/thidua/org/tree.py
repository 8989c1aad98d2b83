"""What lies below a unit, as its page shows it: the units directly under it by kind, each with its own below it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.core import text
from thidua.core.permissions import Actor
from thidua.org import queries
from thidua.org.enums import UnitKind
from thidua.org.models import Unit

# So many can be looked over at a glance: nothing is folded, nothing needs a search.
GLANCE = 12
MOST_FOUND = 50
KIND_ORDER = {str(kind): place for place, kind in enumerate(UnitKind)}


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with the branches directly under it; `below` counts those at any depth."""

    unit: Unit
    children: tuple["Branch", ...]
    below: int


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The branches of one kind, or those that have ended."""

    key: str
    label: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """`count` is of the units under the root that have not ended, at any depth."""

    groups: tuple[KindGroup, ...]
    count: int

    @property
    def is_open(self) -> bool:
        return self.count <= GLANCE or len(self.groups) == 1

    @property
    def is_worth_a_search(self) -> bool:
        return self.count > GLANCE


@dataclass(frozen=True, slots=True)
class Search:
    """`units` are the first ones of all `count` that were found."""

    words: str
    units: tuple[Unit, ...]
    count: int


def tree_below(unit: Unit, *, on: date) -> Tree:
    """One query, however deep it goes."""
    units = list(Unit.objects.below(unit.path).exclude(pk=unit.pk).order_by("sort_key", "pk"))
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for one in units:
        children[one.parent_id].append(one)
    by_kind: dict[str, list[Branch]] = defaultdict(list)
    for one in children[unit.pk]:
        by_kind["ended" if _has_ended(one, on) else one.kind].append(_branch(one, children))
    labels = dict(UnitKind.choices) | {"ended": "Đã kết thúc hoạt động"}
    groups = sorted(by_kind, key=lambda kind: KIND_ORDER.get(kind, len(KIND_ORDER)))
    return Tree(
        tuple(KindGroup(kind, str(labels[kind]), tuple(by_kind[kind])) for kind in groups),
        sum(not _has_ended(one, on) for one in units),
    )


def search_below(who: Actor, unit: Unit, written: str) -> Search | None:
    """The units at any depth below `unit` whose name or code holds every word; None when nothing was asked."""
    words = text.nfc(written)[:100]
    if not words:
        return None
    found = queries.visible_units(who).below(unit.path).exclude(pk=unit.pk).matching(words)
    listed = found.select_related("parent").order_by("sort_key", "pk")
    return Search(words, tuple(listed[:MOST_FOUND]), found.count())


def _branch(unit: Unit, children: dict[int | None, list[Unit]]) -> Branch:
    ordered: Sequence[Unit] = sorted(children[unit.pk], key=lambda one: KIND_ORDER[one.kind])
    branches = tuple(_branch(one, children) for one in ordered)
    return Branch(unit, branches, sum(1 + branch.below for branch in branches))


def _has_ended(unit: Unit, on: date) -> bool:
    return unit.valid_to is not None and unit.valid_to < on
