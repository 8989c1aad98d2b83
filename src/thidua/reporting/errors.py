"""Refusals about periods, reports and figures."""

from thidua.core.errors import Conflict, DomainError


class ReportingError(DomainError):
    """Base of this app's refusals."""


class PeriodExists(ReportingError):
    sentence = "Kỳ báo cáo này đã được mở."


class PeriodDatesOutOfOrder(ReportingError):
    sentence = "Các mốc phải theo thứ tự: hạn của đơn vị, hạn của phường, ngày khóa."


class NothingAssigned(ReportingError):
    sentence = "Chưa đơn vị nào được giao chỉ tiêu. Xin phân công chỉ tiêu cho đơn vị trước khi mở kỳ."


class FiguresMissing(ReportingError):
    """Some figures were neither typed nor explained."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"Còn {len(names)} số liệu chưa nhập: {'; '.join(names)}. Không có số thì ghi lý do."
        )


class EvidenceMissing(ReportingError):
    """Some figures have neither evidence nor an explanation."""

    def __init__(self, names: list[str]) -> None:
        listed = "; ".join(names)
        super().__init__(f"Còn {len(names)} số liệu chưa có minh chứng hoặc giải trình: {listed}.")


class StaleFigure(Conflict):
    """Somebody else saved this figure after the page was opened."""

    sentence = "Số liệu này vừa được người khác lưu. Xin xem số mới rồi nhập lại."


class NotInReport(ReportingError):
    sentence = "Số liệu này không thuộc báo cáo."


class ReasonMissing(ReportingError):
    sentence = "Xin ghi rõ lý do."
    field = "reason"


class FiguresStillReturned(ReportingError):
    sentence = "Báo cáo còn số liệu đang trả lại, chưa thể đánh giá đạt."


class NothingToRevise(ReportingError):
    sentence = "Số mới giống số đang dùng, không có gì để đính chính."


class NobodyToRemind(ReportingError):
    sentence = "Không có đơn vị nào chưa gửi báo cáo."


class AlreadyPublished(ReportingError):
    sentence = "Kết quả kỳ này đã công bố và không có gì thay đổi từ đó."
