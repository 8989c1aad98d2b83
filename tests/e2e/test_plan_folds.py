"""The long page of a plan in a browser: folded groups by keyboard, remembered, unfolded on paper and without a script."""

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.movement import ward as wards
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement


@pytest.fixture
def ward(set_clock: Callable[..., None]) -> wards.Ward:
    set_clock(wards.AT)
    made = wards.found_ward()
    wards.load_library(made)
    return made


@pytest.fixture
def movement(ward: wards.Ward) -> Movement:
    return wards.launched(ward)


def address(movement: Movement) -> str:
    return f"/phong-trao/{movement.pk}/ke-hoach/"


def test_groups_are_unfolded_by_keyboard_and_stay_so(
    ward: wards.Ward, movement: Movement, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    page = open_page(ward.users["reporter"])
    page.goto(address(movement))
    look(page, "plan_folded", "Đọc kế hoạch")
    group = page.locator("#nhom-sector-muc")
    assert group.get_attribute("open") is None
    group.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("open", "")
    page.reload()
    expect(page.locator("#nhom-sector-muc")).to_have_attribute("open", "")
    page.locator("#nhom-sector-muc summary").click()
    page.reload()
    assert page.locator("#nhom-sector-muc").get_attribute("open") is None


def test_contents_and_marked_words_lead_into_folded_groups(
    ward: wards.Ward, movement: Movement, open_page: Callable[..., Any]
) -> None:
    page = open_page(ward.users["reporter"])
    page.goto(address(movement))
    page.get_by_role("navigation", name="Các nhóm").get_by_role("link", name="Giải pháp").click()
    expect(page.locator("#nhom-solution-muc")).to_have_attribute("open", "")
    line = wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    page.locator(f'mark a[href$="#muc-{line.pk}"]').first.click()
    expect(page.locator(f"#muc-{line.pk}")).to_be_in_viewport()


def test_without_a_script_on_a_phone(
    ward: wards.Ward, movement: Movement, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    page = open_page(ward.users["reporter"], is_phone=True, has_script=False)
    page.goto(address(movement))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#nhom-phase-muc summary").click()
    expect(page.get_by_text("2025 – 2027").first).to_be_visible()
    page.get_by_role("link", name="Mở tất cả các nhóm").click()
    expect(page.locator("details.review-group[open]")).to_have_count(16)


def test_paper_shows_every_group(
    ward: wards.Ward, movement: Movement, open_page: Callable[..., Any], tmp_path: Any
) -> None:
    page = open_page(ward.users["reporter"])
    page.goto(address(movement))
    page.pdf(path=str(tmp_path / "plan.pdf"))
    document = pypdfium2.PdfDocument(tmp_path / "plan.pdf")
    printed = " ".join("".join(one.get_textpage().get_text_range() for one in document).split())
    document.close()
    solution = wards.item_of(movement, ItemKind.SOLUTION).text
    assert printed.count(" ".join(solution.split())[:40]) >= 2  # in the document and on its card
