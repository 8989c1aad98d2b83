"""A person's calendar address, and a table of tasks between looking at it and applying it."""

from django.db import models

from thidua.core.placing import OfCommune
from thidua.movement.models import Movement
from thidua.org.models import Unit, User


class CalendarFeed(OfCommune, models.Model):
    """The secret address under which a person's calendar is read until it is revoked. Only its hash is kept."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["user", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "commune"],
                condition=models.Q(revoked_at__isnull=True),
                name="feed_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"Lịch nhiệm vụ {self.made_at:%d/%m/%Y}"


class TaskImport(OfCommune, models.Model):
    """A table that somebody sent. `rows` are its cells as texts; they are dropped when it has been applied."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
