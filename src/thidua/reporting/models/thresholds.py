"""Thresholds of validation that a commune set for itself."""

from django.db import models

from thidua.core.placing import OfCommune
from thidua.indicator.models import Indicator
from thidua.org.models import Unit, User
from thidua.reporting.checks import shipped


class Threshold(OfCommune, models.Model):
    """From `valid_from` the threshold `name` is `value` here, for one indicator or for all. Without a value it is off.

    A change is a new row; of two from the same day the later one counts. The shipped row stands where there is none.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    valid_from = models.DateField()
    citation = models.CharField(max_length=300)
    reason = models.CharField(max_length=1000)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["commune", "name", "valid_from", "pk"]

    def __str__(self) -> str:
        return shipped.names()[self.name].label if self.name in shipped.names() else self.name
