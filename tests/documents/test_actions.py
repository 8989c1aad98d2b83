import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.clock import local
from tests.documents import samples
from tests.factories.documents import StoredFileFactory, examined
from tests.factories.org import CommuneFactory, UnitFactory, actor
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.documents import actions, errors, examining, queries, vault
from thidua.documents.enums import EvidenceKind, FilePurpose, Removed
from thidua.documents.models import Evidence, StoredFile
from thidua.org.models import Unit

AT = local(2026, 6, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory()
    return found


@pytest.fixture
def reporter(unit: Unit) -> Actor:
    return actor("reporter", unit)


def _store(who: Actor, content: bytes = samples.PDF, name: str = "bien-ban.pdf", **more: Any) -> StoredFile:
    return actions.store_file(who, file=examined(content, name, **more), by=who, at=AT)


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_store_file_keeps_bytes_row_and_event(reporter: Actor, folder: Path) -> None:
    stored = _store(reporter, name="Biên bản.pdf")
    sha = stored.sha256
    assert (stored.name, stored.content_type, stored.size) == (
        "Biên bản.pdf",
        "application/pdf",
        len(samples.PDF),
    )
    assert (stored.commune_id, stored.stored_by_id) == (reporter.commune_id, reporter.user_id)
    assert _files(folder) == [f"{reporter.commune_id}/{sha[:2]}/{sha}"]
    assert queries.read_bytes(stored) == samples.PDF
    event = AuditEvent.objects.get(action="documents.store_file")
    assert event.detail == {"file": stored.pk, "sha256": sha, "size": stored.size, "is_new": True}


def test_store_file_twice_is_the_same_row_with_two_holders(reporter: Actor, unit: Unit) -> None:
    first = _store(reporter)
    colleague = actor("unit_head", unit)
    second = _store(colleague, name="ten-khac.pdf")
    assert (second.pk, second.name) == (first.pk, "bien-ban.pdf")
    assert set(first.holders.values_list("pk", flat=True)) == {reporter.user_id, colleague.user_id}


def test_store_file_in_another_commune_is_another_row(reporter: Actor, folder: Path) -> None:
    first = _store(reporter)
    second = _store(actor("reporter", UnitFactory()))
    assert second.pk != first.pk
    assert len(_files(folder)) == 2


def test_store_file_keeps_what_is_left_of_a_photograph(reporter: Actor) -> None:
    sent = samples.jpeg(extra=samples.segment(0xE1, b"Exif\x00\x00" + samples.exif()))
    file = examining.examine(sent, name="anh.jpg")
    stored = actions.store_file(reporter, file=file, by=reporter, at=AT)
    original = hashlib.sha256(sent).hexdigest()
    assert (stored.original_sha256, stored.removed) == (original, Removed.PLACE)
    assert hashlib.sha256(queries.read_bytes(stored)).hexdigest() == stored.sha256 != original
    event = AuditEvent.objects.get(action="documents.store_file")
    assert event.detail == {
        "file": stored.pk,
        "sha256": stored.sha256,
        "size": stored.size,
        "is_new": True,
        "original_sha256": original,
        "removed": "đã bỏ thông tin vị trí",
    }


def test_store_file_as_a_plan_opens_what_was_evidence(reporter: Actor) -> None:
    assert _store(reporter).is_shared is False
    assert _store(reporter, purpose=FilePurpose.PLAN).is_shared is True
    assert _store(reporter).is_shared is True


def test_store_file_needs_the_role_and_the_commune(reporter: Actor) -> None:
    overseer = actor("overseer", CommuneFactory().unit)
    with pytest.raises(Refused, match="không có quyền"):
        _store(overseer)
    with pytest.raises(Refused) as refusal:
        actions.store_file(overseer, file=examined(samples.PDF), by=reporter, at=AT)
    assert refusal.value.hidden


def test_cut_between_file_and_row_leaves_no_row_and_heals(
    reporter: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoredFile.objects, "get_or_create", _cut)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        _store(reporter)
    assert (StoredFile.objects.count(), len(_files(folder))) == (0, 1)
    monkeypatch.undo()
    assert queries.read_bytes(_store(reporter)) == samples.PDF
    assert len(_files(folder)) == 1


def _cut(**_: Any) -> None:
    raise KeyboardInterrupt


def test_cut_while_writing_leaves_nothing(
    reporter: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault.os, "fsync", lambda handle: _cut())
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        _store(reporter)
    assert (StoredFile.objects.count(), _files(folder)) == (0, [])


def test_lost_or_damaged_bytes_are_said_and_healed_by_the_next_upload(reporter: Actor) -> None:
    stored = _store(reporter)
    place = vault.path_of(stored.commune_id, stored.sha256)
    for damage in (lambda: place.write_bytes(samples.TEXT), place.unlink):
        damage()
        with pytest.raises(errors.FileDamaged):
            queries.read_bytes(stored)
    assert queries.read_bytes(_store(reporter)) == samples.PDF


def _add(unit: Unit, by: Actor, kind: str, **parts: Any) -> Evidence:
    return actions.add_evidence(unit, kind=EvidenceKind(kind), by=by, at=AT, **parts)


def test_add_evidence_file(unit: Unit, reporter: Actor) -> None:
    stored = _store(reporter)
    evidence = _add(unit, reporter, "file", file=stored, url="https://bo-qua.vn/", text="bỏ qua")
    assert (evidence.file, evidence.url, evidence.text, evidence.label) == (stored, "", "", "bien-ban.pdf")
    assert (evidence.added_by_id, evidence.added_at) == (reporter.user_id, AT)


@pytest.mark.parametrize("url", ["https://dichvucong.gov.vn/", "http://10.0.0.1:8080/thong-ke?ky=5&x=Đ"])
def test_add_evidence_link(unit: Unit, reporter: Actor, url: str) -> None:
    assert _add(unit, reporter, "link", url=f" {url} ").label == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.vn/",
        "//a.vn/",
        "https://",
        "a.vn",
        "http://[::1",
        "https://a.vn/ b",
        "https://ten:mat-khau@a.vn/",
        "https://a.vn/\u202e",
    ],
)
def test_add_evidence_refuses_other_links(unit: Unit, reporter: Actor, url: str) -> None:
    with pytest.raises(errors.LinkNotAccepted):
        _add(unit, reporter, "link", url=url)


