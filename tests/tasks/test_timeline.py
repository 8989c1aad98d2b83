"""The picture of tasks over time: all of it within its width, beside its titles or under them."""

import re
from datetime import date

import pytest

from thidua.tasks.timeline import NARROW, WIDE, Bar, Layout, picture_of

TODAY = date(2026, 11, 22)
BARS = [
    Bar(
        1,
        "Rà soát, số hóa hồ sơ lưu của đơn vị theo danh mục đã duyệt",
        date(2025, 9, 20),
        None,
        None,
        "waiting",
    ),
    Bar(2, "Khảo sát", date(2026, 10, 1), date(2026, 11, 1), None, "late", is_part=True, is_late=True),
    Bar(3, "Tập huấn", date(2026, 3, 1), date(2026, 5, 1), date(2026, 4, 20), "reached"),
]


def numbers(picture: str, name: str) -> list[float]:
    return [float(found) for found in re.findall(rf' {name}="(-?[0-9.]+)"', picture)]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_nothing_lies_outside_the_picture(layout: Layout) -> None:
    picture = str(picture_of(BARS, TODAY, layout=layout))
    across = [*numbers(picture, "x"), *numbers(picture, "x1"), *numbers(picture, "x2")]
    height = numbers(picture, "height")[0]
    down = [*numbers(picture, "y"), *numbers(picture, "y1"), *numbers(picture, "y2")]
    assert (min(across) >= 0, max(across) <= layout.width) == (True, True)
    assert (min(down) >= 0, max(down) <= height) == (True, True)


def test_the_narrow_one_fits_a_phone_with_its_titles_and_today() -> None:
    picture = str(picture_of(BARS, TODAY, layout=NARROW))
    assert NARROW.width <= 360 - 2 * 16
    assert [words in picture for words in ("hôm nay", ">2. Khảo sát<", "không có hạn cụ thể")] == [True] * 3
    months = re.findall(r">(\d+/\d{4})<", picture)
    assert 2 <= len(months) <= NARROW.most_marks


def test_both_say_the_same_to_those_who_do_not_see_them() -> None:
    said = [
        re.findall(r"<desc>(.*?)</desc>", str(picture_of(BARS, TODAY, layout=one))) for one in (WIDE, NARROW)
    ]
    assert said[0] == said[1]
