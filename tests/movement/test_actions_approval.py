import pytest

from tests.movement import ward as wards
from thidua.core.errors import Refused
from thidua.movement import actions, errors
from thidua.movement.enums import ItemKind, MovementState
from thidua.movement.models import Movement
from thidua.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> wards.Ward:
    made = wards.found_ward()
    wards.load_library(made)
    return made


@pytest.fixture
def movement(ward: wards.Ward) -> Movement:
    """By hand, with one content that counts."""
    made = wards.by_hand(ward)
    plan = wards.plan_of(made)
    actions.add_item(plan, kind=ItemKind.CONTENT, text="Học tập số", by=ward.planner, at=wards.AT)
    return made


def told(title: str) -> list[str]:
    return sorted(Notice.objects.filter(title=title).values_list("user__username", flat=True))


def test_submit_plan_waits_for_the_leader(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    assert (movement.state, movement.submitted_at) == (MovementState.SUBMITTED, wards.AT)
    assert told("Kế hoạch chờ duyệt") == ["nam-dong-leader"]


def test_submit_plan_refuses_an_empty_plan(ward: wards.Ward) -> None:
    with pytest.raises(errors.PlanEmpty):
        actions.submit_plan(wards.by_hand(ward), by=ward.planner, at=wards.AT)


def test_submit_plan_counts_what_waits(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    wards.decide_all(movement, ward)
    for kind in (ItemKind.SECTOR, ItemKind.TARGET_LINE):
        actions.restore_item(wards.item_of(movement, kind), by=ward.planner, at=wards.AT)
    with pytest.raises(errors.ItemsPending) as raised:
        actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    assert str(raised.value) == "Còn 2 mục chưa quyết định: 1 lĩnh vực trọng tâm, 1 chỉ tiêu."


def test_submit_plan_twice_is_refused(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    with pytest.raises(Refused, match="đang chờ lãnh đạo duyệt"):
        actions.submit_plan(movement, by=ward.planner, at=wards.AT)


def test_recall_plan_opens_it_again(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.recall_plan(movement, by=ward.planner, at=wards.AT)
    assert (movement.state, movement.submitted_at) == (MovementState.DRAFT, None)
    actions.restore_item(wards.item_of(movement, ItemKind.CONTENT), by=ward.planner, at=wards.AT)


def test_approve_plan_names_the_leader(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    assert (movement.state, movement.approved_by) == (MovementState.APPROVED, ward.users["leader"])
    assert told("Kế hoạch đã được duyệt") == ["nam-dong-standing_body"]


def test_return_plan_wants_a_reason(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    with pytest.raises(errors.ReasonMissing):
        actions.return_plan(movement, reason=" ", by=ward.leader, at=wards.AT)
    actions.return_plan(movement, reason="Thiếu chỉ tiêu", by=ward.leader, at=wards.AT)
    assert (movement.state, movement.return_reason) == (MovementState.RETURNED, "Thiếu chỉ tiêu")
    assert Notice.objects.get(title="Kế hoạch được trả lại").body.endswith(": Thiếu chỉ tiêu")


def test_return_plan_takes_an_approval_back(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    actions.return_plan(movement, reason="Sai số liệu", by=ward.leader, at=wards.AT)
    assert (movement.approved_at, movement.approved_by) == (None, None)


def test_submit_plan_again_forgets_the_reason_and_tells_again(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.return_plan(movement, reason="Thiếu", by=ward.leader, at=wards.AT)
    later = wards.AT.replace(hour=15)
    actions.submit_plan(movement, by=ward.planner, at=later)
    assert (movement.return_reason, len(told("Kế hoạch chờ duyệt"))) == ("", 2)


def test_launch_movement_needs_an_approval(ward: wards.Ward, movement: Movement) -> None:
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    with pytest.raises(Refused, match="chưa được lãnh đạo duyệt"):
        actions.launch_movement(movement, by=ward.leader, at=wards.AT)
