"""Refusals of this app, each a sentence for the officer who urges."""

from collections.abc import Sequence
from datetime import date

from thidua.core import formatting
from thidua.core.errors import DomainError


class UrgingError(DomainError):
    """Base of this app's refusals."""


class NothingOwed(UrgingError):
    def __init__(self, unit: str) -> None:
        super().__init__(f"{unit} không còn nhiệm vụ hay báo cáo nào quá hạn.")


class DraftWaits(UrgingError):
    def __init__(self, unit: str) -> None:
        super().__init__(f"{unit} đã có một bản soạn chờ phát hành. Xin phát hành hoặc bỏ bản đó trước.")


class AnswerTooEarly(UrgingError):
    field = "answer_by"
    sentence = "Hạn đề nghị đơn vị hoàn thành phải sau ngày hôm nay."


class OwedNoMore(UrgingError):
    def __init__(self, titles: Sequence[str]) -> None:
        named = "; ".join(f"“{title}”" for title in titles)
        super().__init__(f"Đơn vị không còn nợ: {named}. Xin lập lại danh sách trước khi phát hành.")


class NumberTaken(UrgingError):
    def __init__(self, unit: str, on: date) -> None:
        super().__init__(
            f"Số này đã ghi cho văn bản gửi {unit} ngày {formatting.day(on)}. Xin xem lại sổ văn thư.",
            field="number",
        )


class IssuedAhead(UrgingError):
    field = "issued_on"
    sentence = "Ngày văn bản không thể sau hôm nay."


class IssuedBeforeDraft(UrgingError):
    def __init__(self, drafted_on: date) -> None:
        super().__init__(
            f"Danh sách được lập ngày {formatting.day(drafted_on)}; ngày văn bản không thể trước ngày đó.",
            field="issued_on",
        )


class ReasonMissing(UrgingError):
    field = "reason"
    sentence = "Xin ghi lý do."
