"""What registers come to for figures: any number of bindings, each over its days and its units' rows, in three questions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models import Value as Constant
from django.db.models.fields.json import KT
from django.db.models.lookups import In
from django.utils import timezone

from thidua.core import text
from thidua.indicator import figures
from thidua.indicator.figures import Kind, Value
from thidua.org.models import Unit
from thidua.registers import queries as register_queries
from thidua.registers.conditions import Filter
from thidua.registers.models import Batch, RecordQuerySet, Register
from thidua.reporting import counting, workbooks
from thidua.reporting.counting import Days
from thidua.reporting.models import Period, RegisterBinding


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose rows are counted: those that the register writes as one of `values`, those that unit `handed_in` itself, or all."""

    values: tuple[str, ...] | None = None
    handed_in: int | None = None


ALL = Whose()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a register comes to over some days. `batches` (ids; people know them by `numbers`) cover the days; `last_day` is the
    last day that they hold.

    `is_partial`: they were handed in before the days were over, so more may come.
    """

    days: Days
    whose: Whose = ALL
    whole: int = 0
    part: int = 0
    is_sample: bool = False
    is_partial: bool = False
    batches: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    last_day: date | None = None

    @property
    def value(self) -> Value:
        return counting.value_of(
            self.whole,
            self.part,
            is_covered=bool(self.batches),
            is_estimate=self.is_sample or self.is_partial,
        )

    @property
    def shown(self) -> str:
        return figures.display(self.value, Kind.RATIO)

    @property
    def words(self) -> str:
        return workbooks.shown(self.value)


def days_of(binding: RegisterBinding, period: Period) -> Days:
    own = Days(period.starts_on, period.ends_on)
    return counting.days_of(period.kind, period.calendar, own, binding.calendar)


@dataclass(frozen=True, slots=True)
class Ask:
    """One count to be made; without a register it comes to nothing."""

    binding: RegisterBinding
    register: Register | None
    days: Days
    whose: Whose = ALL


def register_of(binding: RegisterBinding) -> Register | None:
    return registers_of([binding]).get(binding.register)


def registers_of(bindings: Sequence[RegisterBinding]) -> dict[str, Register]:
    """By name, those of the bindings' commune. One query."""
    names = {binding.register for binding in bindings}
    found = Register.objects.filter(commune_id=bindings[0].commune_id, name__in=names)
    return {register.name: register for register in found}


def count_of(
    binding: RegisterBinding, register: Register | None, days: Days, *, whose: Whose = ALL, on: date
) -> Counted:
    """What the rows that count now come to, as of day `on`. Two queries."""
    return counts_of([Ask(binding, register, days, whose)], on=on)[0]


def counts_of(asks: Sequence[Ask], *, on: date) -> list[Counted]:
    """The same for many, in their order; two queries for any number."""
    covering = _covering(asks)
    sums = _sums([ask if batches else None for ask, batches in zip(asks, covering, strict=True)])
    return [
        _counted(ask, batches, sums.get(place, NOTHING), on)
        for place, (ask, batches) in enumerate(zip(asks, covering, strict=True))
    ]


# Rows of the denominator, of the numerator, of those that make it an estimate.
Sums = tuple[int, int, int]
NOTHING: Sums = (0, 0, 0)


def _counted(ask: Ask, batches: list[Batch], sums: Sums, on: date) -> Counted:
    if not batches:
        return Counted(ask.days, ask.whose)
    last_day = max((batch.last_day for batch in batches if batch.last_day), default=None)
    whole, part, estimate = sums
    return Counted(
        ask.days,
        ask.whose,
        whole=whole,
        part=part,
        is_sample=estimate > 0,
        is_partial=_is_partial(batches, ask.days, last_day, on),
        batches=tuple(batch.pk for batch in batches),
        numbers=tuple(batch.number for batch in batches),
        last_day=last_day,
    )


def _covering(asks: Sequence[Ask]) -> list[list[Batch]]:
    """For each the batches that cover its days. One query."""
    known = {ask.register.pk: ask.register for ask in asks if ask.register}
    if not known:
        return [[] for _ in asks]
    since, until = min(ask.days.since for ask in asks), max(ask.days.until for ask in asks)
    held = list(register_queries.covering_batches(known.values(), since=since, until=until))
    return [[batch for batch in held if _covers(batch, ask)] for ask in asks]


def _covers(batch: Batch, ask: Ask) -> bool:
    if ask.register is None or batch.register_id != ask.register.pk:
        return False
    if ask.whose.handed_in and batch.unit_id != ask.whose.handed_in:
        return False
    return ask.register.schema.day is None or bool(
        batch.first_day
        and batch.last_day
        and batch.first_day <= ask.days.until
        and batch.last_day >= ask.days.since
    )


