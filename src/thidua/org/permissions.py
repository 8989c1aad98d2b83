"""Who may see and change units, people and roles."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.org.models import DataRequest, ImportDraft, Membership, Unit, User


@rule(otherwise="Đơn vị này đã có ngày kết thúc hoạt động.")
def is_open_ended(who: Actor, unit: Unit) -> bool:
    return unit.valid_to is None


@rule(otherwise="Không thể kết thúc chính phường, xã, đặc khu.")
def is_not_the_commune(who: Actor, unit: Unit) -> bool:
    return unit.parent_id is not None


@rule(otherwise="Vai trò này đã bị bỏ.")
def counts(who: Actor, membership: Membership) -> bool:
    return not membership.is_void


@rule(otherwise="Tài khoản này đang bị khóa.")
def is_enabled(who: Actor, person: User) -> bool:
    return person.is_active


@rule(otherwise="Tài khoản này đang mở, không cần mở khóa.")
def is_disabled(who: Actor, person: User) -> bool:
    return not person.is_active


@rule(otherwise="Ông/bà không thể khóa tài khoản của chính mình.")
def is_somebody_else(who: Actor, person: User) -> bool:
    return who.user_id != person.pk


@rule(otherwise="Bước thứ hai của chính mình thì đổi ở trang Đăng nhập và bảo mật.")
def is_another(who: Actor, person: User) -> bool:
    return who.user_id != person.pk


@rule(otherwise="Tệp này đã được áp dụng.")
def is_not_applied(who: Actor, draft: ImportDraft) -> bool:
    return draft.applied_at is None


@rule(otherwise="Chỉ người dùng có tài khoản mới đổi được mật khẩu của mình.")
def is_oneself(who: Actor, whose: Actor) -> bool:
    return who.user_id is not None and who.user_id == whose.user_id


@rule(otherwise="Chỉ người dùng có tài khoản mới có dữ liệu của mình ở đây.")
def has_data(who: Actor, whose: Actor) -> bool:
    return who.user_id is not None and who.user_id == whose.user_id


@rule(otherwise="Yêu cầu này đã được trả lời.")
def is_unanswered(who: Actor, request: DataRequest) -> bool:
    return request.is_open


@rule(otherwise="Đã phản hồi cho người gửi yêu cầu này.")
def is_unacknowledged(who: Actor, request: DataRequest) -> bool:
    return request.acknowledged_at is None


@rule(otherwise="Yêu cầu này đã được gia hạn một lần.")
def is_not_extended(who: Actor, request: DataRequest) -> bool:
    return request.extended_at is None


allow("org.view_units", scope=Scope.COMMUNE)
allow("org.view_people", scope=Scope.COMMUNE, is_hidden=True)
allow("org.change_commune", scope=Scope.COMMUNE)
allow("org.create_unit", is_open_ended)
allow("org.change_unit")
allow("org.close_unit", is_not_the_commune & is_open_ended)
allow("org.upload_import", scope=Scope.COMMUNE)
allow("org.import_units", is_not_applied, scope=Scope.COMMUNE)
allow("org.import_people", is_not_applied, scope=Scope.COMMUNE, is_hidden=True)
allow("org.create_person", scope=Scope.COMMUNE, is_hidden=True)
allow("org.change_person", scope=Scope.COMMUNE, is_hidden=True)
allow("org.disable_person", is_enabled & is_somebody_else, scope=Scope.COMMUNE, is_hidden=True)
allow("org.enable_person", is_disabled, scope=Scope.COMMUNE, is_hidden=True)
allow("org.grant_membership", is_open_ended)
allow("org.end_membership", counts)
allow("org.issue_reset_link", is_enabled, scope=Scope.COMMUNE, is_hidden=True)
allow("org.revoke_reset_links", scope=Scope.COMMUNE, is_hidden=True)
allow("org.issue_activation_links", scope=Scope.COMMUNE, is_hidden=True)
allow("org.mail_activation_links", scope=Scope.COMMUNE, is_hidden=True)
allow("org.change_password", is_oneself, scope=Scope.COMMUNE)
allow("org.add_totp", is_oneself, scope=Scope.COMMUNE)
allow("org.remove_totp", is_oneself, scope=Scope.COMMUNE)
allow("org.add_passkey", is_oneself, scope=Scope.COMMUNE)
allow("org.rename_passkey", is_oneself, scope=Scope.COMMUNE)
allow("org.remove_passkey", is_oneself, scope=Scope.COMMUNE)
allow("org.renew_recovery_codes", is_oneself, scope=Scope.COMMUNE)
allow("org.end_session", is_oneself, scope=Scope.COMMUNE)
allow("org.end_other_sessions", is_oneself, scope=Scope.COMMUNE)
allow("org.reset_factors", is_another, scope=Scope.COMMUNE, is_hidden=True)
allow("org.tell_idle_person", is_enabled, scope=Scope.COMMUNE, is_hidden=True)
allow("org.disable_idle_person", is_enabled, scope=Scope.COMMUNE, is_hidden=True)
allow("org.hand_over", is_enabled, scope=Scope.COMMUNE, is_hidden=True)
allow("org.view_handover", scope=Scope.COMMUNE)
allow("org.link_identity", is_oneself, scope=Scope.COMMUNE)
allow("org.unlink_identity", is_oneself, scope=Scope.COMMUNE)
allow("org.assign_identity", is_enabled, scope=Scope.COMMUNE, is_hidden=True)
allow("org.withdraw_identity", scope=Scope.COMMUNE, is_hidden=True)
allow("org.file_data_request", has_data, scope=Scope.COMMUNE)
allow("org.copy_own_data", has_data, scope=Scope.COMMUNE)
allow("org.view_data_requests", scope=Scope.COMMUNE, is_hidden=True)
allow("org.record_data_request", scope=Scope.COMMUNE, is_hidden=True)
allow("org.acknowledge_data_request", is_unanswered & is_unacknowledged, scope=Scope.COMMUNE, is_hidden=True)
allow("org.extend_data_request", is_unanswered & is_not_extended, scope=Scope.COMMUNE, is_hidden=True)
allow("org.answer_data_request", is_unanswered, scope=Scope.COMMUNE, is_hidden=True)
allow("org.refuse_data_request", is_unanswered, scope=Scope.COMMUNE, is_hidden=True)
