"""Running totals: every change of what counts is added at each level of the tree, in the same transaction.

A figure counts as submitted once the commune received its report and the figure is not returned; as verified once its
report is; a figure revised after the lock counts as both (`counted`). `recompute` does the same sums from the figures
themselves; `verify_totals` compares the two.
"""

import functools
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from thidua.core import given
from thidua.indicator.figures import CellState, Value
from thidua.reporting.enums import Basis, ReportState
from thidua.reporting.models import Figure, Report, Total

CHUNK = 400
BASES = (str(Basis.SUBMITTED), str(Basis.VERIFIED))
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
        return Share(*map(operator.add, self.parts, other.parts))

    def __sub__(self, other: "Share") -> "Share":
        return Share(*map(operator.sub, self.parts, other.parts))

    @property
    def parts(self) -> tuple[Any, ...]:
        """In the order of the fields, which are columns of `Total`."""
        return _parts(self)


PARTS = tuple(Share.__slots__)
_parts = operator.attrgetter(*PARTS)
TABLE = Total._meta.db_table
SUMS = ", ".join(f"{name} = {TABLE}.{name} + excluded.{name}" for name in PARTS)
COLUMNS: tuple[Any, ...] = tuple(
    Total._meta.get_field(name) for name in ("period", "indicator", "unit", "basis", *PARTS)
)
INTO = f"INSERT INTO {TABLE} ({', '.join(one.column for one in COLUMNS)})"
ADDED = f"ON CONFLICT (period_id, indicator_id, unit_id, basis) DO UPDATE SET {SUMS}"
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


def bases_of(report: Report, figure: Figure) -> tuple[str, ...]:
    """On which bases the figure stands."""
    if figure.is_revised:
        return BASES
    if report.received_at is None or figure.return_reason:
        return ()
    return BASES if report.state in COUNTED else BASES[:1]


def counts(report: Report, figure: Figure, basis: str) -> bool:
    """Whether the figure stands on that basis."""
    return basis in bases_of(report, figure)


def counted(report: Report, figure: Figure, basis: str) -> Value:
    """The cell as it counts on that basis; NOT_REPORTED while it does not."""
    if counts(report, figure, basis):
        return figure.standing_value
    return Value(state=CellState.NOT_REPORTED)


def shares_of(report: Report, figures: Iterable[Figure]) -> dict[Key, Share]:
    """What the report's figures add now, at every level and on both bases."""
    shares: dict[Key, Share] = {}
    levels = [int(step) for step in report.unit.path.split(".") if step]
    for figure in figures:
        bases = bases_of(report, figure)
        share = share_of(figure.standing_value) if bases else NOTHING
        if share is not NOTHING:
            for basis in bases:
                for level in levels:
                    shares[(report.period_id, figure.indicator_id, level, basis)] = share
    return shares


def apply(before: dict[Key, Share], after: dict[Key, Share]) -> None:
    """Move the totals from what counted before to what counts after. Call inside the action's transaction."""
    changes = {key: share for key, share in after.items() if key not in before}
    for key, share in before.items():
        if after.get(key) != share:
            changes[key] = after.get(key, NOTHING) - share
    # One order for everybody, so that two submissions never wait for each other crosswise.
    rows = [(*key, *changes[key].parts) for key in sorted(changes)]
    for start in range(0, len(rows), CHUNK):
        _add(rows[start : start + CHUNK])


def _add(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if given.is_one_value():
            cursor.execute(_adding_given(), [given.value_of(COLUMNS, rows)])
        else:
            cursor.execute(_adding(len(rows)), [part for row in rows for part in row])


@functools.lru_cache(maxsize=16)
def _adding(count: int) -> str:
    """The statement for so many rows. Two reports rarely differ in how many they move."""
    places = f"({', '.join(['%s'] * len(COLUMNS))})"
    return f"{INTO} VALUES {', '.join([places] * count)} {ADDED}"


@functools.cache
def _adding_given() -> str:
    """The statement for any number of rows, which are one value. The order of the rows is kept."""
    return f"{INTO} SELECT * FROM {given.table_of(COLUMNS)} {ADDED}"  # noqa: S608  # our own names


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
