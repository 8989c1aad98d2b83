"""Links by which a unit without accounts takes part, once."""

from django.db import models
from django.db.models import Q

from thidua.core.placing import Within
from thidua.movement.models import Movement
from thidua.org.models import Unit, User
from thidua.pledging.enums import LinkForm


class OneTimeLink(Within, models.Model):
    """A way in for one unit, to one form, until it expires, is used or is taken back. Only the hash of its secret is stored.

    The plan's form names the movement, the registration's the year.
    """

    within = "unit"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="one_time_links")
    form = models.CharField(max_length=12, choices=LinkForm.choices)
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveIntegerField(null=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by_name = models.CharField(max_length=120, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(form=LinkForm.PLAN, movement__isnull=False, year__isnull=True)
                | Q(form=LinkForm.REGISTRATION, movement__isnull=True, year__isnull=False),
                name="one_time_link_names_its_form",
            ),
            models.CheckConstraint(
                condition=(Q(used_at__isnull=True) & Q(used_by_name=""))
                | (Q(used_at__isnull=False) & ~Q(used_by_name="")),
                name="one_time_link_used_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="one_time_link_used_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}: {self.unit}"
