"""A list with names in it is handed in; the figure counts itself, is taken with one press; a later list offers a revision."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from tests.registers import lists
from tests.reporting.counted import bind
from thidua.registers import jobs
from thidua.registers.models import Batch, Record
from thidua.reporting.models import Period, Report


@pytest.fixture
def here(set_clock: Callable[..., None], data_folder: Path) -> make.Ward:
    set_clock(local(2026, 10, 16, 9))
    found = make.ward(indicators=1)
    bind(found)
    return found


def a_list(path: Path, online: int) -> str:
    rows = [
        lists.row(number, channel="Trực tuyến" if number < online else "Trực tiếp", day="14/10/2026 23:59")
        for number in range(9)
    ]
    path.write_bytes(lists.as_csv([(*one[:7], "20/10/2026", one[8]) for one in rows]))
    return str(path)


def hand_in(desk: Any, path: str) -> Batch:
    """Up to the page on which the read rows wait."""
    desk.goto("/so-du-lieu/")
    desk.get_by_role("link", name="Tải lên Hồ sơ thủ tục hành chính", exact=True).click()
    desk.get_by_label("Tệp xuất từ hệ thống khác").set_input_files(path)
    desk.get_by_label("Hệ thống đã xuất tệp").fill("Cổng dịch vụ công")
    desk.get_by_role("button", name="Tải lên và đọc").click()
    desk.wait_for_url("**/so-du-lieu/lo/**")
    batch = Batch.objects.order_by("-pk")[0]
    assert jobs.sift_batch.call(batch.pk)
    desk.goto(f"/so-du-lieu/lo/{batch.pk}/ghep-cot/")
    desk.get_by_role("button", name="Đọc từng hàng").click()
    desk.wait_for_url(f"**/so-du-lieu/lo/{batch.pk}/")
    assert jobs.read_batch.call(batch.pk)
    desk.reload()
    return batch


def test_a_list_a_figure_and_a_corrected_list(
    here: make.Ward,
    open_page: Callable[..., Any],
    look: Callable[..., None],
    set_clock: Callable[..., None],
    tmp_path: Path,
) -> None:
    desk = open_page(here.person("reporter"))
    batch = hand_in(desk, a_list(tmp_path / "ho-so.csv", 7))
    look(desk, "register_batch", "Lô 1: ho-so.csv")
    assert lists.NAME not in desk.content()
    desk.get_by_role("button", name="Nhận vào sổ").click()
    desk.wait_for_url(f"**/so-du-lieu/{batch.register_id}/")
    desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    look(desk, "counted_entry", "Nhập số liệu Tháng 10/2026")
    desk.get_by_role("button", name="Nhận số 7 trên 9").click()
    desk.get_by_text("Đã nhận từ sổ “Hồ sơ thủ tục hành chính”: 7 trên 9").wait_for()
    desk.get_by_role("link", name="Xem các hàng").click()
    look(desk, "counted_rows", "Các hàng đã đếm")
    desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    desk.get_by_role("button", name="Gửi báo cáo (1 số liệu)").click()
    desk.wait_for_url(f"**/bao-cao/{here.report().pk}/")
    assert Report.objects.get(pk=here.report().pk).submitted_at is not None
    set_clock(local(2026, 10, 26, 9))
    Period.objects.filter(pk=here.period.pk).update(locked_at=local(2026, 10, 24))
    here.period.reports.update(closed_at=local(2026, 10, 24))
    hand_in(desk, a_list(tmp_path / "ho-so-sua.csv", 8))
    desk.get_by_label("Tệp này thay cho lô nào đã nhận?").select_option(str(batch.pk))
    desk.get_by_role("button", name="Nhận vào sổ").click()
    desk.wait_for_url(f"**/so-du-lieu/{batch.register_id}/")
    assert Record.objects.current().count() == 9
    revise(open_page(here.person("standing_body")), look)
    assert here.figures()[0].standing_value.numerator == 8


def revise(officer: Any, look: Callable[..., None]) -> None:
    officer.goto("/so-lieu-tu-so/da-doi/")
    look(officer, "counted_changed", "Số trong sổ đã đổi")
    officer.get_by_role("link", name="Đính chính").click()
    look(officer, "counted_revision", "Đính chính theo sổ")
    officer.get_by_role("button", name="Đính chính thành 8 trên 9").click()
    officer.get_by_text("Đã đính chính theo sổ").wait_for()
