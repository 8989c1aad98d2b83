"""Coverage: what measures each criterion, who answers for it and what proves it, or the reason why not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Criterion, Movement, TargetLine


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of a criterion: how many units report it, and what proves its figures."""

    indicator: Indicator
    unit_count: int
    evidence_rule: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    criterion: Criterion
    group: str
    measured: tuple[Measured, ...]
    gap: str

    @property
    def tone(self) -> str:
        if self.gap:
            return "waiting"
        return "returned" if self.criterion.uncovered_reason else "reached"

    @property
    def state(self) -> str:
        if self.gap:
            return "Còn thiếu"
        return "Chưa theo dõi, có lý do" if self.criterion.uncovered_reason else "Đã có đủ"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rows with gaps first; `loose` are measured lines that belong to no criterion."""

    rows: tuple[CoverageRow, ...]
    loose: tuple[Measured, ...]

    @property
    def gap_count(self) -> int:
        return sum(bool(row.gap) for row in self.rows)

    @property
    def covered_count(self) -> int:
        return len(self.rows) - self.gap_count


def coverage_of(movement: Movement) -> Coverage:
    """Every criterion of a launched movement; four queries, whatever their number."""
    criteria = list(movement.criteria.select_related("item", "target_group", "owner").order_by("position"))
    lines = list(movement.target_lines.select_related("indicator"))
    counts = Counter(movement.assignments.current().values_list("indicator_id", flat=True))
    rules = _evidence_rules(movement, {line.indicator_id for line in lines})
    rows = []
    for criterion in criteria:
        criterion.movement = movement
        own = [line for line in lines if line.criterion_id == criterion.pk]
        measured = _measured(own, counts, rules)
        group = criterion.target_group.text if criterion.target_group else ""
        rows.append(CoverageRow(criterion, group, measured, _gap(criterion, measured)))
    rows.sort(key=lambda row: (not row.gap, row.criterion.position))
    loose = [line for line in lines if line.criterion_id is None]
    return Coverage(tuple(rows), _measured(loose, counts, rules))


def _gap(criterion: Criterion, measured: Iterable[Measured]) -> str:
    """What is missing, in words; "" when the criterion is covered or says why it is not."""
    if criterion.uncovered_reason or criterion.owner_id is not None:
        return ""
    found = list(measured)
    unasked = [one.indicator.code for one in found if not one.unit_count]
    if unasked:
        return f"Chưa giao cho đơn vị nào: {', '.join(unasked)}."
    return "" if found else "Chưa có đơn vị phụ trách và cách kiểm chứng."


def _measured(
    lines: Iterable[TargetLine], counts: Mapping[int, int], rules: Mapping[int, str]
) -> tuple[Measured, ...]:
    indicators = {line.indicator_id: line.indicator for line in lines}
    ordered = sorted(indicators.values(), key=lambda one: (one.position, one.code))
    return tuple(Measured(one, counts.get(one.pk, 0), rules.get(one.pk, "")) for one in ordered)


def _evidence_rules(movement: Movement, indicators: Iterable[int]) -> dict[int, str]:
    """The evidence rule of the newest default definition; the commune's own before the shipped one."""
    found = Definition.objects.usable_in(movement.commune_id).filter(
        indicator__in=indicators, is_default=True
    )
    ordered = sorted(found, key=lambda one: (one.commune_id is not None, one.valid_from))
    return {one.indicator_id: one.evidence_rule for one in ordered}
