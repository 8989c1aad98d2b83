"""Who may bring a plan in, decide on it and launch the movement, and what its state allows."""

from typing import Any

from thidua.core.permissions import Actor, Rule, Scope, allow, rule
from thidua.movement.enums import AmendmentState, MovementState
from thidua.movement.models import Amendment, Assignment, Movement, PlanItem
from thidua.movement.models.plans import UNDER_WAY

AMENDMENT_LOCKED = "Bản điều chỉnh đang chờ lãnh đạo duyệt. Xin rút lại trước khi sửa."
LOCKED = {
    MovementState.SUBMITTED: "Kế hoạch đang chờ lãnh đạo duyệt. Xin rút lại trước khi sửa.",
    MovementState.APPROVED: "Kế hoạch đã được duyệt, nội dung không sửa được nữa.",
    MovementState.LAUNCHED: "Phong trào đã phát động, nội dung kế hoạch chỉ đổi được bằng một lần điều chỉnh.",
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


def _why_not_worked_on(who: Actor, what: Any) -> str | None:
    """Items are decided on in a draft and, while the movement runs, in an amendment that is being prepared."""
    refused = _why_locked(who, what)
    if refused is None or movement_of(what).state != MovementState.LAUNCHED:
        return refused
    amendment = _amendment_around(what)
    if amendment is None:
        return refused
    return None if amendment.is_open_for_changes else AMENDMENT_LOCKED


def _amendment_around(what: Any) -> Amendment | None:
    """The amendment under way that a thing is part of, as the database holds it now."""
    under_way = Amendment.objects.filter(state__in=UNDER_WAY)
    if isinstance(what, Movement):
        return under_way.filter(movement=what).first()
    return under_way.filter(plan=what.plan_id if isinstance(what, PlanItem) else what.pk).first()


is_worked_on = Rule(_why_not_worked_on)


@rule(otherwise="Đang có một lần điều chỉnh kế hoạch chưa xong. Xin hoàn tất hoặc thôi lần đó trước.")
def has_no_amendment(who: Actor, movement: Movement) -> bool:
    return not Amendment.objects.filter(movement=movement, state__in=UNDER_WAY).exists()


@rule(otherwise="Đang có đề nghị kết thúc phong trào. Xin chờ lãnh đạo quyết định rồi điều chỉnh kế hoạch.")
def is_not_about_to_close(who: Actor, what: Any) -> bool:
    return movement_of(what).closing_id is None


@rule(otherwise="Lần điều chỉnh này đã trình hoặc đã xong, không sửa được nữa.")
def is_being_prepared(who: Actor, amendment: Amendment) -> bool:
    return amendment.is_open_for_changes


@rule(otherwise="Bản điều chỉnh không ở bước chờ lãnh đạo duyệt.")
def is_with_the_leader(who: Actor, amendment: Amendment) -> bool:
    return amendment.state == AmendmentState.SUBMITTED


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
allow("movement.confirm_item", is_worked_on, scope=Scope.COMMUNE)
allow("movement.confirm_items", is_worked_on, scope=Scope.COMMUNE)
allow("movement.change_item", is_worked_on, scope=Scope.COMMUNE)
allow("movement.drop_item", is_worked_on, scope=Scope.COMMUNE)
allow("movement.add_item", is_worked_on, scope=Scope.COMMUNE)
allow("movement.restore_item", is_worked_on & is_decided, scope=Scope.COMMUNE)
allow("movement.settle_open_point", is_worked_on, scope=Scope.COMMUNE)
allow("movement.cover_item", is_worked_on, scope=Scope.COMMUNE)
allow("movement.submit_plan", is_open, scope=Scope.COMMUNE)
allow("movement.recall_plan", is_submitted, scope=Scope.COMMUNE)
allow("movement.approve_plan", is_submitted, scope=Scope.COMMUNE)
allow("movement.return_plan", is_before_launch, scope=Scope.COMMUNE)
allow("movement.launch_movement", is_approved, scope=Scope.COMMUNE)
allow("movement.assign_indicator", is_launched, scope=Scope.COMMUNE)
allow("movement.end_assignment", is_current & is_launched, scope=Scope.COMMUNE)
allow("movement.cover_criterion", is_launched, scope=Scope.COMMUNE)
allow("movement.open_amendment", is_launched & is_not_about_to_close & has_no_amendment, scope=Scope.COMMUNE)
allow("movement.change_amendment", is_launched & is_being_prepared, scope=Scope.COMMUNE)
allow(
    "movement.submit_amendment",
    is_launched & is_not_about_to_close & is_being_prepared,
    scope=Scope.COMMUNE,
)
allow("movement.recall_amendment", is_launched & is_with_the_leader, scope=Scope.COMMUNE)
allow("movement.abandon_amendment", is_launched & is_being_prepared, scope=Scope.COMMUNE)
allow(
    "movement.approve_amendment",
    is_launched & is_not_about_to_close & is_with_the_leader,
    scope=Scope.COMMUNE,
)
allow("movement.return_amendment", is_launched & is_with_the_leader, scope=Scope.COMMUNE)
allow("movement.propose_closing", is_launched, scope=Scope.COMMUNE)
allow("movement.close_movement", is_launched, scope=Scope.COMMUNE)
allow("movement.decline_closing", has_proposal, scope=Scope.COMMUNE)
allow("movement.reopen_movement", is_closed, scope=Scope.COMMUNE)