def _sums(asks: Sequence[Ask | None]) -> dict[int, Sums]:
    """By place; each count is a part of one query, with the plan that it would have alone."""
    parts = []
    for place, ask in enumerate(asks):
        if ask is not None and ask.register is not None:
            wanted: dict[str, Any] = dict(aggregates(ask.binding, ask.register))
            estimate = register_queries.as_q(ask.binding.of_estimate, ask.register)
            wanted["estimate"] = Count("pk", filter=estimate) if ask.binding.estimate else Constant(0)
            rows = rows_of(ask.binding, ask.register, ask.days, whose=ask.whose)
            found = rows.filter(whole_q(ask.binding, ask.register)).order_by()
            parts.append(
                found.annotate(place=Constant(place))
                .values("place")
                .annotate(**wanted)
                .values_list("place", "whole", "part", "estimate")
            )
    return {place: (whole, part, estimate) for place, whole, part, estimate in _together(parts)}


def _together(parts: Sequence[QuerySet[Any, Any]]) -> Iterator[tuple[Any, ...]]:
    if parts:
        yield from parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]


def rows_of(
    binding: RegisterBinding,
    register: Register,
    days: Days,
    *,
    whose: Whose = ALL,
    wanted: Filter | None = None,
    at: datetime | None = None,
) -> RecordQuerySet:
    """Rows of these days and of `whose`, narrowed by a filter; those that counted at a moment, else those that count now."""
    found = register_queries.records_in(
        register,
        wanted or Filter(),
        since=days.since,
        until=days.until,
        day_field=binding.day_field,
        at=at,
    )
    if whose.values is not None:
        found = found.filter(In(KT(f"facts__{binding.unit_field}"), list(whose.values) or [""]))
    return found.filter(batch__unit_id=whose.handed_in) if whose.handed_in else found


def whole_q(binding: RegisterBinding, register: Register) -> Q:
    return register_queries.as_q(binding.of_whole, register)


def part_q(binding: RegisterBinding, register: Register) -> Q:
    """The numerator is stated over rows of the denominator: a part is never more than its whole."""
    return whole_q(binding, register) & register_queries.as_q(binding.of_part, register)


def aggregates(binding: RegisterBinding, register: Register) -> dict[str, Count]:
    """`whole` and `part` for `aggregate` and `annotate` over rows that fulfil the denominator."""
    thing: Any = KT(f"facts__{binding.counted}") if binding.counted else "pk"
    is_distinct = bool(binding.counted)
    part = register_queries.as_q(binding.of_part, register)
    return {
        "whole": Count(thing, distinct=is_distinct),
        "part": Count(thing, distinct=is_distinct, filter=part) if binding.numerator else Count("pk"),
    }


def _is_partial(batches: Iterable[Batch], days: Days, last_day: date | None, on: date) -> bool:
    """Whether rows of these days may still come: they are not over, or all that was handed in came before their end."""
    if on <= days.until:
        return last_day is not None
    if last_day is None or last_day >= days.until:
        return False
    return all(timezone.localdate(batch.uploaded_at) <= days.until for batch in batches)


def with_units(asks: Sequence[Ask], unit: Unit, asked: Mapping[int, int]) -> list[Ask]:
    """The same asks, each for what counts as the unit's; `asked` is how many units are asked for each indicator. One query.

    Without a column for the unit the only one that is asked answers for the commune; of several, each for what it handed
    in itself.
    """
    values = _unit_values([ask if ask.binding.unit_field else None for ask in asks])
    known = names_of(unit)
    out = []
    for place, ask in enumerate(asks):
        whose = ALL if asked.get(ask.binding.indicator_id, 0) <= 1 else Whose(handed_in=unit.pk)
        if ask.binding.unit_field:
            written = sorted(one for one in values.get(place, ()) if text.letters(one) in known)
            whose = Whose(values=tuple(written))
        out.append(replace(ask, whose=whose))
    return out


def unit_values(binding: RegisterBinding, register: Register, days: Days) -> list[str]:
    """The different words of the column that names units."""
    return _unit_values([Ask(binding, register, days)]).get(0, [])


def _unit_values(asks: Sequence[Ask | None]) -> dict[int, list[str]]:
    """By place; bindings that read the same column over the same days share one part of the query."""
    shared: dict[Any, list[int]] = defaultdict(list)
    parts = []
    for place, ask in enumerate(asks):
        if ask is None or ask.register is None:
            continue
        key = (ask.register.pk, ask.binding.unit_field, ask.binding.day_field, ask.days)
        shared[key].append(place)
        if shared[key] == [place]:
            found = rows_of(ask.binding, ask.register, ask.days).order_by()
            column = KT(f"facts__{ask.binding.unit_field}")
            parts.append(
                found.annotate(place=Constant(place), named=column).values_list("place", "named").distinct()
            )
    first: dict[int, list[str]] = defaultdict(list)
    for place, named in _together(parts):
        if named:
            first[place].append(named)
    return {place: first[places[0]] for places in shared.values() for place in places}


def names_of(unit: Unit) -> set[str]:
    """A unit by its name, its short name, its code, however they are written."""
    return {text.letters(one) for one in (unit.name, unit.short_name, unit.code)} - {""}
