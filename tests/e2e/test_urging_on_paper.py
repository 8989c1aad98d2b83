"""The standing body urges late units on paper: drafted, put into words, issued; the unit reads it and does its work."""

from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from tests.clock import local
from tests.factories import reporting as make
from tests.factories import tasks as make_tasks
from thidua.tasks.enums import TaskState
from thidua.tasks.models import Task
from thidua.urging.models import UrgingLetter

NOW = local(2026, 11, 4, 8)


@pytest.fixture
def here() -> make.Ward:
    """Two units that owe October's report; the first one a task as well."""
    ward = make.ward(units=2)
    make_tasks.TaskFactory(lead=ward.units[0], title="Lập danh mục dữ liệu dùng chung")
    return ward


def test_from_the_late_list_to_the_units_answer(
    here: make.Ward,
    open_page: Callable[..., Any],
    look: Callable[..., None],
    set_clock: Callable[..., None],
) -> None:
    set_clock(NOW)
    officer = open_page(here.person("standing_body"))
    draft_for_the_first(officer, here, look)
    change_the_words(officer, look)
    take_the_file(officer, here)
    issue(officer, look)
    answer_on_a_phone(open_page(here.person("unit_head"), is_phone=True), here, look)


def draft_for_the_first(officer: Any, here: make.Ward, look: Callable[..., None]) -> None:
    officer.goto("/")
    officer.get_by_role("link", name="Đôn đốc", exact=True).click()
    look(officer, "urging-owing", "Đôn đốc")
    officer.get_by_label(f"Chọn {here.units[1].name}").uncheck()
    officer.get_by_role("button", name="Soạn văn bản đôn đốc").click()
    look(officer, "urging-letter", f"Đôn đốc {here.units[0].name} lần 1")


def change_the_words(officer: Any, look: Callable[..., None]) -> None:
    officer.get_by_role("link", name="Sửa lời, người ký").click()
    look(officer, "urging-words", "Sửa lời, người ký")
    officer.get_by_label("Chức vụ người ký").fill("Phó Chủ tịch")
    officer.get_by_role("button", name="Lưu").click()


def take_the_file(officer: Any, here: make.Ward) -> None:
    with officer.expect_download() as found:
        officer.get_by_role("link", name="Bản Word").click()
    said = [one.text for one in Document(found.value.path()).paragraphs]
    assert f"Kính gửi: {here.units[0].name}." in said


def issue(officer: Any, look: Callable[..., None]) -> None:
    officer.get_by_role("link", name="Ghi số, phát hành").click()
    look(officer, "urging-issue", "Ghi số, phát hành")
    officer.get_by_label("Số văn bản").fill("47")
    officer.get_by_role("button", name="Ghi số, phát hành").click()
    officer.get_by_text("Đã ghi số 47/UBND-VHXH. Đơn vị đã được báo.").wait_for()
    assert UrgingLetter.objects.get().number == "47"


def answer_on_a_phone(head: Any, here: make.Ward, look: Callable[..., None]) -> None:
    head.goto("/")
    head.get_by_role("link", name="Làm xong việc nêu trong văn bản số 47/UBND-VHXH").click()
    look(head, "urging-letter-unit", f"Đôn đốc {here.units[0].name} lần 1")
    head.get_by_role("cell", name="Lập danh mục dữ liệu dùng chung").or_(
        head.get_by_role("link", name="Lập danh mục dữ liệu dùng chung")
    ).first.click()
    head.get_by_role("heading", name="Lập danh mục dữ liệu dùng chung").wait_for()
    Task.objects.filter(lead=here.units[0]).update(state=TaskState.HANDED_IN)
    head.go_back()
    head.reload()
    head.get_by_text("Không còn nợ").wait_for()
