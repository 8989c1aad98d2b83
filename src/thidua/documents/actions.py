"""Deeds on files and evidence."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.errors import Refused
from thidua.core.permissions import Actor
from thidua.documents import errors, queries, vault
from thidua.documents.enums import EvidenceKind, FilePurpose
from thidua.documents.examining import Examined
from thidua.documents.models import Evidence, PictureMark, StoredFile, index_evidence
from thidua.documents.photos import likeness
from thidua.org.models import Unit

SHORTEST_EXPLANATION = 10
LONGEST_TEXT = 5_000


@action("documents.store_file", lock=False)
def store_file(commune: Actor | Unit, *, file: Examined, by: Actor, at: datetime) -> StoredFile:
    """Keep an examined file for the commune of `commune`; the same content twice is the same row, under its first name.

    The bytes are written before the row: a row without its file cannot come to be.
    """
    stored, is_new = StoredFile.objects.get_or_create(
        commune_id=commune.commune_pk,
        sha256=vault.keep(commune.commune_pk, file.content),
        defaults={
            "size": len(file.content),
            "content_type": file.content_type,
            "name": file.name,
            "original_sha256": file.original_sha256 if file.removed else "",
            "removed": file.removed,
            "stored_at": at,
            "stored_by_id": by.user_id,
            "is_shared": file.purpose is FilePurpose.PLAN,
        },
    )
    if file.purpose is FilePurpose.PLAN and not stored.is_shared:
        stored.is_shared = True
        stored.save(update_fields=["is_shared"])
    if file.mark:
        _keep_mark(stored, file.mark)
    if by.user_id is not None:
        stored.holders.add(by.user_id)
    audit.note(file=stored.pk, sha256=stored.sha256, size=stored.size, is_new=is_new)
    if file.removed:
        audit.note(original_sha256=file.original_sha256, removed=file.removed.label)
    return stored


def _keep_mark(stored: StoredFile, mark: str) -> None:
    bands = {f"band{place}": band for place, band in enumerate(likeness.bands_of(mark))}
    PictureMark.objects.get_or_create(
        file=stored, defaults={"commune_id": stored.commune_id, "mark": mark, **bands}
    )


@action("documents.add_evidence", lock=False)
def add_evidence(
    unit: Unit,
    *,
    kind: EvidenceKind,
    by: Actor,
    at: datetime,
    file: StoredFile | None = None,
    url: str = "",
    document_number: str = "",
    document_on: date | None = None,
    text: str = "",
) -> Evidence:
    """One piece of evidence of `unit`; only what belongs to its kind is kept. A file must be one that `by` may see."""
    evidence = Evidence(unit=unit, kind=EvidenceKind(kind), added_at=at, added_by_id=by.user_id)
    if kind == EvidenceKind.FILE:
        evidence.file = _usable_file(file, by=by)
    elif kind == EvidenceKind.LINK:
        evidence.url = _checked_link(url)
    elif kind == EvidenceKind.DOCUMENT:
        evidence.document_number = _checked_number(document_number)
        evidence.document_on = _checked_day(document_on, today=timezone.localdate(at))
    else:
        evidence.text = _checked_explanation(text)
    index_evidence(evidence)
    evidence.save()
    audit.note(evidence=evidence.pk, kind=evidence.kind)
    return evidence


def _usable_file(file: StoredFile | None, *, by: Actor) -> StoredFile:
    if file is None:
        raise errors.EvidenceFileMissing
    # Whoever may use a file as evidence of a unit opens it to that unit, so only a file one may see can be used.
    if not queries.visible_files(by).filter(pk=file.pk).exists():
        raise Refused(hidden=True)
    return file


def _checked_link(url: str) -> str:
    url = url.strip()
    _fits(url, field="url", most=500)
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        is_sound = False
    if not is_sound or any(char.isspace() or not char.isprintable() for char in url):
        raise errors.LinkNotAccepted
    return url


def _checked_number(number: str) -> str:
    number = vietnamese.nfc(number)
    if not number:
        raise errors.DocumentNumberMissing
    _fits(number, field="document_number", most=100)
    return number


def _checked_day(day: date | None, *, today: date) -> date:
    if day is None:
        raise errors.DocumentDateMissing
    if day > today:
        raise errors.DocumentFromTheFuture
    return day


def _checked_explanation(explanation: str) -> str:
    lines = [vietnamese.nfc(line) for line in explanation.strip().splitlines()]
    if sum(char.isalpha() for line in lines for char in line) < SHORTEST_EXPLANATION:
        raise errors.ExplanationTooShort
    kept = "\n".join(lines)
    _fits(kept, field="text", most=LONGEST_TEXT)
    return kept


def _fits(value: str, *, field: str, most: int) -> None:
    if len(value) > most:
        raise errors.TextTooLong(field=field, most=most)
