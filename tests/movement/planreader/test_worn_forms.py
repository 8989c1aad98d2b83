"""Worn forms that examined documents brought up: torn capitals, footnotes, lost table rows, parts, run-on recipients."""

import pytest

from thidua.movement.planreader import read_plan
from thidua.movement.planreader.footnotes import drop_footnotes
from thidua.movement.planreader.labels import read_label
from thidua.movement.planreader.letters import mend_numbers, mend_words
from thidua.movement.planreader.tables import open_tables, rows_of_html


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("1. M ục đích", "1. Mục đích"),
        ("S ở Nội vụ", "Sở Nội vụ"),
        ("- T ối thiểu 90%", "- Tối thiểu 90%"),
        ("Nguyễn Văn T ở tổ 5", "Nguyễn Văn T ở tổ 5"),
        ("nhóm B ăn", "nhóm B ăn"),
    ],
)
def test_capital_cut_off_by_scanning_is_closed(torn: str, whole: str) -> None:
    assert mend_words(torn) == whole


def test_letters_read_for_zeros_are_mended_before_a_percent_sign() -> None:
    assert mend_numbers("1OO% cán bộ; 9O %; OCOP 3%") == "100% cán bộ; 90 %; OCOP 3%"


@pytest.mark.parametrize(
    ("text", "label"),
    [("PHẦN I MỤC TIÊU", "PHẦN I"), ("Phần thứ hai. Nội dung", "Phần thứ hai"), ("Phần I của Luật", None)],
)
def test_part_is_a_label(text: str, label: str | None) -> None:
    read = read_label(text)
    assert (read.text if read and read.kind == "part" else None) == label


def test_footnote_is_dropped_with_its_raised_number() -> None:
    text = [
        "Mỗi khoa có 02 đề tài cấp bộ1;",
        "1 Tính cả đề tài do doanh nghiệp đặt hàng",
        "2",
        "II. NỘI DUNG",
    ]
    assert drop_footnotes(text) == ["Mỗi khoa có 02 đề tài cấp bộ;", "2", "II. NỘI DUNG"]


def test_numbered_line_without_a_raised_number_is_no_footnote() -> None:
    text = ["Các khoa thực hiện;", "1 Mục đích và yêu cầu của phong trào thi đua", "", "Khơi dậy."]
    assert drop_footnotes(text) == text


def test_cells_one_after_another_become_rows() -> None:
    cells = ["STT", "Nội dung", "Chủ trì", "1", "Phát động", "Sở A", "2", "Tổng kết", "Sở B", "V. TỔ CHỨC"]
    assert open_tables(cells) == [
        "", "| STT | Nội dung | Chủ trì |", "| 1 | Phát động | Sở A |", "| 2 | Tổng kết | Sở B |", "", "V. TỔ CHỨC",
    ]  # fmt: skip


def test_two_cells_between_borders_stay_a_frame() -> None:
    frame = ["|", "ỦY BAN NHÂN DÂN", "|", "CỘNG HÒA", "|", "|", "Số: 1/KH-UBND", "|", "Hà Nội, ngày 1", "|"]
    assert open_tables(frame) == frame


def test_html_cell_over_two_columns_keeps_its_place() -> None:
    html = "<tr><td colspan='2'>Năm</td><td>2026</td></tr>"
    assert rows_of_html(html).strip().removesuffix("</tr>").strip() == "| Năm |  | 2026 |"


HEAD = "KẾ HOẠCH\nThử\n\nCăn cứ Công văn số 1/UBND-VX ngày 01/01/2026;\n\nI. MỤC TIÊU\n\n"


@pytest.mark.parametrize(
    ("head", "row", "wanted"),
    [
        ("TT | Chỉ tiêu | ĐVT | Hiện trạng 2025 | Năm 2026", "1 | Hộ số | % | 40 | ≥ 60", [(">=", 60, "%")]),
        ("TT | Chỉ tiêu | ĐVT | Năm 2026", "1 | Lớp học | lớp | 5 - 7", [(">=", 5, "lớp"), ("<=", 7, "lớp")]),
        ("TT | Tiêu chí | Điểm tối đa", "1 | Đạt 100% kế hoạch | 10", []),
        ("TT | Nội dung | Chủ trì | Thời gian", "1 | Mở lớp | Sở A | Năm 2026", []),
    ],
)
def test_table_of_targets_is_read_by_its_columns(
    head: str, row: str, wanted: list[tuple[str, float, str]]
) -> None:
    draft = read_plan(f"{HEAD}| {head} |\n|---|---|\n| {row} |\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở A: chủ trì.")
    assert [(one.comparator, one.value, one.unit) for one in draft.quantitative_targets] == wanted


def test_recipients_on_one_line_are_taken_apart() -> None:
    draft = read_plan(
        HEAD
        + "- Một.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở A: chủ trì.\n\nNơi nhận: Như trên; UBND tỉnh (b/c); Lưu: VT.\n\nCHỦ TỊCH"
    )
    assert [one.value for one in draft.recipients] == ["Như trên", "UBND tỉnh (b/c)", "Lưu: VT"]
