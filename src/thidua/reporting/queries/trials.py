"""A way of counting, tried over some days: what it comes to, unit by unit, which rows are left out and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.fields.json import KT

from thidua.core import text
from thidua.org.models import Unit
from thidua.registers.conditions import Filter
from thidua.registers.models import Batch, Register
from thidua.reporting import counting
from thidua.reporting.counting import Days
from thidua.reporting.models import Period, RegisterBinding
from thidua.reporting.queries.tallies import (
    Counted,
    aggregates,
    count_of,
    names_of,
    register_of,
    rows_of,
    whole_q,
)

NOT_SAID = "không ghi đơn vị"


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What one word of the unit column comes to; `unit` is None where no unit of the commune goes by it."""

    written: str
    unit: Unit | None
    whole: int
    part: int

    @property
    def value(self) -> Any:
        return counting.value_of(self.whole, self.part, is_covered=True, is_estimate=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that do not count, and the condition that they lack."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Trial:
    days: Days
    counted: Counted
    rows: int
    shares: tuple[UnitShare, ...]
    left_out: tuple[LeftOut, ...]
    batches: tuple[Batch, ...]


def trial_of(binding: RegisterBinding, days: Days, *, on: date) -> Trial:
    """At most seven queries, and one for each condition of the denominator."""
    register = register_of(binding)
    counted = count_of(binding, register, days, on=on)
    if register is None:
        return Trial(days, counted, 0, (), (), ())
    batches = Batch.objects.filter(pk__in=counted.batches).select_related("source").order_by("pk")
    return Trial(
        days,
        counted,
        rows=rows_of(binding, register, days).count(),
        shares=tuple(_shares(binding, register, days)),
        left_out=tuple(_left_out(binding, register, days, batches)),
        batches=tuple(batches),
    )


def _shares(binding: RegisterBinding, register: Register, days: Days) -> list[UnitShare]:
    if not binding.unit_field:
        return []
    rows = rows_of(binding, register, days).filter(whole_q(binding, register)).order_by()
    column = rows.annotate(named=KT(f"facts__{binding.unit_field}")).values("named")
    units = {
        name: unit
        for unit in Unit.objects.in_commune(binding.commune_id).order_by("-valid_from")
        for name in names_of(unit)
    }
    found: Any = column.annotate(**aggregates(binding, register)).order_by("named")
    return [
        UnitShare(
            one["named"] or NOT_SAID, units.get(text.letters(one["named"] or "")), one["whole"], one["part"]
        )
        for one in found
    ]


def _left_out(
    binding: RegisterBinding, register: Register, days: Days, batches: QuerySet[Batch]
) -> list[LeftOut]:
    """One condition after the other, so that a row is told once; then what never came into the register."""
    found, before = [], Filter()
    standing = rows_of(binding, register, days).count()
    for condition in binding.of_whole.conditions:
        before = Filter((*before.conditions, condition))
        left = rows_of(binding, register, days, wanted=before).count()
        words = Filter((condition,)).words(binding.schema)
        found.append(LeftOut(f"Không có: {words}", standing - left))
        standing = left
    sums = batches.aggregate(refused=Sum("refused_count"), twice=Sum("twice_count"))
    found.append(LeftOut("Hàng không nhận khi đọc các tệp này (cả ngoài khoảng ngày)", sums["refused"] or 0))
    found.append(LeftOut("Hàng trùng mã trong cùng một tệp, chỉ tính hàng sau", sums["twice"] or 0))
    return [one for one in found if one.count]


def periods_to_try(commune_id: int) -> QuerySet[Period]:
    return Period.objects.in_commune(commune_id).order_by("-ends_on", "-pk")[:12]
