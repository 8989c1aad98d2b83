"""Rows of a foreign list as rows of a register, each with its reasons."""

from thidua.registers.library import load
from thidua.registers.reading import Line, Matching, Weight, missing, read_lines

DOSSIERS = load()["ho-so-tthc"]
LEARNING = load()["lop-hoc-so"]
MATCHED = Matching(
    {"ma_ho_so": 0, "ma_tthc": 1, "kenh": 2, "ngay_tiep_nhan": 3, "ngay_hen_tra": 4, "so_hoa": 5}
)
GOOD: list[object] = ["H1", "1.0001", "Trực tuyến", "05/01/2026", "10/01/2026", "Có"]


def lines(*rows: list[object], matching: Matching = MATCHED) -> list[Line]:
    return list(read_lines(enumerate(rows, start=5), DOSSIERS, matching))


def test_a_good_row() -> None:
    [line] = lines(GOOD)
    assert (line.number, line.key, line.day, line.problems) == (5, "H1", "2026-01-05", ())
    assert line.facts is not None
    assert (line.facts["kenh"], line.facts["so_hoa"], line.facts["ngay_nop"]) == ("2", True, None)


def test_a_blank_row_is_no_row() -> None:
    assert lines([None] * 6, GOOD)[0].number == 6


def test_a_row_without_what_it_needs_is_refused_by_its_cell() -> None:
    [line] = lines(["H1", None, "Trực tuyến", "05/01/2026"])
    assert line.facts is None
    assert [(one.place, one.reason, one.weight) for one in line.problems] == [
        ("Ô B5", "Mã thủ tục: không được để trống.", Weight.REFUSED)
    ]


def test_a_needed_cell_that_says_nothing_sensible_is_refused_once() -> None:
    [line] = lines(["H1", "1.0001", "Trực tuyến", "hôm qua"])
    assert [(one.place, one.reason) for one in line.problems] == [
        ("Ô D5", "Ngày tiếp nhận: “hôm qua” không phải ngày, xin ghi như 05/01/2026.")
    ]


def test_an_odd_cell_stays_empty_and_the_row_counts() -> None:
    [line] = lines([*GOOD[:5], "một phần"])
    assert line.facts is not None
    assert line.facts["so_hoa"] is None
    assert [one.weight for one in line.problems] == [Weight.ODD]


def test_days_in_the_wrong_order_are_odd_and_count() -> None:
    [line] = lines(["H1", "1.0001", "Trực tuyến", "05/01/2026", "04/01/2026", "Có"])
    assert line.facts is not None
    assert [(one.place, one.reason) for one in line.problems] == [
        ("Hàng 5", "Ngày tiếp nhận sau ngày hẹn trả; vẫn được tính.")
    ]


def test_the_same_day_is_in_order() -> None:
    assert lines(["H1", "1.0001", "Trực tuyến", "05/01/2026", "05/01/2026", "Có"])[0].problems == ()


def test_a_number_of_a_citizen_in_a_kept_column_is_not_kept_nor_shown() -> None:
    [line] = lines(["031085001234", "1.0001", "Trực tuyến", "05/01/2026"])
    assert line.facts is None
    assert "031085001234" not in line.problems[0].reason


def test_an_empty_channel_means_at_the_counter() -> None:
    [line] = lines(["H1", "1.0001", None, "05/01/2026"])
    assert line.facts is not None
    assert line.facts["kenh"] == "1"


def test_words_told_by_a_person() -> None:
    told = Matching(MATCHED.columns, {"kenh": {"qua app": "2"}})
    [line] = lines(["H1", "1.0001", "Qua app", "05/01/2026"], matching=told)
    assert line.facts is not None
    assert line.facts["kenh"] == "2"


def test_a_short_row_has_empty_cells() -> None:
    [line] = lines(["H1", "1.0001", "Trực tuyến", "05/01/2026"])
    assert line.facts is not None
    assert line.facts["ngay_hen_tra"] is None


def test_a_register_without_a_key_gives_rows_without_one() -> None:
    [line] = read_lines([(2, ["Kỹ năng số"])], LEARNING, Matching({"khoa_hoc": 0}))
    assert (line.key, line.day, line.facts is not None) == ("", None, True)


def test_a_key_of_two_facts() -> None:
    letters = load()["van-ban-di"]
    [line] = read_lines(
        [(2, ["17/KH-UBND", "05/01/2026"])], letters, Matching({"so_ky_hieu": 0, "ngay_ban_hanh": 1})
    )
    assert line.key.split("\x1f") == ["17/KH-UBND", "2026-01-05"]


def test_what_no_column_gives() -> None:
    assert [one.name for one in missing(DOSSIERS, Matching({"ma_ho_so": 0}))] == [
        "ma_tthc",
        "kenh",
        "ngay_tiep_nhan",
    ]
    assert missing(DOSSIERS, MATCHED) == []
