"""What an amendment does: which levels move, who is asked for more or less, and what changes for each unit.

The page that the leader decides on and the deed itself ask here, so what was shown is what is done.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.core import formatting
from thidua.indicator.models import Indicator
from thidua.movement.enums import ItemKind, Level
from thidua.movement.matching import Change
from thidua.movement.models import Amendment, Assignment, PlanItem
from thidua.movement.naming import units_named
from thidua.movement.queries.cards import cut, target_words
from thidua.movement.queries.differences import changes_among, is_in_plan
from thidua.movement.queries.sources import indicators_by_code
from thidua.movement.reporters import reporters_of
from thidua.org.models import Unit

DUTIES = (ItemKind.DUTY, ItemKind.REPORTING_DUTY, ItemKind.INSPECTION_DUTY)
SAID = {Change.NEW: "thêm", Change.CHANGED: "sửa", Change.GONE: "bỏ"}


@dataclass(frozen=True, slots=True)
class LineChange:
    """One level of an indicator then and now, in words; empty where there is none."""

    indicator: Indicator
    old: str
    new: str

    @property
    def sentence(self) -> str:
        """ "Mức cần đạt của CT1 đổi từ ≥ 90 % sang ≥ 95 %"."""
        if not self.old:
            return f"Thêm mức cần đạt của {self.indicator.code}: {self.new}"
        if not self.new:
            return f"{self.indicator.code} không còn mức cần đạt {self.old}"
        return f"Mức cần đạt của {self.indicator.code} đổi từ {self.old} sang {self.new}"


@dataclass(frozen=True, slots=True)
class Asking:
    """Units that are asked anew for an indicator; or those that are no longer asked, with the assignments that end."""

    indicator: Indicator
    units: tuple[Unit, ...]
    ended: tuple[Assignment, ...] = ()

    @property
    def names(self) -> str:
        return ", ".join(unit.name for unit in self.units)


@dataclass(frozen=True, slots=True)
class Effects:
    """`for_units` says in sentences what changes for each unit (id) that anything changes for."""

    lines: tuple[LineChange, ...]
    asked: tuple[Asking, ...]
    unasked: tuple[Asking, ...]
    for_units: Mapping[int, tuple[str, ...]]
    units: tuple[Unit, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.asked or self.unasked or self.for_units)


def effects_of(amendment: Amendment, items: Sequence[PlanItem], *, on: date) -> Effects:
    """Of an amendment with its items as they stand (`items_compared`), for the units that exist on a day. Four queries."""
    base = list(amendment.base.items.counting().filter(kind=ItemKind.TARGET_LINE).order_by("position", "pk"))
    indicators = indicators_by_code(amendment.commune_pk)
    existing = Unit.objects.in_commune(amendment.commune_pk).valid_on(on).filter(parent__isnull=False)
    units = list(existing.order_by("sort_key", "pk"))
    held = amendment.movement.assignments.current().in_edition(amendment.base.edition or 1)
    assignments = list(held.select_related("indicator", "unit").order_by("unit__sort_key", "pk"))
    lines = _line_changes(base, items, indicators)
    asked, unasked = _askings(base, items, indicators, units, assignments)
    told = _for_units(items, units, lines, asked, unasked, assignments)
    return Effects(lines, asked, unasked, told, tuple(unit for unit in units if unit.pk in told))


def level_words(item: PlanItem) -> str:
    """ "≥ 90 %", "≥ 95 % (mức phấn đấu, năm 2027)"."""
    more = [str(Level.ASPIRED.label).lower()] if item.facts.get("level") == Level.ASPIRED else []
    more += [f"năm {item.facts['year']}"] if item.facts.get("year") else []
    return f"{target_words(item)} ({', '.join(more)})" if more else target_words(item)


def _line_changes(
    base: Iterable[PlanItem], items: Iterable[PlanItem], indicators: Mapping[str, Indicator]
) -> tuple[LineChange, ...]:
    left = {item.pk: item for item in base}
    changes = []
    for item in items:
        if item.kind != ItemKind.TARGET_LINE or not is_in_plan(item):
            continue
        before = left.get(item.before_id or 0)
        is_same_measure = before is not None and _code(before) == _code(item)
        if before is not None and is_same_measure:
            del left[before.pk]
        old = level_words(before) if before is not None and is_same_measure else ""
        changes.append((_code(item), old, level_words(item)))
    changes += [(_code(item), level_words(item), "") for item in left.values()]
    told = [
        LineChange(indicators[code], old, new)
        for code, old, new in changes
        if code in indicators and old != new
    ]
    return tuple(sorted(told, key=lambda one: (one.indicator.position, one.indicator.code)))


def _askings(
    base: Iterable[PlanItem],
    items: Iterable[PlanItem],
    indicators: Mapping[str, Indicator],
    units: Sequence[Unit],
    assignments: Sequence[Assignment],
) -> tuple[tuple[Asking, ...], tuple[Asking, ...]]:
    """An indicator that comes into the plan is asked of the units that the library names; one that leaves it of nobody."""
    before = {_code(item) for item in base}
    after = {_code(item) for item in items if item.kind == ItemKind.TARGET_LINE and is_in_plan(item)}
    held = {(one.indicator_id, one.unit_id) for one in assignments}
    asked = []
    for code in sorted((after - before) & indicators.keys()):
        indicator = indicators[code]
        chosen = [unit for unit in reporters_of(indicator, units) if (indicator.pk, unit.pk) not in held]
        asked += [Asking(indicator, tuple(chosen))] if chosen else []
    unasked = []
    for code in sorted((before - after) & indicators.keys()):
        ended = [one for one in assignments if one.indicator_id == indicators[code].pk]
        unasked += [Asking(indicators[code], tuple(one.unit for one in ended), tuple(ended))] if ended else []
    return tuple(asked), tuple(unasked)


def _for_units(
    items: Sequence[PlanItem],
    units: Sequence[Unit],
    lines: Iterable[LineChange],
    asked: Iterable[Asking],
    unasked: Iterable[Asking],
    assignments: Iterable[Assignment],
) -> dict[int, tuple[str, ...]]:
    told: dict[int, dict[str, None]] = defaultdict(dict)
    reporting: dict[int, set[int]] = defaultdict(set)
    for one in assignments:
        reporting[one.indicator_id].add(one.unit_id)
    for asking in asked:
        for unit in asking.units:
            reporting[asking.indicator.pk].add(unit.pk)
            told[unit.pk][f"Báo cáo thêm {asking.indicator.code} · {asking.indicator.name}."] = None
    for asking in unasked:
        for unit in asking.units:
            told[unit.pk][f"Thôi báo cáo {asking.indicator.code} · {asking.indicator.name}."] = None
    for line in lines:
        for pk in reporting[line.indicator.pk]:
            told[pk][f"{line.sentence}."] = None
    for item, change in changes_among(items):
        for pk, sentence in _told_of_item(item, change, units):
            told[pk][sentence] = None
    existing = {unit.pk for unit in units}
    return {pk: tuple(sentences) for pk, sentences in told.items() if pk in existing}


def _told_of_item(item: PlanItem, change: Change, units: Sequence[Unit]) -> list[tuple[int, str]]:
    """To whom a duty or an owned criterion that changed has to be told: those it named before and those it names now."""
    sides = [item.before, item if change is not Change.GONE else None]
    if item.kind in DUTIES:
        named = {
            pk for side in sides if side for pk in units_named(side.facts.get("body") or side.text, units)
        }
        what = f"Nhiệm vụ ({SAID[change]}): {formatting.in_text(cut(item.text, 160))}"
    elif item.kind == ItemKind.CRITERION:
        named = {int(side.facts["owner"]) for side in sides if side and side.facts.get("owner")}
        what = f"Tiêu chí đơn vị phụ trách ({SAID[change]}): {cut(item.text, 160)}"
    else:
        return []
    return [(pk, what) for pk in sorted(named)]


def _code(line: PlanItem) -> str:
    return str(line.facts.get("indicator") or "")
