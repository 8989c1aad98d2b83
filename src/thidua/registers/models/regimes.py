"""The catalogue of reports that a unit owes (chế độ báo cáo). What is due by it are rows of the register `bao-cao-den-han`."""

from django.db import models
from django.db.models import F, Q

from thidua.core.placing import Within
from thidua.org.models import Unit, User
from thidua.registers.enums import Every


class Regime(Within, models.Model):
    """One report that a unit prepares again and again. `due_day` is counted in the month that lies `due_months_after` the
    last month of what is reported on; `skips_larger` leaves out the months that a larger report stands for.
    """

    within = "unit"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    document = models.CharField(max_length=300)
    receiver = models.CharField(max_length=200)
    every = models.CharField(max_length=10, choices=Every.choices)
    skips_larger = models.BooleanField(default=False)
    due_day = models.PositiveSmallIntegerField()
    due_months_after = models.PositiveSmallIntegerField(default=0)
    software = models.CharField(max_length=120, blank=True)
    approver = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    judged_with = ("unit",)

    class Meta:
        ordering = ["unit__sort_key", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"], condition=Q(ends_on__isnull=True), name="regime_code_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="regime_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=31), name="regime_due_day_of_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
