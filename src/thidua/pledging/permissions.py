"""Who may arrange blocs, plan, accept, register and sign, and what the state of each thing allows."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.movement.enums import MovementState
from thidua.pledging.enums import PlanState, PromiseKind, RegistrationState, Verdict
from thidua.pledging.models import BlocMembership, OneTimeLink, Promise, Registration, UnitPlan


@rule(otherwise="Đơn vị này đã rời cụm, khối.")
def is_a_member(who: Actor, membership: BlocMembership) -> bool:
    return membership.valid_to is None


@rule(otherwise="Phong trào chưa phát động hoặc đã kết thúc.")
def is_running(who: Actor, plan: UnitPlan) -> bool:
    return plan.movement.state == MovementState.LAUNCHED


@rule(otherwise="Kế hoạch đã gửi, chưa sửa được. Muốn sửa xin thu hồi, hoặc điều chỉnh khi đã đạt.")
def is_on_the_desk(who: Actor, plan: UnitPlan) -> bool:
    return plan.is_open_for_changes


@rule(otherwise="Kế hoạch này không chờ xem xét.")
def is_submitted(who: Actor, plan: UnitPlan) -> bool:
    return plan.state == PlanState.SUBMITTED


@rule(otherwise="Chỉ thu hồi được khi cơ quan thường trực chưa xem xét xong.")
def is_undecided(who: Actor, plan: UnitPlan) -> bool:
    return plan.state == PlanState.SUBMITTED


@rule(otherwise="Kế hoạch đang chờ xem xét, xin thu hồi trước.")
def is_not_submitted(who: Actor, plan: UnitPlan) -> bool:
    return plan.state != PlanState.SUBMITTED


@rule(otherwise="Nhiệm vụ này đã được chấp nhận, hoặc kế hoạch đã gửi.")
def is_open(who: Actor, promise: Promise) -> bool:
    is_task = promise.kind == PromiseKind.TASK
    return is_task and promise.plan.is_open_for_changes and promise.verdict != Verdict.ACCEPTED


@rule(otherwise="Đường dẫn này đã dùng.")
def is_unused(who: Actor, link: OneTimeLink) -> bool:
    return link.used_at is None


@rule(otherwise="Đường dẫn này đã bị thu hồi.")
def is_standing(who: Actor, link: OneTimeLink) -> bool:
    return link.revoked_at is None


@rule(otherwise="Bản đăng ký đã ký, chưa sửa được. Muốn sửa xin thu hồi.")
def is_being_written(who: Actor, registration: Registration) -> bool:
    return registration.is_open_for_changes


@rule(otherwise="Bản đăng ký này không chờ ghi nhận.")
def is_signed(who: Actor, registration: Registration) -> bool:
    return registration.state == RegistrationState.SIGNED


@rule(otherwise="Chỉ trả lại được bản đã ký.")
def is_signed_or_received(who: Actor, registration: Registration) -> bool:
    return registration.state in {RegistrationState.SIGNED, RegistrationState.RECEIVED}


allow("pledging.view_bloc", scope=Scope.COMMUNE)
allow("pledging.create_bloc", scope=Scope.COMMUNE)
allow("pledging.change_bloc", scope=Scope.COMMUNE)
allow("pledging.add_members", scope=Scope.COMMUNE)
allow("pledging.end_membership", is_a_member, scope=Scope.COMMUNE)
allow("pledging.name_leader", scope=Scope.COMMUNE)
allow("pledging.view_unit_plan", scope=Scope.COMMUNE)
allow("pledging.follow_plans", scope=Scope.COMMUNE)
allow("pledging.begin_plan")
allow("pledging.write_plan", is_on_the_desk & is_running)
allow("pledging.add_promise", is_on_the_desk & is_running)
allow("pledging.change_promise", is_open)
allow("pledging.drop_promise", is_open)
allow("pledging.submit_plan", is_on_the_desk & is_running)
allow("pledging.recall_plan", is_undecided)
allow("pledging.revise_plan", is_not_submitted & is_running)
allow("pledging.accept_plan", is_submitted & is_running)
allow("pledging.return_plan", is_submitted)
allow("pledging.remind_missing", scope=Scope.COMMUNE)
allow("pledging.issue_link")
allow("pledging.revoke_link", is_unused & is_standing)
allow("pledging.plan_by_link", is_unused & is_standing)
allow("pledging.register_by_link", is_unused & is_standing)
allow("pledging.view_registration", scope=Scope.COMMUNE)
allow("pledging.begin_registration")
allow("pledging.write_registration", is_being_written)
allow("pledging.sign_registration", is_being_written)
allow("pledging.recall_registration", is_signed)
allow("pledging.receive_registration", is_signed)
allow("pledging.return_registration", is_signed_or_received)
allow("pledging.draw_pact", scope=Scope.COMMUNE)
allow("pledging.change_pact", scope=Scope.COMMUNE)
allow("pledging.sign_pact", scope=Scope.COMMUNE)
allow("pledging.withdraw_signature", scope=Scope.COMMUNE)
