"""What the public pages of a commune are made of, and the mark by which a browser knows that nothing changed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Max, OuterRef, Subquery, When
from django.utils.safestring import SafeString

from thidua.core import charts
from thidua.indicator.models import Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.enums import MovementState
from thidua.movement.models import Movement
from thidua.movement.queries import public
from thidua.org.models import Commune
from thidua.reporting.models import Publication
from thidua.reporting.queries import overview, published
from thidua.web import pictures

MOST_PERIODS = 24
ASKED = "ask"


@dataclass(frozen=True, slots=True)
class Ward:
    """A commune as its public pages know it. `facts` change with everything public that they show."""

    pk: int
    slug: str
    name: str
    issuer: str
    privacy_contact: str
    facts: tuple[str, ...]


def ward_at(slug: str) -> Ward | None:
    """The commune of that address; one query."""
    statement, values = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [slug if value == ASKED else value for value in values])
        row = cursor.fetchone()
    return Ward(row[0], row[1], row[2], row[3], row[4], tuple(map(str, row[1:]))) if row else None


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Compiled once: whoever comes again with a mark costs a tenth of what building this query does."""
    of_commune = public.public_movements().filter(commune=OuterRef("pk")).order_by().values("commune")
    launched = Case(When(state=MovementState.LAUNCHED, then=1))
    publications = Publication.objects.filter(period__commune=OuterRef("pk")).order_by()
    adopted = public.public_plans().filter(movement__commune=OuterRef("pk"))
    versions = adopted.order_by().values("movement__commune")
    found = (
        Commune.objects.filter(slug=ASKED)
        .annotate(
            last_publication=Subquery(
                publications.values("period__commune").annotate(last=Max("pk")).values("last")
            ),
            last_launch=Subquery(of_commune.annotate(last=Max("launched_at")).values("last")),
            movements=Subquery(of_commune.annotate(many=Count("pk")).values("many")),
            running=Subquery(of_commune.annotate(many=Count(launched)).values("many")),
            versions=Subquery(versions.annotate(many=Count("pk")).values("many")),
        )
        .values_list(
            "pk",
            "slug",
            "unit__name",
            "issuer",
            "privacy_contact",
            "last_publication",
            "last_launch",
            "movements",
            "running",
            "versions",
        )
    )
    statement, values = found.query.sql_with_params()
    return statement, values


def mark_of(ward: Ward, *, on: date) -> str:
    """Changes with every publication, launch, amendment or end of a movement, with the day (pages show today), with our code."""
    return hashlib.sha256("\n".join([*ward.facts, on.isoformat(), _build()]).encode()).hexdigest()[:32]


@cache
def _build() -> str:
    """Stands for the code and the templates that make the pages."""
    root = Path(__file__).parents[1]
    seen = hashlib.sha256()
    for kind in ("*.py", "*.html", "*.css"):
        for path in sorted(root.rglob(kind)):
            about = path.stat()
            seen.update(f"{path.relative_to(root)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def movements_of(ward: Ward) -> list[Movement]:
    """Public movements, running ones first, then the newest."""
    found = movement_queries.told_apart(public.public_movements().filter(commune=ward.pk))
    return sorted(found, key=lambda one: one.state != MovementState.LAUNCHED)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A published result as a row of a table."""

    indicator: Indicator
    shown: str
    bar: SafeString
    asked: str
    tone: str
    standing: str
    note: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One indicator over the published periods, oldest first: picture and table."""

    indicator: Indicator
    picture: SafeString
    points: tuple[pictures.Point, ...]


def publications_of(movement: Movement) -> list[Publication]:
    """The last publication of each of its periods, newest period first."""
    return list(published.latest_publications().filter(period__movement=movement)[:MOST_PERIODS])


def rows_of(results: Iterable[published.PublishedResult]) -> list[ResultRow]:
    rows = []
    for one in results:
        indicator, unit = one.figure.indicator, pictures.unit_of(one.figure.indicator)
        notes = ["số ước"] if one.figure.is_estimate else []
        notes += [f"còn {one.figure.missing_count} đơn vị chưa có số"] if one.figure.missing_count else []
        notes += ["có thể trùng người"] if one.figure.may_double_count else []
        rows.append(
            ResultRow(
                indicator,
                one.shown,
                pictures.bar_of(indicator, one.figure.value, one.lines, one.standing),
                pictures.lines_words(one.lines, unit),
                pictures.tone_of(one.standing),
                one.problem or one.standing.phrase,
                "; ".join(notes),
            )
        )
    return rows


def trends_of(
    results: Sequence[published.PublishedResult], chosen: Sequence[published.PublishedResult]
) -> list[Trend]:
    """For each indicator of the chosen period its published results; target lines are those of the chosen period."""
    trends = []
    for latest in chosen:
        own = [one for one in results if one.figure.indicator_id == latest.figure.indicator_id]
        kept = [
            one for one in own if overview.is_comparable(one.figure.definition, one.period, latest.period)
        ]
        points = tuple(
            pictures.Point(one.period.label, one.figure.value, one.shown) for one in reversed(kept)
        )
        picture = pictures.trend_of(latest.figure.indicator, points, latest.lines)
        trends.append(Trend(latest.figure.indicator, picture, points))
    return trends


def phases_of(movement: Movement, *, on: date) -> list[charts.Phase]:
    """Phases of the plan of a day as a picture takes them; one without an end reaches to the end of the movement."""
    plan = movement.plans.holding(on).values("pk")[:1]
    return [
        charts.Phase(phase.name, phase.starts_on, phase.ends_on or movement.ends_on or phase.starts_on)
        for phase in movement.phases.filter(item__plan=plan)
    ]
