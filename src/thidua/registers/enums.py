"""States of a batch."""

from django.db import models


class BatchState(models.TextChoices):
    """From the file at the door to rows that count, or away."""

    SIFTING = "sifting", "Đang đọc tệp"
    MATCHING = "matching", "Chờ ghép cột"
    READING = "reading", "Đang đọc từng hàng"
    READ = "read", "Chờ nhận vào sổ"
    LANDED = "landed", "Đã nhận vào sổ"
    REPLACED = "replaced", "Đã được lô sau thay"
    REFUSED = "refused", "Không đọc được"
    DISCARDED = "discarded", "Đã bỏ"
    REVOKED = "revoked", "Đã rút khỏi sổ"
