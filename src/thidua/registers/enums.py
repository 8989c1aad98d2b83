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


class Every(models.TextChoices):
    """How often a report is owed."""

    MONTH = "month", "Hằng tháng"
    QUARTER = "quarter", "Hằng quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "Hằng năm"


class SheetState(models.TextChoices):
    OPEN = "open", "Đang kiểm tra"
    CLOSED = "closed", "Đã vào sổ"
    DROPPED = "dropped", "Đã bỏ"


class Conclusion(models.TextChoices):
    """What became of a dossier; only the last one is a violation, the three before it are gaps in the data."""

    NOT_ASKED = "khong_yeu_cau", "Không yêu cầu giấy tờ"
    NO_DATA = "chua_co_du_lieu", "Có yêu cầu: chưa có dữ liệu"
    WRONG_DATA = "du_lieu_sai", "Có yêu cầu: dữ liệu sai, thiếu"
    SYSTEM_DOWN = "he_thong_loi", "Có yêu cầu: hệ thống lỗi"
    AGAINST_RULES = "yeu_cau_sai_quy_dinh", "Có yêu cầu: sai quy định"


GAPS = (Conclusion.NO_DATA, Conclusion.WRONG_DATA, Conclusion.SYSTEM_DOWN)


class Paper(models.TextChoices):
    """Papers that published databases stand for: NQ 66.7/2025/NQ-CP, Điều 2 to Điều 4."""

    IDENTITY = "cu_tru", "Thẻ căn cước, thông tin cư trú"
    CIVIL_STATUS = "ho_tich", "Khai sinh, kết hôn, tình trạng hôn nhân, khai tử"
    INSURANCE = "bao_hiem", "Thẻ BHYT, sổ BHXH"
    DRIVING = "lai_xe", "Giấy phép lái xe, đăng ký xe"
    BUSINESS = "kinh_doanh", "Đăng ký doanh nghiệp, hộ kinh doanh, hợp tác xã"
    LAND = "dat_dai", "Giấy chứng nhận quyền sử dụng đất ở"
    RECORD = "ly_lich", "Phiếu lý lịch tư pháp"
    HEALTH = "suc_khoe", "Giấy khám sức khỏe"
    OTHER = "khac", "Bản sao, giấy tờ khác"
