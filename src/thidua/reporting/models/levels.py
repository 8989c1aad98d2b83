"""Criteria without a number: levels with their descriptors, and the level that a unit holds to be true, with its proof."""

from django.db import models

from thidua.core.placing import Within
from thidua.documents.models import Evidence
from thidua.movement.models import Criterion
from thidua.org.models import Unit, User
from thidua.reporting.models.periods import Period


class CriterionLevel(Within, models.Model):
    """One level of a criterion and what it looks like. A scale is replaced as a whole, by its next version."""

    within = "criterion"

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="levels")
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=100)
    descriptor = models.TextField()
    reason = models.CharField(max_length=1000, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["criterion", "version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "version", "position"], name="level_once"),
            models.UniqueConstraint(fields=["criterion", "version", "label"], name="level_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class LevelChoice(Within, models.Model):
    """The level that a unit says to have reached in a period. Levels are words: they are counted, never averaged.

    A change is the next `number`, beside the one before.
    """

    within = "unit"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="level_choices")
    level = models.ForeignKey(CriterionLevel, on_delete=models.PROTECT, related_name="choices")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="level_choices")
    number = models.PositiveIntegerField(default=1)
    explanation = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="level_choices")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["criterion", "period", "unit", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "period", "unit", "number"], name="level_choice_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.level}"
