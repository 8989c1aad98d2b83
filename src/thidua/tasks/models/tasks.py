"""A task, the units that support it, and every due date it ever had."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from thidua.core import text
from thidua.movement.models import Movement, Phase, PlanItem
from thidua.org.models import Unit, User
from thidua.tasks.enums import TaskOrigin, TaskState

TONES = {
    TaskState.PROPOSED: "empty",
    TaskState.CONFIRMED: "waiting",
    TaskState.ASSIGNED: "waiting",
    TaskState.RETURNED: "returned",
    TaskState.HANDED_IN: "waiting",
    TaskState.ACCEPTED: "reached",
    TaskState.CANCELLED: "empty",
}
# The unit has it and owes a result.
AT_WORK = [TaskState.ASSIGNED, TaskState.RETURNED]
# What may still be put right.
OPEN = [TaskState.PROPOSED, TaskState.CONFIRMED, *AT_WORK]
SETTLED = [TaskState.ACCEPTED, TaskState.CANCELLED]


class TaskQuerySet(models.QuerySet["Task"]):
    def in_commune(self, commune_id: int) -> "TaskQuerySet":
        return self.filter(commune_id=commune_id)

    def counting(self) -> "TaskQuerySet":
        """Without proposals and what was cancelled."""
        return self.exclude(state__in=[TaskState.PROPOSED, TaskState.CANCELLED])

    def at_work(self) -> "TaskQuerySet":
        return self.filter(state__in=AT_WORK)

    def late(self, on: date) -> "TaskQuerySet":
        """Owed by a unit and past the last day; the day itself still counts."""
        return self.at_work().filter(due_on__lt=on)

    def of_units(self, paths: list[str], *, user_id: int | None = None) -> "TaskQuerySet":
        """What units in these subtrees lead, support, follow or split off, or `user_id` answers for or follows."""
        mine = Q(pk__in=[])
        for path in paths:
            supporting = Support.objects.filter(unit__path__startswith=path).values("task")
            mine |= Q(lead__path__startswith=path) | Q(following_unit__path__startswith=path)
            mine |= Q(parent__lead__path__startswith=path) | Q(pk__in=supporting)
        if user_id is not None:
            mine |= Q(officer_id=user_id) | Q(following_person_id=user_id)
        return self.filter(mine)

    def matching(self, words: str) -> "TaskQuerySet":
        """Tasks whose words hold every one of these, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class Task(models.Model):
    """Something that a unit is to do. `item` is what it rests on in the plan, `clause` and `quote` the plan's own words,
    which stay when the plan is amended; `content` is the content or sector it serves.

    `due_text` is the due date as it was written, `due_on` the last day on which it is in time, none where the words give
    none. `lead_words` is the body that the plan names where no unit of the commune is called so. `origin_ref` names what
    it came from, once in a commune. A sub-task has a `parent`, which has none itself. `folded` and `sort_key` are filled by
    the actions (`index_task`).
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, null=True, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="sub_tasks")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, related_name="tasks")
    content = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, related_name="served_by")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="tasks")
    clause = models.CharField(max_length=60, blank=True)
    quote = models.TextField(blank=True)
    title = models.CharField(max_length=300)
    product = models.TextField(blank=True)
    head_duty = models.TextField(blank=True)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="tasks_led")
    lead_words = models.CharField(max_length=300, blank=True)
    following_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    following_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="tasks")
    officer_name = models.CharField(max_length=120, blank=True)
    due_text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.PROPOSED)
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=TaskOrigin.choices, default=TaskOrigin.ADDED)
    origin_ref = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    folded = models.TextField()
    sort_key = models.CharField(max_length=900)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["commune", "due_on", "sort_key", "pk"]
        indexes = [models.Index(fields=["commune", "state", "due_on"], name="task_by_state_and_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "origin", "origin_ref"],
                condition=~Q(origin_ref=""),
                name="task_once_an_origin",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TaskState.PROPOSED, TaskState.CONFIRMED, TaskState.CANCELLED])
                | Q(lead__isnull=False, assigned_at__isnull=False),
                name="task_assigned_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.ACCEPTED) | Q(done_at__isnull=False),
                name="task_accepted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.CANCELLED, TaskState.RETURNED]) | ~Q(reason=""),
                name="task_undone_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="task_is_not_its_part"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def commune_pk(self) -> int:
        return self.commune_id

    @property
    def scope_path(self) -> str:
        """At the unit that leads it; of the whole commune while none does."""
        return self.lead.path if self.lead is not None else str(self.commune.path)

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES[TaskState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def officer_words(self) -> str:
        """Who answers for it: the person, or the name of somebody without an account."""
        return self.officer.full_name if self.officer is not None else self.officer_name

    def days_late(self, on: date) -> int:
        """Days after the last day while a unit owes it; 0 in time, without a day, or when the result lies with the commune."""
        if self.due_on is None or not self.is_at_work:
            return 0
        return max(0, (on - self.due_on).days)


class Support(models.Model):
    """A unit that takes part in somebody else's task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="supports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["task", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="support_once")]

    def __str__(self) -> str:
        return str(self.unit)


class DueDate(models.Model):
    """A due date that a task had or has; the last one stands on the task. Nothing of it is ever overwritten."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="due_dates")
    text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["task", "pk"]

    def __str__(self) -> str:
        return self.text


def index_task(task: Task) -> None:
    """Fill the columns for search and order from the words of the task and of the plan."""
    words = (task.title, task.product, task.clause, task.quote, task.lead_words, task.officer_name)
    task.folded = text.fold(" ".join(words))
    task.sort_key = text.sort_key(task.title)[:900]
