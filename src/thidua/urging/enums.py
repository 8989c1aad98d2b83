"""States of a letter, in the words of the ward's office."""

from django.db import models


class LetterState(models.TextChoices):
    DRAFT = "draft", "Bản soạn"
    ISSUED = "issued", "Đã phát hành"
    WITHDRAWN = "withdrawn", "Đã bỏ"
