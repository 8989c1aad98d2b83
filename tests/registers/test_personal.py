"""Columns about people are known by their titles or by what stands in them."""

import pytest

from thidua.registers.personal import Why, by_content, by_title, names_someone, of_cell


@pytest.mark.parametrize(
    "title",
    [
        "Chủ hồ sơ",
        "Họ và tên",
        "Tên tổ chức, cá nhân",
        "SĐT",
        "Số điện thoại",
        "SoDienThoai",
        "SoGiayToChuHoSo",
        "Số CCCD/CMND",
        "E-mail",
        "Email",
        "Địa chỉ thường trú",
        "Người ký",
        "Ngày sinh",
        "Trích yếu",
        "DuongDanTepTinKetQua",
        "Ký nhận",
    ],
)
def test_titles_that_name_people(title: str) -> None:
    assert by_title(title) is Why.TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Mã hồ sơ",
        "Tên thủ tục",
        "Hồ sơ thủ tục",
        "Đối tượng",
        "Ngày ký ban hành",
        "Lĩnh vực",
        "Định danh VNeID",
        "Tập",
    ],
)
def test_titles_that_do_not(title: str) -> None:
    assert by_title(title) is None


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("031085001234", Why.CITIZEN),
        (31_085_001_234, Why.CITIZEN),
        ("031085001", Why.CITIZEN),
        ("0912345678", Why.PHONE),
        ("+84 912 345 678", Why.PHONE),
        ("0912.345.678", Why.PHONE),
        (912_345_678, Why.PHONE),
        ("a.b@haiphong.gov.vn", Why.MAIL),
        ("000.25.16.H24-260105-0001", None),
        ("1.001234", None),
        ("05/01/2026", None),
        ("20260105083000", None),
        (None, None),
        ("", None),
    ],
)
def test_what_a_cell_looks_like(cell: object, why: Why | None) -> None:
    assert of_cell(cell) is why


@pytest.mark.parametrize(
    ("counts", "filled", "why"),
    [
        ([], 100, None),
        ([(Why.PHONE, 2)], 2, None),
        ([(Why.PHONE, 3)], 15, Why.PHONE),
        ([(Why.PHONE, 3)], 16, None),
        ([(Why.PHONE, 3), (Why.CITIZEN, 9)], 12, Why.CITIZEN),
    ],
)
def test_a_fifth_of_a_column_and_three_cells_are_enough(
    counts: list[tuple[Why, int]], filled: int, why: Why | None
) -> None:
    assert by_content(counts, filled) is why


@pytest.mark.parametrize(
    ("written", "answer"),
    [("031085001234", True), ("a@b.vn", True), ("131085001234", False), ("031085001", False)],
)
def test_a_text_that_is_nothing_but_a_person(written: str, answer: bool) -> None:
    assert names_someone(written) is answer
