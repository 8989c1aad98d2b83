"""Blocs of units that compete with each other, who belongs to them from when to when, and who leads them in a year."""

from django.db import models
from django.db.models import F, Q

from thidua.core.placing import OfCommune, Within
from thidua.org.models import Unit, User, valid_on
from thidua.pledging.enums import BlocKind


class BlocQuerySet(models.QuerySet["Bloc"]):
    def in_commune(self, commune_id: int) -> "BlocQuerySet":
        return self.filter(commune_id=commune_id)


class Bloc(OfCommune, models.Model):
    """A cụm or khối of units that are alike enough to be compared; `rules` is its regulation in short, or where it stands."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="blocs")
    kind = models.CharField(max_length=10, choices=BlocKind.choices)
    name = models.CharField(max_length=120)
    rules = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BlocQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="bloc_name_once_a_commune")]

    def __str__(self) -> str:
        return self.name


class BlocMembershipQuerySet(models.QuerySet["BlocMembership"]):
    def valid_on(self, day: object) -> "BlocMembershipQuerySet":
        return self.filter(valid_on(day))  # type: ignore[arg-type]  # a date, or an expression for one


class BlocMembership(Within, models.Model):
    """A unit belongs to a bloc from a day, perhaps to a day. `kind` is the bloc's: one bloc of a kind at a time.

    The database holds that for memberships without an end; the action for all days, under the unit's lock.
    """

    within = "bloc"

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bloc_memberships")
    kind = models.CharField(max_length=10, choices=BlocKind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_reason = models.TextField(blank=True)

    objects = BlocMembershipQuerySet.as_manager()
    judged_with = ("bloc",)

    class Meta:
        ordering = ["bloc", "unit__sort_key", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(valid_to__isnull=True), name="bloc_of_a_kind_once"
            ),
            models.UniqueConstraint(fields=["unit", "kind", "valid_from"], name="bloc_begun_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="bloc_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | ~Q(end_reason=""), name="bloc_left_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.bloc}"


class BlocLeader(models.Model):
    """A unit leads a bloc in a year; when another takes over within the year, the first row stays and says until when."""

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="leaders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["bloc", "-year", "-named_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "year"], condition=Q(replaced_at__isnull=True), name="bloc_one_leader_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bloc} {self.year}: {self.unit}"
