"""Kinds of evidence, and what a file is kept for."""

from django.db import models


class EvidenceKind(models.TextChoices):
    FILE = "file", "Tệp, ảnh"
    LINK = "link", "Đường dẫn"
    DOCUMENT = "document", "Số văn bản"
    EXPLANATION = "explanation", "Giải trình"


class FilePurpose(models.TextChoices):
    """A plan may be larger than evidence, and every member of the commune may read it."""

    EVIDENCE = "evidence", "Minh chứng"
    PLAN = "plan", "Kế hoạch, văn bản chung"


class Removed(models.TextChoices):
    """What was taken out of a file before it was kept."""

    NOTHING = "", ""
    PLACE = "place", "đã bỏ thông tin vị trí"
    DETAILS = "details", "đã bỏ thông tin kèm theo ảnh"
