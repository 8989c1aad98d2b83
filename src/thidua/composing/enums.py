"""Kinds and states of period reports, their parts, and where the words of a part come from."""

from django.db import models


class ReportKind(models.TextChoices):
    MONTH = "month", "Báo cáo tháng"
    QUARTER = "quarter", "Báo cáo quý"
    HALF_YEAR = "half_year", "Báo cáo 6 tháng"
    YEAR = "year", "Báo cáo năm"
    INTERIM = "interim", "Báo cáo sơ kết"
    FINAL = "final", "Báo cáo tổng kết"


class ReportState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    ISSUED = "issued", "Đã ban hành"
    RECALLED = "recalled", "Đã thu hồi"
    DISCARDED = "discarded", "Đã bỏ"


class PartKey(models.TextChoices):
    """In the order of the document."""

    SITUATION = "situation", "Đặc điểm, tình hình"
    CONDUCT = "conduct", "Công tác chỉ đạo, triển khai"
    RESULTS = "results", "Kết quả thực hiện"
    QUALITY = "quality", "Chế độ báo cáo và chất lượng số liệu"
    DIFFICULTIES = "difficulties", "Tồn tại, khó khăn, vướng mắc"
    NEXT = "next", "Phương hướng, nhiệm vụ"
    APPENDIX = "appendix", "Phụ lục"


class TextOrigin(models.TextChoices):
    """Where the words of a part come from; the first and the last follow the figures, the others stay as a person left them."""

    SUGGESTED = "suggested", "Gợi ý từ số liệu"
    WRITTEN = "written", "Người soạn viết"
    CARRIED = "carried", "Lấy từ báo cáo kỳ trước"
    KEPT = "kept", "Giữ lời, đã xem số liệu mới"
    RESET = "reset", "Trả về gợi ý"
