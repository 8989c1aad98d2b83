"""Who reports what: units down, indicators across."""

from dataclasses import dataclass
from datetime import date

from thidua.indicator.models import Indicator
from thidua.movement.models import Assignment, Movement
from thidua.movement.queries.sources import edition_held
from thidua.org.models import Unit


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit and one indicator; without an assignment the unit is not asked."""

    indicator: Indicator
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    unit: Unit
    cells: tuple[Cell, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """`rows` are units that are asked for something; `idle` those that are asked for nothing."""

    indicators: tuple[Indicator, ...]
    rows: tuple[BoardRow, ...]
    idle: tuple[Unit, ...]
    assignment_count: int


def board_of(movement: Movement, *, on: date) -> Board:
    """Current assignments of a movement over all units that exist on `on`, by the plan of that day; in three queries."""
    held_now = movement.assignments.current().in_edition(edition_held(movement, on))
    assignments = list(held_now.select_related("indicator", "unit"))
    lines = movement.target_lines.filter(item__plan=movement.plans.holding(on).values("pk")[:1])
    wanted = {line.indicator_id: line.indicator for line in lines.select_related("indicator")}
    wanted |= {one.indicator_id: one.indicator for one in assignments}
    indicators = tuple(sorted(wanted.values(), key=lambda one: (one.position, one.code)))
    held = {(one.unit_id, one.indicator_id): one for one in assignments}
    units = {one.unit_id: one.unit for one in assignments}
    existing = Unit.objects.in_commune(movement.commune_id).valid_on(on).filter(parent__isnull=False)
    units |= {unit.pk: unit for unit in existing}
    rows, idle = [], []
    for unit in sorted(units.values(), key=lambda one: one.sort_key):
        cells = tuple(Cell(indicator, held.get((unit.pk, indicator.pk))) for indicator in indicators)
        count = sum(cell.assignment is not None for cell in cells)
        if count:
            rows.append(BoardRow(unit, cells, count))
        else:
            idle.append(unit)
    return Board(indicators, tuple(rows), tuple(idle), len(assignments))
