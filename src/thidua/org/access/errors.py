"""Refusals on the way in."""

import math
from datetime import datetime

from django.utils import timezone

from thidua.org.errors import OrgError


class TooManyTries(OrgError):
    """Says when to come back; `retry_after` in seconds."""

    status = 429

    def __init__(self, until: datetime, *, at: datetime) -> None:
        self.retry_after = max(math.ceil((until - at).total_seconds()), 1)
        minutes = math.ceil(self.retry_after / 60)
        super().__init__(
            f"Đã nhập sai nhiều lần. Xin thử lại sau {timezone.localtime(until):%H:%M} (còn khoảng {minutes} phút)."
        )


class ProofTooOld(OrgError):
    sentence = "Xin xác nhận lại mật khẩu trước khi đổi cách đăng nhập."


class WrongCode(OrgError):
    sentence = "Mã chưa đúng. Mã đổi 30 giây một lần: xin xem mã mới trên điện thoại, và xem giờ điện thoại có đúng không."
    field = "code"


class KeyNotTaken(OrgError):
    sentence = "Khóa chưa được nhận. Xin thử lại, hoặc dùng cách khác."


class KeyKnown(OrgError):
    sentence = "Khóa này đã được thêm từ trước."


class TooManyKeys(OrgError):
    sentence = "Mỗi người giữ nhiều nhất 10 khóa. Xin gỡ bớt khóa không còn dùng."


class FactorNeeded(OrgError):
    sentence = "Vai trò của ông/bà cần bước xác thực thứ hai, nên phải còn ít nhất một cách. Xin thêm cách khác trước."


class PasswordTooShortAlone(OrgError):
    sentence = "Mật khẩu hiện tại chỉ đủ dài khi có bước xác thực thứ hai. Xin đổi mật khẩu dài hơn rồi bỏ bước thứ hai."


class NoFactorToReset(OrgError):
    sentence = "Người này chưa bật bước xác thực thứ hai."


class HandoverInThePast(OrgError):
    sentence = "Ngày bàn giao phải từ hôm nay trở đi."
    field = "from_day"


class NobodyToTake(OrgError):
    sentence = "Người nhận phải là người khác, có tài khoản đang mở ở đây."
    field = "taker"


class NothingToHandOver(OrgError):
    sentence = "Xin chọn ít nhất một vai trò đang giữ để bàn giao."
    field = "memberships"


class SessionGone(OrgError):
    sentence = "Phiên đăng nhập này đã kết thúc."


class IdentityTaken(OrgError):
    sentence = "Danh tính này đã liên kết với một tài khoản. Mỗi danh tính chỉ mở một tài khoản."
    field = "subject"


class IdentityGone(OrgError):
    sentence = "Liên kết này đã được gỡ."
