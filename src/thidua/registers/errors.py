"""Refusals of this app, each a sentence for the person who hands in a list."""

from thidua.core.errors import DomainError


class RegisterError(DomainError):
    """Base of this app's refusals."""


class FileTooLarge(RegisterError):
    def __init__(self, most_megabytes: int) -> None:
        super().__init__(
            f"Tệp lớn hơn {most_megabytes} MB. Xin xuất theo quý hoặc theo tháng, hoặc lưu dạng CSV.",
            field="file",
        )


class FileEmpty(RegisterError):
    def __init__(self) -> None:
        super().__init__("Tệp trống, không có nội dung nào.", field="file")


class FileTakenAlready(RegisterError):
    def __init__(self, when: str) -> None:
        super().__init__(f"Chính tệp này đã được tải lên {when}. Xin mở lô đó thay vì tải lại.", field="file")


class SourceUnnamed(RegisterError):
    sentence = "Xin ghi tên hệ thống đã xuất tệp này."


class FieldNotMatched(RegisterError):
    def __init__(self, titles: list[str]) -> None:
        named = ", ".join(f"“{title}”" for title in titles)
        super().__init__(f"Chưa chọn cột cho {named}. Hàng nào cũng phải có các dữ kiện này.")


class ColumnTwice(RegisterError):
    def __init__(self, title: str) -> None:
        super().__init__(f"Cột “{title}” đang được chọn cho hai dữ kiện. Xin giữ một.")


class ColumnUnknown(RegisterError):
    sentence = "Tệp không có cột đã chọn. Xin tải lại trang rồi chọn lại."


class NoGoodRow(RegisterError):
    sentence = "Không có hàng nào nhận được. Xin xem lý do từng hàng, ghép lại cột hoặc xuất lại tệp."


class BatchBuiltUpon(RegisterError):
    sentence = "Đã có lô sau thay một phần dữ liệu của lô này. Xin rút lô sau trước."


class FileGone(RegisterError):
    sentence = "Tệp tạm đã hết hạn giữ và được xóa. Xin tải tệp lên lại."


class ReasonMissing(RegisterError):
    sentence = "Xin ghi lý do."
