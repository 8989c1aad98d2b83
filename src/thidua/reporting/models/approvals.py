"""How many levels approve a report: a dated setting of the movement."""

from django.db import models

from thidua.core.placing import Within
from thidua.movement.models import Movement
from thidua.org.models import User
from thidua.reporting.enums import PeriodKind


class ApprovalSetting(Within, models.Model):
    """Periods of `kind` (empty: of every kind) that are opened from `valid_from` on need a leader's word, or do not.

    A change is a new row; of two the later day counts, then the kind named before all kinds, then the later row.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="approval_settings")
    kind = models.CharField(max_length=10, choices=PeriodKind.choices, blank=True)
    needs_leader = models.BooleanField()
    valid_from = models.DateField()
    reason = models.CharField(max_length=1000)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["movement", "-valid_from", "-pk"]

    def __str__(self) -> str:
        levels = "ba cấp" if self.needs_leader else "hai cấp"
        return f"{self.get_kind_display() or 'Mọi kỳ'}: {levels}"
