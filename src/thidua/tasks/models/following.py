"""What happens to a task: results handed in, requests for more time, difficulties."""

from django.db import models
from django.db.models import Q

from thidua.core.placing import Within
from thidua.documents.models import Evidence
from thidua.org.models import User
from thidua.tasks.enums import Answer, Outcome
from thidua.tasks.models.tasks import Task


class TaskResult(Within, models.Model):
    """What a unit handed in once, and what was said of it."""

    within = "task"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="results")
    text = models.TextField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_on_behalf = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, through="ResultEvidence", related_name="+")

    class Meta:
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(outcome=Outcome.WAITING), name="result_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING, decided_at__isnull=True)
                | (~Q(outcome=Outcome.WAITING) & Q(decided_at__isnull=False)),
                name="result_outcome_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.RETURNED) | ~Q(reason=""), name="result_returned_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ResultEvidence(models.Model):
    """A piece of evidence that came with a result."""

    result = models.ForeignKey(TaskResult, on_delete=models.CASCADE, related_name="proofs")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="task_results")

    class Meta:
        ordering = ["result", "pk"]
        constraints = [models.UniqueConstraint(fields=["result", "evidence"], name="result_evidence_once")]

    def __str__(self) -> str:
        return str(self.evidence)


class Extension(Within, models.Model):
    """A unit asks for more time; `granted_on` is the day that was decided, which may be another than the one asked for."""

    within = "task"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    reason = models.TextField()
    from_on = models.DateField(null=True)
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    granted_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(answer=Answer.WAITING), name="extension_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, decided_at__isnull=True)
                | (~Q(answer=Answer.WAITING) & Q(decided_at__isnull=False)),
                name="extension_answer_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.GRANTED, granted_on__isnull=False)
                | (~Q(answer=Answer.GRANTED) & Q(granted_on__isnull=True)),
                name="extension_granted_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.REFUSED) | ~Q(answer_reason=""),
                name="extension_refused_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.asked_on:%d/%m/%Y}"


class DifficultyNote(Within, models.Model):
    """What stands in a unit's way, in its own words."""

    within = "task"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="difficulties")
    text = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["task", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
