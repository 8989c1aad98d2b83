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
