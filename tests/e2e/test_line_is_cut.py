"""The line is cut while figures are typed: nothing is lost, what waits is said, and it is sent once when the line is back."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clock import local
from tests.e2e.conftest import FLAGS, PHONE, chromium, enter
from tests.factories import reporting as make
from tests.reporting.deeds import totals_agree
from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.reporting import actions
from thidua.reporting.actions import Cell
from thidua.reporting.enums import ReportState

WAITS = "đang giữ trên máy này"
NUMERATOR, DENOMINATOR = "Số hồ sơ nộp trực tuyến", "Tổng số hồ sơ tiếp nhận"


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 2, 9))
    return make.ward(units=1, indicators=3)


def deeds(name: str) -> int:
    return AuditEvent.objects.filter(action=f"reporting.{name}").count()


def open_entry(page: Any, here: make.Ward) -> None:
    """The whole table, opened once with a line, so that it opens without one too."""
    page.goto(f"/bao-cao/{here.report().pk}/nhap/")
    page.locator("form[data-opens=offline]").wait_for()


def type_row(page: Any, place: int, numerator: str, explanation: str = "") -> None:
    """One row of the whole table, of fifty, and out of it."""
    row = page.get_by_role("group", name="Chỉ tiêu thứ").nth(place)
    row.get_by_label(NUMERATOR).fill(numerator)
    row.get_by_label(DENOMINATOR).fill("50")
    if explanation:
        row.get_by_label("Giải trình").fill(explanation)
    row.get_by_label("Giải trình").focus()
    page.locator("h1").click()


def says(page: Any, words: str) -> Any:
    return page.locator("[data-kept-says]").get_by_text(words).first


def numerators(here: make.Ward) -> list[int | None]:
    return [None if one.numerator is None else int(one.numerator) for one in here.figures()]


def test_a_phone_types_on_without_a_line_and_hands_in_once(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    phone = open_page(here.person("reporter"), is_phone=True)
    phone.goto(f"/bao-cao/{here.report().pk}/so-lieu/1/")
    phone.locator("form[data-opens=offline]").wait_for()
    type_one(phone, "41")
    phone.get_by_role("button", name="Tiếp: con số 2").click()
    phone.wait_for_url("**/so-lieu/2/")
    phone.locator("form[data-opens=offline]").wait_for()
    phone.context.set_offline(True)
    type_one(phone, "42")
    says(phone, WAITS).wait_for()
    look(phone, "phone_cut", "Chỉ tiêu thứ")
    phone.get_by_role("button", name="Tiếp: con số 3").click()
    phone.get_by_role("heading", name="Nhập số liệu Tháng 10/2026").wait_for()
    type_row(phone, 2, "43", "Đếm theo sổ.")
    phone.get_by_role("button", name="Gửi báo cáo (3 số liệu)").click()
    says(phone, "báo cáo tự gửi ngay khi có mạng").wait_for()
    look(phone, "phone_cut_whole", "Nhập số liệu Tháng 10/2026")
    assert (numerators(here), deeds("submit_report")) == ([41, None, None], 0)
    phone = open_it_anew(phone, here)
    phone.context.set_offline(False)
    phone.get_by_text("Đã nhận 3 số liệu").first.wait_for()
    assert (numerators(here), here.report().state) == ([41, 42, 43], ReportState.SUBMITTED)
    assert (deeds("submit_report"), totals_agree(here)) == (1, True)


def type_one(phone: Any, numerator: str) -> None:
    phone.get_by_label(NUMERATOR).fill(numerator)
    phone.get_by_label(DENOMINATOR).fill("50")
    phone.get_by_label("Giải trình").fill("Đếm theo sổ.")
    phone.get_by_label("Giải trình").press("Tab")


def open_it_anew(phone: Any, here: make.Ward) -> Any:
    """The window is closed and opened again, still without a line: what was typed stands in its boxes."""
    context = phone.context
    phone.close()
    fresh = context.new_page()
    fresh.goto(f"/bao-cao/{here.report().pk}/nhap/")
    says(fresh, "báo cáo tự gửi ngay khi có mạng").wait_for()
    boxes = fresh.get_by_label(NUMERATOR)
    assert [boxes.nth(place).input_value() for place in (1, 2)] == ["42", "43"]
    return fresh


@pytest.fixture
def phone_of(browser: Any, live_server: Any, tmp_path: Path) -> Iterator[Callable[[Any], Any]]:
    """A browser with a memory on disk, as a phone has: `phone_of(user)` starts it, again after it was killed."""
    started: list[Any] = []

    def start(user: Any = None) -> Any:
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=chromium(), args=flags, base_url=live_server.url, viewport=PHONE
        )
        started.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        if user is not None:
            enter(page, user, live_server.url)
        return page

    yield start
    for context in started:
        with contextlib.suppress(Exception):
            context.close()


def kill(folder: Path) -> None:
    """The process of that browser dies at once, as when a phone's battery does."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = place.read_bytes().split(b"\0")
            if f"--user-data-dir={folder}".encode() in words and not any(
                one.startswith(b"--type=") for one in words
            ):
                os.kill(int(place.parent.name), signal.SIGKILL)


