"""Refusals of this app, each a sentence for the officer who reads it."""

from datetime import date

from thidua.core import formatting
from thidua.core.errors import DomainError


class TaskError(DomainError):
    """Base of this app's refusals."""


class TitleMissing(TaskError):
    sentence = "Xin ghi tên nhiệm vụ."
    field = "title"


class ReasonMissing(TaskError):
    sentence = "Xin ghi lý do."
    field = "reason"


class LeadMissing(TaskError):
    sentence = "Xin chọn đơn vị chủ trì."
    field = "lead"


class NobodyToShareWith(TaskError):
    sentence = "Xin chọn từ hai đơn vị trở lên; giao cho một đơn vị thì sửa đề xuất."
    field = "units"


class LeadSupports(TaskError):
    sentence = "Đơn vị chủ trì không đồng thời là đơn vị phối hợp."
    field = "supporting"


class UnitUnknown(TaskError):
    sentence = "Có đơn vị không thuộc địa phương này hoặc đã kết thúc hoạt động."
    field = "lead"


class UnitNotYours(TaskError):
    sentence = (
        "Việc con chỉ giao được cho đơn vị chủ trì, đơn vị trực thuộc hoặc đơn vị phối hợp của nhiệm vụ."
    )
    field = "lead"


class OfficerUnknown(TaskError):
    sentence = "Người phụ trách phải là người đang có vai trò ở đơn vị chủ trì."
    field = "officer"


class FollowerUnknown(TaskError):
    sentence = "Người theo dõi phải là người đang có vai trò ở địa phương này."
    field = "following_person"


class PlanElsewhere(TaskError):
    sentence = "Mục kế hoạch, nội dung và giai đoạn phải thuộc phong trào của nhiệm vụ."
    field = "item"


class DueBeforeTheMovement(TaskError):
    def __init__(self, starts_on: date) -> None:
        super().__init__(
            f"Hạn này sớm hơn ngày bắt đầu phong trào, {formatting.day(starts_on)}.", field="due_on"
        )


class DueAfterTheWhole(TaskError):
    def __init__(self, whole: date) -> None:
        super().__init__(
            f"Việc con không thể có hạn sau hạn của nhiệm vụ, {formatting.day(whole)}.", field="due_on"
        )


class DueNeedsReason(TaskError):
    sentence = "Nhiệm vụ đã giao: đổi hạn thì xin ghi lý do, hạn cũ được giữ để xem lại."
    field = "reason"


class TooDeep(TaskError):
    sentence = "Việc con không tách tiếp được. Xin lập việc con khác của nhiệm vụ."


class NothingToConfirm(TaskError):
    sentence = "Không có đề xuất nào được chọn, hoặc các đề xuất đã được quyết định."


class NothingToPropose(TaskError):
    sentence = "Kế hoạch không có nhiệm vụ nào chưa được đề xuất."


class ResultMissing(TaskError):
    sentence = "Xin ghi kết quả đã làm được."
    field = "text"


class EvidenceMissing(TaskError):
    sentence = "Xin gửi kèm ít nhất một minh chứng, hoặc giải trình vì sao chưa có."
    field = "explanation"


class TooManyFiles(TaskError):
    def __init__(self, most: int) -> None:
        super().__init__(f"Mỗi lần nộp gửi kèm nhiều nhất {most} tệp.", field="attached")


class SubTasksOpen(TaskError):
    def __init__(self, count: int) -> None:
        super().__init__(f"Còn {count} việc con chưa hoàn thành. Xin hoàn thành hoặc hủy các việc con trước.")


class NewDateMissing(TaskError):
    sentence = "Xin ghi ngày đề nghị gia hạn."
    field = "due_on"


class NotLater(TaskError):
    def __init__(self, due_on: date) -> None:
        super().__init__(f"Hạn mới phải sau hạn hiện tại, {formatting.day(due_on)}.", field="due_on")


class NoteMissing(TaskError):
    sentence = "Xin ghi khó khăn, vướng mắc gặp phải."
    field = "text"


class ImportChanged(TaskError):
    sentence = "Dữ liệu đã thay đổi từ lúc kiểm tra tệp. Xin xem lại bảng dưới đây rồi áp dụng."


class NothingToImport(TaskError):
    sentence = "Không có dòng nào áp dụng được."


class TableRefused(TaskError):
    field = "file"
