"""What a neighbourhood promises: its plan on one page of a phone, one item returned, accepted; a registration by a slip
for a unit without accounts, and the sheets that are signed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.factories import org as make_org
from tests.factories import pledging as make
from tests.pledging.ground import AT, Ground, ground
from thidua.org.models import Unit, User
from thidua.pledging.enums import PlanState, RegistrationState, Way
from thidua.pledging.models import Registration, UnitPlan


@pytest.fixture
def here(set_clock: Callable[..., None], data_folder: Path) -> Ground:
    set_clock(AT)
    return ground()


@pytest.fixture
def unit(here: Ground) -> Unit:
    return here.unit("neighbourhood", name="Tổ dân phố Khánh Hội")


def somebody(unit: Unit, role: str) -> User:
    found: User = make_org.MembershipFactory(unit=unit, role=role).user
    return found


def test_a_plan_on_a_phone_is_returned_and_accepted(
    here: Ground, unit: Unit, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    phone = open_page(somebody(unit, "unit_head"), is_phone=True)
    desk = open_page(somebody(here.commune, "standing_body"))
    fill(phone, look)
    desk.goto("/")
    desk.get_by_role("link", name="Tổ dân phố Khánh Hội: kế hoạch của đơn vị").click()
    return_one(desk, look)
    put_right(phone, look)
    desk.goto("/")
    desk.get_by_role("link", name="Tổ dân phố Khánh Hội: kế hoạch của đơn vị").click()
    desk.get_by_role("button", name="Chấp nhận kế hoạch").click()
    desk.wait_for_url("**/phong-trao/*/ke-hoach-don-vi/")
    plan = UnitPlan.objects.get()
    assert (plan.state, plan.version, plan.submissions.count()) == (PlanState.ACCEPTED, 2, 2)
    phone.reload()
    look(phone, "unit_plan_accepted_phone", str(plan))


def fill(phone: Any, look: Callable[..., None]) -> None:
    phone.goto("/ke-hoach-don-vi/")
    phone.get_by_role("button", name="Lập kế hoạch của đơn vị").click()
    phone.wait_for_url("**/soan/")
    look(phone, "unit_plan_short_phone", str(UnitPlan.objects.get()))
    phone.get_by_role("button", name="Gửi kế hoạch của đơn vị").click()
    phone.locator("[aria-invalid]").first.wait_for()
    for box in phone.locator("input[name^=lam-]").all():
        box.check()
    phone.locator("input[name^=muc-]").fill("80")
    phone.get_by_label("Việc 1").fill("Mở lớp kỹ năng số")
    phone.get_by_label("Kết quả phải có").first.fill("Danh sách người học")
    phone.get_by_label("Xong trước hết ngày").first.fill("2026-09-30")
    phone.get_by_label("Người đứng đầu").fill("Bà Nguyễn Thị Hoa")
    phone.get_by_role("button", name="Gửi kế hoạch của đơn vị").click()
    phone.get_by_role("button", name="Thu hồi").wait_for()


def return_one(desk: Any, look: Callable[..., None]) -> None:
    look(desk, "unit_plan_check", str(UnitPlan.objects.get()))
    desk.locator("summary", has_text="Mở lớp kỹ năng số").click()
    desk.locator("li", has_text="Mở lớp kỹ năng số").get_by_label("Lý do trả lại").fill("Ghi rõ mấy lớp.")
    desk.get_by_role("button", name="Trả lại các mục có lý do").click()
    desk.wait_for_url("**/phong-trao/*/ke-hoach-don-vi/")
    assert UnitPlan.objects.get().state == PlanState.RETURNED


def put_right(phone: Any, look: Callable[..., None]) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Kế hoạch của Tổ dân phố Khánh Hội").click()
    phone.get_by_role("link", name="Sửa các mục trả lại").click()
    phone.get_by_text("Lý do trả lại: Ghi rõ mấy lớp.").wait_for()
    look(phone, "unit_plan_returned_phone", str(UnitPlan.objects.get()))
    assert phone.locator("input[name^=lam-], input[name^=muc-]").count() == 0
    phone.get_by_role("textbox", name="Việc").fill("Mở 2 lớp kỹ năng số")
    phone.get_by_role("button", name="Gửi kế hoạch của đơn vị").click()
    phone.get_by_role("button", name="Thu hồi").wait_for()


def test_a_unit_without_accounts_registers_by_a_slip(
    here: Ground, unit: Unit, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    desk, phone = open_page(somebody(here.commune, "standing_body")), open_page(is_phone=True)
    desk.goto(f"/don-vi/{unit.pk}/duong-dan/")
    desk.get_by_label("Đăng ký thi đua năm 2027").check()
    desk.get_by_role("button", name="Cấp đường dẫn và làm phiếu").click()
    look(desk, "link_slip", "Phiếu cho đơn vị")
    code = desk.locator(".slip-code").inner_text()
    register(phone, code, look)
    registration = Registration.objects.get()
    signing = registration.signings.get()
    assert (registration.state, signing.way, signing.signatory) == (
        RegistrationState.SIGNED,
        Way.LINK,
        "Bà Hoa",
    )
    phone.goto(f"/phieu/{code}/")
    phone.get_by_role("heading", name="Phiếu này không dùng được").wait_for()
    desk.goto(f"/dang-ky-thi-dua/{registration.pk}/")
    assert "Bà Hoa" in said(desk, "Tải để sửa (.docx)")
    desk.get_by_role("button", name="Ghi nhận đăng ký").click()
    desk.get_by_text("Đã ghi nhận").first.wait_for()


def register(phone: Any, code: str, look: Callable[..., None]) -> None:
    phone.goto("/phieu/")
    look(phone, "link_enter_phone", "Nhập mã trên phiếu")
    phone.get_by_label("Mã trên phiếu").fill(code)
    phone.get_by_role("button", name="Mở phiếu").click()
    look(phone, "link_registration_phone", "Tổ dân phố Khánh Hội")
    phone.get_by_role("checkbox").first.check()
    phone.get_by_label("Chỉ tiêu phấn đấu").fill("100 % hộ có người biết dùng dịch vụ công")
    phone.get_by_label("Họ tên người đứng đầu").fill("Bà Hoa")
    phone.get_by_label("Chức vụ").fill("Tổ trưởng")
    phone.get_by_role("button", name="Ký và gửi đăng ký thi đua").click()
    look(phone, "link_done_phone", "Đã nhận phiếu")


def said(desk: Any, name: str) -> str:
    """All words of the Word file that comes."""
    with desk.expect_download() as found:
        desk.get_by_role("link", name=name).click()
    paper = Document(found.value.path())
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_a_pact_is_signed_by_its_members_and_printed(
    here: Ground, unit: Unit, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    bloc = make.BlocFactory(commune=here.commune)
    make.BlocMembershipFactory(bloc=bloc, unit=unit)
    pact = make.PactFactory(bloc=bloc)
    phone = open_page(somebody(unit, "unit_head"), is_phone=True)
    phone.goto(f"/giao-uoc/{pact.pk}/ky/")
    phone.get_by_role("heading", level=1).wait_for()
    phone.get_by_label("Chức vụ người ký").fill("Tổ trưởng")
    phone.get_by_role("button", name="Ký giao ước").click()
    phone.wait_for_url(f"**/giao-uoc/{pact.pk}/")
    assert pact.signatures.get().unit == unit
    assert "Không đơn vị nào nộp báo cáo muộn" in said(phone, "Tải để sửa (.docx)")
