"""Refusals about requests on personal data."""

from thidua.org.errors import OrgError


class NoTermYet(OrgError):
    sentence = "Vào ngày này chưa có quy định về thời hạn trả lời. Xin xem lại ngày nhận."
    field = "filed_on"


class FiledInTheFuture(OrgError):
    sentence = "Ngày nhận không thể sau hôm nay."
    field = "filed_on"


class ExtendedTooLate(OrgError):
    sentence = "Đã quá hạn trả lời, không gia hạn được nữa. Xin trả lời ngay."


class NothingToExtend(OrgError):
    sentence = "Loại yêu cầu này không được gia hạn."
