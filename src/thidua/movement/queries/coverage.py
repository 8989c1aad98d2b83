"""Coverage: what measures each criterion, who answers for it and what proves it, or the reason why not.

On a draft the same is told of what was read, so that a leader sees before approving what would be left uncovered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from thidua.indicator.models import Definition, Indicator
from thidua.movement.enums import Decision, ItemKind
from thidua.movement.models import Assignment, Criterion, Movement, Plan, PlanItem, TargetLine
from thidua.movement.queries.sources import edition_held
from thidua.movement.reporters import reporters_of
from thidua.org.models import Unit


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of a criterion: how many units report it (on a draft: will be asked), and what proves its figures."""

    indicator: Indicator
    unit_count: int
    evidence_rule: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One criterion; `criterion` is None on a draft. `lacks` names what is missing, nothing where it is covered or says
    why it is not.
    """

    item: PlanItem
    criterion: Criterion | None
    group: str
    measured: tuple[Measured, ...]
    owner: Unit | None
    evidence_rule: str
    uncovered_reason: str
    lacks: tuple[str, ...]

    @property
    def gap(self) -> str:
        return f"Còn thiếu: {', '.join(self.lacks)}." if self.lacks else ""

    @property
    def tone(self) -> str:
        if self.lacks:
            return "waiting"
        return "returned" if self.uncovered_reason else "reached"

    @property
    def state(self) -> str:
        if self.lacks:
            return "Còn thiếu"
        return "Chưa theo dõi, có lý do" if self.uncovered_reason else "Đã có đủ"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rows with gaps first; `loose` are measured lines that belong to no criterion."""

    rows: tuple[CoverageRow, ...]
    loose: tuple[Measured, ...]
    is_draft: bool

    @property
    def gap_count(self) -> int:
        return sum(bool(row.lacks) for row in self.rows)

    @property
    def covered_count(self) -> int:
        return len(self.rows) - self.gap_count


def coverage_of(movement: Movement, *, on: date) -> Coverage:
    """Every criterion of a launched movement, by the plan of a day; three queries, whatever their number."""
    plan = movement.plans.holding(on).values("pk")[:1]
    criteria = movement.criteria.filter(item__plan=plan).select_related("item", "target_group", "owner")
    asked = _asked(movement, edition_held(movement, on))
    lines = list(
        movement.target_lines.filter(item__plan=plan).select_related("indicator").annotate(asked=asked)
    )
    rules = _evidence_rules(movement.commune_id, {line.indicator_id for line in lines})
    rows = []
    for criterion in criteria.order_by("position"):
        criterion.movement = movement
        measured = _measured((line for line in lines if line.criterion_id == criterion.pk), rules)
        rows.append(
            _row(
                criterion.item,
                criterion,
                criterion.target_group,
                measured,
                owner=criterion.owner,
                evidence_rule=criterion.evidence_rule,
                uncovered_reason=criterion.uncovered_reason,
            )
        )
    loose = _measured((line for line in lines if line.criterion_id is None), rules)
    return Coverage(_gaps_first(rows), loose, is_draft=False)


def draft_coverage_of(movement: Movement, *, on: date) -> Coverage:
    """The same of what stands in the newest version of the plan, confirmed or not, with the units that a launch on `on`
    would ask. Three queries.
    """
    items = _items(movement)
    codes = {_code(item) for item in items if item.kind == ItemKind.TARGET_LINE}
    definitions = _definitions(movement.commune_id).filter(indicator__code__in=codes)
    by_code = {one.indicator.code: one for one in _strongest_last(definitions.select_related("indicator"))}
    units = list(Unit.objects.in_commune(movement.commune_id).valid_on(on).order_by("sort_key", "pk"))
    everything = {item.pk: item for item in items}
    rows = []
    for item in items:
        if item.kind == ItemKind.CRITERION:
            lines = (
                line for line in items if line.kind == ItemKind.TARGET_LINE and line.parent_id == item.pk
            )
            group = everything.get(item.parent_id or 0)
            rows.append(_draft_row(item, group, _asked_for(lines, by_code, units), units))
    criteria = {row.item.pk for row in rows}
    others = (line for line in items if line.kind == ItemKind.TARGET_LINE and line.parent_id not in criteria)
    return Coverage(_gaps_first(rows), _asked_for(others, by_code, units), is_draft=True)


