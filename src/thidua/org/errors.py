"""Refusals about units and people."""

from thidua.core.errors import DomainError


class OrgError(DomainError):
    """Base of this app's refusals."""


class AlreadyFounded(OrgError):
    sentence = "Phần mềm đã có phường/xã. Xin đăng nhập bằng tài khoản quản trị."


class UnitHasActiveChildren(OrgError):
    sentence = (
        "Đơn vị này còn đơn vị trực thuộc đang hoạt động. Xin kết thúc hoặc chuyển các đơn vị đó trước."
    )


class UnitCodeTaken(OrgError):
    sentence = "Mã đơn vị này đã dùng cho đơn vị khác trong phường."
    field = "code"


class UnitEndsBeforeStart(OrgError):
    sentence = "Ngày kết thúc phải sau ngày bắt đầu."
    field = "valid_to"


class UsernameTaken(OrgError):
    sentence = "Tên đăng nhập này đã có người dùng."
    field = "username"


class MembershipOverlaps(OrgError):
    sentence = "Người này đang giữ vai trò đó ở đơn vị đó."


class LastAdministrator(OrgError):
    sentence = "Đây là quản trị hệ thống cuối cùng của phường, không thể bỏ. Xin giao vai trò này cho người khác trước."


class LinkNotUsable(OrgError):
    sentence = "Đường dẫn này đã dùng hoặc đã hết hạn. Xin đề nghị cấp đường dẫn mới."


class WeakPassword(OrgError):
    field = "password"