def test_add_evidence_document(unit: Unit, reporter: Actor) -> None:
    evidence = _add(unit, reporter, "document", document_number=" 17/TTr-UBND ", document_on=AT.date())
    assert (evidence.document_number, evidence.document_on) == ("17/TTr-UBND", AT.date())


def test_add_evidence_explanation_keeps_its_lines(unit: Unit, reporter: Actor) -> None:
    evidence = _add(unit, reporter, "explanation", text=" Không có hồ sơ.\nTổ dân phố đã rà soát. ")
    assert evidence.text == "Không có hồ sơ.\nTổ dân phố đã rà soát."


@pytest.mark.parametrize(
    ("kind", "parts", "refusal"),
    [
        ("file", {}, errors.EvidenceFileMissing),
        ("document", {"document_on": date(2026, 5, 1)}, errors.DocumentNumberMissing),
        ("document", {"document_number": "17/TTr"}, errors.DocumentDateMissing),
        ("document", {"document_number": "1", "document_on": date(2026, 6, 2)}, errors.DocumentFromTheFuture),
        ("document", {"document_number": "1" * 101, "document_on": date(2026, 6, 1)}, errors.TextTooLong),
        ("link", {"url": "https://a.vn/" + "x" * 500}, errors.TextTooLong),
        ("explanation", {"text": "chưa có.... 123456"}, errors.ExplanationTooShort),
        ("explanation", {"text": "dài " * 2000}, errors.TextTooLong),
    ],
)
def test_add_evidence_refusals(
    unit: Unit, reporter: Actor, kind: str, parts: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _add(unit, reporter, kind, **parts)
    assert Evidence.objects.count() == 0


def test_add_evidence_only_in_units_one_reports_for(unit: Unit, reporter: Actor) -> None:
    neighbour = UnitFactory(parent=unit.commune)
    for stranger in (actor("reporter", neighbour), actor("reporter", UnitFactory())):
        with pytest.raises(Refused) as refusal:
            _add(unit, stranger, "explanation", text="Giải trình của người lạ.")
        assert refusal.value.hidden
    assert _add(UnitFactory(parent=unit), reporter, "explanation", text="Đơn vị trực thuộc của mình.").pk


def test_add_evidence_does_not_open_a_file_one_may_not_see(unit: Unit, reporter: Actor) -> None:
    stored = _store(reporter)
    _add(unit, reporter, "file", file=stored)
    neighbour = UnitFactory(parent=unit.commune)
    stranger = actor("reporter", neighbour)
    with pytest.raises(Refused) as refusal:
        _add(neighbour, stranger, "file", file=stored)
    assert refusal.value.hidden
    _store(stranger)  # who holds the same content needs no leave to use it
    assert _add(neighbour, stranger, "file", file=stored).file == stored


def test_add_evidence_refuses_a_file_of_another_commune(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        _add(unit, reporter, "file", file=StoredFileFactory())
    assert refusal.value.hidden
