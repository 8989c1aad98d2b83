"""Reports, figures with their evidence and history, filled-in workbooks.

A key that nobody searches by, or that leads a unique index, has no index of its own (`db_index=False`): those were two
thirds of what a submission wrote.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from thidua.core import text
from thidua.core.placing import Within
from thidua.documents.models import Evidence
from thidua.indicator.figures import CellState, Number, Value
from thidua.indicator.models import Definition, Indicator
from thidua.org.models import Unit, User
from thidua.reporting.enums import ReportState, RevisionKind
from thidua.reporting.models.periods import Period


def as_value(state: str, numerator: Number | None, denominator: int | None, is_estimate: bool) -> Value:
    """A pure cell from stored columns; whole numerators become int."""
    if isinstance(numerator, Decimal) and numerator == int(numerator):
        numerator = int(numerator)
    return Value(numerator, denominator, CellState(state), is_estimate)


class ReportQuerySet(models.QuerySet["Report"]):
    def in_commune(self, commune_id: int) -> "ReportQuerySet":
        return self.filter(period__commune_id=commune_id)

    def of_units(self, paths: list[str]) -> "ReportQuerySet":
        """Reports of the units in the subtrees at `paths`; none without paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)

    def matching(self, words: str) -> "ReportQuerySet":
        """Reports of which unit or period hold every word between them, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(Q(unit__folded__contains=word) | Q(period__folded__contains=word))
        return found


class Report(models.Model):
    """What one unit says in one period. `version` grows with every change, so that a stale page is noticed.

    `late_step` is the last step after the cut-off (1, 3, 7 days) of which the unit was told. `guards` are the spans of
    validation prepared for its figures (`guards.py`); empty where they have to be made anew.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=14, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    is_on_behalf = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    first_received_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    return_reason = models.TextField(blank=True)
    # The lock of the period, told on the report's own row too: a submission that waited for the lock reads its own row
    # afresh, but on PostgreSQL the joined period as it was when it began to wait.
    closed_at = models.DateTimeField(null=True)
    late_step = models.PositiveSmallIntegerField(default=0)
    guards = models.TextField(blank=True)
    # Hand-in allowed after the lock, until the end of this day and for this reason.
    late_until = models.DateField(null=True)
    late_reason = models.CharField(max_length=1000, blank=True)

    objects = ReportQuerySet.as_manager()

    judged_with = ("period", "period__movement")

    class Meta:
        ordering = ["period", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="report_once"),
            models.CheckConstraint(
                condition=(Q(verified_at__isnull=True) & Q(verified_by__isnull=True))
                | (Q(verified_at__isnull=False) & Q(verified_by__isnull=False)),
                name="report_verified_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.VERIFIED) | Q(verified_at__isnull=False),
                name="report_verified_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.period}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be worked on: before the lock, or by an exception for this unit."""
        return self.closed_at is None and (not self.period.is_locked or self.late_until is not None)

    @property
    def commune_pk(self) -> int:
        return self.period.commune_id

    @property
    def scope_path(self) -> str:
        return self.unit.path


class Figure(Within, models.Model):
    """One cell: numerator and denominator as the unit reports them, and as they stand after checking when that differs.

    `definition` is the formula version it was asked under; it never changes. `is_revised`: the commune put it right after
    the lock, so it counts whatever had become of its report. `saved_by` typed it last; the checker's number is not typed.
    """

    within = "report"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=CellState.choices(), default=CellState.NOT_REPORTED)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.BigIntegerField(null=True)
    is_estimate = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    explanation = models.TextField(blank=True)
    is_checked = models.BooleanField(default=False)
    is_revised = models.BooleanField(default=False)
    checked_state = models.CharField(max_length=20, choices=CellState.choices(), blank=True)
    checked_numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    checked_denominator = models.BigIntegerField(null=True)
    checked_is_estimate = models.BooleanField(default=False)
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    evidence = models.ManyToManyField(Evidence, through="FigureEvidence", related_name="figures")

    locked_with = ("report",)
    judged_with = ("report", "report__period", "report__period__movement")

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0), name="figure_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True)
                | Q(numerator__isnull=True)
                | Q(numerator__lte=F("denominator")),
                name="figure_part_within_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=CellState.VALUE) | Q(numerator__isnull=True, denominator__isnull=True),
                name="figure_number_only_as_value",
            ),
            # What counts whatever becomes of the report must not be what the unit may type over.
            models.CheckConstraint(
                condition=Q(is_revised=False) | Q(is_checked=True), name="figure_revised_is_checked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.report}"

    @property
    def reported(self) -> Value:
        """The cell as the unit gave it."""
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)

    @property
    def content(self) -> tuple[Value, str, str]:
        """All that the unit says in this cell: value, explanation, source."""
        return (self.reported, self.explanation, self.source)

    @property
    def standing_value(self) -> Value:
        """The cell that counts: the checked one where the checker entered another, else the reported one."""
        if not self.is_checked:
            return self.reported
        return as_value(
            self.checked_state, self.checked_numerator, self.checked_denominator, self.checked_is_estimate
        )


class FigureEvidence(models.Model):
    """This evidence proves this figure."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "evidence"], name="evidence_once_a_figure")]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.evidence_id}"


class WorkbookDraft(Within, models.Model):
    """A filled-in workbook, kept between looking at what it would change and taking it over.

    `rows` is a list of {figure, row, cells}: the figure's id, its row in the file and the texts of its cells by name; the row
    of a part has [breakdown id, place] as `part`, too.
    They are kept as typed, so nothing is lost when some are refused; what was taken over is told by `applied` (figure ids).
    """

    within = "report"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="workbooks")
    file_name = models.CharField(max_length=200)
    seen_version = models.PositiveIntegerField()
    rows = models.JSONField()
    applied = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    locked_with = ("report",)
    judged_with = ("report", "report__period", "report__period__movement")

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class FigureRevision(models.Model):
    """The history of a cell, append-only: what was handed in, returned, checked, revised; by whom, when, why."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=RevisionKind.choices)
    state = models.CharField(max_length=20, choices=CellState.choices())
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.BigIntegerField(null=True)
    is_estimate = models.BooleanField(default=False)
    explanation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)
    is_on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["figure", "pk"]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.get_kind_display()}"

    @property
    def value(self) -> Value:
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)
