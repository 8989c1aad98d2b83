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


class FileTakenAlready(RegisterError):
    def __init__(self, number: int, when: str) -> None:
        super().__init__(
            f"Chính tệp này đã được tải lên {when}, là lô {number}. Xin mở lô đó thay vì tải lại.",
            field="file",
        )


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


class ReadingFailed(RegisterError):
    sentence = "Máy chủ gặp lỗi khi đọc tệp, chưa có gì vào sổ. Xin bỏ tệp này rồi tải lên lại."


class StillReading(RegisterError):
    sentence = "Tệp vẫn đang được đọc. Xin chờ thêm ít phút."


class ReasonMissing(RegisterError):
    sentence = "Xin ghi lý do."


class RegimeExists(RegisterError):
    sentence = "Đơn vị đã có chế độ báo cáo mang mã này. Xin dùng mã khác, hoặc kết thúc chế độ cũ trước."
    field = "code"


class RegimeHasEnded(RegisterError):
    sentence = "Chế độ báo cáo này đã kết thúc."


class RegimeEndsBeforeItBegins(RegisterError):
    sentence = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    field = "ends_on"


class NothingToLayOut(RegisterError):
    sentence = "Các báo cáo đến hạn của năm này đã có đủ trong danh sách."


class SentInTheFuture(RegisterError):
    sentence = "Ngày gửi không được sau hôm nay."
    field = "sent_on"


class SystemUnnamed(RegisterError):
    sentence = "Xin ghi hệ thống hoặc cách đã gửi."
    field = "system"


class SendingUnproven(RegisterError):
    sentence = "Xin ghi số báo cáo hoặc mã gửi để sau này đối chiếu được."
    field = "evidence"


class NoDossier(RegisterError):
    sentence = "Sổ hồ sơ không có hồ sơ nào trong khoảng này. Xin tải danh sách hồ sơ lên trước, hoặc chọn khoảng khác."
    field = "since"


class TooManyDossiers(RegisterError):
    def __init__(self, found: int, most: int) -> None:
        super().__init__(
            f"Khoảng này có {found} hồ sơ, nhiều hơn {most} hồ sơ của một phiếu. Xin chọn mẫu ngẫu nhiên.",
            field="size",
        )


class SampleSize(RegisterError):
    def __init__(self, least: int, most: int) -> None:
        super().__init__(f"Mẫu phải có từ {least} đến {most} hồ sơ.", field="size")


class NotOnTheSheet(RegisterError):
    sentence = "Hồ sơ này không có trong phiếu. Xin tải lại trang."


class PaperMissing(RegisterError):
    def __init__(self, place: int) -> None:
        super().__init__(f"Hồ sơ thứ {place}: có yêu cầu giấy tờ thì xin chọn giấy tờ nào.")


class SheetUnfinished(RegisterError):
    def __init__(self, left: int) -> None:
        super().__init__(f"Còn {left} hồ sơ chưa có kết luận. Xin đánh dấu hết rồi đưa vào sổ.")
