"""Refusals about periods, reports and figures."""

from thidua.core.errors import Conflict, DomainError


class ReportingError(DomainError):
    """Base of this app's refusals."""


class PeriodExists(ReportingError):
    sentence = "Kỳ báo cáo này đã được mở."


class PeriodDatesOutOfOrder(ReportingError):
    sentence = "Các mốc phải theo thứ tự: hạn của đơn vị, hạn của địa phương, ngày khóa."


class NothingAssigned(ReportingError):
    sentence = "Chưa đơn vị nào được giao chỉ tiêu. Xin phân công chỉ tiêu cho đơn vị trước khi mở kỳ."


class NoSlips(ReportingError):
    sentence = "Không còn đơn vị nào đang nhập báo cáo của kỳ này nên không có phiếu để in."


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


class EvidenceNotLinked(ReportingError):
    sentence = "Minh chứng này không còn gắn với số liệu."


class WorkbookRefused(ReportingError):
    """A file that is not the workbook of this report."""

    sentence = "Tệp này không phải mẫu nhập của báo cáo. Xin tải mẫu ở trang này, điền rồi tải lên."
    field = "file"


class NothingToApply(ReportingError):
    sentence = "Bảng tính không có số liệu nào hợp lệ và khác với số đang lưu."


class ReasonMissing(ReportingError):
    sentence = "Xin ghi rõ lý do."
    field = "reason"


class FiguresStillReturned(ReportingError):
    sentence = "Báo cáo còn số liệu đang trả lại, chưa thể đánh giá đạt."


class VariantsMixed(ReportingError):
    """One indicator is assigned by several formulas, whose figures do not add up."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"Đang giao nhiều cách tính cho cùng một chỉ tiêu: {'; '.join(names)}. Xin giao lại cùng một cách tính rồi mở kỳ."
        )


class PeriodOutsideMovement(ReportingError):
    sentence = "Kỳ này nằm ngoài thời gian của phong trào."


class NotPast(ReportingError):
    sentence = "Chỉ nhập bù được kỳ đã qua hạn của địa phương. Kỳ còn hạn xin mở như thường lệ."


class NothingChosen(ReportingError):
    sentence = "Xin chọn ít nhất một kỳ."


class TextMissing(ReportingError):
    sentence = "Xin ghi lời nhắn cho đơn vị."
    field = "text"


class FiguresOnReturn(ReportingError):
    sentence = "Có số liệu chọn trả lại nên chưa thể đánh giá đạt. Xin bấm “Trả lại các số đã chọn”."


class NothingOnReturn(ReportingError):
    sentence = "Chưa chọn trả lại số liệu nào."


class NothingToCheck(ReportingError):
    sentence = "Báo cáo đã đạt từ trước và không có gì thay đổi."


class NothingToPublish(ReportingError):
    sentence = "Chưa có số liệu nào được kiểm tra đạt nên chưa có gì để công bố."


class NothingToRevise(ReportingError):
    sentence = "Số mới giống số đang dùng, không có gì để đính chính."


class NobodyToRemind(ReportingError):
    sentence = "Không có đơn vị nào chưa gửi báo cáo."


class AlreadyPublished(ReportingError):
    sentence = "Kết quả kỳ này đã công bố và không có gì thay đổi từ đó."


class FigureImpossible(ReportingError):
    """A hard rule of validation does not hold."""

    def __init__(self, name: str, sentence: str, *, field: str | None = None) -> None:
        super().__init__(f"{name}: {sentence}", field=field if field != "percent" else "numerator")


class ExplanationMissing(ReportingError):
    """Some figures are unusual and nobody said why: what is unusual, by figure id, each beginning with its name."""

    def __init__(self, told: dict[int, str]) -> None:
        self.figures = tuple(told)
        super().__init__(f"Còn {len(told)} số liệu khác thường chưa có giải trình. {' '.join(told.values())}")


class ThresholdIncomplete(ReportingError):
    """What is said of a threshold does not fit."""


class ThresholdReachesBack(ReportingError):
    sentence = "Mức mới chỉ tính từ hôm nay trở đi; kỳ đã qua giữ mức lúc đó."
    field = "valid_from"


class BindingHolds(ReportingError):
    sentence = "Chỉ tiêu này đang được đếm từ sổ. Muốn đổi, xin sửa cách đếm đang dùng."


class BindingHasEnded(ReportingError):
    sentence = "Cách đếm này đã kết thúc. Xin mở bản đang dùng."


class BindingReachesBack(ReportingError):
    sentence = "Ngày này phải sau ngày bắt đầu của bản đang dùng, để kỳ cũ giữ cách đếm của mình."
    field = "valid_from"


class BindingUnchanged(ReportingError):
    sentence = "Cách đếm mới giống cách đang dùng, không có gì để đổi."


class BindingUnsound(ReportingError):
    sentence = "Cách đếm nói tới một cột mà sổ không có. Xin chọn lại."


class NotBound(ReportingError):
    sentence = "Chỉ tiêu này chưa được đếm từ sổ dữ liệu nào."


class NothingToTake(ReportingError):
    """The register holds nothing for these days; the message says which."""


class CountMoved(Conflict):
    """The register says another number than the page showed."""

    def __init__(self, now: str) -> None:
        super().__init__(f"Sổ vừa có dữ liệu mới, số đếm được bây giờ là {now}. Xin xem lại rồi nhận.")


class DifferenceUnexplained(ReportingError):
    """Figures that say something else than their register, without a word why."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(f"Số đã nhập khác số trong sổ dữ liệu, xin ghi lý do: {'; '.join(told)}.")


class PathIncomplete(ReportingError):
    """What is said of a baseline or a yearly step does not fit."""


class BreakdownIncomplete(ReportingError):
    sentence = "Xin ghi từ hai phần khác tên nhau (một phần nếu không cộng thành tổng), nhiều nhất 20 phần, mỗi dòng một phần."


class BreakdownEnded(ReportingError):
    sentence = "Cách chia này đã thôi hỏi từ trước."


class LevelsIncomplete(ReportingError):
    sentence = "Xin ghi từ 2 đến 10 mức khác tên nhau, mỗi mức một dòng: tên mức: mô tả."
    field = "levels"


class LevelNotAsked(ReportingError):
    sentence = "Tiêu chí này do đơn vị khác phụ trách."


class LevelTooLate(ReportingError):
    sentence = "Kỳ báo cáo đã khóa."


class LevelUnproven(ReportingError):
    sentence = "Xin chọn ít nhất một minh chứng của đơn vị cho mức này."
    field = "evidence"


class ApprovalReachesBack(ReportingError):
    sentence = "Cách duyệt mới chỉ tính cho kỳ mở từ hôm nay trở đi."
    field = "valid_from"


class ExtensionReachesBack(ReportingError):
    sentence = "Ngày cuối được gửi phải từ hôm nay trở đi."
    field = "until"


class ExtensionOver(ReportingError):
    """The day until which one unit could hand in is over."""

    def __init__(self, until: str) -> None:
        super().__init__(f"Hạn gửi muộn của đơn vị đã hết ngày {until}.")


class ExtensionRuns(ReportingError):
    sentence = "Hạn gửi muộn của đơn vị chưa hết."
