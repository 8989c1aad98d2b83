"""What was made public, frozen."""

from django.db import models

from thidua.core.placing import Within
from thidua.indicator.figures import CellState, Value
from thidua.indicator.models import Definition, Indicator
from thidua.org.models import User
from thidua.reporting.models.periods import Period
from thidua.reporting.models.reports import as_value


class Publication(Within, models.Model):
    """A leader made the results of a period public. A correction is a new publication with the next number.

    `sha256` is over the hashes of its results and of the publication before it (`proof.digest_of_publication`); the book
    of deeds holds it too.
    """

    within = "period"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-period__ends_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="publication_number_once")]

    def __str__(self) -> str:
        return f"{self.period} · lần {self.number}"


class PublishedFigure(models.Model):
    """A result of the commune as it was published: frozen, with its inputs per unit and the formula version.

    `inputs` is a list of {unit, state, numerator, denominator, is_estimate}: names of units, never of people. `parts` are
    sums over the commune by its breakdowns, without the small numbers (`public_parts.py`). `record` is
    the canonical JSON of all that the result rests on, the formula in words and rules included, and `sha256` its hash: what
    `verify_publications` recomputes years later, whatever has become of the library (`proof.py`).
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
    parts = models.JSONField(default=list)
    record = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["publication", "indicator__position"]
        constraints = [models.UniqueConstraint(fields=["publication", "indicator"], name="published_once")]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.indicator.code}"

    @property
    def value(self) -> Value:
        return as_value(self.state, self.numerator, self.denominator, self.is_estimate)
