"""The standing body composes a month's report, writes a part, chooses charts, issues and sends it; a leader reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from tests.clock import local
from tests.composing.periods import filled
from tests.factories import reporting as make
from thidua.composing.models import PeriodReport

NOW = local(2026, 11, 4, 8)
TITLE = "Kết quả thực hiện phong trào thi đua “Bình dân học vụ số” tháng 10/2026"


@pytest.fixture
def here() -> make.Ward:
    """Two units whose October was approved."""
    ward = make.ward(units=2)
    for indicator in ward.indicators:
        make.add_target_line(ward.movement, indicator, 80)
    for unit in ward.units:
        filled(ward.period, unit, 40)
    return ward


def test_from_the_choice_of_a_month_to_what_was_sent(
    here: make.Ward,
    open_page: Callable[..., Any],
    look: Callable[..., None],
    set_clock: Callable[..., None],
) -> None:
    set_clock(NOW)
    officer = open_page(here.person("standing_body"))
    compose(officer, look)
    write_a_part(officer, look)
    choose_charts(officer, look)
    take_the_file(officer)
    issue(officer, look)
    send(officer, look)
    read_on_a_phone(open_page(here.person("leader"), is_phone=True), look)


def compose(officer: Any, look: Callable[..., None]) -> None:
    officer.goto("/bao-cao-dinh-ky/")
    look(officer, "accounts-empty", "Báo cáo định kỳ")
    officer.get_by_role("link", name="Lập báo cáo").first.click()
    look(officer, "accounts-choose", "Lập báo cáo")
    officer.get_by_label("Thời gian báo cáo").select_option(label="Tháng 10/2026")
    officer.get_by_role("button", name="Lập bản soạn").click()
    look(officer, "accounts-draft", TITLE)


def write_a_part(officer: Any, look: Callable[..., None]) -> None:
    officer.get_by_role("link", name="Sửa phần phương hướng, nhiệm vụ").click()
    look(officer, "accounts-part", "Phương hướng, nhiệm vụ")
    officer.get_by_label("Lời của phần này").fill("- Dạy kỹ năng số tại nhà văn hóa.")
    officer.get_by_role("button", name="Lưu phần này").click()
    officer.get_by_text("Dạy kỹ năng số tại nhà văn hóa.").wait_for()


def choose_charts(officer: Any, look: Callable[..., None]) -> None:
    officer.get_by_role("link", name="Chọn biểu đồ").click()
    look(officer, "accounts-charts", "Chọn biểu đồ")
    officer.get_by_label("Tỷ lệ chỉ tiêu đạt theo đơn vị").check()
    officer.get_by_role("button", name="Lưu biểu đồ đã chọn").click()
    officer.get_by_role("heading", name="Tỷ lệ chỉ tiêu đạt theo đơn vị").wait_for()


def take_the_file(officer: Any) -> None:
    with officer.expect_download() as found:
        officer.get_by_role("link", name="Bản Word").click()
    word = Document(found.value.path())
    assert "- Dạy kỹ năng số tại nhà văn hóa." in [one.text for one in word.paragraphs]
    assert len(word.inline_shapes) == 3


def issue(officer: Any, look: Callable[..., None]) -> None:
    officer.get_by_role("link", name="Ghi số, ban hành").click()
    look(officer, "accounts-issue", "Ghi số, ban hành")
    officer.get_by_label("Số văn bản").fill("98")
    officer.get_by_role("button", name="Ban hành báo cáo").click()
    officer.get_by_text("Đã ban hành báo cáo số 98/BC-UBND.").wait_for()
    assert PeriodReport.objects.get().is_frozen


def send(officer: Any, look: Callable[..., None]) -> None:
    officer.get_by_role("link", name="Ghi là đã gửi").click()
    look(officer, "accounts-send", "Ghi là đã gửi")
    officer.get_by_label("Nơi nhận").fill("Sở Khoa học và Công nghệ")
    officer.get_by_role("button", name="Ghi là đã gửi").click()
    officer.get_by_text("Đã ghi là đã gửi Sở Khoa học và Công nghệ.").wait_for()


def read_on_a_phone(leader: Any, look: Callable[..., None]) -> None:
    leader.goto("/bao-cao-dinh-ky/")
    leader.get_by_role("link", name="Tháng 10/2026").click()
    look(leader, "accounts-phone", TITLE)
    leader.get_by_role("link", name="Xem bản in").click()
    look(leader, "accounts-print", "Bản in")
