"""Refusals about units and people."""

from thidua.core.errors import Conflict, DomainError


class OrgError(DomainError):
    """Base of this app's refusals."""


class AlreadyFounded(OrgError):
    sentence = "Phần mềm đã có phường, xã, đặc khu. Xin đăng nhập bằng tài khoản quản trị."


class SlugTaken(OrgError):
    sentence = "Địa chỉ trang công khai này đã có nơi khác dùng."
    field = "slug"


class SlugReserved(OrgError):
    sentence = (
        "Địa chỉ này đã dành cho trang khác của phần mềm. Xin chọn địa chỉ khác, chẳng hạn tên gọi không dấu."
    )
    field = "slug"


class UnitHasActiveChildren(OrgError):
    sentence = (
        "Đơn vị này còn đơn vị trực thuộc đang hoạt động. Xin kết thúc hoặc chuyển các đơn vị đó trước."
    )


class UnitCodeTaken(OrgError):
    sentence = "Mã đơn vị này đã dùng cho đơn vị khác."
    field = "code"


class UnitEndsBeforeStart(OrgError):
    sentence = "Ngày kết thúc phải từ ngày bắt đầu hoạt động trở đi."
    field = "valid_to"


class UnitStartsAfterEnd(OrgError):
    sentence = "Ngày bắt đầu phải trước ngày kết thúc hoạt động của đơn vị."
    field = "valid_from"


class UnitKindNotBelow(OrgError):
    sentence = "Phường, xã, đặc khu là gốc, không thể nằm dưới đơn vị khác. Xin chọn loại khác."
    field = "kind"


class UnitBelowItself(OrgError):
    sentence = "Không thể chuyển đơn vị vào dưới chính nó hoặc dưới đơn vị trực thuộc của nó."
    field = "parent"


class UnitElsewhere(OrgError):
    sentence = "Đơn vị được chọn không thuộc địa phương này."


class UsernameTaken(OrgError):
    sentence = "Tên đăng nhập này đã có người dùng."
    field = "username"


class UsernameInvalid(OrgError):
    sentence = "Tên đăng nhập gồm 3 đến 80 chữ không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới, bắt đầu bằng chữ hoặc số."
    field = "username"


class PersonElsewhere(OrgError):
    sentence = "Người này không có tài khoản ở địa phương này."
    field = "person"


class PersonDisabled(OrgError):
    sentence = "Tài khoản này đang bị khóa. Xin mở khóa trước."
    field = "person"


class MembershipOverlaps(OrgError):
    sentence = "Người này đang giữ vai trò đó ở đơn vị đó."


class MembershipEnded(OrgError):
    sentence = "Vai trò này đã kết thúc từ trước ngày đó."
    field = "valid_to"


class MembershipDatesReversed(OrgError):
    sentence = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    field = "valid_to"


class LastAdministrator(OrgError):
    sentence = "Đây là quản trị hệ thống cuối cùng, không thể bỏ. Xin giao vai trò này cho người khác trước."


class LinkNotUsable(OrgError):
    sentence = "Đường dẫn này đã dùng hoặc đã hết hạn. Xin đề nghị cấp đường dẫn mới."


class NobodyToActivate(OrgError):
    sentence = "Không còn ai trong số đã chọn chờ kích hoạt tài khoản theo cách này."


class NoLinkToRevoke(OrgError):
    sentence = "Người này không có đường dẫn nào còn dùng được."


class WeakPassword(OrgError):
    field = "password"


class SamePassword(OrgError):
    sentence = "Mật khẩu mới phải khác mật khẩu hiện tại."
    field = "new_password1"


class WrongPassword(OrgError):
    sentence = "Mật khẩu hiện tại chưa đúng."
    field = "old_password"


class TableRefused(OrgError):
    """A table from outside that cannot be taken as a list of units or people."""

    field = "file"


class ImportChanged(Conflict):
    sentence = "Danh sách trong phần mềm đã thay đổi từ lúc kiểm tra tệp. Xin xem lại những dòng dưới đây rồi áp dụng."


class NothingToImport(OrgError):
    sentence = "Không có dòng nào để áp dụng."
