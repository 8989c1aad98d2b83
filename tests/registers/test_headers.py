"""Titles are found below the head of a foreign list, whatever they are called."""

import unicodedata

import pytest

from thidua.registers.headers import find_titles, suggest
from thidua.registers.library import load

DOSSIERS = load()["ho-so-tthc"]
TITLES = ["STT", "Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Hình thức nộp", "Ngày tiếp nhận", "Hẹn trả"]


def test_titles_below_a_head_of_offices() -> None:
    rows: list[list[object]] = [
        ["UBND PHƯỜNG NAM ĐỒNG"],
        [None],
        ["DANH SÁCH HỒ SƠ", None, "Từ 01/01"],
        [*TITLES],
        [1, "H1"],
    ]
    found = find_titles(rows, DOSSIERS)
    assert found is not None
    assert (found.row, found.cells[1]) == (3, "Mã hồ sơ")


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["Mã hồ sơ", "khác"]], [[None]] * 30 + [TITLES]])
def test_no_titles(rows: list[list[object]]) -> None:
    assert find_titles(rows, DOSSIERS) is None


def test_columns_by_titles_and_aliases() -> None:
    assert suggest(TITLES, DOSSIERS) == {
        "ma_ho_so": 1,
        "ma_tthc": 2,
        "kenh": 4,
        "ngay_tiep_nhan": 5,
        "ngay_hen_tra": 6,
    }


@pytest.mark.parametrize(
    "title", ["MaHoSo", "MÃ HỒ SƠ (*)", "mã hồ sơ", unicodedata.normalize("NFD", "Mã hồ sơ")]
)
def test_a_title_in_many_writings(title: str) -> None:
    assert suggest([title], DOSSIERS) == {"ma_ho_so": 0}


def test_what_a_person_matched_before_comes_first() -> None:
    titles = ["Mã hồ sơ", "Mã hồ sơ trên Cổng"]
    assert suggest(titles, DOSSIERS, {"ma_ho_so": "Mã hồ sơ trên Cổng"})["ma_ho_so"] == 1


def test_no_column_serves_two_facts() -> None:
    assert suggest(["Mã hồ sơ"], DOSSIERS, {"ma_tthc": "Mã hồ sơ"}) == {"ma_ho_so": 0}
