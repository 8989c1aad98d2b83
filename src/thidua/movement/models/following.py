"""What follows from a launched plan: phases, criteria, target lines, and who reports what.

Each version of the plan has phases, criteria and target lines of its own, tied to its items; those of earlier versions stay
as they were. An assignment runs through versions, from `since` to the one before `until`.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from thidua.core.placing import Within
from thidua.indicator.figures import Comparator
from thidua.indicator.models import Indicator
from thidua.movement.enums import Level
from thidua.movement.models.movements import Movement
from thidua.movement.models.plans import PlanItem
from thidua.org.models import Unit


class Phase(models.Model):
    """A stage of the movement."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="phases")
    item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, related_name="phase")
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["movement", "starts_on"]

    def __str__(self) -> str:
        return self.name


class Criterion(Within, models.Model):
    """A criterion of a target group. Covered when it has target lines or an owner and an evidence rule; else it says why not."""

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="criteria")
    item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, related_name="criterion")
    target_group = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, related_name="criteria_of_group"
    )
    position = models.PositiveIntegerField()
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    evidence_rule = models.TextField(blank=True)
    uncovered_reason = models.TextField(blank=True)

    judged_with = ("movement",)

    class Meta:
        ordering = ["movement", "position"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.item.text[:120]


class TargetLine(models.Model):
    """What an indicator has to reach in this movement; one measurement may have two lines (mức đạt, mức phấn đấu)."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="target_lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, null=True, related_name="target_lines")
    item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, related_name="target_line")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="target_lines")
    comparator = models.CharField(max_length=2, choices=Comparator.choices())
    value = models.DecimalField(max_digits=20, decimal_places=4)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.REQUIRED)
    year = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["movement", "indicator__position", "value"]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.comparator} {self.value}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> "AssignmentQuerySet":
        return self.filter(ended_at__isnull=True)

    def in_edition(self, edition: int | Combinable) -> "AssignmentQuerySet":
        """Those that a version of the plan asks for, by its number."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=edition), since__lte=edition)


class Assignment(Within, models.Model):
    """A unit is asked for an indicator, by a formula variant, in every period until the assignment ends.

    An amendment that brings an indicator into the plan makes assignments `since` its edition; one that takes it out ends
    them `until` its edition: periods of the versions in between go on asking.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="assignments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    variant = models.CharField(max_length=10)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    since = models.PositiveIntegerField(default=1)
    until = models.PositiveIntegerField(null=True)

    objects = AssignmentQuerySet.as_manager()
    judged_with = ("movement",)

    class Meta:
        ordering = ["movement", "unit__sort_key", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "indicator", "unit"],
                condition=Q(ended_at__isnull=True, until__isnull=True),
                name="assigned_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="assigned_since_before_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.indicator.code}"
