"""What could not be saved never looks saved: no network, signed out, a period that was locked meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from thidua.reporting.models import Period

KEPT = "Số vừa gõ được giữ trên máy này"


def cut_the_line(desk: Any, here: make.Ward) -> None:
    desk.context.set_offline(True)


def end_the_session(desk: Any, here: make.Ward) -> None:
    desk.context.clear_cookies(name="sessionid")


def lock_the_period(desk: Any, here: make.Ward) -> None:
    Period.objects.filter(pk=here.period.pk).update(locked_at=local(2026, 10, 2, 10))


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (cut_the_line, f"Chưa lưu được vì mất kết nối. {KEPT}, có mạng là tự gửi"),
        (end_the_session, f"Chưa lưu được vì phiên làm việc đã hết. {KEPT}, đăng nhập lại là tự gửi"),
        (lock_the_period, "Chưa lưu được. Kỳ báo cáo đã khóa"),
    ],
)
def test_a_save_that_fails_says_so_and_keeps_what_was_typed(
    set_clock: Callable[..., None],
    open_page: Callable[..., Any],
    happens: Callable[[Any, make.Ward], None],
    words: str,
) -> None:
    set_clock(local(2026, 10, 2, 9))
    here = make.ward(units=1, indicators=2)
    desk = open_page(here.person("reporter"))
    desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    happens(desk, here)
    desk.get_by_label("Tổng số hồ sơ tiếp nhận").first.fill("50")
    typed = desk.get_by_label("Số hồ sơ nộp trực tuyến").first
    typed.fill("40")
    typed.press("Tab")
    desk.get_by_role("alert").filter(has_text=words).wait_for()
    assert desk.locator("#da-luu").first.inner_text() == "Chưa lưu được"
    assert (typed.input_value(), here.figures()[0].numerator) == ("40", None)
