"""Charts as SVG text, made on the server: they print, need no script, and go into documents as they are.

Pure. Every chart has `role="img"`, a `<title>` and a `<desc>` that say in words what it shows, and only presentation
attributes (an inline style would be refused by the content policy). State is never told by colour alone: what is not
reached is hollow in the charts that get printed, estimates are hollow dots, missing values are gaps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.utils.safestring import SafeString

from thidua.core import drawing, formatting, series
from thidua.core.series import Column, Line, Milestone, Number, Part, Phase, Point

__all__ = [
    "Column",
    "Line",
    "Milestone",
    "Part",
    "Phase",
    "Point",
    "bar_with_lines",
    "columns",
    "rows",
    "stacked",
    "timeline",
    "trend",
]

INK, SOFT, GRID, TRACK, PAPER = drawing.INK, drawing.SOFT, drawing.GRID, drawing.TRACK, drawing.PAPER
ACT, BRAND, FILLS = drawing.ACT, drawing.BRAND, drawing.FILLS
SIZE = 14
SCREEN_FONT = "'Be Vietnam Pro', sans-serif"


def bar_with_lines(
    value: Number | None,
    lines: Sequence[Line] = (),
    width: int = 140,
    *,
    tone: str = "reached",
    unit: str = "%",
    top: Number = 100,
    about: str = "",
) -> SafeString:
    """A small bar from 0 to `top` with a tick at each target line, for a table's cell; no value leaves it empty."""
    height, middle, thick = 22, 11, 9
    parts = [drawing.rect(0, middle - thick / 2, width, thick, TRACK)]
    if value is not None:
        parts.append(drawing.rect(0, middle - thick / 2, _share(value, top) * width, thick, FILLS[tone]))
    for line in lines:
        x = min(max(_share(line.value, top) * width, 1), width - 1)
        parts.append(drawing.stroke(x, 1, x, height - 1, INK, 1.5))
    said = [
        series.value_words(value, unit, lines) if value is not None else "chưa có số liệu",
        *series.lines_said(lines, unit),
    ]
    return drawing.picture(width, height, about or "So với mức đạt", "; ".join(said), parts)


def trend(
    points: Sequence[Point],
    lines: Sequence[Line] = (),
    *,
    title: str,
    unit: str = "%",
    width: int = 440,
    height: int = 270,
    font: str = SCREEN_FONT,
) -> SafeString:
    """A line over periods with gaps where nothing was reported; target lines carry their words at the right end."""
    high = _top(points, lines, unit)
    frame = _Frame(_left(high), 26, width - _margin(lines, unit), height - 34, high)
    step = (frame.right - frame.left) / max(len(points), 1)
    spots = [
        (frame.left + step * (i + 0.5), None if point.value is None else frame.y(point.value), point)
        for i, point in enumerate(points)
    ]
    parts = [*_grid(frame, font), *_target_lines(frame, lines, unit, font)]
    parts += [drawing.polyline(run, ACT) for run in _runs(spots)]
    parts += [_dot(x, y, point) for x, y, point in spots if y is not None]
    parts += _period_words(spots, step, frame, font)
    parts += _last_value(spots, frame, unit, lines, font)
    return drawing.picture(width, height, title, series.trend_said(points, lines, unit), parts)


def columns(
    values: Sequence[Column],
    lines: Sequence[Line] = (),
    *,
    title: str,
    unit: str = "%",
    width: int = 440,
    height: int = 290,
    font: str = SCREEN_FONT,
) -> SafeString:
    """Standing columns under common target lines; solid when reached, hollow when not: black and white suffice."""
    high = _top(values, lines, unit)
    left, right = _left(high), width - _margin(lines, unit)
    step = (right - left) / max(len(values), 1)
    labels = [drawing.wrap(value.label, step * 0.98, SIZE) for value in values]
    foot = 12 + max([1, *(len(label) for label in labels)]) * (SIZE + 3)
    frame = _Frame(left, 26, right, height - foot, high)
    parts = [*_grid(frame, font), *_target_lines(frame, lines, unit, font)]
    for i, (value, label) in enumerate(zip(values, labels, strict=True)):
        middle = frame.left + step * (i + 0.5)
        parts += _column(
            value, frame, middle, min(step * 0.6, 64), font, series.value_words(value.value, unit, lines)
        )
        for row, words in enumerate(label):
            y = frame.bottom + (row + 1) * (SIZE + 3)
            parts.append(drawing.text(middle, y, words, SIZE, font, anchor="middle"))
    return drawing.picture(width, height, title, series.columns_said(values, lines, unit), parts)


