"""The plan of a movement as it was read, and each thing understood in it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from thidua.core import text
from thidua.core.placing import Within
from thidua.documents.models import StoredFile
from thidua.movement.enums import Decision, ItemKind, Origin
from thidua.movement.models.movements import Movement
from thidua.org.models import User


class Plan(Within, models.Model):
    """The signed plan of a movement: its file, its text, and the header facts read from it (see planreader.PlanDraft).

    `blocks` are the paragraphs of `text` with kind and offsets, for the review page. `folded_title` is filled by the
    actions (`index_plan`).
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

    judged_with = ("movement",)
    locked_with = ("movement",)

    class Meta:
        ordering = ["movement", "-version"]
        constraints = [models.UniqueConstraint(fields=["movement", "version"], name="plan_version_once")]

    def __str__(self) -> str:
        return str(self.header.get("number") or "Kế hoạch")


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


def index_plan(plan: Plan) -> None:
    """Fill the column by which the same plan is found again."""
    plan.folded_title = folded_title(plan.header)


def folded_title(header: Mapping[str, Any]) -> str:
    return text.fold(str(header.get("plan_title") or header.get("title") or ""))


def index_item(item: PlanItem) -> None:
    """Fill the column for search from the words of the item and of the plan, and the bodies that a duty names."""
    item.folded = text.fold(f"{item.text} {item.quote} {item.facts.get('body', '')}")
