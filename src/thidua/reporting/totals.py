"""Running totals: every change of what counts is added at each level of the tree, in the same transaction.

A figure counts as submitted once the commune received its report and the figure is not returned; as verified once its
report is; a figure revised after the lock counts as both (`counted`). `recompute` does the same sums from the figures
themselves; `verify_totals` compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from thidua.indicator.figures import CellState, Value
from thidua.reporting.enums import Basis, ReportState
from thidua.reporting.models import Figure, Report, Total

CHUNK = 400
COUNTED = {ReportState.VERIFIED, ReportState.LOCKED}


@dataclass(frozen=True, slots=True)
class Share:
    """What one or more cells add to a total."""

    numerator: Decimal = Decimal(0)
    denominator: int = 0
    value_count: int = 0
    not_arising_count: int = 0
    not_applicable_count: int = 0
    estimate_count: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.value_count + other.value_count,
            self.not_arising_count + other.not_arising_count,
            self.not_applicable_count + other.not_applicable_count,
            self.estimate_count + other.estimate_count,
        )

    def __neg__(self) -> "Share":
        return Share(
            -self.numerator,
            -self.denominator,
            -self.value_count,
            -self.not_arising_count,
            -self.not_applicable_count,
            -self.estimate_count,
        )

    @property
    def parts(self) -> tuple[Decimal, int, int, int, int, int]:
        return (
            self.numerator,
            self.denominator,
            self.value_count,
            self.not_arising_count,
            self.not_applicable_count,
            self.estimate_count,
        )


NOTHING = Share()
Key = tuple[int, int, int, str]  # period, indicator, unit of the level, basis


def share_of(value: Value) -> Share:
    """What a cell adds; a cell that was not reported adds nothing at all."""
    if value.state is CellState.VALUE and value.numerator is not None:
        share = Share(Decimal(value.numerator), value.denominator or 0, value_count=1)
        return replace(share, estimate_count=1) if value.is_estimate else share
    if value.state is CellState.NOT_ARISING:
        return Share(not_arising_count=1)
    if value.state is CellState.NOT_APPLICABLE:
        return Share(not_applicable_count=1)
    return NOTHING


def counts(report: Report, figure: Figure, basis: Basis) -> bool:
    """Whether the figure stands on that basis."""
    if figure.is_revised:
        return True
    is_received = report.received_at is not None and not figure.return_reason
    return is_received and (basis == Basis.SUBMITTED or report.state in COUNTED)


def counted(report: Report, figure: Figure, basis: Basis) -> Value:
    """The cell as it counts on that basis; NOT_REPORTED while it does not."""
    if counts(report, figure, basis):
        return figure.standing_value
    return Value(state=CellState.NOT_REPORTED)


def shares_of(report: Report, figures: Iterable[Figure]) -> dict[Key, Share]:
    """What the report's figures add now, at every level and on both bases."""
    shares: dict[Key, Share] = {}
    levels = [int(step) for step in report.unit.path.split(".") if step]
    for figure in figures:
        for basis in (Basis.SUBMITTED, Basis.VERIFIED):
            share = share_of(counted(report, figure, basis))
            if share != NOTHING:
                for level in levels:
                    shares[(report.period_id, figure.indicator_id, level, str(basis))] = share
    return shares


def apply(before: dict[Key, Share], after: dict[Key, Share]) -> None:
    """Move the totals from what counted before to what counts after. Call inside the action's transaction."""
    changes = {
        key: after.get(key, NOTHING) + -before.get(key, NOTHING) for key in before.keys() | after.keys()
    }
    # One order for everybody, so that two submissions never wait for each other crosswise.
    rows = [(*key, *changes[key].parts) for key in sorted(changes) if changes[key] != NOTHING]
    for start in range(0, len(rows), CHUNK):
        _add(rows[start : start + CHUNK])


def _add(rows: Sequence[tuple[Any, ...]]) -> None:
    columns = [
        "numerator",
        "denominator",
        "value_count",
        "not_arising_count",
        "not_applicable_count",
        "estimate_count",
    ]
    table = Total._meta.db_table
    places = ", ".join(["(" + ", ".join(["%s"] * len(rows[0])) + ")"] * len(rows))
    sums = ", ".join(f"{column} = {table}.{column} + excluded.{column}" for column in columns)
    statement = (  # names of our own columns; every value is a parameter
        f"INSERT INTO {table} (period_id, indicator_id, unit_id, basis, {', '.join(columns)}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT (period_id, indicator_id, unit_id, basis) DO UPDATE SET {sums}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for row in rows for part in row])


def recompute(period_id: int) -> dict[Key, Share]:
    """The totals of a period from its figures alone."""
    sums: dict[Key, Share] = defaultdict(lambda: NOTHING)
    reports = Report.objects.filter(period_id=period_id).select_related("unit").prefetch_related("figures")
    for report in reports.iterator(chunk_size=500):
        for key, share in shares_of(report, report.figures.all()).items():
            sums[key] += share
    return dict(sums)


def kept(period_id: int) -> dict[Key, Share]:
    """The totals of a period as they are stored."""
    return {
        (row.period_id, row.indicator_id, row.unit_id, row.basis): Share(
            row.numerator,
            row.denominator,
            row.value_count,
            row.not_arising_count,
            row.not_applicable_count,
            row.estimate_count,
        )
        for row in Total.objects.filter(period_id=period_id)
    }


def differences(period_id: int) -> Iterator[tuple[Key, Share, Share]]:
    """Cells in which the kept total differs from the recomputed one: (key, kept, recomputed)."""
    stored, fresh = kept(period_id), recompute(period_id)
    for key in sorted(stored.keys() | fresh.keys()):
        if stored.get(key, NOTHING) != fresh.get(key, NOTHING):
            yield key, stored.get(key, NOTHING), fresh.get(key, NOTHING)
