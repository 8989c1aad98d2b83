"""Refusals about files and evidence, each a sentence a ward officer understands."""

from thidua.core import errors

ACCEPTED = "PDF, ảnh PNG, JPEG, WebP, tệp Word .docx, Excel .xlsx, CSV hoặc văn bản .txt (UTF-8)"


class DocumentsError(errors.DomainError):
    """Base of every refusal of this app."""


class FileRefused(DocumentsError):
    """A file that is not kept; nothing was written."""

    sentence = f"Không nhận tệp này. Xin tải lên {ACCEPTED}."
    field = "file"


class KindNotAccepted(FileRefused):
    sentence = f"Nội dung tệp không thuộc loại được nhận. Xin tải lên {ACCEPTED}."


class FileEmpty(FileRefused):
    sentence = "Tệp này rỗng, không có nội dung. Xin chọn lại tệp."


class FileTorn(FileRefused):
    sentence = "Tệp bị hỏng hoặc tải lên chưa trọn. Xin mở thử trên máy, lưu lại rồi tải lên lần nữa."


class PictureTooLarge(FileRefused):
    """More dots than a reader's computer can show; the sentence says how many."""

    sentence = "Ảnh có quá nhiều điểm ảnh. Xin thu nhỏ ảnh rồi tải lên lại."


class FileTooHeavy(FileRefused):
    """Its reading process gave no answer."""

    sentence = f"Tệp quá nặng để kiểm tra, có thể gây hại nên không được nhận. Xin tải lên {ACCEPTED}."


class ReadersBusy(FileRefused):
    sentence = "Máy chủ đang kiểm tra nhiều tệp cùng lúc. Xin tải lên lại sau ít phút."
    status = 503


class FileTooLarge(FileRefused):
    status = 413

    def __init__(self, *, limit: int) -> None:
        super().__init__(f"Tệp lớn hơn {limit // 1024**2} MB được nhận. Xin giảm cỡ ảnh hoặc chia tệp.")


class FileHarmful(FileRefused):
    sentence = f"Tệp nén có cấu trúc bất thường, có thể gây hại nên không được nhận. Xin tải lên {ACCEPTED}."


class FileLocked(FileRefused):
    sentence = "Tệp đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại."


class FileWithMacros(FileRefused):
    sentence = "Tệp có chứa macro nên không được nhận. Xin lưu lại dạng .docx hoặc .xlsx không macro."


class FileDamaged(DocumentsError):
    """The data folder no longer holds what the row says."""

    sentence = (
        "Tệp này đã mất hoặc hỏng trong kho lưu trữ. Xin báo quản trị hệ thống khôi phục từ bản sao lưu."
    )
    status = 410


class EvidenceRefused(DocumentsError):
    """Evidence that lacks what its kind needs."""

    sentence = "Minh chứng chưa đủ nội dung."


class EvidenceFileMissing(EvidenceRefused):
    sentence = "Xin chọn tệp làm minh chứng."
    field = "file"


class LinkNotAccepted(EvidenceRefused):
    sentence = (
        "Đường dẫn phải bắt đầu bằng http:// hoặc https:// và có tên trang, ví dụ https://dichvucong.gov.vn/."
    )
    field = "url"


class DocumentNumberMissing(EvidenceRefused):
    sentence = "Xin ghi số, ký hiệu văn bản, ví dụ 17/TTr-UBND."
    field = "document_number"


class DocumentDateMissing(EvidenceRefused):
    sentence = "Xin ghi ngày ban hành văn bản."
    field = "document_on"


class DocumentFromTheFuture(EvidenceRefused):
    sentence = "Ngày ban hành văn bản không thể sau hôm nay."
    field = "document_on"


class ExplanationTooShort(EvidenceRefused):
    sentence = "Xin giải trình rõ hơn, ít nhất 10 chữ cái, để người kiểm tra hiểu được."
    field = "text"


class TextTooLong(EvidenceRefused):
    """What does not fit its column; refused rather than cut."""

    def __init__(self, *, field: str, most: int) -> None:
        super().__init__(f"Nội dung dài quá {most} ký tự. Xin rút gọn.", field=field)
