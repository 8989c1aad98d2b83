"""What names people never passes the door, by title or by content."""

import pytest

from thidua.core.sheet_refusals import SheetRefused
from thidua.core.sheet_writer import Cell
from thidua.registers.library import load
from thidua.registers.personal import Why
from thidua.registers.sifting import MOST_WORDS, Sift

DOSSIERS = load()["ho-so-tthc"]
TITLES: list[Cell] = ["Mã hồ sơ", "Chủ hồ sơ", "Hình thức nộp", "Ghi chú", ""]


def sifted(*rows: list[Cell]) -> tuple[Sift, list[tuple[int, list[Cell]]]]:
    sift = Sift(DOSSIERS)
    return sift, list(sift.rows([["UBND"], TITLES, *rows]))


def test_rows_below_the_titles_without_the_names() -> None:
    sift, rows = sifted(
        ["H1", "Nguyễn Văn A", "Trực tuyến", "gấp", None], [None] * 5, ["H2", "Trần B", "", None, None]
    )
    assert rows == [(3, ["H1", None, "Trực tuyến", "gấp", None]), (5, ["H2", None, "", None, None])]
    assert [(one.title, one.why) for one in sift.dropped] == [("Chủ hồ sơ", Why.TITLE)]
    assert [column.title for column in sift.columns] == ["Mã hồ sơ", "Hình thức nộp", "Ghi chú", "Cột E"]


def test_telephone_numbers_under_a_title_that_says_nothing() -> None:
    sift, rows = sifted(*(["H1", None, None, f"091234567{i}", None] for i in range(3)))
    assert [cells[3] for _, cells in rows] == [None, None, None]
    assert [(one.title, one.why) for one in sift.dropped] == [
        ("Chủ hồ sơ", Why.TITLE),
        ("Ghi chú", Why.PHONE),
    ]


def test_a_single_number_in_a_column_of_words_goes_alone() -> None:
    words: list[list[Cell]] = [[f"H{i}", None, None, "thường", None] for i in range(20)]
    sift, rows = sifted(["H", None, None, "0912345678", None], *words)
    assert (rows[0][1][3], rows[1][1][3]) == (None, "thường")
    assert "Ghi chú" in [column.title for column in sift.columns]


def test_a_citizens_number_as_the_code_of_a_dossier() -> None:
    sift, rows = sifted(*(["031085001234", None, "Trực tuyến", None, None] for _ in range(3)))
    assert [cells[0] for _, cells in rows] == [None, None, None]
    assert "Mã hồ sơ" in [one.title for one in sift.dropped]


def test_words_and_samples_of_a_column() -> None:
    sift, _ = sifted(*([f"H{i}", None, ("Trực tuyến", "Trực tiếp")[i % 2], None, None] for i in range(100)))
    codes, channels = sift.columns[0], sift.columns[1]
    assert (codes.words, len(codes.samples), codes.filled) == (None, 3, 100)
    assert channels.words == ["Trực tuyến", "Trực tiếp"]


@pytest.mark.parametrize(("count", "is_kept"), [(MOST_WORDS, True), (MOST_WORDS + 1, False)])
def test_so_many_words_can_be_asked_about(count: int, is_kept: bool) -> None:
    sift, _ = sifted(*([None, None, f"từ {i}", None, None] for i in range(count)))
    assert (sift.columns[1].words is not None) is is_kept


def test_a_list_without_titles() -> None:
    with pytest.raises(SheetRefused, match="Không thấy hàng tiêu đề"):
        list(Sift(DOSSIERS).rows([["a"], ["b"]]))
