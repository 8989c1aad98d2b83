"""Periods: a span that units report on."""

from django.db import models
from django.db.models import F, Q

from thidua.core import text
from thidua.core.placing import OfCommune
from thidua.movement.enums import MovementState
from thidua.movement.models import Movement
from thidua.org.models import Unit, User
from thidua.reporting.enums import CalendarKind, PeriodKind


class PeriodQuerySet(models.QuerySet["Period"]):
    def in_commune(self, commune_id: int) -> "PeriodQuerySet":
        return self.filter(commune_id=commune_id)

    def within_movement(self) -> "PeriodQuerySet":
        """Without those that begin after the end of a movement that was closed."""
        return self.filter(
            ~Q(movement__state=MovementState.CLOSED) | Q(starts_on__lte=F("movement__ends_on"))
        )

    def matching(self, words: str) -> "PeriodQuerySet":
        """Periods whose names hold every word, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class Period(OfCommune, models.Model):
    """A span that is reported on. Opened → unit cut-off → ward due date → locked → published, each a separate fact.

    `folded` is filled by the actions (`index_period`). `is_followed`: a later period compares itself with this one, so what
    changes here makes guards prepared there stale (`guards.py`). `needs_leader`: a leader approves what was checked, by the
    setting that held when it was opened (`ApprovalSetting`).
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=PeriodKind.choices)
    calendar = models.CharField(max_length=10, choices=CalendarKind.choices)
    label = models.CharField(max_length=120)
    folded = models.CharField(max_length=200, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    unit_due_on = models.DateField()
    ward_due_on = models.DateField()
    locks_on = models.DateField()
    is_backfilled = models.BooleanField(default=False)
    is_followed = models.BooleanField(default=False)
    needs_leader = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "kind", "calendar", "starts_on"],
                condition=~Q(kind=PeriodKind.AD_HOC),
                name="period_once",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on"))
                & Q(unit_due_on__lte=F("ward_due_on"))
                & Q(ward_due_on__lte=F("locks_on")),
                name="period_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_after_the_end(self) -> bool:
        """The movement was closed with a day before this period begins: it takes no figures any more."""
        ends_on = self.movement.ends_on
        return (
            self.movement.state == MovementState.CLOSED and ends_on is not None and self.starts_on > ends_on
        )

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


def index_period(period: Period) -> None:
    """Fill the column for search; people call "Tháng 9/2026" the kỳ, or the kỳ báo cáo, of that month."""
    period.folded = text.fold(f"Kỳ báo cáo {period.label}")[:200]
