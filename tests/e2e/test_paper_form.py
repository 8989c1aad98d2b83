"""A paper form is typed in by its code, with the keyboard alone; the record says who typed it for whom."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from thidua.indicator.figures import CellState
from thidua.reporting.queries import slips


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 2, 9))
    return make.ward(units=2, kinds=("ratio", "amount", "count", "ratio"))


def press(page: Any, *texts: str) -> None:
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def test_a_form_is_typed_in_by_the_keyboard_alone(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    desk = open_page(here.person("standing_body"))
    desk.goto("/phieu-giay/")
    look(desk, "paper_find", "Nhập phiếu giấy")
    right = str(slips.code_of(here.report()))
    press(desk, right[:-1] + str((int(right[-1]) + 1) % 10))
    desk.get_by_text("Mã có chữ số chưa đúng").first.wait_for()
    desk.get_by_label("Mã phiếu").fill("")
    desk.get_by_label("Mã phiếu").focus()
    press(desk, right)
    look(desk, "paper_type", f"Phiếu giấy {right}")
    press(desk, "1.040", "1.500", "2,5", "-", "")
    assert desk.evaluate("document.activeElement.name").endswith("-denominator")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.textContent") == "Lưu phiếu"
    desk.keyboard.press("Enter")
    look(desk, "paper_taken", "Đã nhập phiếu giấy")
    desk.get_by_text("Đã ghi 3 số liệu vừa gõ").wait_for()
    assert [one.state for one in here.figures()] == [
        CellState.VALUE,
        CellState.VALUE,
        CellState.NOT_ARISING,
        CellState.NOT_REPORTED,
    ]
    assert (here.report().is_on_behalf, desk.evaluate("document.activeElement.name")) == (True, "ma")


def test_a_form_on_a_phone_fits_the_screen(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    phone = open_page(here.person("reporter"), is_phone=True)
    code = str(slips.code_of(here.report()))
    phone.goto(f"/phieu-giay/?ma={code}")
    look(phone, "paper_type_phone", f"Phiếu giấy {code}")
    phone.get_by_label("1a").fill("52")
    phone.get_by_label("1b").fill("50")
    phone.get_by_role("button", name="Lưu phiếu").click()
    phone.get_by_text("lớn hơn").first.wait_for()
    look(phone, "paper_type_wrong", f"Phiếu giấy {code}")
    assert phone.get_by_label("1a").input_value() == "52"
