"""The web side: a ward in the test's database, and the five forms that take files."""

import itertools
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.hostile import specimens
from tests.hostile.specimens import Door, Specimen

NOW = local(2026, 10, 2, 9, 30)  # while the period of `make.ward` is open
ACCEPTABLE = {200, 303, 409, 413, 422}


@dataclass
class Doors:
    """Two people and where they hand files in."""

    addresses: dict[Door, str]
    clients: dict[Door, Client]
    report: Specimen

    def specimens(self) -> list[Specimen]:
        """The usual ones, with the workbook of this ward's own report."""
        return [self.report, *(one for one in specimens.specimens() if one.door is not Door.REPORT)]

    def hand_in(self, door: Door, content: bytes, name: str) -> list[int]:
        """The statuses of the form's answer and of the page it leads to."""
        form: dict[str, Any] = {"file": SimpleUploadedFile(name, content), "kind": "file"}
        answer: HttpResponse = self.clients[door].post(self.addresses[door], form)
        statuses = [answer.status_code]
        if answer.status_code == 303:
            statuses.append(self.clients[door].get(answer["Location"]).status_code)
        return statuses


def open_doors() -> Doors:
    """Needs a database, and the clock at NOW."""
    here = make.ward(units=1, indicators=4)
    report, figure = here.report(), here.figures()[0]
    staff, reporter, administrator = (
        _client(here, role) for role in ("standing_body", "reporter", "administrator")
    )
    written = reporter.get(reverse("reporting:workbook_download", args=[report.pk])).content
    own = Specimen(Door.REPORT, "bao-cao.xlsx", specimens.filled_in(written))
    addresses = {
        Door.REPORT: reverse("reporting:workbook_upload", args=[report.pk]),
        Door.UNITS: reverse("org:unit_import"),
        Door.PEOPLE: reverse("org:person_import"),
        Door.PLAN: reverse("movement:movement_create"),
        Door.EVIDENCE: reverse("reporting:figure_evidence", args=[figure.pk]),
    }
    people = (reporter, administrator, administrator, staff, reporter)
    return Doors(addresses, dict(zip(addresses, people, strict=True)), own)


def _client(here: make.Ward, role: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(here.person(role))
    session = client.session
    session["factor"] = "totp"  # administrators come in with a second factor
    session.save()
    return client


def faults(statuses: list[int]) -> list[int]:
    """What should never be answered to an upload, whatever is in it."""
    return [status for status in itertools.chain(statuses) if status not in ACCEPTABLE]
