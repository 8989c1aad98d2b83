"""A reporter at the desk: a workbook with mistakes, the keyboard alone, without JavaScript, and a page that went stale."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import openpyxl
import pytest

from tests.clock import local
from tests.factories import reporting as make
from thidua.reporting.enums import ReportState
from thidua.reporting.queries import entry

NUMERATOR, DENOMINATOR, EXPLANATION = 6, 7, 11


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 2, 9))
    return make.ward(units=1, indicators=4)


def filled(path: Any, rows: list[tuple[Any, Any, str]]) -> str:
    """The downloaded workbook with (numerator, denominator, explanation) typed into its rows."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = next(cell.row for cell in sheet["A"] if cell.value == "Mã") + 1
    for place, cells in enumerate(rows):
        for column, value in zip((NUMERATOR, DENOMINATOR, EXPLANATION), cells, strict=True):
            sheet.cell(first + place, column, value)
    book.save(path)
    return str(path)


def test_workbook_with_mistakes_in_many_cells(
    set_clock: Callable[..., None],
    open_page: Callable[..., Any],
    look: Callable[..., None],
    tmp_path: Any,
) -> None:
    """Every mistake is told with its cell; put right on the page, all is taken over, and sent once nothing lacks."""
    set_clock(local(2026, 10, 2, 9))
    here = make.ward(units=1, kinds=("ratio", "ratio", "ratio", "ratio", "amount", "ratio"))
    desk = open_page(here.person("reporter"))
    fetch_the_workbook(desk, tmp_path / "bao-cao.xlsx")
    reason = "Đếm theo sổ tiếp nhận."
    rows = [
        (40, 50, ""),
        ("4O", 50, reason),
        (60, 50, reason),
        ("1.234", "abc", reason),
        (1.234, None, reason),
        ("=20+20", 50, reason),
    ]
    desk.get_by_role("link", name="Tải lên tệp đã điền").click()
    look(desk, "desk_workbook", "Nhập từ tệp Excel")
    desk.get_by_label("Tệp Excel đã điền").set_input_files(filled(tmp_path / "bao-cao.xlsx", rows))
    desk.get_by_role("button", name="Xem trước thay đổi").click()
    look(desk, "desk_workbook_review", "Bảng tính “bao-cao.xlsx”")
    correct_the_cells(desk)
    desk.get_by_role("button", name="Nhập 6 dòng vào báo cáo").click()
    desk.get_by_role("link", name="Về trang nhập số liệu").first.click()
    look(desk, "desk_report_edit", "Nhập số liệu Tháng 10/2026")
    kept = [(40, 50), (40, 50), (45, 50), (1234, 2000), (1234, None), (40, 50)]
    assert [(one.numerator, one.denominator) for one in here.figures()] == kept
    send_with_what_lacked(desk)
    assert here.report().state == ReportState.SUBMITTED


def fetch_the_workbook(desk: Any, path: Any) -> None:
    desk.goto("/viec-cua-toi/")
    desk.get_by_role("link", name="Báo cáo Tháng 10/2026").click()
    desk.get_by_role("link", name="Nhập số liệu", exact=True).click()
    with desk.expect_download() as saved:
        desk.get_by_role("link", name="Tải mẫu Excel").click()
    saved.value.save_as(path)


def correct_the_cells(desk: Any) -> None:
    """Each refused cell stands there as it was typed, with its place; the good row waits untouched."""
    wrong = desk.locator("input[aria-invalid]")
    assert [box.input_value() for box in wrong.all()] == ["4O", "60", "abc", "1,234?", ""]
    places = [
        one.split("(Ô ")[1][:-1] for one in desk.locator(".field label:has(.optional)").all_inner_texts()
    ]
    first = int(places[0][1:])
    assert places == [f"F{first}", f"F{first + 1}", f"G{first + 2}", f"F{first + 3}", f"F{first + 4}"]
    for box, value in zip(wrong.all(), ("40", "45", "2.000", "1234", "40"), strict=True):
        box.fill(value)
    desk.get_by_role("button", name="Đọc lại các ô đã sửa").click()


def send_with_what_lacked(desk: Any) -> None:
    """One figure has neither evidence nor an explanation."""
    desk.get_by_role("button", name="Gửi báo cáo (6 số liệu)").click()
    desk.get_by_text("Còn 1 số liệu chưa có minh chứng hoặc giải trình: Chỉ tiêu thứ").wait_for()
    desk.get_by_label("Giải trình").first.fill("Đếm theo sổ tiếp nhận.")
    desk.get_by_role("button", name="Gửi báo cáo (6 số liệu)").click()
    desk.get_by_text("Đã nhận 6 số liệu").wait_for()


def test_reporting_by_keyboard_alone(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    desk = open_page(here.person("reporter"))
    desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    look(desk, "desk_report_edit_empty", "Nhập số liệu Tháng 10/2026")
    for number in range(1, 5):
        tab_to(desk, "Số hồ sơ nộp trực tuyến")
        desk.keyboard.type(f"4{number}")
        tab_to(desk, "Tổng số hồ sơ tiếp nhận")
        desk.keyboard.type("50")
        tab_to(desk, "Giải trình")
        desk.keyboard.type("Đếm theo sổ.")
    tab_to(desk, "Gửi báo cáo (4 số liệu)")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="Báo cáo Tháng 10/2026").wait_for()
    assert here.report().state == ReportState.SUBMITTED
    assert [one.numerator for one in here.figures()] == [41, 42, 43, 44]


