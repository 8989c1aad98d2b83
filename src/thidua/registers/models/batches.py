"""Registers of a commune, where lists come from, the batches that were handed in, and their rows."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from thidua.core import text
from thidua.core.placing import OfCommune, Within
from thidua.org.models import Unit, User
from thidua.registers import library
from thidua.registers.enums import BatchState
from thidua.registers.library import Schema

TONES = {
    BatchState.SIFTING: "waiting",
    BatchState.MATCHING: "returned",
    BatchState.READING: "waiting",
    BatchState.READ: "returned",
    BatchState.LANDED: "reached",
    BatchState.REPLACED: "empty",
    BatchState.REFUSED: "late",
    BatchState.DISCARDED: "empty",
    BatchState.REVOKED: "empty",
}
SILENT = timedelta(minutes=10)
AT_WORK = frozenset({BatchState.SIFTING, BatchState.READING})
WAITING = frozenset({BatchState.MATCHING, BatchState.READ, BatchState.REFUSED})


class Register(OfCommune, models.Model):
    """One kind of shared data in a commune; `name` is that of its shipped schema."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registers")
    name = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="register_once_a_commune")]

    def __str__(self) -> str:
        return self.schema.title

    @property
    def schema(self) -> Schema:
        return library.load()[self.name]


class Source(models.Model):
    """A system that exports lists for a register, and how a person matched its columns and words the last time.

    `columns` is field → title in the file; `words` field → {folded word: meaning}.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="sources")
    title = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["register", "title"]
        constraints = [models.UniqueConstraint(fields=["register", "folded"], name="source_once_a_register")]

    def __str__(self) -> str:
        return self.title


class BatchQuerySet(models.QuerySet["Batch"]):
    def in_commune(self, commune_id: int) -> "BatchQuerySet":
        return self.filter(register__commune_id=commune_id)


class Batch(Within, models.Model):
    """One file that a unit handed in. The file itself is let go as soon as it is sifted; what stays names nobody.

    `number` is what people call it by: the first batch of its register is 1, and so on. Rows that came about in this very
    software (a closed check sheet, a report marked as sent) are a batch too, `made_here`.

    `dropped` are the columns that were not kept ({"title", "why"}); what the others hold lies in `incoming` until somebody
    has matched them. `matching` is {"columns": {field: index}, "words": {field: {folded word: meaning}}}. `problems`
    are the first of each kind ({"place", "reason", "weight"}), `row_count` … count them all. `done` is how far a job is,
    `worked_at` when it last gave a sign.
    """

    within = "unit"

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    made_here = models.BooleanField(default=False)
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.SIFTING)
    dropped = models.JSONField(default=list)
    matching = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(default=0)
    good_count = models.PositiveIntegerField(default=0)
    odd_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    twice_count = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    refusal = models.TextField(blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    landed_at = models.DateTimeField(null=True)
    landed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    objects = BatchQuerySet.as_manager()
    judged_with = ("register",)
    # Two batches are not taken in at once: both could come over the same rows.
    locked_with = ("register",)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="batch_number_once_a_register"),
            models.CheckConstraint(
                condition=~Q(state__in=[BatchState.LANDED, BatchState.REPLACED, BatchState.REVOKED])
                | Q(landed_at__isnull=False),
                name="batch_landed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.REVOKED) | ~Q(end_reason=""), name="batch_revoked_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.REFUSED) | ~Q(refusal=""), name="batch_refused_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def called(self) -> str:
        """On its register's own pages; elsewhere the register is named too."""
        return f"Lô {self.number}: {self.file_name}"

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[BatchState(self.state)]

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    def has_stopped(self, at: datetime) -> bool:
        """Whether the job that reads it must have died, or was never begun: no sign for longer than any step takes."""
        return self.is_at_work and at - (self.worked_at or self.uploaded_at) > SILENT

    @property
    def share_done(self) -> int:
        """Percent of the rows that a job has behind it; of the first reading nobody knows the whole yet."""
        return min(100, 100 * self.done // self.row_count) if self.row_count else 0


class RecordQuerySet(models.QuerySet["Record"]):
    def current(self) -> "RecordQuerySet":
        return self.filter(is_current=True)

    def as_of(self, at: datetime) -> "RecordQuerySet":
        """Rows that counted at a moment: landed by then, not yet overtaken or taken back."""
        overtaken = Q(overtaken_by__landed_at__lte=at) & ~Q(overtaken_by__state=BatchState.REVOKED)
        revoked = Q(batch__state=BatchState.REVOKED, batch__ended_at__lte=at)
        return self.filter(batch__landed_at__lte=at).exclude(overtaken).exclude(revoked)

    def with_batch_number(self) -> "RecordQuerySet":
        return self.annotate(batch_number=F("batch__number"))


class Record(Within, models.Model):
    """One row of a register. Of rows with the same key one is current; the others stay and say which batch came over them."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="records", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True)
    facts = models.JSONField()
    is_current = models.BooleanField(default=False)
    overtaken_by = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="overtook")

    within = "batch"
    judged_with = ("batch", "batch__unit")
    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        indexes = [
            models.Index(fields=["register", "key"], name="record_by_key"),
            models.Index(
                fields=["register", "day"], condition=Q(is_current=True), name="record_current_by_day"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "key"],
                condition=Q(is_current=True) & ~Q(key=""),
                name="record_current_once_a_key",
            )
        ]

    def __str__(self) -> str:
        return self.key.replace("\x1f", " · ") or f"Hàng {self.number}"


def index_source(source: Source) -> None:
    """Fill the column by which the same name is found again."""
    source.folded = text.fold(source.title)[:120]