def _row(
    item: PlanItem,
    criterion: Criterion | None,
    group: PlanItem | None,
    measured: tuple[Measured, ...],
    *,
    owner: Unit | None,
    evidence_rule: str,
    uncovered_reason: str,
) -> CoverageRow:
    lacks = () if owner is not None or uncovered_reason else _lacks(measured)
    words = group.text if group else ""
    return CoverageRow(item, criterion, words, measured, owner, evidence_rule, uncovered_reason, lacks)


def _draft_row(
    item: PlanItem, group: PlanItem | None, measured: tuple[Measured, ...], units: Iterable[Unit]
) -> CoverageRow:
    """A unit that was closed since it was named answers for nothing."""
    owner = next((unit for unit in units if unit.pk == item.facts.get("owner")), None)
    return _row(
        item,
        None,
        group,
        measured,
        owner=owner,
        evidence_rule=item.facts.get("evidence_rule", "") if owner else "",
        uncovered_reason=item.facts.get("uncovered_reason", ""),
    )


def _lacks(measured: Sequence[Measured]) -> tuple[str, ...]:
    """What a criterion without an owner still needs."""
    if not measured:
        return ("chỉ tiêu đo", "đơn vị phụ trách", "cách kiểm chứng")
    unasked = [one.indicator.code for one in measured if not one.unit_count]
    unproven = [one.indicator.code for one in measured if not one.evidence_rule]
    said = (("đơn vị báo cáo", unasked), ("cách kiểm chứng", unproven))
    return tuple(f"{words} {', '.join(codes)}" for words, codes in said if codes)


def _gaps_first(rows: list[CoverageRow]) -> tuple[CoverageRow, ...]:
    return tuple(sorted(rows, key=lambda row: not row.lacks))


def _asked(movement: Movement, edition: Combinable) -> Subquery:
    """How many units are asked for the indicator of a line."""
    held = Assignment.objects.current().in_edition(edition)
    asked = held.filter(movement=movement, indicator=OuterRef("indicator")).order_by()
    return Subquery(asked.values("indicator").annotate(count=Count("pk")).values("count"))


def _measured(lines: Iterable[TargetLine], rules: Mapping[int, str]) -> tuple[Measured, ...]:
    found = {
        line.indicator_id: Measured(
            line.indicator, line.__dict__["asked"] or 0, rules.get(line.indicator_id, "")
        )
        for line in lines
    }
    return _in_order(found.values())


def _asked_for(
    lines: Iterable[PlanItem], by_code: Mapping[str, Definition], units: Sequence[Unit]
) -> tuple[Measured, ...]:
    codes = {_code(line) for line in lines} & by_code.keys()
    return _in_order(
        Measured(
            by_code[code].indicator,
            len(reporters_of(by_code[code].indicator, units)),
            by_code[code].evidence_rule,
        )
        for code in codes
    )


def _in_order(found: Iterable[Measured]) -> tuple[Measured, ...]:
    return tuple(sorted(found, key=lambda one: (one.indicator.position, one.indicator.code)))


def _items(movement: Movement) -> list[PlanItem]:
    """Groups, criteria and target lines of the newest version that nobody dropped."""
    newest = Plan.objects.filter(movement=movement).order_by("-version").values("pk")[:1]
    kinds = (ItemKind.TARGET_GROUP, ItemKind.CRITERION, ItemKind.TARGET_LINE)
    found = PlanItem.objects.of_kind(*kinds).filter(plan=Subquery(newest)).exclude(decision=Decision.DROPPED)
    return list(found.order_by("position", "pk"))


def _code(line: PlanItem) -> str:
    return str(line.facts.get("indicator", ""))


def _definitions(commune_id: int) -> QuerySet[Definition]:
    return Definition.objects.usable_in(commune_id).filter(is_default=True)


def _strongest_last(found: Iterable[Definition]) -> list[Definition]:
    """Where there are several: the commune's own indicator and definition before the shipped one, then the newest."""
    return sorted(
        found,
        key=lambda one: (
            one.indicator.commune_id is not None,
            one.commune_id is not None,
            one.valid_from,
        ),
    )


def _evidence_rules(commune_id: int, indicators: Iterable[int]) -> dict[int, str]:
    found = _definitions(commune_id).filter(indicator__in=indicators).select_related("indicator")
    return {one.indicator_id: one.evidence_rule for one in _strongest_last(found)}