def tab_to(page: Any, name: str) -> None:
    """Press Tab until the thing of that name has the focus."""
    asked = """() => {
      const one = document.activeElement;
      return (one.labels?.[0]?.firstChild.textContent || one.textContent).trim();
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(asked) == name:
            return
    pytest.fail(f"the keyboard never reaches {name}")


def test_reporting_without_javascript(here: make.Ward, open_page: Callable[..., Any]) -> None:
    desk = open_page(here.person("reporter"), has_script=False)
    desk.goto("/")
    desk.get_by_role("link", name="Báo cáo Tháng 10/2026").click()
    desk.get_by_role("link", name="Nhập số liệu", exact=True).click()
    for row in desk.get_by_role("group", name="Chỉ tiêu thứ").all():
        row.get_by_label("Số hồ sơ nộp trực tuyến").fill("51")
        row.get_by_label("Tổng số hồ sơ tiếp nhận").fill("50")
        row.get_by_label("Giải trình").fill("Đếm theo sổ.")
    desk.get_by_role("button", name="Gửi báo cáo (4 số liệu)").click()
    desk.get_by_text("4 dòng có chỗ chưa đúng").wait_for()
    for box in desk.get_by_label("Số hồ sơ nộp trực tuyến").all():
        assert box.input_value() == "51"
        box.fill("45")
    desk.get_by_role("button", name="Gửi báo cáo (4 số liệu)").click()
    desk.get_by_text("Đã nhận 4 số liệu").wait_for()
    assert here.report().state == ReportState.SUBMITTED


def test_what_is_typed_while_the_line_is_slow_is_saved_too(
    here: make.Ward, open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every save of a row answers late, so each next one waits for it: none is refused, the last one stands."""
    answer = entry.entry_rows

    def answer_late(*given: Any, **named: Any) -> Any:
        time.sleep(0.3)
        return answer(*given, **named)

    monkeypatch.setattr(entry, "entry_rows", answer_late)
    desk = open_page(here.person("reporter"))
    desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    for numerator in ("40", "41", "42"):
        type_row(desk, numerator)
    desk.get_by_text("Đã lưu: 42").wait_for()
    type_row(desk, "43")
    desk.get_by_role("button", name="Lưu", exact=True).last.click()
    desk.get_by_text("Đã lưu: 43").wait_for()
    assert here.figures()[0].numerator == 43


def test_half_a_figure_waits_until_its_row_is_left(here: make.Ward, open_page: Callable[..., Any]) -> None:
    """Between the two numbers nothing is sent; what is sent then is this row alone."""
    desk, sent = open_page(here.person("reporter")), []
    desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    desk.on("request", lambda one: sent.append(one.post_data) if one.method == "POST" else None)
    numerators, missing = desk.get_by_label("Số hồ sơ nộp trực tuyến"), desk.get_by_text("Chưa nhập tổng số")
    numerators.first.fill("40")
    numerators.first.press("Tab")
    desk.wait_for_timeout(300)
    assert (sent, missing.count()) == ([], 0)
    numerators.nth(1).focus()
    missing.wait_for()
    desk.get_by_label("Tổng số hồ sơ tiếp nhận").first.fill("50")
    numerators.nth(1).focus()
    desk.get_by_text("Đã lưu: 40 trên 50").wait_for()
    names = [{name.partition("-")[0] for name in parse_qs(one, keep_blank_values=True)} for one in sent]
    assert names == [{"csrfmiddlewaretoken", "opened_by", f"s{here.figures()[0].pk}"}] * 2


def test_two_people_save_the_same_figure(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    """The second sees both numbers, what was typed stays in the field, and saving again is a decision."""
    first, second = open_page(here.person("reporter")), open_page(here.person("unit_head"))
    for desk in (first, second):
        desk.goto(f"/bao-cao/{here.report().pk}/nhap/")
    type_row(first, "40")
    first.get_by_text("Đã lưu: 40").wait_for()
    type_row(second, "44")
    notice = second.get_by_text("vừa lưu số này: 40")
    notice.wait_for()
    assert second.get_by_label("Số hồ sơ nộp trực tuyến").first.input_value() == "44"
    assert here.figures()[0].numerator == 40
    look(second, "desk_stale", "Nhập số liệu Tháng 10/2026")
    second.get_by_role("button", name="Lưu", exact=True).last.click()
    second.get_by_text("Đã lưu: 44").wait_for()
    assert here.figures()[0].numerator == 44


def type_row(desk: Any, numerator: str) -> None:
    """The first figure of the page, of fifty."""
    denominator = desk.get_by_label("Tổng số hồ sơ tiếp nhận").first
    denominator.fill("50")
    desk.get_by_label("Số hồ sơ nộp trực tuyến").first.fill(numerator)
    desk.get_by_label("Số hồ sơ nộp trực tuyến").first.press("Tab")
