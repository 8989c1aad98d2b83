"""Every cell of `authorisation.txt` holds, and every address stands there."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from tests.house import authorisation
from tests.house.authorisation import COLUMNS, NO_THING, Asker, Row, agrees, rows
from tests.house.cast import NOW, ROLES, Cast
from tests.house.pages import pages
from thidua.movement.models import Movement
from thidua.org import roles
from thidua.org.models import Unit, User
from thidua.reporting.models import Report

ROWS = rows()
APPS = sorted({row.page.partition(":")[0] for row in ROWS})
ACCESS = {page.name: getattr(page.view, "access", "public") for page in pages()}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
CLOSED = {"403", "404", "405", "in"}
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def asker(db: None, cast: Cast, set_clock: Callable[[datetime], None]) -> Asker:
    set_clock(NOW)
    return Asker(cast)


@pytest.fixture
def distrusted(db: None, cast: Cast, set_clock: Callable[[datetime], None]) -> Asker:
    """Browsers of which every unsafe request is checked for the token of our own pages."""
    set_clock(NOW)
    return Asker(cast, enforce_csrf=True)


def one_row_a_page() -> list[Row]:
    return list({row.page: row for row in ROWS}.values())


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    listed = {row.page for row in ROWS}
    assert sorted(listed ^ {page.name for page in pages()}) == []


def test_every_page_with_a_thing_in_its_address_names_one() -> None:
    with_thing = {page.name for page in pages() if "<" in page.address}
    assert {row.page for row in ROWS if row.thing != NO_THING} == with_thing


def test_no_row_stands_twice() -> None:
    heads = [str(row) for row in ROWS]
    assert sorted({head for head in heads if heads.count(head) > 1}) == []


@pytest.mark.parametrize("app", APPS)
def test_every_cell(app: str, asker: Asker) -> None:
    asked = [row for row in ROWS if row.page.partition(":")[0] == app]
    assert [wrong for row in asked for wrong in wrong_cells(asker, row)] == []


def wrong_cells(asker: Asker, row: Row) -> Iterator[str]:
    for column, cell in enumerate(row.cells):
        answered = list(asker.answers(row, column))
        if (cell == "-") != (not answered):
            yield f"{row}: column {column + 1} is {'' if answered else 'not '}asked"
        for role, where, answer in answered:
            if not agrees(cell, answer):
                yield f"{row}: {role} of {where} expects {cell}, gets {answer}"


def test_a_wrong_cell_is_found(asker: Asker) -> None:
    """An administrator opens the list of accounts, and no row may say otherwise."""
    right = next(row for row in ROWS if row.page == "org:person_list")
    wrong = Row(right.page, right.thing, right.method, ("404", *right.cells[1:]))
    assert list(wrong_cells(asker, right)) == []
    assert list(wrong_cells(asker, wrong)) == [
        "org:person_list none GET: administrator of own expects 404, gets 200"
    ]


def test_nobody_is_let_in_whose_role_lacks_the_permission() -> None:
    """The file against the roles, without a request: what is open stands in the role, too."""
    wrong = [
        f"{row}: {role}"
        for row in ROWS
        for column, cell in zip(COLUMNS, row.cells, strict=True)
        for role, _ in column
        if cell not in {*CLOSED, "4xx", "-"} and not is_for(role, ACCESS[row.page])
    ]
    assert wrong == []


def is_for(role: str, access: str) -> bool:
    if role not in ROLES:
        return access == "public"
    return access in {"public", "signed_in"} or access in roles.BY_CODE[role].permissions


def test_only_public_pages_are_open_without_signing_in() -> None:
    wrong = [
        str(row)
        for row in ROWS
        if (row.cells[-1] == "in") == (ACCESS[row.page] == "public")
        or (row.cells[-2] == "403") == (ACCESS[row.page] == "public")
    ]
    assert wrong == []


def test_methods_without_a_row_are_refused(asker: Asker) -> None:
    listed = {(row.page, row.method) for row in ROWS}
    wrong = [
        f"{row.page} {method}: {role} gets {answer}"
        for row in one_row_a_page()
        for method in ("GET", "HEAD", "OPTIONS", *UNSAFE)
        if (row.page, "GET" if method in {"HEAD", "OPTIONS"} else method) not in listed
        for role in ("standing_body", "anonymous")
        for answer in [authorisation.spoken(asker.ask(row, role, "own", method))]
        if answer != "405" and (role, answer) != ("anonymous", "in")
    ]
    assert wrong == []


def test_no_unsafe_request_passes_without_the_token(distrusted: Asker) -> None:
    """The open data interface knows no session: there the method itself is refused."""
    wrong = [
        f"{row.page} {method}: {role} gets {answer.status_code}"
        for row in one_row_a_page()
        for role, methods in (("administrator", UNSAFE), ("anonymous", ("POST",)))
        for method in methods
        for answer in [distrusted.ask(row, role, "own", method)]
        if not is_stopped(answer) and (not row.page.startswith("api:") or answer.status_code != 405)
    ]
    assert wrong == []


def is_stopped(answer: Any) -> bool:
    return answer.status_code == 403 and "403_csrf.html" in {template.name for template in answer.templates}


@pytest.fixture
def named(asker: Asker) -> Asker:
    """Things of the other ward, of another unit and drafts bear a word that is nowhere else."""
    for where, word in (("other", "Khuất"), ("second", "Xa xôi")):
        held = asker.cast.things[where]
        Unit.objects.filter(pk=held["unit"]["pk"]).update(name=f"Tổ {word}", folded=f"to {fold(word)}")
        User.objects.filter(pk=held["person"]["pk"]).update(full_name=f"Bà {word}", folded=f"ba {fold(word)}")
    for where, word in (("own", "Nháp kín"), ("second", "Xa xôi")):
        draft = Movement.objects.filter(pk=asker.cast.things[where]["movement draft"]["pk"])
        name = f"Phong trào {word}"
        draft.update(title=name, short_title=name, folded=f"phong trao {fold(word)}")
    return asker


def fold(words: str) -> str:
    return {"Khuất": "khuat", "Xa xôi": "xa xoi", "Nháp kín": "nhap kin"}[words]


def got(asker: Asker, role: str, address: str) -> Any:
    answer = asker.clients[role].get(address)
    assert answer.status_code == 200
    return answer


def test_search_shows_nothing_hidden(named: Asker) -> None:
    """Names of the ward's units are known to all of its members, so one hit of another unit is left for everybody."""
    counts = {
        role: [
            got(named, role, f"/tim/?q={words}").context["count"] for words in ("xa+xoi", "nhap+kin", "khuat")
        ]
        for role in ROLES
    }
    assert counts == {role: [0, 0, 1] for role in ROLES} | {
        "administrator": [0, 0, 2],
        "standing_body": [0, 1, 2],
        "leader": [0, 1, 1],
    }


