"""Refusals about figures and about the shipped library, each a sentence a ward officer understands."""

from thidua.core import errors


class IndicatorError(errors.DomainError):
    """Base of every refusal of this app."""


class FigureRefused(IndicatorError):
    """A number that cannot be a figure of this kind."""

    sentence = "Số liệu này không dùng được."


class NotANumber(FigureRefused):
    sentence = "Ô này chỉ nhận số, ví dụ 1234 hoặc 1.234."


class AmbiguousNumber(FigureRefused):
    """A comma or full stop that may mean thousands or decimals."""

    sentence = "Không rõ dấu chấm, dấu phẩy là phần nghìn hay phần lẻ."


class PercentTyped(FigureRefused):
    sentence = "Xin gõ số lượng, không gõ phần trăm: phần mềm tự tính tỷ lệ."


class NotWhole(FigureRefused):
    sentence = "Số này phải là số nguyên, không có phần lẻ."


class Negative(FigureRefused):
    sentence = "Số này không được âm."


class TooLarge(FigureRefused):
    sentence = "Số này quá lớn, xin kiểm tra lại các chữ số."


class TooFine(FigureRefused):
    sentence = "Số này chỉ được có tối đa 4 chữ số sau dấu phẩy."


class NumberMissing(FigureRefused):
    sentence = "Chưa nhập đủ số liệu."


class NumberNotExpected(FigureRefused):
    """A number where the kind or the state of the figure leaves no room for one."""

    sentence = "Ô này không nhận số liệu."


class PartExceedsWhole(FigureRefused):
    sentence = "Số đạt không được lớn hơn tổng số."


class NotYesNo(FigureRefused):
    sentence = "Chỉ tiêu này chỉ nhận 1 (có) hoặc 0 (không)."


class SeveralSources(FigureRefused):
    sentence = "Chỉ tiêu này chỉ lấy số liệu từ một đơn vị, nhưng có nhiều đơn vị cùng báo cáo."


class LibraryBroken(IndicatorError):
    """The shipped or edited data of the library contradict themselves."""

    sentence = "Thư viện chỉ tiêu có lỗi."


class DefinitionMissing(IndicatorError):
    """No version of the variant is in force on the day that is asked for."""

    sentence = "Chỉ tiêu này chưa có cách tính có hiệu lực vào ngày đó."


class DefinitionReachesBack(IndicatorError):
    sentence = "Bản mới phải có hiệu lực từ hôm nay trở đi: kỳ đã qua giữ cách tính của kỳ đó."
    field = "valid_from"


class DefinitionComesLater(IndicatorError):
    sentence = "Đã có bản riêng bắt đầu từ ngày này hoặc sau ngày này. Xin chọn ngày muộn hơn."
    field = "valid_from"


class DefinitionUnchanged(IndicatorError):
    sentence = "Nội dung giống hệt bản đang dùng, không cần lập bản mới."


class DefinitionIncomplete(IndicatorError):
    """A part that every version must have is empty."""


class ReasonMissing(IndicatorError):
    sentence = "Xin ghi lý do đổi cách tính."
    field = "reason"
