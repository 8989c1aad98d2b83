"""Who may bring a plan in, decide on it and launch the movement, and what its state allows."""

from typing import Any

from thidua.core.permissions import Actor, Rule, Scope, allow, rule
from thidua.movement.enums import MovementState
from thidua.movement.models import Assignment, Movement, PlanItem

LOCKED = {
    MovementState.SUBMITTED: "Kế hoạch đang chờ lãnh đạo duyệt. Xin rút lại trước khi sửa.",
    MovementState.APPROVED: "Kế hoạch đã được duyệt, nội dung không sửa được nữa.",
    MovementState.LAUNCHED: "Phong trào đã phát động, nội dung kế hoạch không sửa được nữa.",
    MovementState.CLOSED: "Phong trào đã kết thúc, không sửa được nữa.",
}


def movement_of(what: Any) -> Movement:
    """The movement behind a plan, one of its items, a criterion or an assignment."""
    if isinstance(what, PlanItem):
        return what.plan.movement
    return what if isinstance(what, Movement) else what.movement


def _why_locked(who: Actor, what: Any) -> str | None:
    movement = movement_of(what)
    return None if movement.is_open_for_changes else LOCKED[MovementState(movement.state)]


is_open = Rule(_why_locked)


@rule(otherwise="Kế hoạch không ở bước chờ lãnh đạo duyệt.")
def is_submitted(who: Actor, movement: Movement) -> bool:
    return movement.state == MovementState.SUBMITTED


@rule(otherwise="Kế hoạch chưa được trình, hoặc phong trào đã phát động.")
def is_before_launch(who: Actor, movement: Movement) -> bool:
    return movement.state in {MovementState.SUBMITTED, MovementState.APPROVED}


@rule(otherwise="Kế hoạch chưa được lãnh đạo duyệt, hoặc phong trào đã phát động.")
def is_approved(who: Actor, movement: Movement) -> bool:
    return movement.state == MovementState.APPROVED


@rule(otherwise="Phong trào chưa phát động, hoặc đã kết thúc.")
def is_launched(who: Actor, what: Any) -> bool:
    return movement_of(what).state == MovementState.LAUNCHED


@rule(otherwise="Việc giao chỉ tiêu này đã kết thúc.")
def is_current(who: Actor, assignment: Assignment) -> bool:
    return assignment.ended_at is None


@rule(otherwise="Mục này chưa được quyết định, không có gì để làm lại.")
def is_decided(who: Actor, item: PlanItem) -> bool:
    return item.decided_at is not None


@rule(otherwise="Không có đề nghị kết thúc nào đang chờ.")
def has_proposal(who: Actor, movement: Movement) -> bool:
    return movement.state == MovementState.LAUNCHED and movement.closing_id is not None


@rule(otherwise="Phong trào chưa kết thúc.")
def is_closed(who: Actor, movement: Movement) -> bool:
    return movement.state == MovementState.CLOSED


allow("movement.view_movement", scope=Scope.COMMUNE)
allow("movement.create_movement", scope=Scope.COMMUNE)
allow("movement.create_from_plan", scope=Scope.COMMUNE)
allow("movement.change_movement", is_open, scope=Scope.COMMUNE)
allow("movement.read_plan", is_open, scope=Scope.COMMUNE)
allow("movement.confirm_item", is_open, scope=Scope.COMMUNE)
allow("movement.confirm_items", is_open, scope=Scope.COMMUNE)
allow("movement.change_item", is_open, scope=Scope.COMMUNE)
allow("movement.drop_item", is_open, scope=Scope.COMMUNE)
allow("movement.add_item", is_open, scope=Scope.COMMUNE)
allow("movement.restore_item", is_open & is_decided, scope=Scope.COMMUNE)
allow("movement.settle_open_point", is_open, scope=Scope.COMMUNE)
allow("movement.cover_item", is_open, scope=Scope.COMMUNE)
allow("movement.submit_plan", is_open, scope=Scope.COMMUNE)
allow("movement.recall_plan", is_submitted, scope=Scope.COMMUNE)
allow("movement.approve_plan", is_submitted, scope=Scope.COMMUNE)
allow("movement.return_plan", is_before_launch, scope=Scope.COMMUNE)
allow("movement.launch_movement", is_approved, scope=Scope.COMMUNE)
allow("movement.assign_indicator", is_launched, scope=Scope.COMMUNE)
allow("movement.end_assignment", is_current & is_launched, scope=Scope.COMMUNE)
allow("movement.cover_criterion", is_launched, scope=Scope.COMMUNE)
allow("movement.propose_closing", is_launched, scope=Scope.COMMUNE)
allow("movement.close_movement", is_launched, scope=Scope.COMMUNE)
allow("movement.decline_closing", has_proposal, scope=Scope.COMMUNE)
allow("movement.reopen_movement", is_closed, scope=Scope.COMMUNE)
