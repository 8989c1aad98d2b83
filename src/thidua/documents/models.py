"""Files kept under their hash, and evidence: what proves a figure. Knows no business app."""

from django.db import models
from django.db.models import Q

from thidua.core import text
from thidua.core.placing import OfCommune, Within
from thidua.documents import content
from thidua.documents.enums import EvidenceKind, Removed
from thidua.documents.photos import likeness
from thidua.org.models import Unit, User


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def in_commune(self, commune_id: int) -> "StoredFileQuerySet":
        return self.filter(commune_id=commune_id)


class StoredFile(OfCommune, models.Model):
    """One content of one commune, stored once under its SHA-256; the bytes lie in the data folder.

    Where something was `removed` before it was kept, `original_sha256` is the hash of what first came in.
    `holders` are all who handed in this content; a shared file (a plan) is for every member of the commune.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    original_sha256 = models.CharField(max_length=64, blank=True)
    removed = models.CharField(max_length=10, choices=Removed.choices, blank=True)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_shared = models.BooleanField(default=False)
    holders = models.ManyToManyField(User, related_name="+")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["-stored_at"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "sha256"], name="file_once_a_commune"),
            models.CheckConstraint(
                condition=Q(removed="", original_sha256="") | (~Q(removed="") & ~Q(original_sha256="")),
                name="file_removed_from_an_original",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type in content.PICTURES

    @property
    def has_no_likeness(self) -> bool:
        """A picture that nothing here can draw, so that it is held against no other (`photos/marking.py`)."""
        return self.content_type == content.WEBP.content_type


class PictureMark(models.Model):
    """How a stored picture looks, whole and in four bands: pictures nearly alike share a band (`photos/likeness.py`)."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="mark")
    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=16)
    band0 = models.PositiveIntegerField()
    band1 = models.PositiveIntegerField()
    band2 = models.PositiveIntegerField()
    band3 = models.PositiveIntegerField()

    class Meta:
        ordering = ["file"]
        indexes = [
            models.Index(fields=["commune", f"band{place}"], name=f"picture_mark_band{place}")
            for place in range(likeness.BANDS)
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.mark}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of_units(self, paths: list[str]) -> "EvidenceQuerySet":
        """Evidence of the units in the subtrees at `paths`; none without paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)

    def matching(self, words: str) -> "EvidenceQuerySet":
        """Evidence in which every word occurs, with or without marks: name of the file, number, link, words, unit."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(Q(folded__contains=word) | Q(unit__folded__contains=word))
        return found

    def detailed(self) -> "EvidenceQuerySet":
        """With what a list of evidence shows."""
        return self.select_related("file", "added_by")


class Evidence(Within, models.Model):
    """A file, a link, a document's number, or an explanation in words; of one unit, usable for many figures.

    `folded` is filled by the action (`index_evidence`).
    """

    within = "unit"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="evidence")
    url = models.URLField(max_length=500, blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    document_on = models.DateField(null=True)
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.FILE) & Q(file__isnull=False))
                | (Q(kind=EvidenceKind.LINK) & ~Q(url=""))
                | (Q(kind=EvidenceKind.DOCUMENT) & ~Q(document_number=""))
                | (Q(kind=EvidenceKind.EXPLANATION) & ~Q(text="")),
                name="evidence_holds_what_it_says",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        if self.kind == EvidenceKind.FILE and self.file:
            return self.file.name
        return self.document_number or self.url or self.text[:80]


LONGEST_FOLDED = 2_000


def index_evidence(evidence: Evidence) -> None:
    """Fill the column for search."""
    said = (
        evidence.file.name if evidence.file else "",
        evidence.document_number,
        evidence.url,
        evidence.text,
    )
    evidence.folded = text.fold(" ".join(said))[:LONGEST_FOLDED]
