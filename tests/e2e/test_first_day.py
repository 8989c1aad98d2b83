"""A ward's first day: founding, units and people from workbooks, the signed plan read, confirmed, approved, launched."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect
from xlsxwriter import Workbook

from tests.clock import local
from tests.movement.planreader import printing
from tests.movement.ward import seed_draft
from thidua.movement.enums import MovementState
from thidua.movement.models import Movement, PlanItem
from thidua.org.access import totp
from thidua.org.models import User

PASSWORD = "Mưa xuân, phố nhỏ 26"
UNITS = [
    ("Mã đơn vị", "Tên đơn vị", "Loại"),
    ("UB", "Văn phòng HĐND và UBND phường", "Ủy ban nhân dân"),
    ("VHXH", "Phòng Văn hóa - Xã hội", "Phòng, ban, văn phòng"),
    ("HCC", "Trung tâm Phục vụ hành chính công", "Đơn vị sự nghiệp"),
    ("TDP1", "Tổ dân phố Đồng Ngọ", "Tổ dân phố, thôn"),
    ("CLB", "Câu lạc bộ thơ", "Câu lạc bộ"),
]
PEOPLE = [
    ("Họ và tên", "Tên đăng nhập", "Mã đơn vị", "Vai trò"),
    ("Phạm Thị Lan", "lan", "VHXH", "Cơ quan thường trực"),
    ("Đỗ Văn Chủ", "chu", "phường Nam Đồng", "Lãnh đạo UBND"),
    ("Vũ Văn Tổ", "vu.to", "TDP1", "Cán bộ đầu mối"),
]


def workbook(path: Any, rows: list[tuple[str, ...]]) -> str:
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return str(path)


@pytest.fixture
def empty(set_clock: Callable[..., None]) -> None:
    """What `thidua up` leaves on an empty database: the shipped library and nothing else."""
    set_clock(local(2026, 9, 1))
    call_command("load_library", verbosity=0)


def test_first_day(
    empty: None, open_page: Callable[..., Any], look: Callable[..., None], tmp_path: Any
) -> None:
    administrator = open_page()
    found_the_ward(administrator, look)
    bring_in_units(administrator, look, workbook(tmp_path / "don-vi.xlsx", UNITS))
    bring_in_people(administrator, look, workbook(tmp_path / "nguoi-dung.xlsx", PEOPLE))
    officer = open_page()
    choose_password(officer, hand_out_link(administrator, look), look)
    plan = tmp_path / "ke-hoach.docx"
    plan.write_bytes(printing.as_docx(seed_draft()))
    read_the_plan(officer, str(plan), look)
    decide(officer)
    officer.get_by_role("button", name="Trình kế hoạch để duyệt").click()
    leader = open_page(User.objects.get(username="chu"))
    return_it(leader, look)
    submit_again(officer)
    approve_and_launch(leader, look)
    movement = Movement.objects.get()
    assert movement.state == MovementState.LAUNCHED
    assert movement.target_lines.count() == 11
    assert movement.assignments.count() > 0


def found_the_ward(page: Any, look: Callable[..., None]) -> None:
    page.goto("/")
    look(page, "first_founding", "Thiết lập lần đầu")
    for label, words in (
        ("Tên phường, xã, đặc khu", "phường Nam Đồng"),
        ("Địa danh ghi trên văn bản", "Nam Đồng"),
        ("Cơ quan ban hành", "Ủy ban nhân dân phường Nam Đồng"),
        ("Cơ quan cấp trên", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Tỉnh, thành phố", "thành phố Hải Phòng"),
        ("Họ và tên", "Nguyễn Văn Quản"),
        ("Tên đăng nhập", "quan"),
        ("Mật khẩu", PASSWORD),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Lập địa phương và tài khoản quản trị").click()
    set_up_second_factor(page, look)
    page.goto("/thiet-lap/buoc-tiep/")
    look(page, "first_guide", "Ba bước để bắt đầu")


def set_up_second_factor(page: Any, look: Callable[..., None]) -> None:
    """An administrator needs one from the first minute."""
    look(page, "first_factor", "Cần bước xác thực thứ hai")
    page.get_by_role("link", name="Đặt bằng ứng dụng tạo mã").click()
    secret = page.locator(".slip-link").inner_text().replace(" ", "")
    code = totp.code_at(secret, int(timezone.now().timestamp()) // totp.STEP)
    page.get_by_label("Mã sáu số trên điện thoại").fill(code)
    page.get_by_role("button", name="Bật ứng dụng tạo mã").click()
    look(page, "first_recovery_codes", "Mã dự phòng")


def bring_in_units(page: Any, look: Callable[..., None], path: str) -> None:
    page.get_by_role("link", name="Nhập danh sách đơn vị").click()
    look(page, "first_units", "Nhập danh sách đơn vị")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    look(page, "first_units_checked", "Kiểm tra tệp trước khi áp dụng")
    page.get_by_text("không có loại “Câu lạc bộ”").wait_for()
    page.get_by_role("button", name="Áp dụng 4 dòng").click()
    look(page, "first_unit_list", "Đơn vị")


def bring_in_people(page: Any, look: Callable[..., None], path: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Nhập danh sách người dùng").click()
    page.get_by_role("link", name="Nhập danh sách người dùng").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("button", name="Áp dụng 3 dòng").click()
    look(page, "first_invitation", "Mời kích hoạt tài khoản")
    page.get_by_role("button", name="Làm phiếu cho cả 3 người").click()
    look(page, "first_slips", "Phiếu kích hoạt")
    page.goto("/nguoi-dung/")
    look(page, "first_people", "Người dùng")


def hand_out_link(page: Any, look: Callable[..., None]) -> str:
    """The path of the one-time link on the printed slip."""
    page.get_by_role("link", name="Phạm Thị Lan").click()
    page.get_by_role("button", name="Cấp phiếu kích hoạt").click()
    look(page, "first_slip", "Phiếu kích hoạt")
    return str(re.sub(r"^https?://[^/]+", "", page.locator("#duong-dan").inner_text().strip()))


def choose_password(page: Any, path: str, look: Callable[..., None]) -> None:
    page.goto(path)
    look(page, "first_password", "Kích hoạt tài khoản")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Kích hoạt tài khoản").click()
    look(page, "first_my_work", "Việc của tôi")


def read_the_plan(page: Any, path: str, look: Callable[..., None]) -> None:
    page.get_by_role("link", name="Phong trào", exact=True).click()
    page.get_by_role("link", name="Đưa kế hoạch vào").click()
    look(page, "first_movement_create", "Đưa kế hoạch vào")
    page.get_by_label("Tệp kế hoạch").set_input_files(path)
    page.get_by_role("button", name="Đọc kế hoạch").click()
    look(page, "first_plan_review", "Đọc kế hoạch")


def cards(page: Any, group: str) -> Any:
    """What the reader understood of one kind."""
    return page.get_by_role("region", name=group).get_by_role("article")


def decide(page: Any) -> None:
    """One confirmed, one changed, one dropped, the two levels kept, the rest in groups; then the open points."""
    basis = cards(page, "Căn cứ").first
    basis.get_by_role("button", name="Đúng").click()
    basis.get_by_text("Đã xác nhận").wait_for()
    change_one(page)
    drop_one(page)
    point = page.get_by_role("article", name="90 %").filter(has=page.get_by_text("Giữ cả hai"))
    point.get_by_label("Giữ cả hai").check()
    point.get_by_role("button", name="Ghi quyết định").click()
    confirm_groups(page)
    leave_open(page)


def change_one(page: Any) -> None:
    sector = cards(page, "Lĩnh vực trọng tâm").first
    sector.get_by_role("link", name="Sửa").click()
    box = page.get_by_label("Nội dung", exact=True)
    box.fill(box.input_value() + " (ưu tiên)")
    page.get_by_role("button", name="Lưu và xác nhận").click()
    page.get_by_text("(ưu tiên)").first.wait_for()


def drop_one(page: Any) -> None:
    solution = cards(page, "Giải pháp").first
    solution.get_by_role("link", name="Bỏ").click()
    page.get_by_role("textbox", name="Lý do", exact=True).fill("Không thuộc thẩm quyền của phường.")
    page.get_by_role("button", name="Bỏ mục này").click()
    page.get_by_text("Lý do: Không thuộc thẩm quyền").wait_for()


def confirm_groups(page: Any) -> None:
    groups = page.get_by_role("button", name=re.compile(r"^Xác nhận cả \d+ mục"))
    for left in reversed(range(groups.count())):
        groups.first.click()
        expect(groups).to_have_count(left)
    single = page.get_by_role("button", name="Đúng")
    for left in reversed(range(single.count())):
        single.first.click()
        expect(single).to_have_count(left)


def leave_open(page: Any) -> None:
    points = page.get_by_role("button", name="Ghi quyết định")
    for left in reversed(range(points.count())):
        point = page.get_by_role("article").filter(has=points.first).first
        point.get_by_label("Để ngỏ, ghi lý do").check()
        point.get_by_label("Ghi rõ").fill("Chờ hướng dẫn của thành phố.")
        point.get_by_role("button", name="Ghi quyết định").click()
        expect(points).to_have_count(left)


def return_it(page: Any, look: Callable[..., None]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Duyệt kế hoạch").click()
    look(page, "first_leader_review", "Đọc kế hoạch")
    page.get_by_role("link", name="trang phong trào").click()
    page.get_by_role("link", name="Trả lại kèm lý do").click()
    look(page, "first_return", "Trả lại kế hoạch")
    page.get_by_label("Lý do").fill("Bổ sung số kế hoạch.")
    page.get_by_role("button", name="Trả lại kế hoạch").click()
    page.get_by_text("Lãnh đạo trả lại").wait_for()


def submit_again(page: Any) -> None:
    page.goto("/")
    page.get_by_text("Bổ sung số kế hoạch.").wait_for()
    page.get_by_role("link", name="Trình kế hoạch").click()
    page.get_by_role("button", name="Trình kế hoạch để duyệt").first.click()
    page.get_by_text("đang chờ lãnh đạo duyệt").wait_for()


def approve_and_launch(page: Any, look: Callable[..., None]) -> None:
    page.goto("/phong-trao/")
    page.get_by_role("heading", level=2).get_by_role("link").click()
    page.get_by_role("button", name="Duyệt kế hoạch").click()
    page.get_by_role("link", name="Phát động phong trào").click()
    look(page, "first_launch", "Phát động phong trào")
    page.get_by_role("button", name="Phát động phong trào").click()
    page.get_by_text("Phát động lúc").wait_for()
    look(page, "first_hub", "Đổi mới sáng tạo")
    assert PlanItem.objects.filter(decision="pending").count() == 0
