"""Rooms that no journey passes through: each opened at the desk and on the phone, looked at, and pages of faults by number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.clock import local
from tests.factories import org
from tests.factories import reporting as make
from thidua.org import actions, queries
from thidua.org.models import User

ROOMS = [
    ("administrator", "/nguoi-dung/kich-hoat/", "Mời kích hoạt tài khoản"),
    ("administrator", "/don-vi/nhap/", "Nhập danh sách đơn vị"),
    ("administrator", "/xem-nhu/?vai-tro=reporter", "Xem như một vai trò"),
    ("administrator", "/yeu-cau-du-lieu/", "Yêu cầu về dữ liệu cá nhân"),
    ("administrator", "/yeu-cau-du-lieu/them/", "Ghi yêu cầu nhận trực tiếp"),
    ("administrator", "/yeu-cau-du-lieu/{request}/", "Yêu cầu số 1 · Chỉnh sửa dữ liệu"),
    ("administrator", "/yeu-cau-du-lieu/{request}/gia-han/", "Gia hạn trả lời"),
    ("administrator", "/yeu-cau-du-lieu/{request}/tra-loi/", "Trả lời yêu cầu"),
    ("administrator", "/yeu-cau-du-lieu/{request}/tu-choi/", "Từ chối yêu cầu"),
    ("administrator", "/nguoi-dung/{person}/", "Ông Ổn"),
    ("administrator", "/nguoi-dung/{person}/ban-giao/", "Bàn giao công việc"),
    ("administrator", "/nguoi-dung/{person}/buoc-hai/dat-lai/", "Đặt lại bước xác thực thứ hai"),
    ("administrator", "/nguoi-dung/{person}/khoa/", "Khóa tài khoản"),
    ("administrator", "/nguoi-dung/{person}/vai-tro/them/", "Giao vai trò"),
    ("administrator", "/luu-giu/", "Thời gian lưu giữ"),
    ("administrator", "/sao-luu/", "Sao lưu"),
    ("administrator", "/tai-khoan/nhat-ky/", "Nhật ký về tôi"),
    ("administrator", "/tim/?q=to", "Tìm kiếm"),
    ("reporter", "/tai-khoan/", "Tài khoản và vai trò"),
    ("reporter", "/tai-khoan/du-lieu/", "Dữ liệu của tôi"),
    ("reporter", "/tai-khoan/du-lieu/yeu-cau/", "Gửi yêu cầu về dữ liệu của tôi"),
    ("reporter", "/thong-bao/", "Thông báo"),
    ("standing_body", "/phong-trao/{movement}/ket-thuc/de-nghi/", "Đề nghị kết thúc phong trào"),
    ("leader", "/phong-trao/{movement}/ket-thuc/", "Kết thúc phong trào"),
    ("", "/{slug}/du-lieu-ca-nhan/", "Dữ liệu cá nhân"),
    ("", "/kich-hoat/", "Nhập mã kích hoạt"),
    ("", "/quen-mat-khau/", "Quên mật khẩu"),
]
FAULTS = ["400", "403", "404", "405", "413", "422", "429", "500", "503", "507"]


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 20))
    return make.ward(units=2, indicators=1)


def places(here: make.Ward, person: User) -> dict[str, Any]:
    """What the addresses are filled with; the request was written down for somebody who came by."""
    administrator = here.person("administrator")
    by = queries.actor_for(administrator, on=date(2026, 10, 20), commune_id=here.commune.pk)
    assert by is not None
    request = actions.record_data_request(
        here.commune,
        requester_name="Bà Trần Thị Ví Dụ",
        kind="correct",
        content="Sửa tên đệm.",
        contact="0912 000 111",
        filed_on=date(2026, 10, 19),
        by=by,
        at=local(2026, 10, 20),
    )
    return {
        "request": request.pk,
        "person": person.pk,
        "movement": here.movement.pk,
        "slug": here.commune.commune_profile.slug,
    }


@pytest.mark.parametrize("is_phone", [False, True], ids=["desk", "phone"])
def test_rooms_are_accessible_and_stay_in_their_frame(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None], *, is_phone: bool
) -> None:
    person = org.UserFactory(home=here.commune, full_name="Ông Ổn")
    org.MembershipFactory(unit=here.units[0], user=person)
    filled = places(here, person)
    pages: dict[str, Any] = {}
    for number, (role, path, heading) in enumerate(ROOMS):
        if role not in pages:
            pages[role] = open_page(here.person(role) if role else None, is_phone=is_phone)
        pages[role].goto(path.format(**filled))
        look(pages[role], f"room_{number:02}_{'phone' if is_phone else 'desk'}", heading)


@pytest.mark.parametrize("code", FAULTS)
def test_page_of_a_fault_reads_well(
    code: str,
    open_page: Callable[..., Any],
    live_server: Any,
    assert_accessible: Callable[[Any], None],
    take_screen: Callable[[Any, str], Any],
) -> None:
    page = open_page(is_phone=True)
    page.goto("/dang-nhap/")
    page.set_content(render_to_string(f"{code}.html", {"sentence": "Xin thử lại sau 14:30."}))
    page.get_by_role("heading", level=1).wait_for()
    take_screen(page, f"fault_{code}")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("main a.btn, main button").count() > 0
