"""Check sheets: dossiers of some days, all or a sample, and for each whether a paper was asked for that nobody should ask for."""

from django.db import models
from django.db.models import F, Q

from thidua.core.placing import Within
from thidua.org.models import Unit, User
from thidua.registers.enums import Conclusion, Paper, SheetState
from thidua.registers.models.batches import Batch, Register


class CheckSheet(Within, models.Model):
    """A check of `size` of the `population` dossiers that came in over some days.

    A sample is drawn by `seed` from the codes in their order, so that anybody can draw it again; 0 where all are checked.
    When it is closed its rows go into the register `kiem-tra-giay-to` as `batch`.
    """

    within = "unit"

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    only_replaceable = models.BooleanField(default=False)
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    seed = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.OPEN)
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, null=True, related_name="sheet")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    judged_with = ("unit",)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="sheet_days_in_order"),
            models.CheckConstraint(condition=Q(size__lte=F("population")), name="sheet_no_larger_than_all"),
            models.CheckConstraint(
                condition=~Q(state=SheetState.CLOSED) | Q(closed_at__isnull=False), name="sheet_closed_at"
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu kiểm tra số {self.pk}"

    @property
    def is_sample(self) -> bool:
        return self.size < self.population

    @property
    def is_open(self) -> bool:
        return self.state == SheetState.OPEN


class CheckMark(models.Model):
    """One dossier of a sheet. `paper` says which paper was asked for; nothing of it names anybody."""

    sheet = models.ForeignKey(CheckSheet, on_delete=models.CASCADE, related_name="marks")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    day = models.DateField()
    procedure = models.CharField(max_length=40, blank=True)
    conclusion = models.CharField(max_length=24, choices=Conclusion.choices, blank=True)
    paper = models.CharField(max_length=24, choices=Paper.choices, blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sheet", "place"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "place"], name="mark_place_once_a_sheet"),
            models.UniqueConstraint(fields=["sheet", "key"], name="mark_dossier_once_a_sheet"),
            models.CheckConstraint(
                condition=Q(conclusion="")
                | (Q(conclusion=Conclusion.NOT_ASKED) & Q(paper=""))
                | (~Q(conclusion=Conclusion.NOT_ASKED) & ~Q(paper="")),
                name="mark_names_the_paper_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return self.key
