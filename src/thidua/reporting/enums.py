"""States of reports and kinds of periods, in the words of the ward's office."""

from django.db import models


class PeriodKind(models.TextChoices):
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "Năm"
    AD_HOC = "ad_hoc", "Đột xuất"


class CalendarKind(models.TextChoices):
    REPORTING = "reporting", "Lịch báo cáo (từ ngày 15)"
    SOLAR = "solar", "Lịch dương"


class ReportState(models.TextChoices):
    DRAFT = "draft", "Chưa gửi"
    AWAITING_HEAD = "awaiting_head", "Chờ thủ trưởng duyệt"
    SUBMITTED = "submitted", "Chờ kiểm tra"
    RETURNED = "returned", "Trả lại"
    WITH_LEADER = "with_leader", "Chờ lãnh đạo duyệt"
    VERIFIED = "verified", "Đạt"
    LOCKED = "locked", "Đã khóa"


class RevisionKind(models.TextChoices):
    SUBMITTED = "submitted", "Đơn vị gửi"
    RETURNED = "returned", "Trả lại"
    CHECKED = "checked", "Số sau kiểm tra"
    REVISED = "revised", "Đính chính sau khóa"


class Basis(models.TextChoices):
    """Which figures a running total counts: everything handed in, or only what was verified."""

    SUBMITTED = "submitted", "Đã gửi"
    VERIFIED = "verified", "Đã kiểm tra"


class BindingCalendar(models.TextChoices):
    """By which days a figure is counted from a register."""

    PERIOD = "period", "Theo ngày của kỳ báo cáo"
    REPORTING = "reporting", "Luôn theo lịch báo cáo (15 tháng trước đến 14)"
    SOLAR = "solar", "Luôn theo tháng, quý dương lịch"
