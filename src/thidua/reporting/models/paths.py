"""Where an indicator came from and where the ward wants it each year: baselines and yearly steps."""

from django.db import models
from django.db.models import F, Q

from thidua.core.placing import Within
from thidua.indicator.figures import Comparator, Value
from thidua.indicator.models import Indicator
from thidua.movement.models import Movement
from thidua.org.models import Unit, User
from thidua.reporting.models.reports import as_value


class Baseline(Within, models.Model):
    """How an indicator stood at a unit, or in the whole commune (its root unit), before the movement.

    A correction is the next version with its reason; the last one counts.
    """

    within = "unit"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    numerator = models.DecimalField(max_digits=20, decimal_places=4)
    denominator = models.BigIntegerField(null=True)
    as_of = models.DateField()
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["unit", "indicator", "version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "indicator", "version"], name="baseline_version_once"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(numerator__lte=F("denominator")),
                name="baseline_part_within_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.unit}"

    @property
    def value(self) -> Value:
        return as_value("co_so_lieu", self.numerator, self.denominator, is_estimate=False)


class YearStep(Within, models.Model):
    """What the ward wants of an indicator in one year, on the way to the plan's line. It never takes the line's place.

    A correction is the next version with its reason; the last one counts.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="year_steps")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    comparator = models.CharField(
        max_length=2, choices=Comparator.choices(), default=Comparator.AT_LEAST.value
    )
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["movement", "indicator", "year", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "indicator", "year", "version"], name="year_step_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.year}"
