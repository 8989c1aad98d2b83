"""A movement of one commune and its states."""

from django.db import models
from django.db.models import F, Q

from thidua.core import text
from thidua.core.placing import OfCommune
from thidua.movement.enums import ClosingState, MovementState
from thidua.org.models import Unit, User

TONES = {
    MovementState.DRAFT: "empty",
    MovementState.SUBMITTED: "waiting",
    MovementState.RETURNED: "returned",
    MovementState.APPROVED: "reached",
    MovementState.LAUNCHED: "reached",
    MovementState.CLOSED: "empty",
}


class MovementQuerySet(models.QuerySet["Movement"]):
    def in_commune(self, commune_id: int) -> "MovementQuerySet":
        return self.filter(commune_id=commune_id)

    def running(self) -> "MovementQuerySet":
        return self.filter(state=MovementState.LAUNCHED)

    def matching(self, words: str) -> "MovementQuerySet":
        """Movements whose titles hold every word, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class Movement(OfCommune, models.Model):
    """A movement of one commune, from draft to launch. Submission, approval and launch are separate acts.

    `folded` is filled by the actions (`index_movement`).
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="movements")
    title = models.CharField(max_length=400)
    short_title = models.CharField(max_length=120)
    folded = models.TextField()
    state = models.CharField(max_length=12, choices=MovementState.choices, default=MovementState.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    launched_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    # The proposal that waits, or how the movement was closed; none once it was declined or the movement reopened.
    closing = models.OneToOneField("Closing", on_delete=models.PROTECT, null=True, related_name="+")

    # What tells it from others of the same name in one list; filled by `queries.told_apart`.
    apart = ""

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="movement_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state=MovementState.LAUNCHED) | Q(launched_at__isnull=False),
                name="movement_launched_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=MovementState.RETURNED) | ~Q(return_reason=""),
                name="movement_returned_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=MovementState.CLOSED)
                | (Q(closing__isnull=False) & Q(ends_on__isnull=False)),
                name="movement_closed_has_a_closing_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def years(self) -> str:
        """2025 – 2030, 2025, or "từ 2025" where no end is set."""
        if self.ends_on is None:
            return f"từ {self.starts_on.year}"
        both = (self.starts_on.year, self.ends_on.year)
        return str(both[0]) if both[0] == both[1] else f"{both[0]} – {both[1]}"

    @property
    def label(self) -> str:
        """The name in lists to choose from."""
        return f"{self.short_title} ({'; '.join(filter(None, (self.years, self.apart)))})"

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[MovementState(self.state)]

    @property
    def is_open_for_changes(self) -> bool:
        return self.state in {MovementState.DRAFT, MovementState.RETURNED}


class Closing(models.Model):
    """How a movement came to its end: proposed by the standing body, decided by a leader; declined or reopened with a
    reason (`answer`), it stays to be read.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="closings")
    state = models.CharField(max_length=10, choices=ClosingState.choices, default=ClosingState.PROPOSED)
    ends_on = models.DateField()
    reason = models.TextField()
    document_number = models.CharField(max_length=100, blank=True)
    document_on = models.DateField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The end that the movement had before, for when it is reopened.
    ended_before = models.DateField(null=True)

    class Meta:
        ordering = ["movement", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="closing_has_a_reason"),
            models.CheckConstraint(
                condition=Q(document_number="", document_on__isnull=True)
                | (~Q(document_number="") & Q(document_on__isnull=False)),
                name="closing_document_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state=ClosingState.PROPOSED, proposed_at__isnull=False)
                | (~Q(state=ClosingState.PROPOSED) & Q(decided_at__isnull=False)),
                name="closing_state_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ClosingState.DECLINED, ClosingState.REOPENED]) | ~Q(answer=""),
                name="closing_undone_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement}: {self.get_state_display()}"


def index_movement(movement: Movement) -> None:
    """Fill the column for search from the titles."""
    movement.folded = text.fold(f"{movement.title} {movement.short_title}")
