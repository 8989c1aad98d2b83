"""Criteria without a number: their scales, and what units chose. Levels are counted, never averaged."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from thidua.core.permissions import Actor
from thidua.documents.models import Evidence
from thidua.movement import queries as movement_queries
from thidua.movement.models import Criterion
from thidua.org.models import Unit
from thidua.reporting.models import CriterionLevel, LevelChoice, Period
from thidua.reporting.queries.editions import versions_for


def levels_of(criterion: Criterion) -> list[CriterionLevel]:
    """The scale in force, the lowest level first; empty where none was set. One query."""
    held = list(criterion.levels.order_by("-version", "position"))
    return [one for one in held if one.version == held[0].version]


def visible_level_choices(who: Actor) -> QuerySet[LevelChoice]:
    """Choices of the units that one may see reports of."""
    wanted = Q(pk__in=[])
    for path in who.paths_with("reporting.view_report"):
        wanted |= Q(unit__path__startswith=path)
    found = LevelChoice.objects.filter(wanted, unit__commune_id=who.commune_id)
    return found.select_related("unit", "period", "level", "criterion__item", "chosen_by")


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A criterion with its scale, and how many units stand on each level in a period: (level, count)."""

    criterion: Criterion
    counts: tuple[tuple[CriterionLevel, int], ...]
    answered: int


def scale_rows(who: Actor, period: Period | None) -> list[ScaleRow]:
    """Criteria of the plan that holds in `period`, those with a scale first. Three queries."""
    criteria = list(_criteria(who, period))
    scales = _scales(criteria)
    chosen = standing(visible_level_choices(who).filter(period=period)) if period else []
    counts = Counter(choice.level_id for choice in chosen)
    rows = [
        ScaleRow(
            one,
            tuple((level, counts[level.pk]) for level in scales.get(one.pk, ())),
            sum(choice.criterion_id == one.pk for choice in chosen),
        )
        for one in criteria
    ]
    return sorted(rows, key=lambda row: not row.counts)


def _criteria(who: Actor, period: Period | None) -> QuerySet[Criterion]:
    found = movement_queries.visible_criteria(who).order_by("position", "pk")
    if period is None:
        return found.none()
    return found.filter(item__plan=versions_for(period).values("pk")[:1])


def _scales(criteria: Iterable[Criterion]) -> dict[int, list[CriterionLevel]]:
    held: dict[int, list[CriterionLevel]] = defaultdict(list)
    found = CriterionLevel.objects.filter(criterion__in=list(criteria))
    for level in found.order_by("criterion", "-version", "position"):
        known = held[level.criterion_id]
        if not known or known[0].version == level.version:
            known.append(level)
    return dict(held)


def standing(choices: QuerySet[LevelChoice]) -> list[LevelChoice]:
    """Of each unit, criterion and period the last choice, in the order of the units. One query."""
    last = LevelChoice.objects.filter(
        unit=OuterRef("unit"), period=OuterRef("period"), criterion=OuterRef("criterion")
    )
    newest = Subquery(last.order_by("-number").values("number")[:1])
    return list(choices.filter(number=newest).order_by("unit__sort_key", F("criterion_id")))


def provable(who: Actor, unit: Unit) -> QuerySet[Evidence]:
    """Evidence of the unit that may prove a level, the newest first."""
    found = Evidence.objects.filter(unit=unit, unit__commune_id=who.commune_id).select_related(
        "file", "added_by"
    )
    return found.order_by("-added_at", "-pk")
