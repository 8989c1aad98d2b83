"""Kinds of evidence."""

from django.db import models


class EvidenceKind(models.TextChoices):
    FILE = "file", "Tệp, ảnh"
    LINK = "link", "Đường dẫn"
    DOCUMENT = "document", "Số văn bản"
    EXPLANATION = "explanation", "Giải trình"
