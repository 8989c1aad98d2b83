"""Running totals."""

from django.db import models

from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting.enums import Basis
from thidua.reporting.models.periods import Period


class Total(models.Model):
    """A running sum per period × indicator × level (the commune and every inner unit of the tree) × basis.

    Kept in the transaction of each submission, return, check and revision; `verify_totals` recomputes it. A unit's own
    report counts at its own level and at every level above. Whoever looks for totals knows the period, which leads the
    unique index; more indexes would be written by every submission and read by nobody. Nor does the database ask for the
    rows it points to: every total is made from figures whose period, indicator and unit it did ask for, and asking again
    for forty of them was a seventh of what a submission cost PostgreSQL.
    """

    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="totals", db_index=False, db_constraint=False
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
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
