"""What becomes of the things of a plan when it is issued anew: tables of pairs, and that nothing is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.movement.enums import ItemKind
from thidua.movement.matching import Change, Thing, likeness, matched, thing_of, words_of

LINE = {"comparator": ">=", "value": "90", "unit": "%", "year": None}


def line(said: str, clause: str = "III.1.1", **figures: object) -> Thing:
    return thing_of(ItemKind.TARGET_LINE, clause, [said], LINE | figures)


def content(said: str, clause: str = "II.1") -> Thing:
    return thing_of(ItemKind.CONTENT, clause, [said], {})


def told(old: list[Thing], new: list[Thing]) -> list[tuple[str, int | None, int | None]]:
    return [(match.change.value, match.old, match.new) for match in matched(old, new)]


ONLINE = "90% hồ sơ thủ tục hành chính nộp trực tuyến"
ONLINE_95 = "95% hồ sơ thủ tục hành chính nộp trực tuyến"


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (line(ONLINE), line(ONLINE), "unchanged"),
        (line(ONLINE), line(f"- {ONLINE.upper()};"), "unchanged"),
        (line(ONLINE), line(ONLINE, clause="IV.2"), "unchanged"),
        (line(ONLINE), line(ONLINE_95, value="95"), "changed"),
        (line(ONLINE), line(ONLINE, value="95"), "changed"),
        (line(ONLINE), line(ONLINE, comparator="<="), "changed"),
        (line(ONLINE), line(ONLINE, unit="hồ sơ"), "changed"),
        (line(ONLINE), line(ONLINE, year=2027), "changed"),
        (content("Làm tốt bản đồ số"), content("Làm tốt bán đồ số"), "changed"),
        (content("Tổ chức mười buổi học"), content("Tổ chức mười lăm buổi học ở tổ"), "changed"),
    ],
)
def test_one_thing_on_each_side(old: Thing, new: Thing, change: str) -> None:
    assert told([old], [new]) == [(change, 0, 0)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (content("Trồng cây xanh", "II.1"), content("Mở lớp học số", "II.1")),
        (content("Trồng cây xanh dọc đường", "II.1"), content("Trồng hoa ở trường", "II.9")),
        (content(ONLINE), line(ONLINE, clause="II.1")),
    ],
)
def test_things_with_little_in_common_or_of_another_kind_are_two(old: Thing, new: Thing) -> None:
    assert Counter(match.change for match in matched([old], [new])) == {Change.GONE: 1, Change.NEW: 1}


def test_a_thing_in_its_new_words_stays_beside_its_neighbours() -> None:
    old = [content("Tuyên truyền", "II.1"), content("Trồng cây", "II.2"), content("Dọn rác ở chợ", "II.3")]
    new = [
        content("Tuyên truyền", "II.1"),
        content("Dọn rác ở chợ và bến xe", "II.2"),
        content("Dạy bơi", "II.3"),
    ]
    assert told(old, new) == [("unchanged", 0, 0), ("gone", 1, None), ("changed", 2, 1), ("new", None, 2)]


def test_of_two_with_the_same_words_each_keeps_its_clause() -> None:
    old = [line(ONLINE, "III.1"), line(ONLINE, "III.2")]
    new = [line(ONLINE, "III.2"), line(ONLINE, "III.1")]
    assert told(old, new) == [("unchanged", 1, 0), ("unchanged", 0, 1)]


def test_the_closest_pair_is_taken_first() -> None:
    old = [content("Mở lớp học chữ cho người già", "II.1"), content("Mở lớp học số cho người già", "II.2")]
    new = [content("Mở lớp học số cho mọi người già", "II.1")]
    assert told(old, new) == [("gone", 0, None), ("changed", 1, 0)]


def test_what_people_put_right_counts_as_words_too() -> None:
    known = thing_of(ItemKind.CONTENT, "II.1", ["Mở lớp học", "Mở lớp bình dân học vụ số"], {})
    assert told([known], [content("Mở lớp bình dân học vụ số")]) == [("unchanged", 0, 0)]


def test_numbers_are_words_as_a_whole() -> None:
    assert words_of("Đạt 92,5 % (năm 2027).") == ("đạt", "92,5", "năm", "2027")
    assert likeness(content("a b"), content("c d")) == 0.0


def test_a_plan_of_thousands_of_look_alikes_is_matched_soon() -> None:
    old = [content(f"Việc số {number} của tổ dân phố", f"II.{number}") for number in range(3000)]
    new = [content(f"Việc số {number} của các tổ dân phố", f"II.{number}") for number in range(3000)]
    assert Counter(match.change for match in matched(old, new)) == {Change.CHANGED: 3000}


SAYINGS = st.sampled_from(["", "a", "a b c", "a b d", "x y z w", "x y z v", "90 %", "95 %"])
THINGS = st.lists(
    st.builds(
        lambda kind, clause, said, value: thing_of(kind, clause, [said], {"value": value}),
        st.sampled_from([ItemKind.CONTENT, ItemKind.TARGET_LINE]),
        st.sampled_from(["", "I", "II"]),
        SAYINGS,
        st.sampled_from(["90", "95"]),
    ),
    max_size=12,
)


@given(THINGS, THINGS)
def test_nothing_is_lost_and_nothing_counted_twice(old: list[Thing], new: list[Thing]) -> None:
    found = matched(old, new)
    assert sorted(match.old for match in found if match.old is not None) == list(range(len(old)))
    assert [match.new for match in found if match.new is not None] == list(range(len(new)))
    sides = {Change.NEW: (False, True), Change.GONE: (True, False)}
    assert all(
        (match.old is not None, match.new is not None) == sides.get(match.change, (True, True))
        for match in found
    )


@given(THINGS, THINGS)
def test_a_pair_is_of_one_kind_and_unchanged_only_with_the_same_figures(
    old: list[Thing], new: list[Thing]
) -> None:
    pairs = [
        (match.change, old[match.old], new[match.new])
        for match in matched(old, new)
        if match.old is not None and match.new is not None
    ]
    assert all(before.kind == after.kind for _, before, after in pairs)
    assert all(
        (before.figures == after.figures and before.sayings == after.sayings) == (change is Change.UNCHANGED)
        for change, before, after in pairs
    )


@given(THINGS)
def test_the_same_plan_is_unchanged(things: list[Thing]) -> None:
    assert {match.change for match in matched(things, things)} <= {Change.UNCHANGED}