def test_lists_and_exports_hold_nothing_of_another_ward(named: Asker) -> None:
    """Every page without a thing in its address, as the reader or his spreadsheet shows it, for all who may open it."""
    asked = [row for row in ROWS if row.thing == NO_THING and row.method == "GET"]
    opened = [
        (row, role)
        for row in asked
        for role, cell in zip(ROLES, row.cells, strict=False)
        if cell == "200" and not row.page.startswith(("api:", "core:"))
    ]
    assert len(opened) > 10 * len(ROLES)
    shown = [(row.page, role) for row, role in opened if "Xa xôi" in words_of(named.ask(row, role, "own"))]
    assert shown == []


@pytest.mark.parametrize("role", ["unit_head", "reporter"])
def test_lists_of_reports_hold_only_those_of_ones_own_unit(role: str, named: Asker) -> None:
    own = named.cast.things["own"]["unit"]["pk"]
    listed = got(named, role, reverse("reporting:report_list")).context["reports"].object_list
    assert {report.unit_id for report in listed} == {own}
    assert len(listed) == Report.objects.filter(unit_id=own).count()


def words_of(answer: Any) -> str:
    """Everything that is written in a page or in the cells of a workbook."""
    if answer["Content-Type"] != SPREADSHEET:
        return re.sub(r"\s+", " ", answer.content.decode())
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [str(cell.value) for sheet in book for line in sheet for cell in line if cell.value is not None]
    assert cells
    return "\n".join(cells)
