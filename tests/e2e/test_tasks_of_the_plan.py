"""What the plan asks becomes a task: proposed, confirmed, put off, handed in on a phone, accepted; seen in three ways."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clock import local
from tests.documents.samples import PNG
from tests.factories.movement import MovementFactory, PlanFactory, PlanItemFactory
from tests.factories.org import CommuneFactory, MembershipFactory, UnitFactory
from thidua.movement.enums import ItemKind
from thidua.org.models import Unit, User
from thidua.tasks.enums import TaskState
from thidua.tasks.models import ResultEvidence, Task

WORK = "Lập danh mục dữ liệu dùng chung trước ngày 30/11/2026."
TITLE = "Lập danh mục dữ liệu dùng chung"


@pytest.fixture
def unit(set_clock: Callable[..., None], data_folder: Path) -> Unit:
    """The office that the plan in force names in one duty."""
    set_clock(local(2026, 11, 20, 9))
    found: Unit = UnitFactory(parent=CommuneFactory().unit, name="Văn phòng")
    plan = PlanFactory(movement=MovementFactory(commune=found.commune, is_running=True))
    said: dict[str, Any] = {"text": WORK, "facts": {"body": "Văn phòng"}, "is_counting": True}
    PlanItemFactory(plan=plan, kind=ItemKind.DUTY, clause="VI.1", **said)
    return found


def somebody(unit: Unit, role: str) -> User:
    found: User = MembershipFactory(unit=unit, role=role).user
    return found


def test_from_the_plan_to_the_accepted_product(
    unit: Unit, open_page: Callable[..., Any], look: Callable[..., None], tmp_path: Path
) -> None:
    desk = open_page(somebody(unit.commune, "standing_body"))
    phone = open_page(somebody(unit, "reporter"), is_phone=True)
    confirm(desk, look)
    ask_for_time(phone, look)
    grant(desk, look)
    (tmp_path / "danh-muc.png").write_bytes(PNG)
    hand_in(phone, look, str(tmp_path / "danh-muc.png"))
    accept(desk, look)
    task = Task.objects.get()
    assert (task.state, task.lead, str(task.due_on)) == (TaskState.ACCEPTED, unit, "2026-12-10")
    assert ResultEvidence.objects.filter(result__task=task).count() == 1
    for page, size in ((desk, "desk"), (phone, "phone")):
        see_in_three_ways(page, size, look)


def confirm(desk: Any, look: Callable[..., None]) -> None:
    desk.goto("/nhiem-vu/de-xuat/")
    desk.get_by_role("button", name="Đọc nhiệm vụ từ kế hoạch").click()
    desk.get_by_role("link", name=TITLE).wait_for()
    look(desk, "task_proposals", "Đề xuất nhiệm vụ từ kế hoạch")
    desk.get_by_role("button", name="Xác nhận các đề xuất đã chọn").click()
    desk.get_by_text("Không có đề xuất nào đang chờ").wait_for()


def ask_for_time(phone: Any, look: Callable[..., None]) -> None:
    phone.goto("/")
    phone.get_by_role("link", name=f"Nhiệm vụ: {TITLE}").click()
    phone.get_by_role("link", name="Xin gia hạn").click()
    look(phone, "task_extension_phone", "Xin gia hạn")
    phone.get_by_label("Đề nghị gia hạn đến ngày").fill("2026-12-15")
    phone.get_by_label("Lý do").fill("Chờ góp ý của các đơn vị.")
    phone.get_by_role("button", name="Gửi đề nghị").click()
    phone.get_by_text("Đang xin gia hạn đến 15/12/2026").wait_for()


def grant(desk: Any, look: Callable[..., None]) -> None:
    desk.goto("/")
    desk.get_by_role("link", name=f"Quyết định gia hạn: {TITLE}").click()
    desk.get_by_role("link", name="Đồng ý gia hạn").click()
    look(desk, "task_grant", "Đồng ý gia hạn")
    desk.get_by_label("Hạn mới").fill("2026-12-10")
    desk.get_by_role("button", name="Đồng ý gia hạn").click()
    desk.get_by_text("10/12/2026").first.wait_for()


def hand_in(phone: Any, look: Callable[..., None], path: str) -> None:
    phone.reload()
    phone.get_by_role("link", name="Nộp kết quả").click()
    look(phone, "task_hand_in_phone", "Nộp kết quả")
    phone.get_by_label("Kết quả đã làm được").fill("Đã lập danh mục 12 bộ dữ liệu.")
    phone.get_by_label("Tệp, ảnh minh chứng").set_input_files(path)
    phone.get_by_role("button", name="Nộp kết quả").click()
    phone.get_by_text("Chờ nghiệm thu").first.wait_for()


def accept(desk: Any, look: Callable[..., None]) -> None:
    desk.goto("/")
    desk.get_by_role("link", name=f"Nghiệm thu: {TITLE}").click()
    desk.get_by_text("Đã lập danh mục 12 bộ dữ liệu.").wait_for()
    desk.get_by_role("link", name="Nghiệm thu").click()
    look(desk, "task_accept", "Nghiệm thu")
    desk.get_by_role("button", name="Nghiệm thu").click()
    desk.get_by_text("Hoàn thành").first.wait_for()


def see_in_three_ways(page: Any, size: str, look: Callable[..., None]) -> None:
    page.goto("/nhiem-vu/")
    for way in ("Danh sách", "Bảng", "Tiến độ"):
        page.get_by_role("link", name=way, exact=True).click()
        page.get_by_role("link", name=TITLE).first.wait_for()
        look(page, f"task_{way}_{size}", "Nhiệm vụ")
