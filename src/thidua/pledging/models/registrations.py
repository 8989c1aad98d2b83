"""What a unit registers for a year, and the pact that the units of a bloc sign together."""

from django.db import models
from django.db.models import Q

from thidua.core.placing import Within
from thidua.org.models import Unit, User
from thidua.pledging.enums import RegistrationState, Way
from thidua.pledging.models.blocs import Bloc

TONES = {
    RegistrationState.DRAFT: "empty",
    RegistrationState.SIGNED: "waiting",
    RegistrationState.RETURNED: "returned",
    RegistrationState.RECEIVED: "reached",
}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def in_commune(self, commune_id: int) -> "RegistrationQuerySet":
        return self.filter(unit__commune_id=commune_id)

    def of_units(self, paths: list[str]) -> "RegistrationQuerySet":
        """Those of the units in the subtrees at `paths`; none without paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)


class Registration(Within, models.Model):
    """The titles that a unit and its head aim at in a year, and what they mean to reach.

    `titles` and `head_titles` are codes of titles.json; `targets` is one sentence a line. Nothing in law hangs on it: who did
    not register may be honoured all the same (law.md, rule 6).
    """

    within = "unit"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations")
    year = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices, default=RegistrationState.DRAFT
    )
    titles = models.JSONField(default=list)
    head_titles = models.JSONField(default=list)
    targets = models.TextField(blank=True)
    head = models.CharField(max_length=120, blank=True)
    position = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)
    answer = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="registered_once_a_year"),
            models.CheckConstraint(
                condition=~Q(state__in=[RegistrationState.SIGNED, RegistrationState.RECEIVED])
                | Q(signed_at__isnull=False, version__gte=1),
                name="registration_signed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.RETURNED) | ~Q(answer=""),
                name="registration_returned_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký thi đua năm {self.year} của {self.unit}"

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[RegistrationState(self.state)]

    @property
    def is_open_for_changes(self) -> bool:
        return self.state in {RegistrationState.DRAFT, RegistrationState.RETURNED}


class Signing(models.Model):
    """One signing of a registration, word for word. `signatory` is whose name stands under it; see Submission for `way`."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="signings")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    way = models.CharField(max_length=10, choices=Way.choices)
    signatory = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    vouched_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True)
    returned_for = models.TextField(blank=True)

    class Meta:
        ordering = ["registration", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="signing_number_once"),
            models.CheckConstraint(
                condition=~Q(way=Way.LINK) | Q(vouched_by__isnull=False, signed_by__isnull=True),
                name="signing_by_link_names_its_maker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}, lần ký {self.number}"

    @property
    def said(self) -> list[str]:
        """The titles of the unit, those of its head, the targets: as they were signed."""
        return [line for part in ("titles", "head_titles", "targets") for line in self.facts.get(part, [])]


class Pact(Within, models.Model):
    """What the units of a bloc promise each other in a year (giao ước thi đua). Its words stand still once one has signed."""

    within = "bloc"

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="pacts")
    year = models.PositiveIntegerField()
    text = models.TextField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    judged_with = ("bloc",)

    class Meta:
        ordering = ["-year", "bloc"]
        constraints = [
            models.UniqueConstraint(fields=["bloc", "year"], name="pact_once_a_year"),
            models.CheckConstraint(condition=~Q(text=""), name="pact_says_something"),
        ]

    def __str__(self) -> str:
        return f"Giao ước thi đua năm {self.year} của {self.bloc}"


class Signature(models.Model):
    """A member signed the pact by its head; taken back, it stays and says when and why."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="signatures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices)
    signatory = models.CharField(max_length=200)
    position = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_for = models.TextField(blank=True)

    class Meta:
        ordering = ["pact", "signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pact", "unit"], condition=Q(withdrawn_at__isnull=True), name="pact_signed_once"
            ),
            models.CheckConstraint(
                condition=(Q(withdrawn_at__isnull=True) & Q(withdrawn_for=""))
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_for="")),
                name="signature_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pact}: {self.unit}"
