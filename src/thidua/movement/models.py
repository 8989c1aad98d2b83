"""Movements, the plan as it was read and confirmed, and what follows from it: phases, criteria, target lines, assignments."""

from django.db import models
from django.db.models import F, Q

from thidua.documents.models import StoredFile
from thidua.indicator.figures import Comparator
from thidua.indicator.models import Indicator
from thidua.movement.enums import Decision, ItemKind, Level, MovementState, Origin
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


class Movement(models.Model):
    """A movement of one commune, from draft to launch. Submission, approval and launch are separate acts."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="movements")
    title = models.CharField(max_length=400)
    short_title = models.CharField(max_length=120)
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
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def commune_pk(self) -> int:
        return self.commune_id

    @property
    def scope_path(self) -> str:
        return self.commune.path

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[MovementState(self.state)]

    @property
    def is_open_for_changes(self) -> bool:
        return self.state in {MovementState.DRAFT, MovementState.RETURNED}


class Plan(models.Model):
    """The signed plan of a movement: its file, its text, and the header facts read from it (see planreader.PlanDraft).

    `blocks` are the paragraphs of `text` with kind and offsets, for the review page.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField(default=1)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)
    header = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)

    judged_with = ("movement",)
    locked_with = ("movement",)

    class Meta:
        ordering = ["movement", "-version"]
        constraints = [models.UniqueConstraint(fields=["movement", "version"], name="plan_version_once")]

    def __str__(self) -> str:
        return str(self.header.get("number") or "Kế hoạch")

    @property
    def commune_pk(self) -> int:
        return self.movement.commune_id

    @property
    def scope_path(self) -> str:
        return self.movement.commune.path


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def of_kind(self, *kinds: ItemKind) -> "PlanItemQuerySet":
        return self.filter(kind__in=kinds)

    def counting(self) -> "PlanItemQuerySet":
        """What a person confirmed."""
        return self.filter(decision=Decision.CONFIRMED)


class PlanItem(models.Model):
    """One thing understood in the plan, with its exact quote and place; it counts once a person confirms it.

    `facts` holds what only some kinds have: a phase `from`, `to`; a target line `comparator`, `value`, `unit`,
    `indicator` (code), `level`, `year`, `same_measure_as`; a duty `body`, `unit` (id); an open point `kind`, `quotes`,
    `choices`. `parent` ties a criterion to its target group, a target line to its criterion, a sector to its content.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    position = models.PositiveIntegerField()
    clause = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    quote = models.TextField(blank=True)
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
    def commune_pk(self) -> int:
        return self.plan.movement.commune_id

    @property
    def scope_path(self) -> str:
        return self.plan.movement.commune.path


class Phase(models.Model):
    """A stage of the movement."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="phases")
    item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, related_name="phase")
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["movement", "starts_on"]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """A criterion of a target group. Covered when it has target lines or an owner and an evidence rule; else it says why not."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="criteria")
    item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, related_name="criterion")
    target_group = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, related_name="criteria_of_group"
    )
    position = models.PositiveIntegerField()
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    evidence_rule = models.TextField(blank=True)
    uncovered_reason = models.TextField(blank=True)

    judged_with = ("movement",)

    class Meta:
        ordering = ["movement", "position"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.item.text[:120]

    @property
    def commune_pk(self) -> int:
        return self.movement.commune_id

    @property
    def scope_path(self) -> str:
        return self.movement.commune.path


class TargetLine(models.Model):
    """What an indicator has to reach in this movement; one measurement may have two lines (mức đạt, mức phấn đấu)."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="target_lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, null=True, related_name="target_lines")
    item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, related_name="target_line")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="target_lines")
    comparator = models.CharField(max_length=2, choices=Comparator.choices())
    value = models.DecimalField(max_digits=20, decimal_places=4)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.REQUIRED)
    year = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["movement", "indicator__position", "value"]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.comparator} {self.value}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> "AssignmentQuerySet":
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """A unit is asked for an indicator, by a formula variant, in every period until the assignment ends."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="assignments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    variant = models.CharField(max_length=10)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()
    judged_with = ("movement",)

    class Meta:
        ordering = ["movement", "unit__sort_key", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "indicator", "unit"],
                condition=Q(ended_at__isnull=True),
                name="assigned_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.indicator.code}"

    @property
    def commune_pk(self) -> int:
        return self.movement.commune_id

    @property
    def scope_path(self) -> str:
        return self.movement.commune.path
