"""Notices to people: shown in the app, sent by mail by a job."""

from django.db import models

from thidua.core.placing import OfCommune
from thidua.notifications.enums import NoticeKind
from thidua.org.models import Unit, User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(OfCommune, models.Model):
    """One message to one person. `key` keeps the same event from being told twice.

    The mail channel claims a notice before it sends it, so that two workers do not both send it.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        return NoticeKind(self.kind).tone
