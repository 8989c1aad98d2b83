"""Refusals of this app, each a sentence for the officer who composes a report."""

from collections.abc import Sequence

from thidua.core.errors import DomainError


class ComposingError(DomainError):
    """Base of this app's refusals."""


class NoSuchTime(ComposingError):
    sentence = "Thời gian này chưa có kỳ báo cáo nào. Xin chọn trong danh sách."
    field = "key"


class DraftWaits(ComposingError):
    field = "key"

    def __init__(self, label: str) -> None:
        super().__init__(f"{label} đã có bản đang soạn. Xin mở bản đó, hoặc bỏ trước khi lập bản khác.")


class NotInForce(ComposingError):
    """A second report of the same time needs the first to be replaced with a reason."""

    field = "key"

    def __init__(self, label: str) -> None:
        super().__init__(f"{label} đã ban hành. Xin mở báo cáo đó rồi chọn “Lập bản thay thế”, có lý do.")


class FiguresMoved(ComposingError):
    def __init__(self, codes: Sequence[str]) -> None:
        named = ", ".join(codes[:5])
        super().__init__(
            f"{len(codes)} số liệu đã đổi từ khi lấy vào báo cáo ({named}). Xin lấy số liệu mới rồi xem lại các phần."
        )


class PartsToReview(ComposingError):
    field = "reviewed"

    def __init__(self, parts: Sequence[str]) -> None:
        super().__init__(
            f"Số liệu đã đổi sau khi viết các phần: {', '.join(parts)}. Xin sửa, hoặc đánh dấu là đã xem lại."
        )


class NothingToCarry(ComposingError):
    sentence = "Chưa có báo cáo kỳ trước có phần này để lấy lời."


class UnknownLink(ComposingError):
    sentence = "Kế hoạch đã đổi: có nội dung hoặc chỉ tiêu không còn trong kế hoạch. Xin mở lại trang này."


class UnknownChart(ComposingError):
    sentence = "Biểu đồ này không vẽ được từ số liệu hiện có. Xin chọn lại."


class ReasonMissing(ComposingError):
    sentence = "Xin ghi lý do."
    field = "reason"


class NumberTaken(ComposingError):
    field = "number"

    def __init__(self, what: str) -> None:
        super().__init__(f"Số này đã ghi cho “{what}” trong cùng năm. Xin xem lại sổ văn bản đi.")


class IssuedAhead(ComposingError):
    sentence = "Ngày văn bản không thể ở sau hôm nay."
    field = "issued_on"


class IssuedTooEarly(ComposingError):
    sentence = "Ngày văn bản không thể trước ngày lấy số liệu của báo cáo."
    field = "issued_on"


class SentBeforeIssued(ComposingError):
    sentence = "Ngày gửi phải từ ngày văn bản đến hôm nay."
    field = "on"


class ReceiverMissing(ComposingError):
    sentence = "Xin ghi nơi nhận."
    field = "to"
