"""A unit's own plan for a movement: its lines, and each submission as it was sent."""

from django.db import models
from django.db.models import Q

from thidua.core.placing import Within
from thidua.documents.models import StoredFile
from thidua.movement.models import Movement, Plan, PlanItem, TargetLine
from thidua.org.enums import UnitKind
from thidua.org.models import Unit, User
from thidua.pledging.enums import PlanState, PromiseKind, Verdict, Way

TONES = {
    PlanState.DRAFT: "empty",
    PlanState.SUBMITTED: "waiting",
    PlanState.RETURNED: "returned",
    PlanState.ACCEPTED: "reached",
}
VERDICT_TONES = {Verdict.PENDING: "waiting", Verdict.ACCEPTED: "reached", Verdict.RETURNED: "returned"}
# One page that fits a phone; the others plan at a desk.
SHORT_FORM = frozenset({UnitKind.NEIGHBOURHOOD, UnitKind.ENTERPRISE})


class UnitPlanQuerySet(models.QuerySet["UnitPlan"]):
    def in_commune(self, commune_id: int) -> "UnitPlanQuerySet":
        return self.filter(unit__commune_id=commune_id)

    def of_units(self, paths: list[str]) -> "UnitPlanQuerySet":
        """Those of the units in the subtrees at `paths`; none without paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)


class UnitPlan(Within, models.Model):
    """How a unit answers a movement. `against` is the version of the commune's plan that its lines were chosen from.

    The lines are what is being worked on; what was sent is a `Submission` each. `remark` is what the standing body says of
    the whole: it opens the general facts and new tasks, beside the lines that it returned.
    """

    within = "unit"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="unit_plans")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_plans")
    against = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    head = models.CharField(max_length=120, blank=True)
    officer = models.CharField(max_length=120, blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    document_on = models.DateField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    general_verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.PENDING)
    remark = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = UnitPlanQuerySet.as_manager()
    judged_with = ("movement",)

    class Meta:
        ordering = ["movement", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "unit"], name="unit_plan_once_a_movement"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.SUBMITTED) | Q(submitted_at__isnull=False, version__gte=1),
                name="unit_plan_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlanState.RETURNED, PlanState.ACCEPTED])
                | Q(decided_at__isnull=False),
                name="unit_plan_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(document_number="", document_on__isnull=True)
                | (~Q(document_number="") & Q(document_on__isnull=False)),
                name="unit_plan_document_has_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch của {self.unit}"

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[PlanState(self.state)]

    @property
    def is_short(self) -> bool:
        """Whether the unit fills the form of one page."""
        return self.unit.kind in SHORT_FORM

    @property
    def chooses(self) -> bool:
        """Unions pick what they take on; all others say what does not concern them, and why."""
        return self.unit.kind == UnitKind.UNION

    @property
    def is_open_for_changes(self) -> bool:
        return self.state in {PlanState.DRAFT, PlanState.RETURNED}

    @property
    def is_general_open(self) -> bool:
        """Whether who answers for it may still be changed, and tasks be added."""
        return self.is_open_for_changes and self.general_verdict != Verdict.ACCEPTED


class Promise(Within, models.Model):
    """One line of a unit's plan: a content it works on or not, a target it sets itself, a task of its own.

    `applies` with `reason`: of a content, why not; of a target, why it is below the commune's line or does not concern the
    unit. `note` says in the standing body's words why the line was returned.
    """

    within = "plan"

    plan = models.ForeignKey(UnitPlan, on_delete=models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=10, choices=PromiseKind.choices)
    position = models.PositiveIntegerField()
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(TargetLine, on_delete=models.PROTECT, null=True, related_name="+")
    applies = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    text = models.TextField(blank=True)
    product = models.CharField(max_length=300, blank=True)
    officer = models.CharField(max_length=120, blank=True)
    due_words = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.PENDING)
    note = models.TextField(blank=True)
    # The Task that came of it, by its id: a task keeps its own history.
    task_id = models.BigIntegerField(null=True)

    judged_with = ("plan",)
    locked_with = ("plan",)

    class Meta:
        ordering = ["plan", "kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "item"],
                condition=Q(kind=PromiseKind.CONTENT),
                name="promise_once_a_content",
            ),
            models.UniqueConstraint(
                fields=["plan", "line"], condition=Q(kind=PromiseKind.TARGET), name="promise_once_a_line"
            ),
            models.CheckConstraint(
                condition=Q(kind=PromiseKind.CONTENT, item__isnull=False, value__isnull=True)
                | Q(kind=PromiseKind.TARGET, line__isnull=False)
                | (Q(kind=PromiseKind.TASK, value__isnull=True) & ~Q(text="")),
                name="promise_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.RETURNED) | ~Q(note=""), name="promise_returned_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title[:120]

    @property
    def title(self) -> str:
        """What the line is about, in the words of the plan or of the unit."""
        if self.kind == PromiseKind.TASK:
            return self.text
        if self.kind == PromiseKind.TARGET and self.line is not None:
            return self.line.indicator.name
        return self.item.text if self.item is not None else ""

    @property
    def tone(self) -> str:
        return VERDICT_TONES[Verdict(self.verdict)]


class Submission(models.Model):
    """One sending of a unit's plan, word for word: nothing of it ever changes but what was decided about it.

    `facts` as `snapshots.of_plan` makes them. `sender` is whose name stands under it; with `way` LINK he signed in nowhere,
    and `vouched_by` made his link. `verdicts` are (title, reason) of the lines that were returned.
    """

    plan = models.ForeignKey(UnitPlan, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    edition = models.PositiveIntegerField()
    facts = models.JSONField()
    way = models.CharField(max_length=10, choices=Way.choices)
    sender = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    vouched_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_accepted = models.BooleanField(null=True)
    remark = models.TextField(blank=True)
    verdicts = models.JSONField(default=list)

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=~Q(way=Way.LINK) | Q(vouched_by__isnull=False, sent_by__isnull=True),
                name="submission_by_link_names_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_accepted__isnull=True)
                | Q(decided_at__isnull=False, is_accepted__isnull=False, recalled_at__isnull=True),
                name="submission_decided_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, lần gửi {self.number}"
