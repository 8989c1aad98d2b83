"""An indicator bound to a register: stated filters over its rows, dated; and the counts that reports took from it."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from thidua.core.placing import OfCommune, Within
from thidua.documents.models import Evidence
from thidua.indicator.figures import CellState, Value
from thidua.indicator.library import Trust
from thidua.indicator.models import TRUST_TONES, Indicator
from thidua.org.models import Unit, User, valid_on
from thidua.registers import library
from thidua.registers.conditions import Filter
from thidua.registers.library import Schema
from thidua.reporting import workbooks
from thidua.reporting.enums import BindingCalendar
from thidua.reporting.models.reports import Figure, as_value


class RegisterBindingQuerySet(models.QuerySet["RegisterBinding"]):
    def in_commune(self, commune_id: int) -> "RegisterBindingQuerySet":
        return self.filter(commune_id=commune_id)

    def valid_on(self, day: date) -> "RegisterBindingQuerySet":
        return self.filter(valid_on(day))


class RegisterBinding(OfCommune, models.Model):
    """One dated version of how a formula variant is counted from a register. A change is a new version; old periods keep theirs.

    The filters are as `registers/conditions.py` parses them: `numerator` is stated over the rows that fulfil `denominator`, rows
    that fulfil `estimate` make the figure an estimate (never, where it is empty). `counted` is the field of which different
    values are counted, "" for rows; `day_field` the day that puts a row into a period; `unit_field` says whose row it is, ""
    for the whole commune. `shipped` is the slug of the shipped way that it says over again, "" where the commune changed it.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="bindings")
    variant = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)
    register = models.CharField(max_length=40)
    numerator = models.JSONField(default=list)
    denominator = models.JSONField(default=list)
    estimate = models.JSONField(default=list)
    counted = models.CharField(max_length=40, blank=True)
    day_field = models.CharField(max_length=40, blank=True)
    unit_field = models.CharField(max_length=40, blank=True)
    calendar = models.CharField(
        max_length=10, choices=BindingCalendar.choices, default=BindingCalendar.PERIOD
    )
    citation = models.TextField()
    trust = models.CharField(max_length=10, choices=[(trust.value, trust.label) for trust in Trust])
    shipped = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RegisterBindingQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__position", "variant", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "indicator", "variant", "version"], name="binding_version_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="binding_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · cách tính {self.variant} · bản {self.version}"

    @property
    def schema(self) -> Schema:
        return library.load()[self.register]

    @property
    def of_whole(self) -> Filter:
        return Filter.parse(self.denominator, self.schema)

    @property
    def of_part(self) -> Filter:
        return Filter.parse(self.numerator, self.schema)

    @property
    def of_estimate(self) -> Filter:
        return Filter.parse(self.estimate, self.schema)

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None

    @property
    def trust_tone(self) -> str:
        return TRUST_TONES[Trust(self.trust)]


class RegisterCount(Within, models.Model):
    """What a register gave for a figure when somebody took it over; append-only, the last one of a figure holds.

    `batches` are the ids of the batches that covered the days, `unit_values` what the register writes for the unit where the
    binding asks for it (else empty), `own_batches` whether only what the unit itself handed in was counted. `evidence` says the
    same in words, beside the figure.
    """

    within = "figure"

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="counts")
    binding = models.ForeignKey(RegisterBinding, on_delete=models.PROTECT, related_name="counts")
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=20, choices=CellState.choices())
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    is_estimate = models.BooleanField(default=False)
    batches = models.JSONField(default=list)
    unit_values = models.JSONField(default=list)
    own_batches = models.BooleanField(default=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, related_name="+")
    counted_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["figure", "-pk"]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.numerator} / {self.denominator}"

    @property
    def words(self) -> str:
        """`7.600 trên 8.930`"""
        return workbooks.shown(self.value)

    @property
    def value(self) -> Value:
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)
