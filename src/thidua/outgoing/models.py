"""Receivers, their forms with every version, and the papers that were filled, numbered, sent; nothing is overwritten."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from thidua.core import text
from thidua.core.placing import OfCommune, Within
from thidua.documents.models import StoredFile
from thidua.movement.models import Movement, Phase
from thidua.org.models import Unit, User
from thidua.outgoing.enums import PaperState, SendingWay, Subject
from thidua.reporting.models import Period

TONES = {
    PaperState.PREPARED: "waiting",
    PaperState.ISSUED: "waiting",
    PaperState.SENT: "reached",
    PaperState.DISCARDED: "empty",
}
BLANK = "chưa có số liệu"
PDF_PATIENCE = timedelta(minutes=10)


class Receiver(OfCommune, models.Model):
    """An office that papers of the commune go to, and the way they usually take."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=SendingWay.choices, default=SendingWay.EXCHANGE)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "folded"], name="receiver_once_a_commune"),
            models.CheckConstraint(condition=~Q(folded=""), name="receiver_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class FormTemplate(Within, models.Model):
    """A receiver's form, as a Word or Excel file with named fields. `blank` is printed where there are no data.

    `suggestion` names the shipped form that it began as; "" for one of the receiver's own.
    """

    within = "receiver"

    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="forms")
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=8, choices=Subject.choices)
    suffix = models.CharField(max_length=5)
    blank = models.CharField(max_length=80, default=BLANK)
    suggestion = models.CharField(max_length=40, blank=True)
    retired_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    judged_with = ("receiver",)

    class Meta:
        ordering = ["receiver", "title", "pk"]
        constraints = [models.UniqueConstraint(fields=["receiver", "title"], name="form_once_a_receiver")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_word(self) -> bool:
        return self.suffix == ".docx"

    @property
    def is_in_use(self) -> bool:
        return self.retired_at is None


class FormVersion(Within, models.Model):
    """One file of a form; papers keep the version that they were filled from. `names` are the fields that stand in it."""

    within = "form"

    form = models.ForeignKey(FormTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    names = models.JSONField(default=list)
    is_suggested = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    judged_with = ("form", "form__receiver")

    class Meta:
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form.title}, bản {self.number}"


class OutgoingPaperQuerySet(models.QuerySet["OutgoingPaper"]):
    def in_commune(self, commune_id: int) -> "OutgoingPaperQuerySet":
        return self.filter(version__form__receiver__commune_id=commune_id)

    def matching(self, words: str) -> "OutgoingPaperQuerySet":
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class OutgoingPaper(Within, models.Model):
    """A form that was filled: with which values, for what, and what became of it. The file and the values never change.

    `values` is the tree that was printed, no more of it than the form asks for; `about` names the period ("ky-12"), phase
    ("giai-doan-3") or year ("nam-5-2026"). Number and day come from the register of the office (văn thư), who sent it and how
    from a person: the product sends nothing itself. `pdf` shows the file page by page, where somebody asked for one and the
    server has an office program; `pdf_refusal` says why there is none.
    """

    within = "version"

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="papers")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=40)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, related_name="+")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveIntegerField(null=True)
    label = models.CharField(max_length=250)
    folded = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.PREPARED)
    values = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    blank = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    number_key = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    numbered_at = models.DateTimeField(null=True)
    numbered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True)
    sent_way = models.CharField(max_length=10, choices=SendingWay.choices, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)
    sent_note = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf_asked_at = models.DateTimeField(null=True)
    pdf_refusal = models.CharField(max_length=300, blank=True)
    discard_reason = models.TextField(blank=True)

    objects = OutgoingPaperQuerySet.as_manager()
    judged_with = ("version", "version__form", "version__form__receiver")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[PaperState.PREPARED, PaperState.DISCARDED])
                | (~Q(number="") & Q(issued_on__isnull=False, numbered_at__isnull=False)),
                name="paper_issued_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.SENT)
                | (Q(sent_on__isnull=False, sent_at__isnull=False) & ~Q(sent_way="") & ~Q(sent_to="")),
                name="paper_sent_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.DISCARDED) | ~Q(discard_reason=""),
                name="paper_discarded_has_a_reason",
            ),
            # A number is given once a year and commune; `number_key` says all three.
            models.UniqueConstraint(
                fields=["number_key"], condition=~Q(number_key=""), name="paper_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.form.title}: {self.label}"

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[PaperState(self.state)]

    @property
    def is_sent(self) -> bool:
        return self.state == PaperState.SENT

    def waits_for_pdf(self, at: datetime) -> bool:
        """Asked for, and the job may still be at it: one that takes longer was broken off."""
        if self.pdf_id is not None or self.pdf_refusal or self.pdf_asked_at is None:
            return False
        return at < self.pdf_asked_at + PDF_PATIENCE


class ChangeReview(Within, models.Model):
    """Somebody looked at what changed since a paper was sent, and decided that no corrected one is needed: why, and over which
    `changes` ({"name", "meaning", "then", "now"}).
    """

    within = "paper"

    paper = models.ForeignKey(OutgoingPaper, on_delete=models.PROTECT, related_name="reviews")
    changes = models.JSONField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["paper", "-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="change_review_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.at:%d/%m/%Y}"


def index_receiver(receiver: Receiver) -> None:
    """Fill the column by which the same name is found again."""
    receiver.folded = text.fold(receiver.name)[:200]


def index_paper(paper: OutgoingPaper) -> None:
    """Fill the column for search."""
    form = paper.version.form
    paper.folded = text.fold(f"{form.title} {paper.label} {form.receiver.name} {paper.number}")
