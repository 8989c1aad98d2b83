"""Check sheets: which there are, the dossiers to draw from, what was found."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from thidua.core.permissions import Actor
from thidua.registers.conditions import Filter
from thidua.registers.enums import GAPS, Conclusion, Paper
from thidua.registers.models import CheckSheet, RecordQuerySet, Register
from thidua.registers.queries.batches import records_in

DOSSIERS = "ho-so-tthc"
REPLACEABLE = {
    "field": "ma_tthc",
    "listed": {"register": "danh-muc-tthc", "rows": [{"field": "thay_the", "is": [True]}]},
}


def visible_sheets(who: Actor) -> QuerySet[CheckSheet]:
    if not who.may("registers.view_register"):
        return CheckSheet.objects.none()
    found = CheckSheet.objects.filter(register__commune_id=who.commune_id)
    return found.select_related("unit__commune", "register", "batch")


def with_progress(found: QuerySet[CheckSheet]) -> QuerySet[CheckSheet]:
    """Each with `marked`: how many of its dossiers have a conclusion."""
    marked = Count("marks", filter=~Q(marks__conclusion=""))
    return found.annotate(marked=marked).order_by("-opened_at", "-pk")


def dossier_register(commune_id: int) -> Register | None:
    return Register.objects.filter(commune_id=commune_id, name=DOSSIERS).first()


def dossiers(register: Register, since: date, until: date, only_replaceable: bool) -> RecordQuerySet:
    """Dossiers that came in between two days, each once."""
    wanted = Filter.parse([REPLACEABLE] if only_replaceable else [], register.schema)
    return records_in(register, wanted, since=since, until=until).exclude(key="")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sheet says: `gaps` and `papers` are (words, how many), the most first."""

    marked: int
    size: int
    violations: int
    gaps: tuple[tuple[str, int], ...]
    papers: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        return self.size - self.marked


def findings_of(sheet: CheckSheet) -> Findings:
    """One query."""
    told = list(sheet.marks.exclude(conclusion="").values_list("conclusion", "paper"))
    conclusions = Counter(conclusion for conclusion, _ in told)
    papers = Counter(paper for _, paper in told if paper)
    return Findings(
        marked=len(told),
        size=sheet.size,
        violations=conclusions[Conclusion.AGAINST_RULES],
        gaps=tuple((gap.label, conclusions[gap]) for gap in GAPS if conclusions[gap]),
        papers=tuple((Paper(paper).label, count) for paper, count in papers.most_common()),
    )
