"""A small ward with its people, the shipped library, and the seed's plan read into a movement."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from tests.clock import local
from tests.factories.org import CommuneFactory, MembershipFactory, UnitFactory, UserFactory
from thidua.core.permissions import Actor
from thidua.indicator import actions as indicator_actions
from thidua.movement import actions
from thidua.movement.enums import Choice, Decision, ItemKind
from thidua.movement.models import Movement, Plan, PlanItem
from thidua.movement.planreader import PlanDraft, read_plan
from thidua.org import queries as org
from thidua.org.models import Unit, User

AT = local(2025, 9, 1)
SEED = Path(__file__).parents[2] / "src/thidua/demo/data/ke-hoach-phuong-nam-dong.md"
OFFICE = "Phòng Văn hóa - Xã hội"
UNITS = (
    ("committee", "Ủy ban nhân dân phường"),
    ("department", OFFICE),
    ("department", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("service", "Trung tâm Phục vụ hành chính công"),
    ("neighbourhood", "Tổ dân phố 1"),
    ("neighbourhood", "Tổ dân phố 2"),
)


@dataclass(frozen=True)
class Ward:
    root: Unit
    units: dict[str, Unit]
    users: dict[str, User]

    def actor(self, role: str) -> Actor:
        found = org.actor_for(self.users[role], on=AT.date())
        assert found is not None
        return found

    @property
    def planner(self) -> Actor:
        return self.actor("standing_body")

    @property
    def leader(self) -> Actor:
        return self.actor("leader")


def unit(root: Unit, kind: str, name: str) -> Unit:
    return UnitFactory(parent=root, kind=kind, name=name, is_standing_body=name == OFFICE)


def found_ward(slug: str = "nam-dong") -> Ward:
    root = CommuneFactory(slug=slug).unit
    units = {label: unit(root, kind, label) for kind, label in UNITS}
    places = {
        "administrator": root,
        "standing_body": units[OFFICE],
        "leader": root,
        "council_member": root,
        "unit_head": units["Tổ dân phố 1"],
        "reporter": units["Tổ dân phố 1"],
        "overseer": root,
    }
    users = {}
    for role, place in places.items():
        users[role] = UserFactory(home=root, username=f"{slug}-{role}")
        MembershipFactory(user=users[role], unit=place, role=role)
    return Ward(root, units, users)


def load_library(ward: Ward) -> None:
    indicator_actions.load_library(ward.root, by=org.system_actor(ward.root), at=AT)


@lru_cache(maxsize=1)
def seed_draft() -> PlanDraft:
    return read_plan(SEED.read_text(encoding="utf-8"))


def read_seed(ward: Ward, *, is_again: bool = False) -> Movement:
    """A draft movement with everything of the seed's plan, nothing decided."""
    return actions.create_from_plan(
        ward.planner, draft=seed_draft(), file=None, by=ward.planner, at=AT, is_again=is_again
    )


def by_hand(ward: Ward, title: str = "Phong trào thi đua thử") -> Movement:
    return actions.create_movement(
        ward.planner,
        title=title,
        short_title="",
        starts_on=date(2025, 8, 1),
        ends_on=None,
        by=ward.planner,
        at=AT,
    )


def plan_of(movement: Movement) -> Plan:
    return Plan.objects.filter(movement=movement).latest("version")


def item_of(movement: Movement, kind: ItemKind, starts: str = "") -> PlanItem:
    found = PlanItem.objects.filter(plan=plan_of(movement), kind=kind, text__startswith=starts).first()
    assert found is not None
    return found


def decide_all(movement: Movement, ward: Ward) -> None:
    """Confirm everything; keep both levels where the plan sets two; answer or leave the other open points."""
    plan = plan_of(movement)
    points = PlanItem.objects.filter(plan=plan, kind=ItemKind.OPEN_POINT, decision=Decision.PENDING)
    for point in points:
        choice = Choice.BOTH if Choice.BOTH in point.facts["choices"] else Choice.OPEN
        reason = "" if choice == Choice.BOTH else "Chờ phường thống nhất"
        actions.settle_open_point(point, choice=choice, reason=reason, by=ward.planner, at=AT)
    pending = list(plan.items.filter(decision=Decision.PENDING).values_list("pk", flat=True))
    if pending:
        actions.confirm_items(plan, items=pending, by=ward.planner, at=AT)


def launched(ward: Ward) -> Movement:
    """The seed's movement, approved and launched."""
    movement = read_seed(ward)
    decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=AT)
    actions.approve_plan(movement, by=ward.leader, at=AT)
    return actions.launch_movement(movement, by=ward.leader, at=AT)
