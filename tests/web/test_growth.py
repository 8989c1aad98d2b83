"""Three hundred requests of every kind leave nothing open: files, threads, connections. The hour is drills/soak.py."""

import io
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.documents import samples
from tests.factories import reporting as make
from thidua.org.models import Commune
from thidua.reporting.models import Figure

# Each deed commits, as it does in life: in one long transaction SQLite opens a file for what it may have to take back.
pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12
Step = Callable[[int], int]


def open_now() -> tuple[list[str], int, int]:
    """What files of this process are open, by name; its threads; connections to the database."""
    files = []
    for path in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # that of looking itself
            files.append(str(path.readlink()).partition(":[")[0])
    held = sorted(files), threading.active_count()
    if connection.vendor != "postgresql":
        return (*held, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return (*held, int(cursor.fetchone()[0]))


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(make.TYPING_AT)
    return make.ward(units=2, indicators=2)


def as_(here: make.Ward, role: str) -> Client:
    browser = Client()
    browser.force_login(here.person(role))
    return browser


def reading(here: make.Ward) -> list[Step]:
    """Pages and files, of everybody."""
    reporter, officer, street = as_(here, "reporter"), as_(here, "standing_body"), Client()
    home = f"/{Commune.objects.get(unit=here.commune).slug}/"
    board = reverse("reporting:period_board", args=[here.period.pk])
    entry = reverse("reporting:report_edit", args=[here.report().pk])
    pages = [
        *(
            (street, one)
            for one in (home, f"{home}ket-qua/", "/dang-nhap/", "/healthz", "/api/v1/indicators.csv")
        ),
        *((reporter, one) for one in ("/viec-cua-toi/", "/bao-cao/", entry, "/tim/?q=to", "/thong-bao/")),
        *(
            (officer, one)
            for one in (board, f"{board}so-lieu/", f"{board}bang-theo-doi.xlsx", "/don-vi/tep/")
        ),
    ]
    return [lambda number, who=who, page=page: who.get(page).status_code for who, page in pages]  # type: ignore[misc]


def working(here: make.Ward) -> list[Step]:
    """Saving a figure, evidence, a workbook there and back, coming in and going out."""
    browser, figure = as_(here, "reporter"), here.figures()[0]
    workbook = reverse("reporting:workbook_download", args=[figure.report_id])

    def save(number: int) -> int:
        version = Figure.objects.get(pk=figure.pk).version
        said = {
            "version": version,
            "numerator": number,
            "denominator": 5_000,
            "state": "",
            "explanation": "Đếm.",
        }
        fields = {f"s{figure.pk}-{name}": value for name, value in said.items()}
        page = reverse("reporting:figure_save", args=[figure.pk])
        return browser.post(page, fields, headers={"HX-Request": "true"}).status_code

    def prove(number: int) -> int:
        if number % 3:
            return 303
        file = SimpleUploadedFile("anh.jpg", samples.jpeg(10 + number, 20))
        page = reverse("reporting:figure_evidence", args=[figure.pk])
        return browser.post(page, {"kind": "file", "file": file}).status_code

    def fill(number: int) -> int:
        if number % 3:
            return 303
        book = openpyxl.load_workbook(io.BytesIO(browser.get(workbook).content))
        book.worksheets[0]["F6"], book.worksheets[0]["G6"] = number, 6_000
        out = io.BytesIO()
        book.save(out)
        return browser.post(
            f"{workbook}tai-len/", {"file": SimpleUploadedFile("m.xlsx", out.getvalue())}
        ).status_code

    def come_and_go(number: int) -> int:
        other = as_(here, "reporter")
        other.get("/viec-cua-toi/")
        return other.post("/dang-xuat/").status_code

    return [save, save, prove, fill, come_and_go]


def test_three_hundred_mixed_requests_leave_nothing_open(here: make.Ward) -> None:
    steps = [*reading(here), *working(here)]
    answers = {step(number) for number in (3, 6) for step in steps}
    before = open_now()
    for number in range(10, 10 + ROUNDS):
        answers |= {step(number) for step in steps}
    after = open_now()
    assert answers <= {200, 303}
    assert after == before
