"""Requests of people about their own data. Known to Django through `org.models`."""

from datetime import date

from django.db import models
from django.db.models import Q

from thidua.core import text
from thidua.core.placing import OfCommune
from thidua.org.enums import DataRequestKind, DataRequestState


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def in_commune(self, commune_id: int) -> "DataRequestQuerySet":
        return self.filter(commune_id=commune_id)

    def open(self) -> "DataRequestQuerySet":
        return self.filter(closed_at__isnull=True)

    def late(self, on: date) -> "DataRequestQuerySet":
        """Open and past a day: not answered in time, or not even acknowledged."""
        return self.open().filter(Q(due_on__lt=on) | Q(acknowledged_at__isnull=True, acknowledge_by__lt=on))

    def matching(self, words: str) -> "DataRequestQuerySet":
        """Requests whose number, name or content holds every word, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class DataRequest(OfCommune, models.Model):
    """What somebody asks about data of his own: by when it is due, what was answered.

    The days are those of the law on the day of filing; `first_due_on` stays when the term is extended.
    """

    commune = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=DataRequestKind.choices)
    state = models.CharField(
        max_length=12, choices=DataRequestState.choices, default=DataRequestState.RECEIVED
    )
    requester = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="data_requests"
    )
    requester_name = models.CharField(max_length=120)
    contact = models.CharField(max_length=200, blank=True)
    content = models.TextField()
    folded = models.TextField()
    filed_at = models.DateTimeField()
    filed_on = models.DateField()
    recorded_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    acknowledge_by = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    citation = models.CharField(max_length=300)
    trust = models.CharField(max_length=2)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    is_blanked = models.BooleanField(default=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        app_label = "org"
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "number"], name="data_request_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=["received", "acknowledged"])
                | Q(closed_at__isnull=False, state__in=["answered", "refused"]),
                name="data_request_closed_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | ~Q(extension_reason=""),
                name="data_request_extended_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["commune", "closed_at", "due_on"], name="data_request_due")]

    def __str__(self) -> str:
        return f"Yêu cầu số {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late_on(self, day: date) -> bool:
        unheard = self.acknowledged_at is None and self.acknowledge_by < day
        return self.is_open and (self.due_on < day or unheard)


def index_data_request(request: DataRequest) -> None:
    """Fill the column for search."""
    request.folded = text.fold(f"{request.number} {request.requester_name} {request.content}")
