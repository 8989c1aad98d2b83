"""A small ward whose movement was launched: two contents, one with a sector, and a line of 80 % asked of its units."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.clock import local
from tests.factories import movement as make_movement
from tests.factories import org as make_org
from thidua.core.permissions import Actor
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, Plan, PlanItem, TargetLine
from thidua.org.models import Unit
from thidua.pledging import actions, facts, queries
from thidua.pledging.enums import PromiseKind
from thidua.pledging.models import Promise, UnitPlan

AT = local(2026, 6, 1)
ON = date(2026, 6, 1)
DUE = date(2026, 9, 30)


@dataclass
class Ground:
    commune: Unit
    movement: Movement
    plan: Plan
    contents: list[PlanItem]
    sector: PlanItem
    line: TargetLine

    def unit(self, kind: str = "department", **more: Any) -> Unit:
        """A unit that is asked for the line's indicator."""
        unit: Unit = make_org.UnitFactory(parent=self.commune, kind=kind, **more)
        make_movement.AssignmentFactory(movement=self.movement, indicator=self.line.indicator, unit=unit)
        return unit

    def actor(self, role: str, unit: Unit | None = None) -> Actor:
        return make_org.actor(role, unit or self.commune)

    def begun(self, unit: Unit, by: Actor | None = None) -> UnitPlan:
        who = by or self.actor("reporter", unit)
        return actions.begin_plan(unit, movement=self.movement, by=who, at=AT)

    def ready(self, unit: Unit, by: Actor | None = None) -> tuple[UnitPlan, Actor]:
        """A plan that can be sent, and who wrote it."""
        who = by or self.actor("reporter", unit)
        plan = self.begun(unit, who)
        contents = {one.pk: facts.Choice(applies=True) for one in lines(plan, PromiseKind.CONTENT)}
        actions.write_plan(plan, general=GENERAL, contents=contents, targets={}, by=who, at=AT)
        actions.add_promise(plan, work=WORK, by=who, at=AT)
        return plan, who

    def sent(self, unit: Unit, by: Actor | None = None) -> tuple[UnitPlan, Actor]:
        plan, who = self.ready(unit, by)
        actions.submit_plan(plan, by=who, at=AT)
        return plan, who

    def amend(self, **line: Any) -> Plan:
        """The next version of the commune's plan is in force: the first content stays, the second goes, a third comes."""
        newer: Plan = make_movement.PlanFactory(
            movement=self.movement, version=2, edition=2, effective_on=ON, adopted_at=AT
        )
        kept = item(newer, ItemKind.CONTENT, text=self.contents[0].text, before=self.contents[0])
        item(newer, ItemKind.CONTENT, text="Nội dung mới")
        item(newer, ItemKind.SECTOR, text=self.sector.text, parent=kept, before=self.sector)
        target_line(newer, self.line, **line)
        return newer


GENERAL = facts.General(head="Bà Nguyễn Thị Hoa", officer="Ông Trần Văn Nam")
WORK = facts.Work(text="Mở lớp kỹ năng số", product="Danh sách người học", officer="", due_on=DUE)


def ground() -> Ground:
    commune = make_org.CommuneFactory().unit
    movement = make_movement.MovementFactory(commune=commune, is_running=True)
    plan = make_movement.PlanFactory(
        movement=movement, edition=1, effective_on=date(2025, 8, 25), adopted_at=make_movement.CREATED
    )
    contents = [item(plan, ItemKind.CONTENT, text=f"Nội dung {number}") for number in (1, 2)]
    sector = item(plan, ItemKind.SECTOR, text="Lĩnh vực y tế", parent=contents[0])
    return Ground(commune, movement, plan, contents, sector, target_line(plan, None))


def item(plan: Plan, kind: ItemKind, **more: Any) -> PlanItem:
    found: PlanItem = make_movement.PlanItemFactory(plan=plan, kind=kind, is_counting=True, **more)
    return found


def target_line(plan: Plan, before: TargetLine | None, **more: Any) -> TargetLine:
    facts_of_item = {"comparator": ">=", "value": "80", "unit": "%"}
    place = item(plan, ItemKind.TARGET_LINE, facts=facts_of_item, before=before.item if before else None)
    given: dict[str, Any] = {"value": Decimal(80)} | more
    if before is not None:
        given["indicator"] = before.indicator
    found: TargetLine = make_movement.TargetLineFactory(item=place, movement=plan.movement, **given)
    return found


def lines(plan: UnitPlan, kind: PromiseKind) -> list[Promise]:
    return [one for one in queries.promises_of(plan) if one.kind == kind]


def target(plan: UnitPlan) -> Promise:
    return lines(plan, PromiseKind.TARGET)[0]
