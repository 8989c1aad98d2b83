"""The plan of a movement as it was read, and each thing understood in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from thidua.core import formatting, text
from thidua.core.placing import Within
from thidua.documents.models import StoredFile
from thidua.movement.enums import AmendmentState, AmendmentWay, Decision, ItemKind, Origin
from thidua.movement.models.movements import Movement
from thidua.org.models import User

UNDER_WAY = [AmendmentState.DRAFT, AmendmentState.SUBMITTED, AmendmentState.RETURNED]
AMENDMENT_TONES = {
    AmendmentState.DRAFT: "empty",
    AmendmentState.SUBMITTED: "waiting",
    AmendmentState.RETURNED: "returned",
    AmendmentState.APPROVED: "reached",
    AmendmentState.ABANDONED: "empty",
}


class PlanQuerySet(models.QuerySet["Plan"]):
    def adopted(self) -> "PlanQuerySet":
        """Those that came into force or will: "Bản thứ n"."""
        return self.filter(edition__isnull=False)

    def holding(
        self, on: date | Combinable, *, known_at: datetime | Combinable | None = None
    ) -> "PlanQuerySet":
        """Adopted ones, the one in force on a day first: the last that took effect by then; before the first, the first.

        `known_at` leaves out what was adopted later: what was closed at that moment stays under the version of then.
        """
        found = self.adopted().filter(Q(edition=1) | Q(effective_on__lte=on))
        if known_at is not None:
            found = found.filter(Q(edition=1) | Q(adopted_at__lte=known_at))
        return found.order_by("-edition")


class Plan(Within, models.Model):
    """The signed plan of a movement: its file, its text, and the header facts read from it (see planreader.PlanDraft).

    `version` counts readings and drafts. The one that is launched gets `edition` 1, each amendment that a leader approves
    the next: "Bản thứ n, có hiệu lực từ …". `blocks` are the paragraphs of `text` with kind and offsets, for the review
    page. `folded_title` is filled by the actions (`index_plan`).
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField(default=1)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)
    header = models.JSONField(default=dict)
    folded_title = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(null=True)
    effective_on = models.DateField(null=True)
    adopted_at = models.DateTimeField(null=True)

    objects = PlanQuerySet.as_manager()
    judged_with = ("movement",)
    locked_with = ("movement",)

    class Meta:
        ordering = ["movement", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "version"], name="plan_version_once"),
            models.UniqueConstraint(fields=["movement", "edition"], name="plan_edition_once"),
            models.CheckConstraint(
                condition=Q(edition__isnull=True, effective_on__isnull=True, adopted_at__isnull=True)
                | Q(edition__gte=1, effective_on__isnull=False, adopted_at__isnull=False),
                name="plan_edition_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.header.get("number") or "Kế hoạch")

    @property
    def edition_words(self) -> str:
        """ "Bản thứ 2, có hiệu lực từ 01/01/2027"; "" of a draft."""
        if self.edition is None:
            return ""
        return f"Bản thứ {self.edition}, có hiệu lực từ {formatting.day(self.effective_on)}"


class Amendment(Within, models.Model):
    """A running movement's plan is to be changed by a document: prepared by the standing body, decided by a leader.

    `plan` is the next version while it is prepared, `base` the last adopted one, which it changes. Issued anew (`whole`)
    the document is the plan itself; else its text stands in `text` and the plan keeps that of `base`. `answer` is the
    reason why it was returned or given up.
    """

    within = "movement"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="amendments")
    base = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amended_by")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="amendment")
    way = models.CharField(max_length=10, choices=AmendmentWay.choices)
    state = models.CharField(max_length=10, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    document_number = models.CharField(max_length=100, blank=True)
    document_on = models.DateField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)

    judged_with = ("movement", "plan", "base")
    locked_with = ("movement",)

    class Meta:
        ordering = ["movement", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement"], condition=Q(state__in=UNDER_WAY), name="amendment_open_once"
            ),
            models.CheckConstraint(condition=~Q(plan=F("base")), name="amendment_is_not_its_base"),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="amendment_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.APPROVED)
                | (Q(decided_at__isnull=False, document_on__isnull=False) & ~Q(document_number="")),
                name="amendment_approved_has_a_time_and_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AmendmentState.RETURNED, AmendmentState.ABANDONED]) | ~Q(answer=""),
                name="amendment_undone_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.document_words or "Điều chỉnh kế hoạch"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_open_for_changes(self) -> bool:
        return self.state in {AmendmentState.DRAFT, AmendmentState.RETURNED}

    @property
    def is_whole(self) -> bool:
        return self.way == AmendmentWay.WHOLE

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return AMENDMENT_TONES[AmendmentState(self.state)]

    @property
    def document_words(self) -> str:
        """ "số 12/KH-UBND ngày 20/11/2026", as far as it is known."""
        number = f"số {self.document_number}" if self.document_number else ""
        day = f"ngày {formatting.day(self.document_on)}" if self.document_on else ""
        return f"{number} {day}".strip()


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def of_kind(self, *kinds: ItemKind) -> "PlanItemQuerySet":
        return self.filter(kind__in=kinds)

    def counting(self) -> "PlanItemQuerySet":
        """What a person confirmed."""
        return self.filter(decision=Decision.CONFIRMED)

    def matching(self, words: str) -> "PlanItemQuerySet":
        """Items whose text or quote holds every word, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class PlanItem(Within, models.Model):
    """One thing understood in the plan, with its exact quote and place; it counts once a person confirms it.

    `facts` holds what only some kinds have: a phase `from`, `to`; a target line `comparator`, `value`, `unit`,
    `indicator` (code), `level`, `year`, `same_measure_as`; a duty `body`, `unit` (id); an open point `kind`, `quotes`,
    `choices`. `parent` ties a criterion to its target group, a target line to its criterion, a sector to its content.
    `folded` is filled by the actions (`index_item`).
    """

    within = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="after")
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    position = models.PositiveIntegerField()
    clause = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    quote = models.TextField(blank=True)
    folded = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    facts = models.JSONField(default=dict)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.READ)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    is_changed = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlanItemQuerySet.as_manager()
    judged_with = ("plan", "plan__movement")
    locked_with = ("plan__movement",)

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(decision=Decision.PENDING) & Q(decided_at__isnull=True))
                | (~Q(decision=Decision.PENDING) & Q(decided_at__isnull=False)),
                name="item_decision_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.LEFT_OPEN) | ~Q(reason=""), name="item_left_open_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.text[:80]}".strip()

    @property
    def is_amended(self) -> bool:
        """Whether its words are those of an amendment by hand, and no longer the ones that the plan itself wrote."""
        return self.origin == Origin.CARRIED and self.is_changed


def index_plan(plan: Plan) -> None:
    """Fill the column by which the same plan is found again."""
    plan.folded_title = folded_title(plan.header)


def folded_title(header: Mapping[str, Any]) -> str:
    return text.fold(str(header.get("plan_title") or header.get("title") or ""))


def index_item(item: PlanItem) -> None:
    """Fill the column for search from the words of the item and of the plan, and the bodies that a duty names."""
    item.folded = text.fold(f"{item.text} {item.quote} {item.facts.get('body', '')}")
