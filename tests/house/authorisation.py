"""The authorisation matrix: reads `authorisation.txt` and asks what a cell says by a real request."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.cast import ROLES, WIDE, Cast

MATRIX = Path(__file__).with_suffix(".txt")
# Columns in the file's order: (who asks, whose things are asked for). A wide role holds in every unit of its ward.
COLUMNS: tuple[tuple[tuple[tuple[str, str], ...], ...], ...] = (
    *(((role, "own"), (role, "other")) for role in WIDE),
    (("unit_head", "own"),),
    (("reporter", "own"),),
    (("unit_head", "other"),),
    (("reporter", "other"),),
    tuple((role, "second") for role in ROLES),
    (("nobody", "own"),),
    (("anonymous", "own"),),
)
NO_THING = "none"
NOT_ASKED = "-"
REFUSED_OR_HIDDEN = "4xx"
# What every POST carries, as the forms of the pages do; many deeds ask for no more than a reason.
POSTED = {"csrfmiddlewaretoken": "x", "reason": "Để thử", "apply": "1"}


@dataclass(frozen=True, slots=True)
class Row:
    page: str
    thing: str
    method: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page} {self.thing} {self.method}"


def rows() -> list[Row]:
    return [
        _row(line) for line in MATRIX.read_text(encoding="utf-8").splitlines() if ":" in line.split("#")[0]
    ]


def _row(line: str) -> Row:
    head, *groups = line.split("|")
    page, *thing, method = head.split()
    cells = tuple(" ".join(groups).split())
    if len(cells) != len(COLUMNS):
        raise ValueError(line)
    return Row(page, " ".join(thing), method, cells)


@dataclass
class Asker:
    """One browser a person, signed in once; what a request does to database and cookies is undone."""

    cast: Cast
    enforce_csrf: bool = False

    def __post_init__(self) -> None:
        self.clients = {role: self._client(role) for role in self.cast.people}

    def _client(self, role: str) -> Client:
        client = Client(enforce_csrf_checks=self.enforce_csrf, raise_request_exception=False)
        person = self.cast.people[role]
        if person is not None:
            client.force_login(person)
        return client

    def ask(self, row: Row, role: str, where: str, method: str = "") -> Any:
        client, method = self.clients[role], method or row.method
        address = reverse(row.page, kwargs=self.cast.address(row.thing, where, role))
        data = POSTED if method == "POST" else None
        cookies = client.cookies.output()
        with transaction.atomic():
            response = getattr(client, method.lower())(address, data)
            transaction.set_rollback(True)
        if client.cookies.output() != cookies:
            self.clients[role] = self._client(role)
        return response

    def answers(self, row: Row, column: int) -> Iterator[tuple[str, str, str]]:
        """(who, where, what was answered) for one cell; nothing where there is no other thing to ask for."""
        for role, where in COLUMNS[column]:
            if where == "own" or (row.thing != NO_THING and self._differs(row.thing, where)):
                yield role, where, spoken(self.ask(row, role, where))

    def _differs(self, thing: str, where: str) -> bool:
        """A thing of the whole ward is not asked for again as another unit's."""
        own, there = self.cast.things["own"], self.cast.things[where]
        return any(own[key] != there[key] for key in own if key == thing or key.startswith(f"{thing} of "))


def spoken(response: Any) -> str:
    """The status; "in" for the way to the sign-in page; "403!" for a refusal that gives no reason."""
    status = int(response.status_code)
    if status == 302 and response["Location"].startswith(reverse("org:person_sign_in")):
        return "in"
    if status == 403 and not _says_why(response):
        return "403!"
    return str(status)


def _says_why(response: Any) -> bool:
    """On a page, or to a program of ours that shows it."""
    if response["Content-Type"] == "application/json":
        return bool(response.json().get("reason"))
    return bool((response.context or {}).get("sentence"))


def agrees(expected: str, answered: str) -> bool:
    if expected == REFUSED_OR_HIDDEN:
        return answered in {"403", "404"}
    return expected == answered
