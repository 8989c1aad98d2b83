"""What a notice is about."""

from django.db import models


class NoticeKind(models.TextChoices):
    PLAN = "plan", "Kế hoạch"
    OPENED = "opened", "Mở kỳ báo cáo"
    LATE = "late", "Trễ hạn"
    REMINDED = "reminded", "Đôn đốc"
    WAITING = "waiting", "Chờ xử lý"
    RETURNED = "returned", "Trả lại"
    VERIFIED = "verified", "Đạt"
    PUBLISHED = "published", "Công bố"
    ACCOUNT = "account", "Tài khoản"

    @property
    def tone(self) -> str:
        """The colour of its badge; red is for what is late, and nothing else."""
        return _TONES[self]


_TONES = {
    NoticeKind.PLAN: "returned",
    NoticeKind.OPENED: "waiting",
    NoticeKind.LATE: "late",
    NoticeKind.REMINDED: "late",
    NoticeKind.WAITING: "waiting",
    NoticeKind.RETURNED: "returned",
    NoticeKind.VERIFIED: "reached",
    NoticeKind.PUBLISHED: "reached",
    NoticeKind.ACCOUNT: "waiting",
}
