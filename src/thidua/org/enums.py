"""Kinds of units, in the words of the ward's office."""

from django.db import models


class UnitKind(models.TextChoices):
    COMMUNE = "commune", "Phường, xã, đặc khu"
    COMMITTEE = "committee", "Ủy ban nhân dân"
    DEPARTMENT = "department", "Phòng, ban, văn phòng"
    SERVICE = "service", "Đơn vị sự nghiệp"
    SCHOOL = "school", "Trường học"
    UNION = "union", "Mặt trận, đoàn thể"
    NEIGHBOURHOOD = "neighbourhood", "Tổ dân phố, thôn"
    ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"
    FORCES = "forces", "Công an, quân sự"
    OTHER = "other", "Khác"


class ImportKind(models.TextChoices):
    UNITS = "units", "Đơn vị"
    PEOPLE = "people", "Người dùng"


class LinkPurpose(models.TextChoices):
    ACTIVATION = "activation", "Kích hoạt tài khoản"
    RESET = "reset", "Đặt lại mật khẩu"


class DataRequestKind(models.TextChoices):
    """What a person may ask about data of his own; each has its term in org/privacy/rules.json."""

    VIEW = "view", "Xem dữ liệu của mình"
    CORRECT = "correct", "Chỉnh sửa dữ liệu"
    PROVIDE = "provide", "Cung cấp bản sao dữ liệu"
    WITHDRAW = "withdraw", "Rút lại sự đồng ý"
    RESTRICT = "restrict", "Hạn chế xử lý dữ liệu"
    OBJECT = "object", "Phản đối xử lý dữ liệu"
    DELETE = "delete", "Xóa dữ liệu"


class DataRequestState(models.TextChoices):
    RECEIVED = "received", "Mới nhận"
    ACKNOWLEDGED = "acknowledged", "Đang giải quyết"
    ANSWERED = "answered", "Đã trả lời"
    REFUSED = "refused", "Đã từ chối"
