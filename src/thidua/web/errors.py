"""Refusals of this app, each a whole sentence."""

from thidua.core.errors import Conflict, DomainError


class BackupError(DomainError):
    """Base of what stands against making, reading or restoring a copy."""


class CopyDamaged(BackupError):
    sentence = "Bản sao bị hỏng: nội dung không khớp mã kiểm. Không ghi gì. Xin dùng bản sao khác."


class CopyUnreadable(BackupError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Không đọc được bản sao {name}: {why}.")


class CopyFromElsewhere(BackupError):
    """The copy is whole, but this installation cannot take it."""


class TargetNotEmpty(BackupError):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} đã có dữ liệu. Chỉ khôi phục vào nơi còn trống.")


class CopyExists(BackupError):
    def __init__(self, name: str) -> None:
        super().__init__(f"Đã có bản sao {name}. Xin chờ một giây rồi làm lại.")


class NotEnoughSpace(BackupError):
    def __init__(self, *, needed: int, free: int) -> None:
        megabyte = 1024**2
        super().__init__(
            f"Đĩa không đủ chỗ cho bản sao: cần {needed // megabyte + 1} MB, còn {free // megabyte} MB."
        )


class CopyNotWritten(BackupError):
    def __init__(self, why: str) -> None:
        super().__init__(f"Không ghi được bản sao: {why.splitlines()[0]}.")


class CopyNotRestored(BackupError):
    def __init__(self, why: str) -> None:
        super().__init__(
            f"Không khôi phục được: {why.splitlines()[0]}. Nơi nhận có thể đã có một phần dữ liệu."
        )


class DrillNotPossible(BackupError):
    def __init__(self, why: str) -> None:
        super().__init__(f"Không tạo được cơ sở dữ liệu tạm để khôi phục thử: {why}.")


class CopyBeingMade(Conflict):
    sentence = "Một bản sao đang được tạo. Xin chờ xong rồi làm lại."


class CopyWaiting(Conflict):
    sentence = "Đã có một lần sao lưu đang chờ chạy. Xin chờ bản đó xong."
