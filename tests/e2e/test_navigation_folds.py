"""Whoever holds many places finds them in one row and under “Thêm”: by keyboard, on a phone, without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make

ONE_ROW = 70  # pixels; two rows are 105 and more


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 2, 9))
    return make.ward()


def test_one_row_at_a_desk_and_the_rest_by_keyboard(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    desk = open_page(here.person("standing_body"))
    desk.goto("/bao-cao-gui-di/")
    row, more = desk.get_by_role("navigation", name="Danh mục chính"), desk.locator(".more-places summary")
    assert row.bounding_box()["height"] < ONE_ROW
    assert " ".join(more.text_content().split()) == "Thêm: Báo cáo gửi đi"
    more.focus()
    desk.keyboard.press("Enter")
    look(desk, "navigation_more", "Báo cáo gửi đi")
    desk.keyboard.press("Escape")
    row.get_by_role("link", name="Sổ dữ liệu").wait_for(state="hidden")
    assert more.evaluate("it => it === document.activeElement")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", level=1).click()
    row.get_by_role("link", name="Sổ dữ liệu").wait_for(state="hidden")


@pytest.mark.parametrize("is_phone", [True, False])
def test_without_javascript(here: make.Ward, open_page: Callable[..., Any], is_phone: bool) -> None:
    page = open_page(here.person("standing_body"), is_phone=is_phone, has_script=False)
    page.goto("/viec-cua-toi/")
    if is_phone:
        page.get_by_text("Danh mục", exact=True).click()
    page.locator(".more-places summary").click()
    page.get_by_role("link", name="Sổ dữ liệu").click()
    page.get_by_role("heading", name="Sổ dữ liệu", level=1).wait_for()
