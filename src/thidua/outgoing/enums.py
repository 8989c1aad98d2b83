"""What a form tells about, how papers go out, and how far a paper is."""

from django.db import models


class Subject(models.TextChoices):
    PERIOD = "period", "Một kỳ báo cáo"
    PHASE = "phase", "Một giai đoạn"
    YEAR = "year", "Một năm"


class SendingWay(models.TextChoices):
    EXCHANGE = "exchange", "Trục liên thông văn bản"
    MAIL = "mail", "Thư điện tử công vụ"
    SYSTEM = "system", "Phần mềm của nơi nhận"
    PAPER = "paper", "Văn bản giấy"


class PaperState(models.TextChoices):
    PREPARED = "prepared", "Chờ số văn bản"
    ISSUED = "issued", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    DISCARDED = "discarded", "Đã bỏ"
