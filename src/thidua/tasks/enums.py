"""States and origins of tasks, in the words of the ward's office."""

from django.db import models


class TaskState(models.TextChoices):
    """Proposed ones count for nothing; confirmed ones have no unit yet; cancelled ones stay to be read."""

    PROPOSED = "proposed", "Đề xuất"
    CONFIRMED = "confirmed", "Chờ giao"
    ASSIGNED = "assigned", "Đang thực hiện"
    RETURNED = "returned", "Trả lại"
    HANDED_IN = "handed_in", "Chờ nghiệm thu"
    ACCEPTED = "accepted", "Hoàn thành"
    CANCELLED = "cancelled", "Đã hủy"


class TaskOrigin(models.TextChoices):
    READ = "read", "Đề xuất từ kế hoạch"
    ADDED = "added", "Giao trực tiếp"
    IMPORTED = "imported", "Nhập từ tệp"
    SPLIT = "split", "Tách từ nhiệm vụ"
    PLEDGED = "pledged", "Kế hoạch của đơn vị"


class Outcome(models.TextChoices):
    """What became of a result that was handed in."""

    WAITING = "waiting", "Chờ nghiệm thu"
    ACCEPTED = "accepted", "Đạt"
    RETURNED = "returned", "Trả lại"
    RECALLED = "recalled", "Đơn vị rút lại"


class Answer(models.TextChoices):
    """What became of a request for more time."""

    WAITING = "waiting", "Chờ quyết định"
    GRANTED = "granted", "Đồng ý"
    REFUSED = "refused", "Không đồng ý"
    WITHDRAWN = "withdrawn", "Đơn vị rút lại"
