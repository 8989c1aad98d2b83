"""Figures by parts: how an indicator is broken down, and the parts that units gave."""

from django.db import models
from django.db.models import F, Q

from thidua.core.placing import OfCommune, Within
from thidua.indicator.figures import CellState, Value
from thidua.indicator.models import Indicator
from thidua.org.models import Unit, User
from thidua.reporting.models.reports import Figure, as_value


class Breakdown(OfCommune, models.Model):
    """From `valid_from` an indicator is asked by these `parts` (a list of names), too. `add_up`: they make up the whole.

    Its parts never change: another list is another breakdown, after the first was ended.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=100)
    parts = models.JSONField()
    add_up = models.BooleanField(default=True)
    citation = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["indicator__position", "label", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="breakdown_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} theo {self.label}"


class FigurePart(Within, models.Model):
    """One part of a figure, a figure of its own: `place` in the list of its breakdown, with numerator and denominator.

    A part that nobody gave has no row, or a row that says so: it stays missing, and nothing is worked out in its stead.
    """

    within = "figure"

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="parts")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="figures")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=CellState.choices(), default=CellState.NOT_REPORTED)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["figure", "breakdown", "place"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "breakdown", "place"], name="part_once"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True)
                | Q(numerator__isnull=True)
                | Q(numerator__gte=0, numerator__lte=F("denominator")),
                name="part_within_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.breakdown.parts[self.place]}"

    @property
    def value(self) -> Value:
        return as_value(self.state, self.numerator, self.denominator, is_estimate=False)
