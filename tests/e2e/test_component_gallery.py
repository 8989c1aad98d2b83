"""The page of all components in a real browser: accessible, whole on a phone, usable without script."""

from collections.abc import Callable
from typing import Any

import pytest

PHONE = {"width": 390, "height": 844}
ADDRESS = "/thanh-phan/"
CONTRAST = """async () => (await axe.run(document, {
  runOnly: {type: "rule", values: ["color-contrast-enhanced"]},
  rules: {"color-contrast-enhanced": {enabled: true}},
})).violations.flatMap(one => one.nodes.map(node => node.failureSummary))"""
LOW_TARGETS = """() => [...document.querySelectorAll("a, button, select, textarea, summary, input.form-control")]
  .filter(one => one.checkVisibility() && !one.closest("p"))
  .map(one => [one.textContent.trim() || one.name, Math.ceil(one.getBoundingClientRect().height)])
  .filter(([, height]) => height > 0 && height < 43)"""


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_gallery_is_accessible(page: Any, assert_accessible: Callable[[Any], None], size: Any) -> None:
    if size:
        page.set_viewport_size(size)
    page.goto(ADDRESS)
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert_accessible(page)
    assert page.evaluate(CONTRAST) == []


def test_phone_shows_everything_without_moving_sideways(page: Any, take_screen: Callable[..., Any]) -> None:
    page.set_viewport_size(PHONE)
    page.goto(ADDRESS)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate(LOW_TARGETS) == []
    take_screen(page, "component_gallery_phone")


def test_fields_on_the_phone_are_tall(page: Any) -> None:
    page.set_viewport_size(PHONE)
    page.goto(ADDRESS)
    assert page.get_by_label("Tổng số người trưởng thành").last.bounding_box()["height"] >= 52


def test_errors_take_the_focus(page: Any) -> None:
    page.goto(ADDRESS)
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")


def test_dialog_asks_before_and_can_be_left(page: Any) -> None:
    page.goto(ADDRESS)
    page.get_by_role("button", name="Khóa kỳ tháng 10").click()
    page.get_by_role("button", name="Để sau").click()
    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.url.endswith(ADDRESS)


def test_skip_link_leads_to_the_content(page: Any) -> None:
    page.goto(ADDRESS)
    link = page.get_by_role("link", name="Tới nội dung chính")
    link.focus()
    assert link.bounding_box()["x"] >= 0
    link.press("Enter")
    page.wait_for_function("document.activeElement.id === 'noi-dung'")


def test_paper_has_no_navigation(page: Any) -> None:
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    assert page.locator(".strip").is_visible() is False
    assert page.locator(".print-header").is_visible() is True
    assert page.get_by_role("button", name="In trang này").is_visible() is False