def test_a_killed_browser_keeps_what_was_typed(
    here: make.Ward, phone_of: Callable[..., Any], tmp_path: Path
) -> None:
    phone = phone_of(here.person("reporter"))
    open_entry(phone, here)
    phone.context.set_offline(True)
    type_row(phone, 0, "44")
    says(phone, WAITS).wait_for()
    kill(tmp_path)
    fresh = phone_of(here.person("reporter"))
    fresh.goto(f"/bao-cao/{here.report().pk}/nhap/")
    says(fresh, "Đã gửi 1 số liệu giữ trên máy").wait_for()
    assert (numerators(here), deeds("import_figures")) == ([44, None, None], 1)


def test_an_ended_session_waits_until_the_same_person_is_back(
    here: make.Ward, open_page: Callable[..., Any], live_server: Any
) -> None:
    desk = open_page(here.person("reporter"))
    open_entry(desk, here)
    desk.context.clear_cookies(name="sessionid")
    type_row(desk, 0, "40")
    says(desk, WAITS).wait_for()
    enter(desk, here.person("unit_head"), live_server.url)
    desk.goto("/viec-cua-toi/")
    desk.wait_for_timeout(700)
    assert numerators(here) == [None, None, None]
    enter(desk, here.person("reporter"), live_server.url)
    desk.goto("/viec-cua-toi/")
    says(desk, "Đã gửi 1 số liệu").wait_for()
    assert numerators(here) == [40, None, None]


def test_a_number_of_somebody_else_stands_beside_ones_own(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    phone = open_page(here.person("reporter"), is_phone=True)
    open_entry(phone, here)
    phone.context.set_offline(True)
    type_row(phone, 0, "40")
    says(phone, WAITS).wait_for()
    actions.save_figure(
        here.figures()[0],
        cell=Cell(Value(45, 50)),
        by=here.actor("unit_head"),
        at=local(2026, 10, 2, 9, 5),
    )
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Dùng số trên máy này").wait_for()
    look(phone, "phone_clash", "Nhập số liệu Tháng 10/2026")
    assert (says(phone, "40 trên 50").count(), says(phone, "45 trên 50").count()) == (1, 1)
    phone.get_by_role("button", name="Dùng số trên máy này").click()
    says(phone, "Đã gửi 1 số liệu").wait_for()
    assert numerators(here) == [40, None, None]


def test_two_windows_send_each_number_once(here: make.Ward, open_page: Callable[..., Any]) -> None:
    first = open_page(here.person("reporter"))
    open_entry(first, here)
    second = first.context.new_page()
    open_entry(second, here)
    first.context.set_offline(True)
    type_row(first, 0, "40")
    says(first, WAITS).wait_for()
    type_row(second, 1, "41")
    says(second, WAITS).wait_for()
    first.context.set_offline(False)
    first.locator("[data-kept-says] .notice").wait_for(state="hidden", timeout=20_000)
    second.locator("[data-kept-says] .notice").wait_for(state="hidden", timeout=20_000)
    assert (numerators(here), [one.version for one in here.figures()]) == ([40, 41, None], [2, 2, 1])


def test_whoever_signs_out_is_asked_and_leaves_nothing_behind(
    here: make.Ward, open_page: Callable[..., Any]
) -> None:
    desk = open_page(here.person("reporter"))
    open_entry(desk, here)
    desk.route("**/luu/", lambda route: route.abort())
    desk.route("**/nhan/", lambda route: route.abort())
    type_row(desk, 0, "40")
    says(desk, WAITS).wait_for()
    desk.locator("details.account summary").click()
    desk.get_by_role("button", name="Đăng xuất").click()
    desk.get_by_role("heading", name="Máy này còn số chưa gửi").wait_for()
    desk.get_by_role("button", name="Ở lại để gửi").click()
    assert desk.get_by_label(NUMERATOR).first.input_value() == "40"
    desk.locator("details.account summary").click()  # a click elsewhere closed it
    desk.get_by_role("button", name="Đăng xuất").click()
    desk.get_by_role("button", name="Đăng xuất và bỏ").click()
    desk.get_by_role("heading", name="Đăng nhập").first.wait_for()
    left = desk.evaluate("async () => [await caches.keys(), (await indexedDB.databases()).length]")
    assert left == [[], 0]


def test_without_a_line_a_page_never_opened_says_so(
    here: make.Ward, open_page: Callable[..., Any], look: Callable[..., None]
) -> None:
    phone = open_page(here.person("reporter"), is_phone=True)
    open_entry(phone, here)
    phone.context.set_offline(True)
    phone.goto("/bao-cao/999999/nhap/")
    look(phone, "line_is_cut", "Chưa có mạng")
    assert phone.evaluate("document.styleSheets.length") == 2
