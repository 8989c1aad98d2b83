"""States and kinds of units' plans, registrations, blocs and links, in the words of the ward's office."""

from django.db import models


class BlocKind(models.TextChoices):
    CLUSTER = "cluster", "Cụm thi đua"
    BLOCK = "block", "Khối thi đua"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ xem xét"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Đạt"


class PromiseKind(models.TextChoices):
    """What one line of a unit's plan is about."""

    CONTENT = "content", "Nội dung, lĩnh vực"
    TARGET = "target", "Chỉ tiêu"
    TASK = "task", "Nhiệm vụ của đơn vị"


class Verdict(models.TextChoices):
    PENDING = "pending", "Chưa xem"
    ACCEPTED = "accepted", "Đạt"
    RETURNED = "returned", "Trả lại"


class RegistrationState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SIGNED = "signed", "Đã ký, chờ ghi nhận"
    RETURNED = "returned", "Trả lại"
    RECEIVED = "received", "Đã ghi nhận"


class LinkForm(models.TextChoices):
    """The one form that a link opens."""

    PLAN = "plan", "Phiếu kế hoạch của đơn vị"
    REGISTRATION = "registration", "Đăng ký thi đua"


class Way(models.TextChoices):
    """How what a unit says came in."""

    OWN = "own", "Đơn vị tự gửi"
    BEHALF = "behalf", "Nhập thay đơn vị"
    LINK = "link", "Qua đường dẫn một lần"
