"""Every page that the authorisation matrix opens, as those meet it who work with it: accessible, never wider than the
screen, of a desk, a phone or a small phone, and to be gone through by keyboard with what has the focus in sight.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from tests.e2e.conftest import DESK, PHONE, enter
from tests.house.authorisation import COLUMNS, Row, rows
from tests.house.cast import NOW, Cast, assemble

# Who is asked first to open a page: an office, and somebody of a unit.
OFFICE = ("standing_body", "leader", "administrator", "overseer", "council_member")
UNIT = ("unit_head", "reporter")
APPS = {"tasks", "pledging", "urging", "outgoing", "registers", "reporting", "composing"}
# What answers with a file, a picture, or to a program.
FILE = re.compile(
    "_(docx|pdf|export|file|template|problems|download)$|slips?_print$|(worker_show|feed_read|version_try|report_receive)$"
    "|^(urging:letter|composing:year|composing:report)_page$"
)


SMALL = {"width": 360, "height": 640}
# What the keyboard stops at and what is not seen to have the focus there, or is stopped at out of its turn.
UNSEEN = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}))
  .filter((one) => {
    one.focus({preventScroll: true, focusVisible: true});
    const look = getComputedStyle(one);
    const seen = (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== "none";
    return one.tabIndex > 0 || (document.activeElement === one && !seen);
  })
  .map((one) => one.outerHTML.slice(0, 120))"""


class Visit(NamedTuple):
    role: str
    row: Row


def visits(app: str) -> list[Visit]:
    """Each page once by an office and once by a unit, where they may; a stranger's own pages by a stranger."""
    asked = [row for row in rows() if row.method == "GET" and row.page.partition(":")[0] == app]
    asked = [row for row in asked if not FILE.search(row.page)]
    found = [Visit(role, row) for row in asked for role in those_who_open(row)]
    return sorted(found, key=lambda one: one.role)


def those_who_open(row: Row) -> Iterator[str]:
    open_to = {role for role, cell in first_answers(row) if cell == "200"}
    for people in (OFFICE, UNIT):
        yield from [role for role in people if role in open_to][:1]
    if open_to == {"anonymous"}:
        yield "anonymous"


def first_answers(row: Row) -> Iterator[tuple[str, str]]:
    for column, cell in zip(COLUMNS, row.cells, strict=True):
        for role, where in column:
            if where == "own":
                yield role, cell


@pytest.fixture
def cast(set_clock: Callable[[datetime], None], data_folder: Path) -> Cast:
    set_clock(NOW)
    return assemble()


@pytest.mark.parametrize("app", sorted(APPS))
def test_every_page_is_accessible_and_fits_the_screen(
    app: str,
    cast: Cast,
    open_page: Callable[..., Any],
    assert_accessible: Callable[[Any], None],
    live_server: Any,
) -> None:
    page, signed_in, wrong = open_page(), "", []
    for role, row in visits(app):
        if role != signed_in:
            page.context.clear_cookies()
            if cast.people[role] is not None:
                enter(page, cast.people[role], live_server.url)
            signed_in = role
        address = reverse(row.page, kwargs=cast.address(row.thing, "own", role))
        wrong += [f"{role} {row}: {fault}" for fault in faults(page, address, assert_accessible)]
    assert wrong == []


def test_every_app_is_walked() -> None:
    assert min(len(visits(app)) for app in APPS) > 5


def faults(page: Any, address: str, assert_accessible: Callable[[Any], None]) -> Iterator[str]:
    answer = page.goto(address)
    if answer.status != 200:
        yield f"answers {answer.status}"
    for size in (SMALL, PHONE, DESK):
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            yield f"is {wide} wide at {size['width']}"
        if size is SMALL:
            continue  # as the phone, only narrower
        try:
            assert_accessible(page)
        except AssertionError as error:
            yield f"at {size['width']}: {error}"
    yield from (f"hides its focus: {one}" for one in page.evaluate(UNSEEN))
