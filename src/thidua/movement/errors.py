"""Refusals about movements, plans and what is read from them."""

from collections.abc import Sequence
from typing import Any

from thidua.core.errors import DomainError


class MovementError(DomainError):
    """Base of this app's refusals."""


class DatesOutOfOrder(MovementError):
    sentence = "Ngày kết thúc phải sau ngày bắt đầu."
    field = "ends_on"


class TitleMissing(MovementError):
    sentence = "Xin ghi tên phong trào."
    field = "title"


class PlanRefused(MovementError):
    """The reader cannot read what it was given; the sentence is the reader's."""


class PlanReadBefore(MovementError):
    """Whoever says that a second reading is meant may go on. Built with the sentence and the earlier plans."""

    status = 409

    def __init__(self, sentence: str, plans: Sequence[Any]) -> None:
        super().__init__(sentence)
        self.plans = plans


class ReasonMissing(MovementError):
    sentence = "Xin ghi lý do."
    field = "reason"


class TextMissing(MovementError):
    sentence = "Xin ghi nội dung."
    field = "text"


class ValueUnreadable(MovementError):
    sentence = "Xin ghi mức bằng số, ví dụ 80 hoặc 92,5."
    field = "value"


class ComparatorUnknown(MovementError):
    sentence = "Xin chọn cách so: từ, không quá hoặc đạt."
    field = "comparator"


class LevelUnknown(MovementError):
    sentence = "Xin chọn mức đạt hoặc mức phấn đấu."
    field = "level"


class SpanUnreadable(MovementError):
    sentence = "Xin ghi năm bằng bốn chữ số, ví dụ 2025, hoặc ngày theo dạng 01/09/2025."
    field = "starts"


class SpanOutOfOrder(MovementError):
    sentence = "Giai đoạn phải kết thúc sau khi bắt đầu."
    field = "ends"


class IndicatorMissing(MovementError):
    sentence = "Xin gắn chỉ tiêu này với một phép đo trong thư viện, hoặc ghi lý do chưa gắn."
    field = "indicator"


class IndicatorUnknown(MovementError):
    sentence = "Thư viện chỉ tiêu không có phép đo này."
    field = "indicator"


class ParentUnfit(MovementError):
    sentence = "Nội dung này không thể đặt dưới mục đã chọn."
    field = "parent"


class KindUnfit(MovementError):
    sentence = "Loại nội dung này không thêm tay được."
    field = "kind"


class NothingToConfirm(MovementError):
    sentence = "Không còn nội dung nào trong nhóm này xác nhận được ngay. Xin xem từng mục còn chờ."


class NotAnOpenPoint(MovementError):
    sentence = (
        "Điểm bỏ ngỏ của kế hoạch cần được quyết định, không chỉ xác nhận. Xin chọn một cách giải quyết."
    )


class OnlyOpenPoints(MovementError):
    sentence = "Chỉ điểm còn bỏ ngỏ mới cần quyết định như vậy."


class ChoiceUnknown(MovementError):
    sentence = "Xin chọn một cách giải quyết."
    field = "choice"


class AnswerMissing(MovementError):
    sentence = "Xin ghi cách hiểu điểm này."
    field = "reason"


class ItemsPending(MovementError):
    """Built with the count in words: "Còn 17 mục chưa xác nhận (11 chỉ tiêu, 6 lĩnh vực)"."""


class PlanEmpty(MovementError):
    sentence = "Kế hoạch chưa có nội dung nào được xác nhận, chưa trình được."


class NothingAmended(MovementError):
    sentence = "Bản đang soạn chưa khác bản đang có hiệu lực ở điểm nào, chưa trình được."


class AmendmentUnnamed(MovementError):
    sentence = "Xin ghi số và ngày của văn bản điều chỉnh."
    field = "document_number"


class PlanNotGiven(MovementError):
    sentence = "Ban hành lại cả kế hoạch thì cần tệp hoặc nội dung của bản mới."
    field = "file"


class EffectiveDayUnfit(MovementError):
    """Built with the two days between which it has to lie."""

    field = "effective_on"


class OutsideTheCommune(MovementError):
    sentence = "Đơn vị này không thuộc địa phương này hoặc đã kết thúc hoạt động."
    field = "unit"


class DocumentHalf(MovementError):
    sentence = "Xin ghi cả số và ngày của văn bản, hoặc để trống cả hai."
    field = "document_on"


class ClosingDayUnfit(MovementError):
    sentence = "Phong trào kết thúc sớm nhất vào ngày bắt đầu, muộn nhất vào hôm nay."
    field = "ends_on"


class AlreadyAssigned(MovementError):
    sentence = "Đơn vị này đang được giao chỉ tiêu đó rồi."
    field = "unit"


class CoverageUndecided(MovementError):
    sentence = "Xin chọn đơn vị phụ trách và ghi cách kiểm chứng, hoặc ghi lý do chưa theo dõi tiêu chí này."
    field = "owner"


class NotACriterion(MovementError):
    sentence = "Chỉ tiêu chí mới có đơn vị phụ trách và cách kiểm chứng."


class QuoteNotInPlan(MovementError):
    sentence = "Không thấy đoạn này trong kế hoạch. Xin chép đúng nguyên văn."
    field = "quote"


class DayUnreadable(MovementError):
    sentence = "Xin ghi ngày theo dạng 15/08/2025."
    field = "reason"
