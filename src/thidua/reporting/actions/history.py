"""What every deed on figures shares: the append-only history and the need for a reason."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import connection

from thidua.core.permissions import Actor
from thidua.indicator.figures import Number
from thidua.reporting import errors
from thidua.reporting.enums import RevisionKind
from thidua.reporting.models import Figure, FigureRevision


def remember(
    held: Sequence[Figure],
    kind: RevisionKind,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    is_on_behalf: bool = False,
) -> None:
    """One revision a figure, of what the database holds now: the history can tell no other story than the figure.

    What a unit hands in is kept as it reported it, every other deed as it stands after checking.
    """
    if not held:
        return
    figures = ", ".join(["%s"] * len(held))
    source = REPORTED if kind is RevisionKind.SUBMITTED else STANDING
    moment = connection.ops.adapt_datetimefield_value(at)
    told = [str(kind), reason, moment, by.user_id, by.name, is_on_behalf]
    with connection.cursor() as cursor:
        cursor.execute(f"{source} WHERE id IN ({figures}) ORDER BY id", [*told, *(one.pk for one in held)])


def _copy(state: str, numerator: str, denominator: str, is_estimate: str) -> str:
    return (  # our own columns; every value is a parameter
        f"INSERT INTO {FigureRevision._meta.db_table} "  # noqa: S608
        "(kind, reason, at, by_id, by_name, is_on_behalf, "
        "figure_id, state, numerator, denominator, is_estimate, explanation) "
        f"SELECT %s, %s, %s, %s, %s, %s, id, {state}, {numerator}, {denominator}, {is_estimate}, explanation "
        f"FROM {Figure._meta.db_table}"
    )


CELL = ("state", "numerator", "denominator", "is_estimate")
REPORTED = _copy(*CELL)
STANDING = _copy(*(f"CASE WHEN is_checked THEN checked_{name} ELSE {name} END" for name in CELL))


def as_decimal(number: Number | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def need(reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing
