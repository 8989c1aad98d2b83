"""The figures of a paper: every indicator over the period, phase or year, from verified figures alone, with the one before."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua.indicator import figures, numerals
from thidua.indicator.figures import CellState, Kind, OverTime, RolledUp, Standing, Value
from thidua.indicator.models import Definition, Indicator
from thidua.outgoing.filling.markup import NUMBER, TEXT
from thidua.outgoing.queries.subjects import About
from thidua.reporting import papers
from thidua.reporting import queries as reporting_queries
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period
from thidua.reporting.queries.cumulative import Cumulative
from thidua.reporting.queries.overview import Measured, overview_of

Leaf = str | dict[str, str] | None
Lines = tuple[figures.TargetLine, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator as a paper tells of it; `before` is the value of the time before, where one can be held against it."""

    definition: Definition
    total: RolledUp
    lines: Lines
    shown: str
    standing: Standing
    problem: str
    before: RolledUp | None
    before_shown: str
    year_shown: str
    remark: str

    @property
    def indicator(self) -> Indicator:
        return self.definition.indicator

    @property
    def value(self) -> Value:
        return self.total.as_value()

    @property
    def has_value(self) -> bool:
        return self.total.state is CellState.VALUE and not self.problem


def measures_of(about: About, *, on: date) -> list[Measure]:
    """In the library's order. Of a period five queries; of a year or phase some five for each indicator."""
    if about.period is not None:
        known = list(about.movement.periods.filter(ends_on__lte=about.until).select_related("movement"))
        found = overview_of(about.period, known, on=on, basis=Basis.VERIFIED)
        return [_of_period(one) for one in found]
    ids = Figure.objects.filter(report__period__movement=about.movement).order_by().values("indicator_id")
    indicators = Indicator.objects.filter(pk__in=ids.distinct()).order_by("position", "code")
    told = [(_over(about, one), _before(about, one)) for one in indicators]
    return [_of_span(one, before) for one, before in told if one is not None]


def _over(about: About, indicator: Indicator) -> Cumulative | None:
    return reporting_queries.span_of(
        about.movement, indicator, about.since, about.until, basis=Basis.VERIFIED
    )


def _before(about: About, indicator: Indicator) -> Cumulative | None:
    """The year before; a phase has none that it could be held against."""
    if about.year is None or about.movement.starts_on.year >= about.year:
        return None
    year = date(about.year - 1, 1, 1), date(about.year - 1, 12, 31)
    return reporting_queries.span_of(about.movement, indicator, *year, basis=Basis.VERIFIED)


def _of_period(one: Measured) -> Measure:
    result = one.result
    earlier = [point for point in one.trend if point.period.pk != result.period.pk]
    last = earlier[-1] if earlier else None
    if last is not None and last.definition.variant != result.definition.variant:
        last = None
    year = one.so_far.shown if one.so_far else ""
    if not year and result.definition.over_time == OverTime.STOCK and result.total.state is CellState.VALUE:
        year = result.shown
    return Measure(
        definition=result.definition,
        total=result.total,
        lines=result.lines,
        shown=result.shown,
        standing=result.standing,
        problem=result.problem,
        before=last.total if last else None,
        before_shown=last.shown if last and last.total.state is CellState.VALUE else "",
        year_shown=year,
        remark=papers.remark_on(result.total, result.problem, ()),
    )


def _of_span(one: Cumulative, before: Cumulative | None) -> Measure:
    is_comparable = before is not None and before.definition.variant == one.definition.variant
    held = before if is_comparable and before is not None and not before.problem else None
    return Measure(
        definition=one.definition,
        total=one.total,
        lines=one.lines,
        shown=one.shown,
        standing=one.standing,
        problem=one.problem,
        before=held.total if held else None,
        before_shown=held.shown if held and held.total.state is CellState.VALUE else "",
        year_shown=one.shown if one.total.state is CellState.VALUE else "",
        remark=papers.remark_on(one.total, one.problem, one.missing),
    )


