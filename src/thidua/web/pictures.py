"""Results as the pages show them: a bar against its target lines, a trend over periods, the movement's way."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from thidua.core import charts, formatting
from thidua.indicator import figures, numerals
from thidua.indicator.figures import Kind, Standing, Value
from thidua.indicator.models import Indicator
from thidua.movement.models import Movement
from thidua.reporting import papers

MARKS = {
    figures.Comparator.AT_LEAST: "từ",
    figures.Comparator.AT_MOST: "không quá",
    figures.Comparator.EXACTLY: "đạt",
}
SHORTER = (
    (re.compile(r"Tháng (\d+)/\d\d(\d\d)"), "T{}/{}"),
    (re.compile(r"Quý ([IV]+)/\d\d(\d\d)"), "Q{}/{}"),
    (re.compile(r"6 tháng .* năm \d\d(\d\d)"), "6T/{}"),
    (re.compile(r"Năm (\d{4})"), "{}"),
)
Lines = Iterable[figures.TargetLine]


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a trend as chart and table take it."""

    label: str
    value: Value
    shown: str


def tone_of(standing: Standing) -> str:
    """The colour of a standing; whatever is neither reached nor missed is grey."""
    return papers.TONES.get(standing.code, "empty")


def measured(value: Value) -> formatting.Number | None:
    """What a chart draws: the exact percent of a share, the number of anything else, nothing where there is none."""
    return figures.exact(value)


def unit_of(indicator: Indicator) -> str:
    is_share = indicator.kind in {Kind.RATIO, Kind.YES_NO}
    return "%" if is_share else indicator.measurement_unit


def lines_words(lines: Lines, unit: str) -> str:
    """ "từ 90 %, phấn đấu 100 %": what is asked, in words."""
    ordered = sorted(lines, key=lambda line: line.target)
    gap = formatting.NO_BREAK if unit == "%" else " "
    return ", ".join(
        f"{line.name.lower() + ' ' if len(ordered) > 1 else MARKS[line.comparator] + ' '}"
        f"{numerals.format_plain(line.target)}{gap}{unit}".strip()
        for line in ordered
    )


def bar_of(indicator: Indicator, value: Value, lines: Lines, standing: Standing) -> SafeString:
    """The bar of a table's cell; nothing where neither a value nor a line can be drawn."""
    marks = [charts.Line(line.target, line.name.lower()) for line in lines]
    number, unit = measured(value), unit_of(indicator)
    top: formatting.Number = 100
    if unit != "%":
        top = max([*(line.value for line in marks), *([number] if number is not None else [])], default=0)
    if not top or (number is None and not marks):
        return SafeString("")
    tone = papers.TONES.get(standing.code, "returned")
    return charts.bar_with_lines(number, marks, tone=tone, unit=unit, top=top, about=indicator.name)


def trend_of(indicator: Indicator, points: Sequence[Point], lines: Lines) -> SafeString:
    """The line over periods; nothing for fewer than two, which are no trend."""
    if sum(measured(point.value) is not None for point in points) < 2:
        return SafeString("")
    drawn = [charts.Point(short(one.label), measured(one.value), one.value.is_estimate) for one in points]
    marks = [charts.Line(line.target, line.name.lower()) for line in lines]
    unit = unit_of(indicator)
    return charts.trend(drawn, marks, title=f"{indicator.name} qua các kỳ", unit=unit if unit == "%" else "")


def short(label: str) -> str:
    """A period's name as a chart has room for it: "Tháng 10/2026" → "T10/26", "Quý III/2026" → "QIII/26"."""
    for pattern, shape in SHORTER:
        found = pattern.fullmatch(label)
        if found:
            return shape.format(*found.groups())
    return label if len(label) <= 10 else f"{label[:9]}…"


def way_of(movement: Movement, phases: Sequence[charts.Phase], today: date) -> SafeString:
    """The movement from its start over the ends of its phases to its end, with today."""
    ends = sorted({phase.ends_on for phase in phases} | ({movement.ends_on} if movement.ends_on else set()))
    start = charts.Milestone(f"{movement.starts_on.month}/{movement.starts_on.year}", movement.starts_on)
    milestones = [start, *(charts.Milestone(str(day.year), day) for day in ends if day > movement.starts_on)]
    return charts.timeline(phases, milestones, today)
