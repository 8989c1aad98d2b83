"""Letters that urge a unit, and the things that they name."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from thidua.core import text
from thidua.core.placing import Within
from thidua.org.models import Unit, User
from thidua.reporting.models import Report
from thidua.tasks.models import Task
from thidua.urging.enums import LetterState

TONES = {LetterState.DRAFT: "waiting", LetterState.ISSUED: "reached", LetterState.WITHDRAWN: "empty"}
SYMBOL = "UBND-VHXH"


class LetterQuerySet(models.QuerySet["UrgingLetter"]):
    def in_commune(self, commune_id: int) -> "LetterQuerySet":
        return self.filter(commune_id=commune_id)

    def of_units(self, paths: list[str]) -> "LetterQuerySet":
        """Letters to the units in the subtrees at `paths`; none without paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)

    def matching(self, words: str) -> "LetterQuerySet":
        found = self
        for word in text.fold(words).split():
            found = found.filter(Q(unit__folded__contains=word) | Q(folded__contains=word))
        return found


class UrgingLetter(models.Model):
    """A letter to one unit: "đôn đốc lần thứ `turn`". `head` holds what stands at its head and foot (see `letter.Head`).

    `number` and `issued_on` are those of the paper, entered when it is issued; `issued_year` is that day's year, in which a
    number of one symbol is given once in a commune. The things it names are as they stood when
    the list was made, at `listed_at`. `folded` is filled by the actions (`index_letter`).
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="urging_letters")
    turn = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    head = models.JSONField()
    answer_by = models.DateField()
    opening = models.TextField()
    closing = models.TextField()
    listed_at = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    symbol = models.CharField(max_length=40, default=SYMBOL)
    number = models.CharField(max_length=7, blank=True)
    issued_on = models.DateField(null=True)
    issued_year = models.PositiveSmallIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    folded = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    judged_with = ("unit",)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state=LetterState.DRAFT), name="letter_one_draft_a_unit"
            ),
            models.UniqueConstraint(
                fields=["commune", "issued_year", "symbol", "number"],
                condition=Q(state=LetterState.ISSUED),
                name="letter_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.ISSUED)
                | (
                    Q(issued_on__isnull=False, issued_at__isnull=False, issued_year__isnull=False)
                    & ~Q(number="")
                ),
                name="letter_issued_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="letter_withdrawn_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Đôn đốc {self.unit} lần {self.turn}"

    @property
    def commune_pk(self) -> int:
        return self.commune_id

    @property
    def scope_path(self) -> str:
        return self.unit.path

    @property
    def tone(self) -> str:
        return TONES[LetterState(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == LetterState.DRAFT

    @property
    def listed_on(self) -> date:
        """The day as of which the things are told."""
        return timezone.localdate(self.listed_at)

    @property
    def number_words(self) -> str:
        """ "12/UBND-VHXH"; empty while văn thư has given none."""
        return f"{self.number}/{self.symbol}" if self.number else ""


class UrgedThing(Within, models.Model):
    """A task or a report that the letter names, as it stood then. `urged_on` are the days of earlier letters about it."""

    within = "letter"

    letter = models.ForeignKey(UrgingLetter, on_delete=models.CASCADE, related_name="things")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="urged")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="urged")
    title = models.CharField(max_length=300)
    basis = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    days_late = models.PositiveIntegerField()
    urged_on = models.JSONField(default=list)

    class Meta:
        ordering = ["letter", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "task"], name="urged_task_once"),
            models.UniqueConstraint(fields=["letter", "report"], name="urged_report_once"),
            models.CheckConstraint(
                condition=Q(task__isnull=True, report__isnull=False)
                | Q(task__isnull=False, report__isnull=True),
                name="urged_task_or_report",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def urged_days(self) -> list[date]:
        return [date.fromisoformat(one) for one in self.urged_on]


def index_letter(letter: UrgingLetter) -> None:
    """Fill the column for search from the number of the paper and of its turn."""
    letter.folded = text.fold(f"{letter.number_words} lần {letter.turn}")[:200]
