"""By which version of the plan a period is measured: the one in force on its last day, as it was known at the lock.

A version that is approved after a period was locked leaves it, and what was or will be published of it, as it was; one
that is approved before moves an open period to it, whether it takes effect today or took effect earlier.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from thidua.movement.models import Plan, PlanQuerySet
from thidua.reporting.models import Period

OPEN = Value(datetime(9999, 1, 1, tzinfo=UTC), output_field=DateTimeField())


@dataclass(frozen=True, slots=True)
class Measure:
    """A version of a plan: its id, and its number."""

    plan: int
    edition: int


def versions_for(period: Period) -> PlanQuerySet:
    """Versions that count for the period, the one it is measured by first."""
    return Plan.objects.filter(movement=period.movement_id).holding(period.ends_on, known_at=period.locked_at)


def plan_of(period: Period) -> Plan | None:
    """The version that the period is measured by, without its text; one query."""
    return versions_for(period).defer("text", "blocks").first()


def plans_of(periods: Collection[int]) -> dict[int, Measure]:
    """The same of many periods (ids), by the id of the period; one query. A movement without a plan has none."""
    of_movement = Plan.objects.filter(movement=OuterRef("movement"))
    held = of_movement.holding(OuterRef("ends_on"), known_at=Coalesce(OuterRef("locked_at"), OPEN))
    found = Period.objects.filter(pk__in=periods).order_by()
    rows = found.annotate(
        held=Subquery(held.values("pk")[:1]), number=Subquery(held.values("edition")[:1])
    ).values_list("pk", "held", "number")
    return {pk: Measure(plan, edition) for pk, plan, edition in rows if plan}
