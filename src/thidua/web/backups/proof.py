"""Whether this installation holds what a copy says: the books of deeds, the totals, the bytes of the files."""

from collections.abc import Iterator

from thidua.core import audit_check
from thidua.core.models import AuditHead
from thidua.documents import errors as document_errors
from thidua.documents import vault
from thidua.documents.models import StoredFile
from thidua.reporting import totals
from thidua.reporting.models import Period
from thidua.web.backups.archive import Manifest


def faults(manifest: Manifest) -> Iterator[str]:
    """One sentence for everything that does not agree with the copy or with itself."""
    yield from _broken_books(manifest)
    for period in Period.objects.order_by("pk"):
        differing = sum(1 for _ in totals.differences(period.pk))
        if differing:
            yield f"{period.label}: {differing} ô tổng khác với số liệu."
    for file in StoredFile.objects.order_by("pk").iterator():
        try:
            vault.read(file.commune_id, file.sha256)
        except document_errors.FileDamaged:
            yield f"Tệp số {file.pk} thiếu hoặc khác nội dung."


def _broken_books(manifest: Manifest) -> Iterator[str]:
    held = set(AuditHead.objects.values_list("commune_id", flat=True))
    for commune in sorted(held | {int(commune) for commune in manifest.facts.heads}):
        said = manifest.facts.heads.get(str(commune))
        if said is None:
            yield f"Nhật ký của địa phương {commune} không có trong bản sao."
            continue
        for found in audit_check.breaks(commune, known=audit_check.Head.parse(said)):
            yield f"Nhật ký của địa phương {commune}, số {found.sequence}: {found.sentence}."
