"""The register of evidence: what proves which figures, and where the same file or nearly the same picture stands, too.

What is alike is a question to whoever checks, never a verdict, and is asked within the commune only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from thidua.core.permissions import Actor
from thidua.documents import queries as document_queries
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence
from thidua.org.models import Unit
from thidua.reporting.models import FigureEvidence, Report

REUSED = "nhieu-noi"
UNUSED = "chua-dung"
MOST_USES = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """What the reader looks for; empty parts leave all in."""

    words: str = ""
    kind: str = ""
    unit: str = ""
    use: str = ""


def listed_evidence(who: Actor, sought: Sought) -> QuerySet[Evidence]:
    """Evidence of the units one covers, newest first, with `use_count`. One query, and one for what it is used for."""
    found = document_queries.visible_evidence(who).matching(sought.words)
    if sought.kind in EvidenceKind.values:
        found = found.filter(kind=sought.kind)
    if sought.unit.isdecimal():
        found = found.filter(unit_id=int(sought.unit[:9]))
    if sought.use == UNUSED:
        found = found.filter(~Exists(FigureEvidence.objects.filter(evidence=OuterRef("pk"))))
    if sought.use == REUSED:
        elsewhere = Evidence.objects.filter(file=OuterRef("file"), links__isnull=False)
        elsewhere = elsewhere.exclude(pk=OuterRef("pk"))
        found = found.filter(Q(pk__in=_used_twice()) | Exists(elsewhere))
    counted = found.annotate(use_count=Count("links", distinct=True))
    return counted.select_related("file", "added_by", "unit").order_by("-added_at", "-pk")


def _used_twice() -> QuerySet[FigureEvidence, int]:
    several = FigureEvidence.objects.values("evidence").annotate(times=Count("pk")).filter(times__gt=1)
    return several.values_list("evidence", flat=True)


@dataclass(frozen=True, slots=True)
class Use:
    """One figure that an evidence stands for."""

    report_id: int
    figure_id: int
    indicator: str
    period: str
    unit: str


def uses_of(evidence: Iterable[Evidence]) -> dict[int, list[Use]]:
    """The figures of each piece of evidence, newest period first. One query."""
    links = FigureEvidence.objects.filter(evidence__in=list(evidence)).select_related(
        "figure__indicator", "figure__report__period", "figure__report__unit"
    )
    held: dict[int, list[Use]] = defaultdict(list)
    for link in links.order_by("-figure__report__period__ends_on", "figure__position", "pk"):
        figure = link.figure
        held[link.evidence_id].append(
            Use(
                figure.report_id,
                figure.pk,
                figure.indicator.name,
                figure.report.period.label,
                figure.report.unit.name,
            )
        )
    return dict(held)


def units_with_evidence(who: Actor) -> list[tuple[str, str]]:
    """Units that gave any, for the filter. One query."""
    given = document_queries.visible_evidence(who).order_by().values("unit")
    return [(str(one.pk), one.name) for one in Unit.objects.filter(pk__in=given).order_by("sort_key")]


@dataclass(frozen=True, slots=True)
class Twin:
    """A question to the checker: this file, or a picture nearly like it, stands at other places, too."""

    evidence_id: int
    file_name: str
    is_same: bool
    places: tuple[str, ...]
    more: int = 0


def twins_of(report: Report) -> dict[int, list[Twin]]:
    """By figure id what its files have in common with those of other units, periods and years. Four queries at most."""
    own = list(
        FigureEvidence.objects.filter(figure__report=report, evidence__file__isnull=False).select_related(
            "evidence__file"
        )
    )
    if not own:
        return {}
    files = {pk for link in own if (pk := link.evidence.file_id)}
    near = document_queries.near_pictures(report.commune_pk, files)
    looked = files | {other for others in near.values() for other in others}
    places = _places(looked, report)
    held: dict[int, list[Twin]] = defaultdict(list)
    for link in own:
        file = link.evidence.file
        if file is None:
            continue
        for is_same, others in ((True, [file.pk]), (False, near.get(file.pk, []))):
            told = [place for other in others for place in places.get(other, ())]
            if told:
                more = max(0, len(told) - MOST_USES)
                held[link.figure_id].append(
                    Twin(link.evidence_id, file.name, is_same, tuple(told[:MOST_USES]), more)
                )
    return dict(held)


def _places(files: Iterable[int], report: Report) -> dict[int, list[str]]:
    """By file where it proves figures outside `report`, in words. One query."""
    links = FigureEvidence.objects.filter(
        evidence__file__in=list(files), figure__report__period__commune_id=report.commune_pk
    ).exclude(figure__report=report)
    told: dict[int, list[str]] = defaultdict(list)
    seen = set()
    for file, pk, unit, period in links.order_by("-figure__report__period__ends_on", "pk").values_list(
        "evidence__file", "figure__report", "figure__report__unit__name", "figure__report__period__label"
    ):
        if (file, pk) not in seen:
            seen.add((file, pk))
            told[file].append(f"{unit}, {period}")
    return dict(told)


def choosable(who: Actor, report: Report, words: str, without: Sequence[int]) -> QuerySet[Evidence]:
    """Evidence that the unit gave for other reports, to be used once more."""
    found = document_queries.visible_evidence(who).filter(unit=report.unit_id).exclude(pk__in=without)
    return found.matching(words).select_related("file", "added_by", "unit").order_by("-added_at", "-pk")
