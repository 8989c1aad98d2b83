"""Counting figures from registers: what holds for a figure, what it comes to, what was taken over and has changed since."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.core.sight import mark_of
from thidua.core.visible import visible
from thidua.indicator.figures import CellState
from thidua.reporting.models import Figure, Period, RegisterBinding, RegisterCount, Report
from thidua.reporting.queries.tallies import Ask, Counted, counts_of, days_of, registers_of, with_units

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
        return self.figure.reported.says_the_same_as(self.counted.value)

    @property
    def is_taken(self) -> bool:
        return self.taken is not None and self.taken.value.says_the_same_as(self.figure.reported)

    @property
    def was(self) -> str:
        """What was taken over, where the register says something else by now; "" where it does not."""
        if self.taken is None or not self.is_ready or self.taken.value.says_the_same_as(self.counted.value):
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
        listed = ", ".join(f"{number}" for number in self.counted.numbers[:8])
        more = " …" if len(self.counted.numbers) > 8 else ""
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


def offers_of(report: Report, held: Iterable[Figure], *, on: date) -> dict[int, Offer]:
    """Figure id → what a register says for it, for the figures that are bound. One query where none is, seven for any number."""
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
    counts = counts_of(_asks(report, found), on=on)
    return {
        figure.pk: Offer(figure, binding, counted, taken.get(figure.pk), _why_not(binding, counted))
        for (figure, binding), counted in zip(found, counts, strict=True)
    }


def _asks(report: Report, found: Sequence[tuple[Figure, RegisterBinding]]) -> list[Ask]:
    registers = registers_of([binding for _, binding in found])
    asks = [
        Ask(binding, registers.get(binding.register), days_of(binding, report.period)) for _, binding in found
    ]
    return with_units(asks, report.unit, _asked(report.period, [figure for figure, _ in found]))


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


def counts_of_figure(figure: Figure) -> list[RegisterCount]:
    """Every count that was taken over for one figure, the one that stands first. One query."""
    return list(figure.counts.select_related("binding").order_by("-pk"))


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
