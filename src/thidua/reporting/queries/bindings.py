"""Counting figures from registers: what holds for a figure, what it comes to, what was taken over and has changed since."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.lookups import In
from django.utils import timezone

from thidua.core import formatting, text
from thidua.core.permissions import Actor
from thidua.core.sight import mark_of
from thidua.core.visible import visible
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, Value
from thidua.org.models import Unit
from thidua.registers import queries as register_queries
from thidua.registers.conditions import Filter
from thidua.registers.models import Batch, RecordQuerySet, Register
from thidua.reporting import counting, workbooks
from thidua.reporting.counting import Days
from thidua.reporting.models import Figure, Period, RegisterBinding, RegisterCount, Report

Bound = tuple[int, str]  # indicator id, variant


@visible("reporting.view_figure")
def visible_bindings(commune_id: int) -> QuerySet[RegisterBinding]:
    """Every version of the commune's bindings."""
    found = RegisterBinding.objects.in_commune(commune_id)
    return found.select_related("commune", "indicator", "added_by")


@visible("reporting.view_figure")
def visible_counts(commune_id: int) -> QuerySet[RegisterCount]:
    """What was taken over from registers; rows name nobody, so every member of the commune may look."""
    return RegisterCount.objects.filter(binding__commune_id=commune_id).select_related(
        "binding__indicator",
        "binding__commune",
        "figure__report__unit",
        "figure__report__period",
        "figure__definition",
        "taken_by",
    )


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose rows are counted: those that the register writes as one of `values`, those that unit `handed_in` itself, or all."""

    values: tuple[str, ...] | None = None
    handed_in: int | None = None


ALL = Whose()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a register comes to over some days. `batches` cover the days; `last_day` is the last day that they hold.

    `is_partial`: they were handed in before the days were over, so more may come.
    """

    days: Days
    whose: Whose = ALL
    whole: int = 0
    part: int = 0
    is_sample: bool = False
    is_partial: bool = False
    batches: tuple[int, ...] = ()
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


def register_of(binding: RegisterBinding) -> Register | None:
    return Register.objects.filter(commune_id=binding.commune_id, name=binding.register).first()


def count_of(
    binding: RegisterBinding, register: Register | None, days: Days, *, whose: Whose = ALL, on: date
) -> Counted:
    """What the rows that count now come to, as of day `on`. Two queries."""
    if register is None:
        return Counted(days, whose)
    batches = _covering(binding, register, days, whose)
    if not batches:
        return Counted(days, whose)
    sums = _sums(binding, rows_of(binding, register, days, whose=whose))
    last_day = max((batch.last_day for batch in batches if batch.last_day), default=None)
    return Counted(
        days,
        whose,
        whole=sums["whole"],
        part=sums["part"],
        is_sample=bool(binding.estimate) and sums["estimate"] > 0,
        is_partial=_is_partial(batches, days, last_day, on),
        batches=tuple(batch.pk for batch in batches),
        last_day=last_day,
    )


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


def _sums(binding: RegisterBinding, rows: RecordQuerySet) -> dict[str, int]:
    register = Register(commune_id=binding.commune_id, name=binding.register)
    wanted = aggregates(binding, register)
    if binding.estimate:
        wanted["estimate"] = Count("pk", filter=register_queries.as_q(binding.of_estimate, register))
    return rows.filter(whole_q(binding, register)).order_by().aggregate(**wanted)


def _covering(binding: RegisterBinding, register: Register, days: Days, whose: Whose) -> list[Batch]:
    found = register_queries.covering_batches(register, since=days.since, until=days.until)
    if whose.handed_in:
        found = found.filter(unit_id=whose.handed_in)
    return list(found)


def _is_partial(batches: Iterable[Batch], days: Days, last_day: date | None, on: date) -> bool:
    """Whether rows of these days may still come: they are not over, or all that was handed in came before their end."""
    if on <= days.until:
        return last_day is not None
    if last_day is None or last_day >= days.until:
        return False
    return all(timezone.localdate(batch.uploaded_at) <= days.until for batch in batches)


def bindings_for(period: Period, asked: Collection[int] | None = None) -> dict[Bound, RegisterBinding]:
    """What holds in a period, by indicator and variant: the version of its last day. One query."""
    found = RegisterBinding.objects.in_commune(period.commune_id).valid_on(period.ends_on)
    if asked is not None:
        found = found.filter(indicator_id__in=asked)
    return {(one.indicator_id, one.variant): one for one in found.select_related("indicator")}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a register says for one figure, beside what stands in it. `taken` is what was last taken over, if anything was."""

    figure: Figure
    binding: RegisterBinding
    counted: Counted
    taken: RegisterCount | None
    why_not: str = ""

    @property
    def mark(self) -> str:
        """Of what the page shows: another count, another mark."""
        value = self.counted.value
        return mark_of(self.binding.pk, value.state, value.numerator, value.denominator, value.is_estimate)

    @property
    def is_ready(self) -> bool:
        return not self.why_not and self.counted.value.state is not CellState.NOT_REPORTED

    @property
    def is_held(self) -> bool:
        """The figure says what the register says."""
        return same(self.figure.reported, self.counted.value)

    @property
    def is_taken(self) -> bool:
        return self.taken is not None and same(self.taken.value, self.figure.reported)

    @property
    def was(self) -> str:
        """What was taken over, where the register says something else by now; "" where it does not."""
        if self.taken is None or not self.is_ready or same(self.taken.value, self.counted.value):
            return ""
        return self.taken.words

    @property
    def differs(self) -> bool:
        """Somebody typed another number than the register has."""
        typed = self.figure.state != CellState.NOT_REPORTED
        return self.is_ready and typed and not self.is_held and not self.was

    @property
    def title(self) -> str:
        return self.binding.schema.title

    @property
    def source(self) -> str:
        """For the figure's own field: `Sổ “Hồ sơ …”, lô 12, 13`."""
        listed = ", ".join(f"{pk}" for pk in self.counted.batches[:8])
        more = " …" if len(self.counted.batches) > 8 else ""
        return f"Sổ “{self.title}”, lô {listed}{more}"[:200]

    @property
    def proof(self) -> str:
        """For the evidence: what was counted, from which rows, by which version, when it was asked."""
        days = self.counted.days
        return (
            f"Đếm từ sổ “{self.title}” từ {formatting.day(days.since)} đến {formatting.day(days.until)}: "
            f"{self.counted.words}. {self.source.split('”, ')[-1].capitalize()}. "
            f"Cách đếm {self.binding.variant}, bản {self.binding.version}."
        )


