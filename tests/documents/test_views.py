from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.documents import samples
from tests.factories.documents import EvidenceFactory, StoredFileFactory
from tests.factories.org import MembershipFactory, UnitFactory
from thidua.documents import middleware, vault
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence, StoredFile
from thidua.org.models import Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person() -> User:
    user: User = MembershipFactory(role="reporter").user
    return user


@pytest.fixture
def unit(person: User) -> Unit:
    return person.memberships.get().unit


@pytest.fixture
def reader(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def _file_of(unit: Unit, content: bytes = samples.PDF, name: str = "Biên bản.pdf") -> StoredFile:
    stored: StoredFile = StoredFileFactory(commune=unit.commune, content=content, name=name)
    EvidenceFactory(unit=unit, file=stored)
    return stored


def _address(stored: StoredFile, page: str = "file_download") -> str:
    return reverse(f"documents:{page}", kwargs={"pk": stored.pk})


def test_file_download_is_an_attachment_under_its_own_policy(reader: Client, unit: Unit) -> None:
    response = reader.get(_address(_file_of(unit)))
    assert (response.status_code, response.content) == (200, samples.PDF)
    expected = {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    assert {name: response[name] for name in expected} == expected


def test_file_download_of_others_is_not_found(reader: Client, unit: Unit) -> None:
    neighbour, elsewhere = UnitFactory(parent=unit.commune), UnitFactory()
    found = [reader.get(_address(_file_of(other))).status_code for other in (neighbour, elsewhere)]
    assert (found, reader.get("/tep/999999/").status_code) == ([404, 404], 404)


def test_file_download_sends_strangers_to_sign_in(client: Client, unit: Unit) -> None:
    assert client.get(_address(_file_of(unit))).status_code == 302


def test_file_download_of_lost_bytes_says_so(reader: Client, unit: Unit) -> None:
    stored = _file_of(unit)
    vault.path_of(stored.commune_id, stored.sha256).unlink()
    response = reader.get(_address(stored))
    assert (response.status_code, "đã mất hoặc hỏng" in response.content.decode()) == (410, True)


@pytest.mark.parametrize("content", [samples.PNG, samples.JPEG, samples.WEBP])
def test_file_picture_is_shown_inline(reader: Client, unit: Unit, content: bytes) -> None:
    response = reader.get(_address(_file_of(unit, content, "anh.png"), "file_picture"))
    assert (response.status_code, response["Content-Disposition"]) == (200, 'inline; filename="anh.png"')
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert response["Content-Type"].startswith("image/")


@pytest.mark.parametrize("content", [samples.PDF, samples.TEXT, samples.CSV])
def test_file_picture_shows_nothing_but_pictures(reader: Client, unit: Unit, content: bytes) -> None:
    assert reader.get(_address(_file_of(unit, content), "file_picture")).status_code == 404


def test_file_pages_only_read(reader: Client, unit: Unit) -> None:
    stored = _file_of(unit)
    assert [
        reader.post(_address(stored, page)).status_code for page in ("file_download", "file_picture")
    ] == [405] * 2


def test_file_download_costs_few_queries(reader: Client, unit: Unit) -> None:
    stored = _file_of(unit)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reader.get(_address(stored))
    assert len(asked) <= 4  # session, user, memberships, file


def test_body_beyond_every_limit_is_refused_before_it_is_read(reader: Client) -> None:
    response = reader.generic(
        "POST", "/tep/1/", b"x", CONTENT_LENGTH=str(middleware.largest_body("/tep/1/") + 1)
    )
    assert (response.status_code, "Tệp lớn hơn 20 MB được nhận" in response.content.decode()) == (413, True)
    response = reader.generic("POST", "/tep/1/", b"x", CONTENT_LENGTH="nan")
    assert response.status_code == 405


def test_upload_just_below_the_limit_passes_the_gate(reader: Client) -> None:
    upload = SimpleUploadedFile("to.pdf", bytes(20 * 1024**2))
    assert reader.post("/tep/1/", {"file": upload}).status_code == 405


def test_evidence_list_shows_each_kind(unit: Unit) -> None:
    stored = _file_of(unit)
    EvidenceFactory(unit=unit, kind=EvidenceKind.LINK, url="https://dichvucong.gov.vn/?a=1&b=2")
    EvidenceFactory(
        unit=unit, kind=EvidenceKind.DOCUMENT, document_number="17/TTr", document_on=date(2026, 5, 4)
    )
    EvidenceFactory(unit=unit, text="Dòng một\n<b>dòng hai</b>")
    with CaptureQueriesContext(connection) as asked:
        shown = render_to_string(
            "documents/_evidence_list.html", {"evidence": Evidence.objects.filter(unit=unit).detailed()}
        )
    assert len(asked) == 1
    for words in (
        f'<a href="{_address(stored)}">Biên bản.pdf</a>',
        '<a href="https://dichvucong.gov.vn/?a=1&amp;b=2" rel="noopener noreferrer nofollow"',
        "Văn bản số 17/TTr ngày 04/05/2026",
        "Dòng một<br>&lt;b&gt;dòng hai&lt;/b&gt;",
        "08:00 ngày 01/06/2026",
    ):
        assert words in shown


def test_evidence_list_says_when_there_is_none() -> None:
    assert "Chưa có minh chứng." in render_to_string("documents/_evidence_list.html", {"evidence": []})
