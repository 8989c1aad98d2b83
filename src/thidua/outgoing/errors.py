"""Refusals of this app, each a sentence for the officer who prepares a paper."""

from collections.abc import Sequence

from thidua.core.errors import DomainError


class OutgoingError(DomainError):
    """Base of this app's refusals."""


class FormRefused(OutgoingError):
    """A file that cannot serve as a form; `place` is where in it, if anywhere."""

    field = "file"

    def __init__(self, sentence: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)


class FormFaulty(FormRefused):
    """Fields that are wrong, each with its place; the file itself is sound."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        OutgoingError.__init__(self, f"Mẫu có {len(faults)} chỗ cần sửa, xem danh sách bên dưới.")


class FormTooLarge(FormRefused):
    status = 413

    def __init__(self, most_megabytes: int) -> None:
        super().__init__(f"Tệp lớn hơn {most_megabytes} MB được nhận cho một mẫu. Xin giảm cỡ ảnh trong tệp.")


class FormTooHeavy(FormRefused):
    def __init__(self) -> None:
        super().__init__("Tệp quá nặng để đọc hoặc điền, có thể gây hại nên không được nhận.")


class ReadersBusy(FormRefused):
    status = 503

    def __init__(self) -> None:
        super().__init__("Máy chủ đang đọc nhiều tệp cùng lúc. Xin làm lại sau ít phút.")


class FormUnchanged(OutgoingError):
    sentence = "Tệp này giống hệt bản đang dùng, không cần tải lên lại."
    field = "file"


class KindChanged(OutgoingError):
    """A paper is of one kind, so that earlier and later ones can be held side by side."""

    field = "file"

    def __init__(self, suffix: str) -> None:
        super().__init__(f"Mẫu này là tệp {suffix}. Xin tải lên cùng loại tệp, hoặc thêm một mẫu mới.")


class NameMissing(OutgoingError):
    sentence = "Xin ghi tên."
    field = "title"


class NameTaken(OutgoingError):
    sentence = "Đã có tên này. Xin ghi tên khác cho dễ phân biệt."
    field = "title"


class NumberMissing(OutgoingError):
    sentence = "Xin ghi số, ký hiệu văn bản, ví dụ 17/BC-UBND."
    field = "number"


class NumberTaken(OutgoingError):
    field = "number"

    def __init__(self, what: str) -> None:
        super().__init__(f"Số này đã ghi cho “{what}” trong cùng năm. Xin xem lại sổ văn bản đi.")


class DayInFuture(OutgoingError):
    sentence = "Ngày này ở sau hôm nay."


class SentBeforeIssued(OutgoingError):
    sentence = "Ngày gửi không thể trước ngày văn bản."
    field = "on"


class ReasonMissing(OutgoingError):
    sentence = "Xin ghi lý do."
    field = "reason"


class ChangedAgain(OutgoingError):
    """What the officer decided about is no longer what stands."""

    sentence = "Số liệu lại vừa đổi từ lúc ông/bà mở trang. Xin xem danh sách mới rồi quyết định."
    status = 409


class OfficeMissing(OutgoingError):
    sentence = "Máy chủ chưa có LibreOffice nên chưa lập được bản PDF. Xin mở tệp bằng Word hoặc Excel rồi lưu ra PDF."
    status = 409


class PdfUnderway(OutgoingError):
    sentence = "Bản PDF của văn bản này đang được lập. Xin đợi một phút rồi mở lại trang."
    status = 409


class PdfNotMade(OutgoingError):
    sentence = "Không lập được bản PDF từ tệp này."


class NotOfThisForm(OutgoingError):
    sentence = "Mẫu này không dùng cho kỳ, giai đoạn hoặc năm đã chọn."


class AdoptedAlready(OutgoingError):
    sentence = "Địa phương đã lấy mẫu gợi ý này về."
