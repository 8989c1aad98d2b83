"""States of a movement and kinds of plan items, in the words of the ward's office."""

from django.db import models


class MovementState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ lãnh đạo duyệt"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Đã duyệt, chờ phát động"
    LAUNCHED = "launched", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"


class ClosingState(models.TextChoices):
    PROPOSED = "proposed", "Đề nghị kết thúc"
    DECLINED = "declined", "Chưa đồng ý kết thúc"
    CLOSED = "closed", "Đã kết thúc"
    REOPENED = "reopened", "Đã mở lại"


class AmendmentWay(models.TextChoices):
    WHOLE = "whole", "Ban hành lại cả kế hoạch"
    CLAUSES = "clauses", "Văn bản chỉ sửa một số điểm"


class AmendmentState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ lãnh đạo duyệt"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Đã duyệt"
    ABANDONED = "abandoned", "Đã thôi"


class ItemKind(models.TextChoices):
    BASIS = "basis", "Căn cứ"
    AIM = "aim", "Mục đích"
    REQUIREMENT = "requirement", "Yêu cầu"
    CONTENT = "content", "Nội dung thi đua"
    SECTOR = "sector", "Lĩnh vực trọng tâm"
    TARGET_GROUP = "target_group", "Đối tượng thi đua"
    CRITERION = "criterion", "Tiêu chí"
    TARGET_LINE = "target_line", "Chỉ tiêu"
    SOLUTION = "solution", "Giải pháp"
    PHASE = "phase", "Giai đoạn"
    MILESTONE = "milestone", "Mốc sơ kết, tổng kết"
    DUTY = "duty", "Nhiệm vụ của đơn vị"
    REPORTING_DUTY = "reporting_duty", "Chế độ báo cáo"
    INSPECTION_DUTY = "inspection_duty", "Kiểm tra"
    RECIPIENT = "recipient", "Nơi nhận"
    OPEN_POINT = "open_point", "Điểm còn bỏ ngỏ"


class Decision(models.TextChoices):
    PENDING = "pending", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    DROPPED = "dropped", "Đã bỏ"
    LEFT_OPEN = "left_open", "Để ngỏ"


class Origin(models.TextChoices):
    READ = "read", "Máy đọc từ kế hoạch"
    ADDED = "added", "Người thêm"
    CARRIED = "carried", "Từ bản trước"


class Level(models.TextChoices):
    REQUIRED = "required", "Mức đạt"
    ASPIRED = "aspired", "Mức phấn đấu"


class Choice(models.TextChoices):
    """Ways to settle an open point; the first three are for two target lines on one measurement."""

    BOTH = "both", "Giữ cả hai: mức thấp là mức đạt, mức cao là mức phấn đấu"
    LOWEST = "lowest", "Chỉ lấy mức thấp"
    HIGHEST = "highest", "Chỉ lấy mức cao"
    ANSWERED = "answered", "Hiểu như sau"
    OPEN = "open", "Để ngỏ, ghi lý do"
