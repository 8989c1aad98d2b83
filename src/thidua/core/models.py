"""The audit chain. `commune_id` is the id of a root unit; core knows no units, so it is a plain number here."""

from django.db import models


class AuditHead(models.Model):
    """The end of a commune's chain; locked while an event is appended, so that numbers have no gaps."""

    commune_id = models.BigIntegerField(unique=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.commune_id}: {self.sequence}"


class AuditEvent(models.Model):
    """One deed: who, for which unit, what, to what, when, why. Never changed, never deleted."""

    commune_id = models.BigIntegerField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    object_label = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["commune_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["commune_id", "sequence"], name="audit_one_chain")]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"
