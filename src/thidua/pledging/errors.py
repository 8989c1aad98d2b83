"""Refusals about blocs, units' plans, registrations and one-time links."""

from thidua.core.errors import DomainError


class PledgingError(DomainError):
    """Base of this app's refusals."""


class BlocNameTaken(PledgingError):
    sentence = "Đã có cụm hoặc khối mang tên này."
    field = "name"


class NobodyChosen(PledgingError):
    sentence = "Xin chọn ít nhất một đơn vị."
    field = "units"


class AlreadyInABloc(PledgingError):
    """Built with the unit, the bloc that holds it, and that bloc's kind."""

    field = "units"

    def __init__(self, unit: str, bloc: str, kind: str) -> None:
        super().__init__(
            f"{unit} đang thuộc {bloc}: mỗi đơn vị chỉ ở một {kind.lower()} trong cùng thời gian."
        )


class UnitNotThere(PledgingError):
    """Built with the unit's name."""

    field = "units"

    def __init__(self, unit: str) -> None:
        super().__init__(f"{unit} không hoạt động vào ngày này.")


class LeftBeforeJoining(PledgingError):
    sentence = "Ngày rời phải từ ngày vào trở đi."
    field = "valid_to"


class ReasonMissing(PledgingError):
    sentence = "Xin ghi lý do."
    field = "reason"


class LeaderNotAMember(PledgingError):
    sentence = "Đơn vị này không thuộc cụm, khối trong năm đó."
    field = "unit"


class YearOutOfReach(PledgingError):
    sentence = "Năm này quá xa, xin xem lại."
    field = "year"


class MovementNotRunning(PledgingError):
    sentence = "Phong trào chưa phát động hoặc đã kết thúc."


class NothingOffered(PledgingError):
    sentence = "Kế hoạch của phong trào chưa có nội dung nào được xác nhận."


class LineClosed(PledgingError):
    sentence = "Mục này đã được chấp nhận, chỉ sửa được mục bị trả lại."


class GeneralClosed(PledgingError):
    sentence = (
        "Thông tin chung đã được chấp nhận; nhiệm vụ mới chỉ thêm được khi cơ quan thường trực đề nghị."
    )


class PlanIncomplete(PledgingError):
    """Built with the sentences of everything that lacks."""

    def __init__(self, lacks: list[str]) -> None:
        super().__init__("Chưa gửi được: " + " ".join(lacks))
        self.lacks = lacks


class PlanOfOlderEdition(PledgingError):
    sentence = "Kế hoạch của phong trào đã có bản điều chỉnh. Xin cập nhật kế hoạch của đơn vị theo bản mới trước khi gửi."


class NothingToReturn(PledgingError):
    sentence = "Xin ghi lý do ở ít nhất một mục, hoặc ghi nhận xét chung."


class UnknownLine(PledgingError):
    sentence = "Có mục không thuộc kế hoạch này."


class NothingToRevise(PledgingError):
    sentence = "Kế hoạch đang soạn theo bản đang có hiệu lực, xin sửa ngay trong đó."


class NobodyMissing(PledgingError):
    sentence = "Mọi đơn vị đã gửi kế hoạch."


class TextMissing(PledgingError):
    sentence = "Xin ghi lời nhắc."
    field = "text"


class DueInThePast(PledgingError):
    sentence = "Hạn của nhiệm vụ không được trước ngày đơn vị bắt đầu lập kế hoạch."
    field = "due_on"


class AcceptedWithReasons(PledgingError):
    sentence = "Đã ghi lý do trả lại: xin xóa các lý do rồi chấp nhận, hoặc bấm trả lại."


class LinkNotUsable(PledgingError):
    sentence = "Đường dẫn này không dùng được: chưa đúng, đã dùng, đã hết hạn hoặc đã bị thu hồi."
    status = 410


class LinkForAnotherForm(PledgingError):
    sentence = "Đường dẫn này dành cho phiếu khác."
    status = 410


class NothingToFill(PledgingError):
    sentence = "Đơn vị đã gửi phiếu này, không cần điền nữa."


class NameMissing(PledgingError):
    sentence = "Xin ghi họ tên người ký."
    field = "name"


class TitlesMissing(PledgingError):
    sentence = "Xin chọn ít nhất một danh hiệu hoặc ghi chỉ tiêu phấn đấu."
    field = "targets"


class TitleUnknown(PledgingError):
    sentence = "Danh hiệu này không dành cho đơn vị, hoặc không còn trong năm đó."
    field = "titles"


class HeadMustSign(PledgingError):
    """Built with the name of the unit."""

    def __init__(self, unit: str) -> None:
        super().__init__(f"Bản này do thủ trưởng {unit} ký. Xin lưu lại để thủ trưởng đăng nhập và ký.")


class PactTaken(PledgingError):
    sentence = "Cụm, khối đã có giao ước của năm này."
    field = "year"


class PactSigned(PledgingError):
    sentence = "Đã có đơn vị ký: muốn sửa lời giao ước thì các đơn vị phải rút chữ ký trước."
    field = "text"


class NotOfTheBloc(PledgingError):
    sentence = "Đơn vị này không thuộc cụm, khối."
    field = "unit"


class SignedAlready(PledgingError):
    sentence = "Đơn vị này đã ký giao ước."
    field = "unit"


class NotSigned(PledgingError):
    sentence = "Đơn vị này chưa ký giao ước, hoặc đã rút."


class PactComplete(PledgingError):
    sentence = "Mọi đơn vị đã ký: giao ước có hiệu lực, không rút chữ ký được nữa."