def rows(
    values: Sequence[Column],
    *,
    title: str,
    unit: str = "%",
    width: int = 440,
    font: str = SCREEN_FONT,
    top: Number = 100,
) -> SafeString:
    """Lying bars under their (long) names, each with its own target lines; solid when reached, hollow when not."""
    parts: list[str] = []
    y = 0.0
    for value in values:
        for words in drawing.wrap(value.label, width - 92, SIZE):
            y += SIZE + 4
            parts.append(drawing.text(0, y, words, SIZE, font))
        said = series.value_words(value.value, unit, value.lines)
        parts.append(drawing.text(width, y, said, SIZE, font, anchor="end", bold=True))
        parts.append(drawing.rect(0, y + 10, width, 12, TRACK))
        if value.value is not None:
            parts.append(drawing.state_rect(0, y + 10, _share(value.value, top) * width, 12, value.tone))
        for line in value.lines:
            x = min(max(_share(line.value, top) * width, 1), width - 1)
            parts.append(drawing.stroke(x, y + 5, x, y + 27, INK, 2))
        y += 36
    return drawing.picture(width, max(y, 1), title, series.columns_said(values, (), unit), parts)


def stacked(parts: Iterable[Part], *, title: str, width: int = 360, height: int = 16) -> SafeString:
    """One bar cut in shares; the legend stands beside it as a table. Nothing counted leaves it empty."""
    kept = [part for part in parts if part.count > 0]
    total = sum(part.count for part in kept)
    drawn = [drawing.rect(0, 0, width, height, TRACK)]
    x = 0.0
    for part in kept:
        share = width * part.count / total
        drawn.append(drawing.rect(x, 0, share, height, FILLS[part.tone]))
        if x:
            drawn.append(drawing.stroke(x, 0, x, height, PAPER, 1.5))
        x += share
    said = "; ".join(f"{part.label}: {formatting.number(part.count)}" for part in kept)
    return drawing.picture(width, height, title, said or "Chưa có gì để đếm", drawn)


