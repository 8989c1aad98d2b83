"""What rules of validation look at: thresholds, earlier values, units to compare with. A constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from thidua.indicator import numerals
from thidua.indicator.figures import CellState, Kind, OverTime
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.pledging.models import Bloc
from thidua.pledging.queries import blocs as bloc_queries
from thidua.reporting.checks import RULES, rule_of, shipped
from thidua.reporting.checks.grounds import Earlier, Grounds, Measure, PartGroup, Rule, measured
from thidua.reporting.enums import PeriodKind
from thidua.reporting.models import Figure, FigurePart, Period, Report, Threshold

YEAR, SLACK = timedelta(days=365), timedelta(days=7)
THIS_PERIOD = "cùng kỳ này"
Circle = str | int  # units that are compared with each other: those of a kind, or of the bloc with that id


@dataclass
class Neighbours:
    """Values around the reports of one period: own ones of earlier periods, percents of the units in each circle.

    `blocs` are those of each unit on the period's last day, the first of them before the others.
    """

    previous: dict[tuple[int, int], Earlier] = field(default_factory=dict)  # (unit, indicator)
    last_year: dict[tuple[int, int], Earlier] = field(default_factory=dict)
    peers: dict[tuple[Circle, int], dict[int, Fraction]] = field(default_factory=lambda: defaultdict(dict))
    blocs: dict[int, list[Bloc]] = field(default_factory=lambda: defaultdict(list))
    peers_label: str = ""


def grounds_of(
    period: Period, held: Iterable[Figure], *, is_checking: bool = False, with_parts: bool = True
) -> dict[int, Grounds]:
    """By figure id, for figures of reports of `period` (each with `report.unit`, `indicator`, `definition`).

    A unit is compared with those of its bloc on the period's last day, or of its kind where too few of the bloc gave a number.
    What they gave is that of the period before: a norm that moved with each report that comes in would ask the
    first ones other questions than the last. A checker compares with this very period.
    """
    figures = list(held)
    levels = Levels.of(period.commune_id, period.ends_on)
    around = _neighbours(period, figures, is_checking=is_checking)
    parts = _parts(figures) if with_parts else {}
    return {figure.pk: _grounds(figure, levels, around, parts.get(figure.pk, ())) for figure in figures}


def _parts(figures: Sequence[Figure]) -> dict[int, tuple[PartGroup, ...]]:
    """What was given by parts, by figure id. One query."""
    given: dict[int, dict[int, list[FigurePart]]] = defaultdict(lambda: defaultdict(list))
    ids = [figure.pk for figure in figures]
    found = FigurePart.objects.filter(figure__in=ids).exclude(state=CellState.NOT_REPORTED)
    for part in found.select_related("breakdown").order_by("breakdown", "place"):
        given[part.figure_id][part.breakdown_id].append(part)
    return {pk: tuple(_group(parts) for parts in groups.values()) for pk, groups in given.items()}


def _group(parts: list[FigurePart]) -> PartGroup:
    asked = parts[0].breakdown
    is_complete = len(parts) == len(asked.parts)
    return PartGroup(asked.label, asked.add_up, is_complete, tuple(part.value for part in parts))


def _grounds(figure: Figure, levels: "Levels", around: Neighbours, parts: tuple[PartGroup, ...]) -> Grounds:
    unit = figure.report.unit
    key = (unit.pk, figure.indicator_id)
    held = levels.for_indicator(figure.indicator_id)
    peers, who = _peers(unit, figure.indicator_id, around, needed=held.get("outlier_units"))
    return Grounds(
        kind=Kind(figure.indicator.kind),
        over_time=OverTime(figure.definition.over_time),
        levels=held,
        previous=around.previous.get(key),
        last_year=around.last_year.get(key),
        peers=peers,
        peers_label=around.peers_label,
        peers_who=who,
        parts=parts,
    )


def _peers(
    unit: Unit, indicator_id: int, around: Neighbours, *, needed: Decimal | None
) -> tuple[tuple[Fraction, ...], str]:
    """Percents of the first circle of the unit that is large enough, else of its kind; and who they are."""
    named: list[tuple[Circle, str]] = [
        (bloc.pk, f"đơn vị khác trong {bloc.name}") for bloc in around.blocs.get(unit.pk, ())
    ]
    for circle, who in named:
        peers = _others(unit, circle, indicator_id, around)
        if needed is not None and len(peers) >= needed:
            return peers, who
    return _others(unit, unit.kind, indicator_id, around), "đơn vị cùng loại"


def _others(unit: Unit, circle: Circle, indicator_id: int, around: Neighbours) -> tuple[Fraction, ...]:
    held = around.peers.get((circle, indicator_id), {})
    return tuple(percent for other, percent in held.items() if other != unit.pk)


def _neighbours(period: Period, figures: Sequence[Figure], *, is_checking: bool) -> Neighbours:
    """Two queries."""
    around = Neighbours(peers_label=THIS_PERIOD if is_checking else "")
    if not figures:
        return around
    units = {figure.report.unit_id for figure in figures}
    for one in bloc_queries.memberships_around(units, on=period.ends_on):
        around.blocs[one.unit_id].append(one.bloc)
    before = _previous(period)
    last_year = _last_year(period)
    in_circle = Q(unit__kind__in={figure.report.unit.kind for figure in figures})
    in_circle |= Q(unit_id__in=set(around.blocs))
    reports = Report.objects.filter(
        _wanted(period, units, in_circle, before, last_year, is_checking=is_checking)
    )
    found = Figure.objects.filter(
        Q(is_revised=True) | Q(report__received_at__isnull=False, return_reason=""),
        report__in=reports.values("pk"),
        indicator_id__in={figure.indicator_id for figure in figures},
    ).select_related("report__unit", "report__period")
    for figure in found.order_by("-report__period__ends_on", "pk"):
        _place(figure, period, around, is_checking=is_checking)
    return around


def _wanted(
    period: Period,
    units: Collection[int],
    in_circle: Q,
    before: QuerySet[Period],
    last_year: QuerySet[Period],
    *,
    is_checking: bool,
) -> Q:
    wanted = Q(period__in=before.values("pk")[:1]) & (Q(unit_id__in=units) if is_checking else in_circle)
    wanted |= Q(period__in=last_year.values("pk")[:1], unit_id__in=units)
    return wanted | (Q(period_id=period.pk) & in_circle) if is_checking else wanted


def _place(one: Figure, period: Period, around: Neighbours, *, is_checking: bool) -> None:
    report = one.report
    value, label = one.standing_value, report.period.label
    if value.state is not CellState.VALUE:
        return
    key = (report.unit_id, one.indicator_id)
    is_previous = report.period_id != period.pk and not _is_a_year_before(period, report.period.ends_on)
    if is_previous:
        around.previous[key] = Earlier(label, value)
    elif report.period_id != period.pk:
        around.last_year[key] = Earlier(label, value)
        if period.kind == PeriodKind.YEAR:  # the year before is the period before, too
            around.previous[key] = Earlier(label, value)
            is_previous = True
    percent = measured(value, Measure.PERCENT)
    if (
        percent is not None
        and (report.period_id == period.pk) == is_checking
        and (is_checking or is_previous)
    ):
        circles: list[Circle] = [report.unit.kind]
        circles += [bloc.pk for bloc in around.blocs.get(report.unit_id, ())]
        for circle in circles:
            around.peers[circle, one.indicator_id][report.unit_id] = percent
        around.peers_label = around.peers_label or label


def alike(period: Period) -> QuerySet[Period]:
    """Periods of the same movement, kind and calendar; a báo cáo đột xuất has none that it could be compared with."""
    if period.kind == PeriodKind.AD_HOC:
        return Period.objects.none()
    return Period.objects.filter(
        movement_id=period.movement_id, kind=period.kind, calendar=period.calendar
    ).exclude(pk=period.pk)


def _previous(period: Period) -> QuerySet[Period]:
    return alike(period).filter(ends_on__lt=period.ends_on).order_by("-ends_on", "-pk")


def _last_year(period: Period) -> QuerySet[Period]:
    around = period.ends_on - YEAR
    return alike(period).filter(ends_on__range=(around - SLACK, around + SLACK)).order_by("-ends_on", "-pk")


def _is_a_year_before(period: Period, ends_on: date) -> bool:
    return abs(period.ends_on - YEAR - ends_on) <= SLACK


class Levels:
    """Thresholds of a commune on a day: for an indicator its own before the general one, the commune's before the shipped."""

    def __init__(self, rows: Iterable[Threshold], day: date) -> None:
        self.shipped = shipped.levels_on(day)
        self.set: dict[tuple[str, int | None], Threshold] = {}
        for row in rows:
            self.set[row.name, row.indicator_id] = row
        self._general = self._over({name: one.value for name, one in self.shipped.items()}, None)

    @classmethod
    def of(cls, commune_id: int, day: date) -> "Levels":
        """One query."""
        found = Threshold.objects.filter(commune_id=commune_id, valid_from__lte=day)
        return cls(found.order_by("valid_from", "pk"), day)

    def for_indicator(self, indicator_id: int) -> dict[str, Decimal]:
        return self._over(self._general, indicator_id)

    def _over(self, known: dict[str, Decimal], indicator_id: int | None) -> dict[str, Decimal]:
        own = {name: row.value for (name, of), row in self.set.items() if of == indicator_id}
        if not own:
            return known
        joined: dict[str, Decimal | None] = {**known, **own}
        return {name: value for name, value in joined.items() if value is not None}


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A threshold as it stands, for the page: what it is, where it comes from, and for which indicator."""

    name: str
    label: str
    unit: str
    value: Decimal | None
    valid_from: date | None
    citation: str
    indicator: Indicator | None = None
    reason: str = ""
    is_own: bool = False

    @property
    def shown(self) -> str:
        """As it is typed; "" where the threshold is off or was never set."""
        return "" if self.value is None else numerals.format_plain(self.value)

    @property
    def words(self) -> str:
        if self.value is None:
            return "không xét" if self.is_own else "chưa đặt"
        return f"{self.shown} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class RuleRow:
    rule: Rule
    levels: tuple[LevelRow, ...]


def rule_rows(commune_id: int, day: date) -> list[RuleRow]:
    """Every rule with its thresholds on that day. One query."""
    found = Threshold.objects.filter(commune_id=commune_id, valid_from__lte=day).select_related("indicator")
    levels = Levels(found.order_by("valid_from", "pk"), day)
    rows = [row for name in shipped.names() for row in _level_rows(name, levels)]
    return [RuleRow(rule, tuple(row for row in rows if rule_of(row.name) is rule)) for rule in RULES]


def _level_rows(name: str, levels: Levels) -> list[LevelRow]:
    named, standing = shipped.names()[name], levels.shipped.get(name)
    own = sorted(
        (row for (of, _), row in levels.set.items() if of == name),
        key=lambda row: (row.indicator_id is not None, row.indicator.position if row.indicator else 0),
    )
    rows = [
        LevelRow(
            name,
            named.label,
            named.unit,
            row.value,
            row.valid_from,
            row.citation,
            row.indicator,
            row.reason,
            is_own=True,
        )
        for row in own
    ]
    if any(row.indicator is None for row in rows):
        return rows
    if standing is None:
        return [LevelRow(name, named.label, named.unit, None, None, ""), *rows]
    general = LevelRow(name, named.label, named.unit, standing.value, standing.valid_from, standing.citation)
    return [general, *rows]
