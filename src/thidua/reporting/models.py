"""Periods, reports, figures with their history, running totals, publications."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from thidua.documents.models import Evidence
from thidua.indicator.figures import CellState, Number, Value
from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Movement
from thidua.org.models import Unit, User
from thidua.reporting.enums import Basis, CalendarKind, PeriodKind, ReportState, RevisionKind


class PeriodQuerySet(models.QuerySet["Period"]):
    def in_commune(self, commune_id: int) -> "PeriodQuerySet":
        return self.filter(commune_id=commune_id)


class Period(models.Model):
    """A span that is reported on. Opened → unit cut-off → ward due date → locked → published, each a separate fact."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=PeriodKind.choices)
    calendar = models.CharField(max_length=10, choices=CalendarKind.choices)
    label = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    unit_due_on = models.DateField()
    ward_due_on = models.DateField()
    locks_on = models.DateField()
    is_backfilled = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "kind", "calendar", "starts_on"],
                condition=~Q(kind=PeriodKind.AD_HOC),
                name="period_once",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on"))
                & Q(unit_due_on__lte=F("ward_due_on"))
                & Q(ward_due_on__lte=F("locks_on")),
                name="period_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def commune_pk(self) -> int:
        return self.commune_id

    @property
    def scope_path(self) -> str:
        return self.commune.path

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class ReportQuerySet(models.QuerySet["Report"]):
    def in_commune(self, commune_id: int) -> "ReportQuerySet":
        return self.filter(period__commune_id=commune_id)

    def of_units(self, paths: list[str]) -> "ReportQuerySet":
        """Reports of the units in the subtrees at `paths`; none without paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)


class Report(models.Model):
    """What one unit says in one period. `version` grows with every change, so that a stale page is noticed.

    `late_step` is the last step after the cut-off (1, 3, 7 days) of which the unit was told.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=14, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_on_behalf = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    first_received_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(blank=True)
    # The lock of the period, told on the report's own row too: a submission that waited for the lock reads its own row
    # afresh, but on PostgreSQL the joined period as it was when it began to wait.
    closed_at = models.DateTimeField(null=True)
    late_step = models.PositiveSmallIntegerField(default=0)

    objects = ReportQuerySet.as_manager()

    judged_with = ("period",)

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
    def commune_pk(self) -> int:
        return self.period.commune_id

    @property
    def scope_path(self) -> str:
        return self.unit.path


class Figure(models.Model):
    """One cell: numerator and denominator as the unit reports them, and as they stand after checking when that differs.

    `definition` is the formula version it was asked under; it never changes. `is_revised`: the commune put it right after
    the lock, so it counts whatever had become of its report.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
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
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    evidence = models.ManyToManyField(Evidence, through="FigureEvidence", related_name="figures")

    locked_with = ("report",)
    judged_with = ("report", "report__period")

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
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.report}"

    @property
    def commune_pk(self) -> int:
        return self.report.commune_pk

    @property
    def scope_path(self) -> str:
        return self.report.unit.path

    @property
    def reported(self) -> Value:
        """The cell as the unit gave it."""
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)

    @property
    def standing_value(self) -> Value:
        """The cell that counts: the checked one where the checker entered another, else the reported one."""
        if not self.is_checked:
            return self.reported
        return as_value(
            self.checked_state, self.checked_numerator, self.checked_denominator, self.is_estimate
        )


class FigureEvidence(models.Model):
    """This evidence proves this figure."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "evidence"], name="evidence_once_a_figure")]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.evidence_id}"


class WorkbookDraft(models.Model):
    """A filled-in workbook, kept between looking at what it would change and taking it over.

    `rows` is a list of {figure, row, cells}: the figure's id, its row in the file and the texts of its cells by name.
    They are kept as typed, so nothing is lost when some are refused; what was taken over is told by `applied` (figure ids).
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="workbooks")
    file_name = models.CharField(max_length=200)
    seen_version = models.PositiveIntegerField()
    rows = models.JSONField()
    applied = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    locked_with = ("report",)
    judged_with = ("report", "report__period")

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def commune_pk(self) -> int:
        return self.report.commune_pk

    @property
    def scope_path(self) -> str:
        return self.report.unit.path


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
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    is_on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["figure", "pk"]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.get_kind_display()}"

    @property
    def value(self) -> Value:
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)


class Total(models.Model):
    """A running sum per period × indicator × level (the commune and every inner unit of the tree) × basis.

    Kept in the transaction of each submission, return, check and revision; `verify_totals` recomputes it. A unit's own
    report counts at its own level and at every level above.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="totals")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    numerator = models.DecimalField(max_digits=20, decimal_places=4)
    denominator = models.BigIntegerField()
    value_count = models.IntegerField()
    not_arising_count = models.IntegerField()
    not_applicable_count = models.IntegerField()
    estimate_count = models.IntegerField()

    class Meta:
        ordering = ["period", "indicator", "unit", "basis"]
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator", "unit", "basis"], name="total_once")
        ]

    def __str__(self) -> str:
        return f"{self.period_id}/{self.indicator_id}/{self.unit_id}/{self.basis}"


class Publication(models.Model):
    """A leader made the results of a period public. A correction is a new publication with the next number."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-period__ends_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="publication_number_once")]

    def __str__(self) -> str:
        return f"{self.period} · lần {self.number}"

    @property
    def commune_pk(self) -> int:
        return self.period.commune_id

    @property
    def scope_path(self) -> str:
        return self.period.commune.path


class PublishedFigure(models.Model):
    """A result of the commune as it was published: frozen, with its inputs per unit and the formula version.

    `inputs` is a list of {unit, state, numerator, denominator, is_estimate}: names of units, never of people.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20, choices=CellState.choices())
    value_count = models.PositiveIntegerField()
    missing_count = models.PositiveIntegerField()
    is_estimate = models.BooleanField(default=False)
    may_double_count = models.BooleanField(default=False)
    inputs = models.JSONField(default=list)

    class Meta:
        ordering = ["publication", "indicator__position"]
        constraints = [models.UniqueConstraint(fields=["publication", "indicator"], name="published_once")]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.indicator.code}"

    @property
    def value(self) -> Value:
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)


def as_value(state: str, numerator: Number | None, denominator: int | None, is_estimate: bool) -> Value:
    """A pure cell from stored columns; whole numerators become int."""
    if isinstance(numerator, Decimal) and numerator == int(numerator):
        numerator = int(numerator)
    return Value(numerator, denominator, CellState(state), is_estimate)


class YearlyReport(models.Model):
    """The yearly report as it was composed: the facts frozen on that day, the words of the officer. Each composing is a version.

    `links` says which indicators tell about which content of the plan (content's item id → codes); `facts` is a
    `yearly.YearFacts` as JSON; `texts` holds the parts that people write. The document is drawn from these two alone.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="yearly_reports")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    links = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    composed_at = models.DateTimeField()
    composed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "year", "number"], name="yearly_report_number_once")
        ]

    def __str__(self) -> str:
        return f"Báo cáo năm {self.year}, bản {self.number}"

    @property
    def commune_pk(self) -> int:
        return self.movement.commune_pk

    @property
    def scope_path(self) -> str:
        return self.movement.scope_path