def timeline(
    phases: Sequence[Phase],
    milestones: Sequence[Milestone],
    today: date,
    *,
    title: str = "Đường đi của phong trào",
    width: int = 360,
    font: str = SCREEN_FONT,
) -> SafeString:
    """The movement's way: what is behind in blue, today, milestones as dots with words, each phase as a stretch below."""
    margin, y = 12, 40
    days = [d for phase in phases for d in (phase.starts_on, phase.ends_on)] + [m.on for m in milestones]
    first, last = min([*days, today]), max([*days, today])
    length = max((last - first).days, 1)

    def at(day: date) -> float:
        return margin + (width - 2 * margin) * (day - first).days / length

    drawn = [
        drawing.stroke(margin, y, width - margin, y, GRID, 7),
        drawing.stroke(margin, y, at(today), y, ACT, 7),
    ]
    ordered = sorted(milestones, key=lambda one: one.on)
    drawn += [drawing.circle(at(m.on), y, 8, ACT if m.on <= today else BRAND) for m in ordered]
    drawn.append(drawing.circle(at(today), y, 9, PAPER, ACT, 4))
    drawn.append(drawing.word(at(today), y - 20, "hôm nay", SIZE, font, width, bold=True))
    levels = _levels([(at(m.on), m.label) for m in ordered], width)
    for m, level in zip(ordered, levels, strict=True):
        drawn.append(drawing.word(at(m.on), y + 28 + level * (SIZE + 6), m.label, SIZE, font, width))
    base = y + 34 + (max(levels, default=-1) + 1) * (SIZE + 6)
    for i, phase in enumerate(phases):
        line = base + i * 40
        is_now = phase.starts_on <= today <= phase.ends_on
        drawn.append(
            drawing.stroke(
                at(phase.starts_on), line + 26, at(phase.ends_on), line + 26, ACT if is_now else GRID, 5
            )
        )
        middle = (at(phase.starts_on) + at(phase.ends_on)) / 2
        drawn.append(drawing.word(middle, line + 16, phase.label, SIZE, font, width, bold=is_now))
    return drawing.picture(
        width, base + len(phases) * 40, title, series.timeline_said(phases, ordered, today), drawn
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values go: pixels of the plot and the value at its top (the bottom is 0)."""

    left: float
    top: float
    right: float
    bottom: float
    high: float

    def y(self, value: Number) -> float:
        return self.bottom - (self.bottom - self.top) * min(max(float(value) / self.high, 0.0), 1.0)


Spot: TypeAlias = tuple[float, float | None, Point]


def _share(value: Number, top: Number) -> float:
    return min(max(float(value) / float(top), 0.0), 1.0)


def _top(values: Sequence[Point | Column], lines: Sequence[Line], unit: str) -> float:
    """The value at the top: 100 for percents, else the next round number above everything shown."""
    numbers = [float(one.value) for one in values if one.value is not None] + [
        float(line.value) for line in lines
    ]
    highest = max(numbers, default=0.0)
    if unit == "%" and highest <= 100:
        return 100.0
    if highest <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= highest:
        power *= 10
    while power > highest:
        power /= 10
    return next(
        power * factor for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if power * factor >= highest * 0.9999
    )


def _margin(lines: Sequence[Line], unit: str) -> float:
    """Room at the right for the words of the target lines, two rows each."""
    words = [row for line in lines for row in series.line_rows(line, unit)]
    return max([16.0, *(drawing.text_width(row, SIZE) + 12 for row in words)])


def _left(high: float) -> float:
    """Room at the left for the numbers of the scale."""
    widest = max(len(formatting.number(_tick(high, i))) for i in range(5))
    return max(44.0, drawing.text_width("0" * widest, SIZE) + 12)


def _tick(high: float, quarter: int) -> Decimal:
    return Decimal(str(round(high * quarter / 4, 6)))


def _grid(frame: _Frame, font: str) -> list[str]:
    drawn = []
    for i in range(5):
        value = _tick(frame.high, i)
        y = frame.y(value)
        drawn.append(drawing.stroke(frame.left, y, frame.right, y, SOFT if i == 0 else GRID, 1))
        drawn.append(
            drawing.text(frame.left - 8, y + 5, formatting.number(value), SIZE, font, anchor="end", fill=SOFT)
        )
    return drawn


def _target_lines(frame: _Frame, lines: Sequence[Line], unit: str, font: str) -> list[str]:
    """Dashed lines with their words in the margin, pushed apart where lines lie close."""
    ordered = sorted(lines, key=lambda one: one.value, reverse=True)
    blocks = [series.line_rows(line, unit) for line in ordered]
    row = SIZE + 2
    places: list[float] = []
    for line, block in zip(ordered, blocks, strict=True):
        wanted = frame.y(line.value) + 5 - row * (len(block) - 1) / 2
        places.append(max(wanted, places[-1] + row * len(blocks[len(places) - 1]) + 4 if places else SIZE))
    lowest = frame.bottom + 20
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], lowest - row * (len(blocks[i]) - 1))
        lowest = places[i] - row - 4
    drawn = []
    for line, block, place in zip(ordered, blocks, places, strict=True):
        y = frame.y(line.value)
        drawn.append(drawing.stroke(frame.left, y, frame.right, y, INK, 1.5, "6 4"))
        for i, words in enumerate(block):
            drawn.append(drawing.text(frame.right + 6, place + i * row, words, SIZE, font))
    return drawn


def _runs(spots: Sequence[Spot]) -> list[list[tuple[float, float]]]:
    """Stretches of neighbouring values; a missing one ends a stretch."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y, _ in spots:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if len(run) > 1]


def _dot(x: float, y: float, point: Point) -> str:
    return drawing.circle(x, y, 4.5, PAPER, ACT, 2) if point.is_estimate else drawing.circle(x, y, 4.5, ACT)


def _period_words(spots: Sequence[Spot], step: float, frame: _Frame, font: str) -> list[str]:
    """As many labels as fit, always the last; a gap is marked on the ground line."""
    widest = max((drawing.text_width(point.label, SIZE) for _, _, point in spots), default=0.0)
    every = max(1, -int(-(widest + 6) // step)) if spots else 1
    shown = [(x, point.label) for x, _, point in spots[::-1][::every]]
    drawn = [
        drawing.text(x, frame.bottom + 20, label, SIZE, font, anchor="middle", fill=SOFT)
        for x, label in shown
    ]
    return drawn + [_gap(x, frame, font) for x, y, _ in spots if y is None]


def _gap(x: float, frame: _Frame, font: str) -> str:
    return drawing.text(x, frame.bottom - 6, formatting.MISSING, SIZE, font, anchor="middle", fill=SOFT)


def _last_value(
    spots: Sequence[Spot], frame: _Frame, unit: str, lines: Sequence[Line], font: str
) -> list[str]:
    """The newest value in words above its dot, on a white edge where lines pass."""
    there = [(x, y, point) for x, y, point in spots if y is not None]
    if not there:
        return []
    x, y, point = there[-1]
    words = series.value_words(point.value, unit, lines)
    x = min(x, frame.right - drawing.text_width(words, SIZE) / 2)
    return [drawing.text(x, y - 12, words, SIZE, font, anchor="middle", bold=True, halo=True)]


def _column(value: Column, frame: _Frame, middle: float, width: float, font: str, words: str) -> list[str]:
    if value.value is None:
        return [_gap(middle, frame, font)]
    y = frame.y(value.value)
    return [
        drawing.state_rect(middle - width / 2, y, width, frame.bottom - y, value.tone),
        drawing.text(middle, y - 7, words, SIZE, font, anchor="middle", bold=True, halo=True),
    ]


def _levels(words: Sequence[tuple[float, str]], width: float) -> list[int]:
    """For each word (from left to right) the row below the line where it touches none of its neighbours."""
    ends: list[float] = []
    levels = []
    for x, text in words:
        half = drawing.text_width(text, SIZE) / 2
        centre = min(max(x, half), max(width - half, half))
        level = next((i for i, end in enumerate(ends) if centre - half > end + 4), len(ends))
        ends[level : level + 1] = [centre + half]
        levels.append(level)
    return levels
