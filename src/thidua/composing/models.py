"""A report of a period with the words of its parts, every version of them, and to whom it was sent."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from thidua.composing.earlier import YearFacts
from thidua.composing.enums import PartKey, ReportKind, ReportState, TextOrigin
from thidua.composing.facts import Change, Facts, changes_between, rows_of
from thidua.composing.paper import SYMBOL
from thidua.core import text
from thidua.core.placing import Within
from thidua.documents.models import StoredFile
from thidua.movement.models import Movement
from thidua.org.models import User
from thidua.outgoing.enums import SendingWay

TONES = {
    ReportState.DRAFT: "waiting",
    ReportState.ISSUED: "reached",
    ReportState.RECALLED: "returned",
    ReportState.DISCARDED: "empty",
}
FORMS = ("pdf", "docx")
# These follow the figures; what a person wrote, carried or kept stays.
FOLLOWING = {TextOrigin.SUGGESTED, TextOrigin.RESET}


class PeriodReportQuerySet(models.QuerySet["PeriodReport"]):
    def in_commune(self, commune_id: int) -> "PeriodReportQuerySet":
        return self.filter(movement__commune_id=commune_id)

    def matching(self, words: str) -> "PeriodReportQuerySet":
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class PeriodReport(Within, models.Model):
    """The report of a time (`key`, see spans.py), composed again under the next `number`; `replaces` and `reason` say why.

    `facts` are a `facts.Facts` as they stood at `gathered_at`; `charts` keys in their order. When it is issued, `record` is the
    canonical JSON of all that is printed and `sha256` its hash, and `pdf` and `docx` are the files as they were drawn from it;
    reports issued before files were kept have none, and are drawn from their record.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="period_reports")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    key = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=120)
    folded = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    facts = models.JSONField()
    charts = models.JSONField(default=list)
    composed_at = models.DateTimeField()
    composed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    gathered_at = models.DateTimeField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    reason = models.TextField(blank=True)
    symbol = models.CharField(max_length=40, default=SYMBOL)
    document_number = models.CharField(max_length=7, blank=True)
    issued_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    record = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    close_reason = models.TextField(blank=True)

    objects = PeriodReportQuerySet.as_manager()
    judged_with = ("movement",)

    class Meta:
        ordering = ["-ends_on", "-starts_on", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "key", "number"], name="period_report_number_once"),
            models.UniqueConstraint(
                fields=["movement", "key"],
                condition=Q(state=ReportState.DRAFT),
                name="period_report_one_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.ISSUED, ReportState.RECALLED])
                | (
                    Q(issued_on__isnull=False, issued_at__isnull=False)
                    & ~Q(document_number="")
                    & ~Q(record="")
                    & ~Q(sha256="")
                ),
                name="period_report_issued_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.RECALLED, ReportState.DISCARDED])
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="period_report_closed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}, bản {self.number}"

    @property
    def tone(self) -> str:
        return TONES[ReportState(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == ReportState.DRAFT

    @property
    def is_frozen(self) -> bool:
        return bool(self.record)

    @property
    def number_words(self) -> str:
        """ "12/BC-UBND"; empty while văn thư has given none."""
        return f"{self.document_number}/{self.symbol}" if self.document_number else ""

    @property
    def file_name(self) -> str:
        """ "bao-cao-thang-10-2026-ban-1"."""
        label = text.fold(self.label).replace(" ", "-").replace("/", "-")
        return f"bao-cao-{label}-ban-{self.number}"

    @property
    def told(self) -> Facts:
        return Facts.from_json(self.facts)


class Part(Within, models.Model):
    """A part of a report as it stands: its words, and `basis`, the facts (what → how it stood) that they were written over.

    `version` counts every change; `PartVersion` keeps each.
    """

    within = "report"

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="parts")
    key = models.CharField(max_length=12, choices=PartKey.choices)
    position = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=TextOrigin.choices)
    basis = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    judged_with = ("report", "report__movement")
    locked_with = ("report",)

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="part_once_a_report")]

    def __str__(self) -> str:
        return f"{self.get_key_display()} · {self.report}"

    @property
    def follows(self) -> bool:
        """Whether its words are the suggestion, which goes with the figures."""
        return self.origin in FOLLOWING

    def moved_under(self, facts: Facts) -> tuple[Change, ...]:
        """What these facts say otherwise than those that its words were written over."""
        return tuple(changes_between(self.key, self.basis, rows_of(self.key, facts)))


class PartVersion(models.Model):
    """The words of a part as somebody left them once; never changed."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=TextOrigin.choices)
    basis = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["part", "-number"]
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="part_version_once")]

    def __str__(self) -> str:
        return f"{self.part_id}: bản {self.number}"


class Sending(models.Model):
    """To whom an issued report went, when and how; noted by a person, since the product sends nothing itself."""

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="sendings")
    to = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=SendingWay.choices)
    sent_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["report", "sent_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(to=""), name="sending_has_a_receiver")]

    def __str__(self) -> str:
        return self.to


class ContentLinks(Within, models.Model):
    """Which indicators tell about which content of the plan (content's item id → codes), as somebody said it; each saying
    is a further version.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="content_links")
    number = models.PositiveIntegerField()
    links = models.JSONField(default=dict)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["movement", "-number"]
        verbose_name_plural = "content links"
        constraints = [
            models.UniqueConstraint(fields=["movement", "number"], name="content_links_number_once")
        ]

    def __str__(self) -> str:
        return f"Chỉ tiêu theo nội dung, bản {self.number}"


class YearlyReport(Within, models.Model):
    """A report of a year in the short form that came before period reports. None is made any more; those that were made
    stay as they were: `facts` an `earlier.YearFacts`, `texts` the parts that people wrote.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="yearly_reports")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    composed_at = models.DateTimeField()
    composed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "year", "number"], name="year_report_number_once")
        ]

    def __str__(self) -> str:
        return f"Báo cáo năm {self.year} theo mẫu gọn, bản {self.number}"

    @property
    def told(self) -> YearFacts:
        return YearFacts.from_json(self.facts)


def index_report(report: PeriodReport) -> None:
    """Fill the column for search."""
    words = (report.get_kind_display(), report.label, report.number_words, report.movement.short_title)
    report.folded = text.fold(" ".join(words))[:300]


def issued_in(year: int) -> Q:
    """Reports that carry a number of that year."""
    return Q(issued_on__range=(date(year, 1, 1), date(year, 12, 31))) & ~Q(document_number="")


def printed_of(report: PeriodReport) -> dict[str, Any]:
    """The columns that the record of an issued report repeats."""
    return {"number": report.document_number, "symbol": report.symbol, "issued_on": str(report.issued_on)}
