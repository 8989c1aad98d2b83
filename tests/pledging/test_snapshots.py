"""A submission keeps the plan word for word; two of them are held against each other line by line."""

from thidua.pledging.snapshots import MISSING, Change, Line, differences, general_of, lines_of, to_json

GENERAL = [("Thủ trưởng", "Bà Hoa"), ("Văn bản", "không có")]
LINES = [Line("1", "content", "Nội dung 1", "Thực hiện", "II.1"), Line("2", "task", "Mở lớp", "Hạn: quý IV")]


def test_what_is_kept_comes_back() -> None:
    kept = to_json(GENERAL, LINES)
    assert (general_of(kept), lines_of(kept), lines_of(kept, "task")) == (GENERAL, LINES, LINES[1:])


def test_the_same_differs_in_nothing() -> None:
    kept = to_json(GENERAL, LINES)
    assert differences(kept, kept) == []


def test_changed_new_and_gone_lines_are_told() -> None:
    then = to_json(GENERAL, LINES)
    now = to_json(
        [("Thủ trưởng", "Ông Nam"), ("Văn bản", "không có")],
        [
            Line("1", "content", "Nội dung 1", "Không áp dụng: không có", "II.1"),
            Line("3", "task", "Tập huấn", "Hạn"),
        ],
    )
    assert differences(then, now) == [
        Change("", "Thủ trưởng", "Bà Hoa", "Ông Nam"),
        Change("content", "Nội dung 1", "Thực hiện", "Không áp dụng: không có"),
        Change("task", "Tập huấn", MISSING, "Hạn"),
        Change("task", "Mở lớp", "Hạn: quý IV", MISSING),
    ]


def test_another_title_shows_the_one_before() -> None:
    then = to_json([], [Line("2", "task", "Mở lớp", "Hạn")])
    now = to_json([], [Line("2", "task", "Mở hai lớp", "Hạn")])
    assert differences(then, now) == [Change("task", "Mở hai lớp", "Mở lớp. Hạn", "Hạn")]