def same(one: Value, other: Value) -> bool:
    """Whether two cells say the same number; an estimate of the same number is the same."""
    return (one.state, one.numerator, one.denominator) == (other.state, other.numerator, other.denominator)


@dataclass(slots=True)
class _Ground:
    """What the offers of one report share, each asked once."""

    period: Period
    unit: Unit
    on: date
    asked: Mapping[int, int]
    registers: dict[str, Register | None] = field(default_factory=dict)

    def register(self, binding: RegisterBinding) -> Register | None:
        if binding.register not in self.registers:
            self.registers[binding.register] = register_of(binding)
        return self.registers[binding.register]

    def counted(self, binding: RegisterBinding) -> Counted:
        register, days = self.register(binding), days_of(binding, self.period)
        return count_of(binding, register, days, whose=self._whose(binding, register, days), on=self.on)

    def _whose(self, binding: RegisterBinding, register: Register | None, days: Days) -> Whose:
        """Without a column for the unit the only one that is asked answers for the commune; of several, each for what it
        handed in itself."""
        if binding.unit_field:
            return Whose(values=values_of(binding, register, days, self.unit) if register else ())
        return ALL if self.asked.get(binding.indicator_id, 0) <= 1 else Whose(handed_in=self.unit.pk)


def values_of(binding: RegisterBinding, register: Register, days: Days, unit: Unit) -> tuple[str, ...]:
    """How the register writes this unit, over these days."""
    known = names_of(unit)
    return tuple(one for one in unit_values(binding, register, days) if text.letters(one) in known)


def unit_values(binding: RegisterBinding, register: Register, days: Days) -> list[str]:
    """The different words of the column that names units."""
    column = KT(f"facts__{binding.unit_field}")
    found = rows_of(binding, register, days).order_by().annotate(named=column)
    return [one for one in found.values_list("named", flat=True).distinct() if one]


def names_of(unit: Unit) -> set[str]:
    """A unit by its name, its short name, its code, however they are written."""
    return {text.letters(one) for one in (unit.name, unit.short_name, unit.code)} - {""}


def offers_of(report: Report, held: Iterable[Figure], *, on: date) -> dict[int, Offer]:
    """Figure id → what a register says for it, for the figures that are bound. One query where none is."""
    by_pk = {figure.pk: figure for figure in held}
    bound = bindings_for(report.period, {figure.indicator_id for figure in by_pk.values()})
    indicators = {indicator for indicator, _ in bound}
    found = [
        (figure, bound[figure.indicator_id, figure.definition.variant])
        for figure in by_pk.values()
        if figure.indicator_id in indicators and (figure.indicator_id, figure.definition.variant) in bound
    ]
    if not found:
        return {}
    taken = last_counts([figure.pk for figure, _ in found])
    ground = _Ground(report.period, report.unit, on, _asked(report.period, [figure for figure, _ in found]))
    return {figure.pk: _offer(figure, binding, ground, taken.get(figure.pk)) for figure, binding in found}


def _offer(figure: Figure, binding: RegisterBinding, ground: _Ground, taken: RegisterCount | None) -> Offer:
    counted = ground.counted(binding)
    return Offer(figure, binding, counted, taken, _why_not(binding, counted))


def _why_not(binding: RegisterBinding, counted: Counted) -> str:
    if counted.batches:
        return ""
    since, until = formatting.day(counted.days.since), formatting.day(counted.days.until)
    return f"Sổ “{binding.schema.title}” chưa có tệp nào có hàng trong khoảng {since} – {until}."


def _asked(period: Period, held: Iterable[Figure]) -> dict[int, int]:
    """How many units are asked for each of these indicators."""
    wanted = [figure.indicator_id for figure in held]
    found = Figure.objects.filter(report__period=period, indicator_id__in=wanted).order_by()
    return dict(found.values_list("indicator_id").annotate(units=Count("pk")))


def offer_for(figure: Figure, *, on: date) -> Offer | None:
    return offers_of(figure.report, [figure], on=on).get(figure.pk)


def last_counts(figure_ids: Collection[int]) -> dict[int, RegisterCount]:
    """The last count that was taken over for each figure. One query."""
    found = RegisterCount.objects.filter(figure_id__in=figure_ids).order_by("pk")
    return {one.figure_id: one for one in found.select_related("binding__indicator", "taken_by")}


def newest_version(binding: RegisterBinding) -> RegisterBinding:
    """The last version of the same way in the commune."""
    known = RegisterBinding.objects.filter(
        commune_id=binding.commune_id, indicator_id=binding.indicator_id, variant=binding.variant
    )
    return known.select_related("indicator", "commune", "added_by").order_by("-version")[0]


def adopted(who: Actor, *, on: date) -> dict[Bound, RegisterBinding]:
    """The newest version of each way that holds on a day or later."""
    held = visible_bindings(who).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return {(one.indicator_id, one.variant): one for one in held.order_by("version")}
