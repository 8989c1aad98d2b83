"""The figures of a report: every indicator over several stretches of time, from approved cells alone, loaded once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from thidua.composing.facts import Measure, Published, Source, StageResult, Told, UnitReach
from thidua.composing.spans import Time
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, OverTime, RolledUp, StandingCode, Value
from thidua.indicator.models import Definition, Indicator
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting import papers, proof, totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period, Publication, Report
from thidua.reporting.queries.cumulative import beside, total_of
from thidua.reporting.queries.results import Lines, lines_of

MOST_POINTS = 8
NOTHING = RolledUp(None, None, CellState.NOT_REPORTED, {})
Cells = dict[int, dict[int, list[Figure]]]  # indicator → period → cells


@dataclass(frozen=True, slots=True)
class Sum:
    """One indicator over one stretch: `periods` were counted; `problem` says why there is no honest sum."""

    total: RolledUp
    periods: tuple[Period, ...]
    gaps: tuple[str, ...]
    definition: Definition
    problem: str = ""

    @property
    def has_value(self) -> bool:
        return self.total.state is CellState.VALUE and not self.problem


class Book:
    """Approved figures of a movement over the periods of a report, and what comes of them. Seven queries, and one for the
    target lines of each period by which something is measured.
    """

    def __init__(self, movement: Movement, time: Time, periods: Sequence[Period]) -> None:
        self.time, self.movement = time, movement
        self.periods = [one for one in periods if one.ends_on <= time.ends_on]
        self.cells = self._load(self._needed())
        ids = set(self.cells)
        self.indicators = list(Indicator.objects.filter(pk__in=ids).order_by("position", "code"))
        self.public = self._publications()
        self._lines: dict[int, dict[int, Lines]] = {}
        self._dated: dict[date, dict[int, Lines]] = {}
        self._sums: dict[tuple[int, date, date], Sum | None] = {}

    def _needed(self) -> list[Period]:
        """All of the way for sơ kết and tổng kết, else the year so far, the stretch before and what the trend shows."""
        time = self.time
        if time.is_of_stages or time.before is None or time.so_far is None:
            return self.periods
        first = min(time.before.starts_on, time.so_far.starts_on)
        trend = {one.pk for one in self._points()}
        return [one for one in self.periods if one.starts_on >= first or one.pk in trend]

    def _points(self) -> list[Period]:
        return beside(self.periods)[0][-MOST_POINTS:]

    def _load(self, periods: Sequence[Period]) -> Cells:
        reports = Report.objects.filter(period__in=periods).select_related("unit").in_bulk()
        ordered = list(Figure.objects.filter(report__period__in=periods).order_by("pk"))
        ordered.sort(
            key=lambda one: (reports[one.report_id].unit.sort_key, reports[one.report_id].unit_id, one.pk)
        )
        formulas = Definition.objects.select_related("indicator").in_bulk(
            {one.definition_id for one in ordered}
        )
        cells: Cells = defaultdict(lambda: defaultdict(list))
        for one in ordered:
            one.definition = formulas[one.definition_id]
            one.report = reports[one.report_id]
            cells[one.indicator_id][one.report.period_id].append(one)
        return cells

    def _publications(self) -> dict[int, list[Publication]]:
        """Of each period, the first one first."""
        found = Publication.objects.filter(period__in=self.periods).order_by("number")
        by_period: dict[int, list[Publication]] = defaultdict(list)
        for one in found:
            by_period[one.period_id].append(one)
        return by_period

    def over(self, indicator: Indicator, since: date, until: date) -> Sum | None:
        """None when no period that lies within asked for the indicator. A period that began before the plan counts for it."""
        key = indicator.pk, since, until
        if key not in self._sums:
            self._sums[key] = self._added_up(indicator, since, until)
        return self._sums[key]

    def _added_up(self, indicator: Indicator, since: date, until: date) -> Sum | None:
        floor = since if since > self.movement.starts_on else date.min
        inside = [one for one in self.periods if one.starts_on >= floor and since <= one.ends_on <= until]
        held = self.cells[indicator.pk]
        asked = sorted(
            (one for one in inside if one.pk in held), key=lambda one: (one.ends_on, one.starts_on)
        )
        if not asked:
            return None
        last = held[asked[-1].pk][0].definition
        pieces, gaps = beside(inside) if last.over_time == OverTime.FLOW else (asked, ())
        counted = [one for one in pieces if one.pk in held]
        total, problem = total_of(counted, held, last, Basis.VERIFIED)
        return Sum(total, tuple(counted), tuple(gaps), last, problem)

    def now(self, indicator: Indicator) -> Sum | None:
        """Over the time of the report itself."""
        return self.over(indicator, self.time.starts_on, self.time.ends_on)

    def told(self, found: Sum) -> Told:
        return _told(found, self.lines(found))

    def lines(self, found: Sum | None) -> Lines:
        """The target lines by which the last period of a sum is measured."""
        if found is None:
            return ()
        period = max(found.periods, key=lambda one: (one.ends_on, one.starts_on))
        if period.pk not in self._lines:
            self._lines[period.pk] = lines_of(period)
        return self._lines[period.pk].get(found.definition.indicator_id, ())

    def units_of(self, found: Sum) -> list[tuple[Unit, Value]]:
        """What each unit gave over the stretch, as far as it was approved."""
        held = self.cells[found.definition.indicator_id]
        by_unit: dict[Unit, list[Value]] = defaultdict(list)
        for period in found.periods:
            for cell in held[period.pk]:
                by_unit[cell.report.unit].append(totals.counted(cell.report, cell, Basis.VERIFIED))
        how = OverTime(found.definition.over_time)
        return [(unit, figures.over_time(values, how).as_value()) for unit, values in by_unit.items()]

    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            self._measure(one, found) for one in self.indicators if (found := self.now(one)) is not None
        )

    def _measure(self, indicator: Indicator, now: Sum) -> Measure:
        lines, time = self.lines(now), self.time
        before = self._comparable(indicator, now)
        so_far = self.over(indicator, time.so_far.starts_on, time.so_far.ends_on) if time.so_far else None
        value = now.total.as_value() if not now.problem else Value(state=CellState.NOT_REPORTED)
        standing = figures.standing(value, lines)
        units = self.units_of(now)
        return Measure(
            code=indicator.code,
            name=indicator.name,
            kind=indicator.kind,
            over_units=now.definition.over_units,
            levels=papers.level_pairs(indicator.kind, lines),
            now=_told(now, lines),
            before=_told(before, lines),
            so_far=_told(so_far, lines),
            difference=_difference(now, before),
            standing=standing.phrase,
            tone=papers.TONES.get(standing.code, "empty"),
            remark=papers.remark_on(now.total, now.problem, now.gaps),
            source=self._source(now, units),
            stages=self._stages(indicator),
            points=self._trend(indicator),
            inputs=tuple(proof.input_of(unit.name, one) for unit, one in units),
            result=_result(now),
        )

    def _comparable(self, indicator: Indicator, now: Sum) -> Sum | None:
        """The stretch before, where it was counted by the same formula."""
        time = self.time
        found = self.over(indicator, time.before.starts_on, time.before.ends_on) if time.before else None
        return found if found is not None and found.definition.variant == now.definition.variant else None

    def _source(self, now: Sum, units: Sequence[tuple[Unit, Value]]) -> Source:
        formula = now.definition
        missing = sum(value.state is CellState.NOT_REPORTED for _, value in units)
        return Source(
            formula=f"{formula.variant}, bản {formula.version}",
            periods=tuple(one.label for one in now.periods),
            published=tuple(
                f"{one.label} lần {last.number} ({last.sha256[:8]})"
                for one in now.periods
                for last in self.public.get(one.pk, [])[-1:]
            ),
            approved=len(units) - missing,
            missing=missing,
            period=now.periods[-1].pk if now.periods else 0,
        )

    def _stages(self, indicator: Indicator) -> tuple[StageResult, ...]:
        """Each phase by itself, against the targets of its last year; without any, those of its last period."""
        found = []
        for stage in self.time.stages:
            told = self.over(indicator, stage.starts_on, min(stage.ends_on, self.time.ends_on))
            lines = self._aims(stage.ends_on).get(indicator.pk) or self.lines(told)
            words = (
                "; ".join(value for _, value in papers.level_pairs(indicator.kind, lines)) or papers.NO_LEVEL
            )
            value = (
                told.total.as_value() if told and not told.problem else Value(state=CellState.NOT_REPORTED)
            )
            found.append(
                StageResult(stage.name, _told(told, lines), words, figures.standing(value, lines).phrase)
            )
        return tuple(found)

    def _aims(self, day: date) -> dict[int, Lines]:
        """The target lines that the plan sets for the year of a day, whether or not anything was reported by then."""
        if day not in self._dated:
            self._dated[day] = lines_of(Period(movement=self.movement, ends_on=day))
        return self._dated[day]

    def _trend(self, indicator: Indicator) -> tuple[tuple[str, str], ...]:
        """The last periods beside each other, each by itself; only of shares, which can stand in one chart."""
        if indicator.kind != Kind.RATIO:
            return ()
        held = self.cells[indicator.pk]
        points = []
        for period in self._points():
            if period.pk in held:
                last = held[period.pk][0].definition
                total, problem = total_of([period], held, last, Basis.VERIFIED)
                points.append((period.label, "" if problem else _percent(total)))
        return tuple(points)

    def reach(self) -> tuple[UnitReach, ...]:
        """Of each unit with approved figures against a level, how many reach it; in Vietnamese order."""
        counted: dict[Unit, list[bool]] = defaultdict(list)
        for indicator in self.indicators:
            found = self.now(indicator)
            lines = self.lines(found)
            if found is None or found.problem or not lines:
                continue
            for unit, value in self.units_of(found):
                if value.state is CellState.VALUE:
                    counted[unit].append(figures.standing(value, lines).code is StandingCode.REACHED)
        ordered = sorted(counted.items(), key=lambda pair: (pair[0].sort_key, pair[0].pk))
        return tuple(UnitReach(unit.name, len(met), sum(met)) for unit, met in ordered)

    def inside(self) -> list[Period]:
        """Periods inside the time, the oldest first."""
        time = self.time
        floor = time.starts_on if time.starts_on > self.movement.starts_on else date.min
        inside = [one for one in self.periods if one.starts_on >= floor and one.ends_on >= time.starts_on]
        return sorted(inside, key=lambda one: (one.ends_on, one.starts_on))

    def published(self) -> tuple[Published, ...]:
        """Every publication of these periods: also those that a later one corrected stay what they were."""
        return tuple(
            Published(period.label, one.number, timezone.localdate(one.published_at).isoformat(), one.sha256)
            for period in self.inside()
            for one in self.public.get(period.pk, [])
        )

    def held(self) -> Iterable[Figure]:
        """Cells of the time itself, by unit and period."""
        inside = {one.pk for one in self.periods if self.time.starts_on <= one.ends_on}
        for by_period in self.cells.values():
            for pk, cells in by_period.items():
                if pk in inside:
                    yield from cells


def _told(found: Sum | None, lines: Lines) -> Told:
    if found is None or found.problem or found.total.state is CellState.NOT_REPORTED:
        return Told()
    total, kind = found.total, Kind(found.definition.indicator.kind)
    shown = figures.display(total.as_value(), kind, lines)
    if total.state is not CellState.VALUE:
        return Told(shown=total.state.label if shown == figures.DASH else shown)
    return Told(shown, figures.display_parts(total), _percent(total)) if kind is Kind.RATIO else Told(shown)


def _percent(total: RolledUp) -> str:
    """The exact share to draw; empty where there is none."""
    share = figures.exact(total) if total.denominator else None
    return "" if share is None else str(Decimal(share.numerator) / share.denominator)


def _difference(now: Sum, before: Sum | None) -> str:
    if before is None or not (now.has_value and before.has_value):
        return ""
    return papers.compared(now.total, before.total) or ""


def _result(now: Sum) -> dict[str, object] | None:
    """What the inputs must come to when they are added up again (`proof.recomputed`); None where no honest sum was told."""
    if now.problem:
        return None
    total, has_value = now.total, now.total.state is CellState.VALUE
    return {
        "state": str(total.state),
        "numerator": proof.written(total.numerator) if has_value else None,
        "denominator": total.denominator if has_value else None,
    }
