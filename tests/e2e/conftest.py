"""Tests in a real browser: the machine's own Chromium, or the one that Playwright installed."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from thidua.org.sessions import SessionStore

HERE = Path(__file__).parent
AXE = HERE.parent / "vendor" / "axe.min.js"
SCREENS = HERE.parents[1] / "build" / "screens"
FLAGS = [
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-dev-shm-usage",
    # Whatever a page asks for beyond this machine is not found: a page must work offline.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},  # no rule of these tags reads the style sheets that it would fetch anew
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


def chromium() -> str | None:
    """The browser on PATH; None leaves the choice to Playwright's own download."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("THIDUA_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`open_page(user)` gives a fresh page of a browser of their own; a script error on any of them fails the test.

    `is_phone` makes it 390 pixels wide, `has_script=False` switches JavaScript off. Addresses are relative.
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def open_one(user: Any = None, *, is_phone: bool = False, has_script: bool = True) -> Any:
        context = browser.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport=PHONE if is_phone else DESK,
            java_script_enabled=has_script,
        )
        contexts.append(context)
        context.add_init_script(
            path=AXE
        )  # laid down once: half a megabyte sent to each page takes longer than its check
        context.set_default_timeout(10_000)
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda said: _note_refusal(said, faults))
        if user is not None:
            enter(opened, user, live_server.url)
        return opened

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """A fresh page of a stranger."""
    return open_page()


def _note_refusal(said: Any, faults: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        faults.append(said.text)


def enter(page: Any, user: Any, address: str) -> None:
    """Sign in by session cookie, so that each journey starts at its own door."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["factor"] = "totp"
    session.save()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}]
    )


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Any], None]:
    """`assert_accessible(page)`: no violation of WCAG 2.2 A and AA that axe-core can see."""
    script = AXE.read_text(encoding="utf-8")

    def check(page: Any) -> None:
        # Where scripts are off. evaluate() runs in the debugger, which the page's content policy does not bind.
        if not page.evaluate("'axe' in window"):
            page.evaluate(f"() => {{ {script} }}")
        options = json.dumps(AXE_OPTIONS)
        found = page.evaluate(f"async () => (await axe.run(document, {options})).violations")
        assert [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ] == []

    return check


@pytest.fixture(scope="session")
def take_screen() -> Callable[[Any, str], Path]:
    """`take_screen(page, "hub")` writes build/screens/hub.png, the whole page."""

    def shoot(page: Any, name: str) -> Path:
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        page.screenshot(path=path, full_page=True, caret="initial")  # hiding it needs an inline style
        return path

    return shoot


@pytest.fixture(scope="session")
def look(
    assert_accessible: Callable[[Any], None], take_screen: Callable[[Any, str], Path]
) -> Callable[[Any, str], None]:
    """`look(page, "hub", "Phong trào")` waits for that heading: accessible, nothing over the edge; keeps a picture."""

    def look_at(page: Any, name: str, heading: str) -> None:
        page.get_by_role("heading", name=heading, level=1).wait_for()
        take_screen(page, name)
        assert_accessible(page)
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} moves sideways"

    return look_at
