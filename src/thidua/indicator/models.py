"""The library of indicators: dated definitions, formula variants, kinds. Knows no movement."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from thidua.indicator import figures
from thidua.indicator.library import Trust
from thidua.org.models import Unit, User, valid_on

TRUST_TONES = {
    Trust.VERIFIED: "reached",
    Trust.NEWS: "returned",
    Trust.UNOFFICIAL: "waiting",
    Trust.INFERRED: "empty",
    Trust.UNKNOWN: "waiting",
}


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def usable_in(self, commune_id: int) -> "IndicatorQuerySet":
        """The shipped library and the commune's own indicators."""
        return self.filter(Q(commune__isnull=True) | Q(commune_id=commune_id))


class Indicator(models.Model):
    """What is measured and how it adds up. Without a commune it belongs to the shipped library."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=figures.Kind.choices())
    over_units = models.CharField(max_length=20, choices=figures.OverUnits.choices())
    over_time = models.CharField(max_length=10, choices=figures.OverTime.choices())
    measurement_unit = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(commune__isnull=True), name="indicator_code_once_in_the_library"
            ),
            models.UniqueConstraint(fields=["commune", "code"], name="indicator_code_once_a_commune"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def valid_on(self, day: date) -> "DefinitionQuerySet":
        return self.filter(valid_on(day))

    def usable_in(self, commune_id: int) -> "DefinitionQuerySet":
        return self.filter(Q(commune__isnull=True) | Q(commune_id=commune_id))


class Definition(models.Model):
    """One dated version of one formula variant. A change is a new version; old periods keep theirs.

    A commune may hold versions of its own beside the shipped ones. A variant may add up otherwise than its indicator
    (procedures are not dossiers), so each version says how it does.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    variant = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)
    is_default = models.BooleanField(default=False)
    label = models.CharField(max_length=200, blank=True)
    full_name = models.CharField(max_length=400)
    numerator_label = models.CharField(max_length=300)
    denominator_label = models.CharField(max_length=300, blank=True)
    hint = models.TextField(blank=True)
    text = models.TextField()
    evidence_rule = models.TextField(blank=True)
    citation = models.TextField()
    trust = models.CharField(max_length=10, choices=[(trust.value, trust.label) for trust in Trust])
    over_units = models.CharField(max_length=20, choices=figures.OverUnits.choices())
    over_time = models.CharField(max_length=10, choices=figures.OverTime.choices())
    measurement_unit = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "variant", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "variant", "version"],
                condition=Q(commune__isnull=True),
                name="definition_version_once_in_the_library",
            ),
            models.UniqueConstraint(
                fields=["indicator", "commune", "variant", "version"],
                name="definition_version_once_a_commune",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="definition_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · cách tính {self.variant} · bản {self.version}"

    @property
    def is_law(self) -> bool:
        """Whether its source was read in the original; anything less must never look like law."""
        return self.trust == Trust.VERIFIED

    @property
    def trust_tone(self) -> str:
        """The colour of its badge: green for the original alone."""
        return TRUST_TONES[Trust(self.trust)]