def leaves_of(one: Measure, place: int) -> dict[str, Leaf]:
    """The fields of an indicator; a field without data is None and never nought."""
    definition, has_data = one.definition, one.total.state is not CellState.NOT_REPORTED and not one.problem
    return {
        "stt": number(place),
        "ma": one.indicator.code,
        "ten": one.indicator.name,
        "ten_day_du": definition.full_name,
        "don_vi_tinh": definition.measurement_unit,
        "tu_so_la": definition.numerator_label,
        "mau_so_la": definition.denominator_label or figures.DASH,
        **value_leaves(
            one.value if not one.problem else Value(state=CellState.NOT_REPORTED), one.indicator, one.lines
        ),
        "ket_qua": one.shown if has_data else None,
        "muc": papers.levels_said(papers.level_pairs(one.indicator.kind, one.lines)),
        "muc_dat": _level(one, "Mức đạt"),
        "muc_phan_dau": _level(one, "Mức phấn đấu"),
        "danh_gia": one.standing.phrase if has_data else None,
        "ky_truoc": one.before_shown or None,
        "so_voi_ky_truoc": _compared(one),
        "luy_ke": one.year_shown or None,
        "ghi_chu": one.remark,
        "so_don_vi_thieu": number(one.total.missing),
        "cach_tinh": definition.text,
    }


def value_leaves(value: Value, indicator: Indicator, lines: Lines = ()) -> dict[str, Leaf]:
    """Numerator, denominator and percent of a figure; the dash where there is nothing to count, None where nobody said."""
    kind = Kind(indicator.kind)
    if value.state is CellState.NOT_REPORTED:
        return {"tu_so": None, "mau_so": None, "ty_le": None}
    if value.state is not CellState.VALUE or value.numerator is None:
        said = figures.DASH if value.state is CellState.NOT_ARISING else value.state.label
        return {"tu_so": said, "mau_so": said, "ty_le": said}
    is_share = value.denominator is not None and kind in {Kind.RATIO, Kind.YES_NO}
    shown = figures.display_percent(int(value.numerator), value.denominator, lines) if is_share else ""
    percent = shown.removesuffix(f"{figures.NO_BREAK}%")
    return {
        "tu_so": number(value.numerator),
        "mau_so": number(value.denominator) if value.denominator is not None else figures.DASH,
        "ty_le": {TEXT: percent, NUMBER: percent.replace(".", "").replace(",", ".")}
        if percent
        else figures.DASH,
    }


def number(value: int | Decimal) -> dict[str, str]:
    return {TEXT: numerals.format_number(value), NUMBER: str(value)}


def _level(one: Measure, name: str) -> Leaf:
    found = next((line for line in one.lines if line.name == name), None)
    return papers.level_of(one.indicator.kind, found) if found else papers.NO_LEVEL


def _compared(one: Measure) -> str | None:
    return papers.compared(one.total, one.before) if one.before is not None and one.has_value else None


def counted(measures: list[Measure]) -> dict[str, int]:
    """How many reach all their levels, how many do not, of how many nothing is known."""
    codes = Counter(one.standing.code for one in measures if not one.problem)
    reached = codes[figures.StandingCode.REACHED]
    missed = codes[figures.StandingCode.NOT_REACHED] + codes[figures.StandingCode.PARTLY]
    unknown = sum(one.total.state is CellState.NOT_REPORTED or bool(one.problem) for one in measures)
    return {"chi_tieu_dat": reached, "chi_tieu_chua_dat": missed, "chi_tieu_chua_co": unknown}


def periods_in(about: About) -> list[Period]:
    """The periods that a paper tells of, the oldest first. One query for phases and years."""
    if about.period is not None:
        return [about.period]
    found = about.movement.periods.filter(ends_on__range=(about.since, about.until))
    return list(found.order_by("ends_on", "starts_on", "pk"))
