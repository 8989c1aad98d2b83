"""What charts are drawn from, and the same in words for those who do not see them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from thidua.core import formatting

Number: TypeAlias = formatting.Number


@dataclass(frozen=True, slots=True)
class Line:
    """A target line: Line(80, "mức đạt")."""

    value: Number
    label: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a trend; no value is a gap, never a zero; estimates ("ước") are hollow."""

    label: str
    value: Number | None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A labelled value; `lines` are its own target lines where a chart takes them per row."""

    label: str
    value: Number | None
    tone: str = "reached"
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a whole: Part("Chờ kiểm tra", 4, "waiting")."""

    label: str
    count: int
    tone: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the movement; phases may overlap, as they do in real plans."""

    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the movement that has a name."""

    label: str
    on: date


def value_words(value: Number | None, unit: str, lines: Sequence[Line] = ()) -> str:
    if unit == "%":
        return formatting.percent(value, lines=tuple(line.value for line in lines))
    text = formatting.number(value)
    return f"{text}{formatting.NO_BREAK}{unit}" if unit and value is not None else text


def line_words(line: Line, unit: str) -> str:
    text = formatting.number(line.value) + (f"{formatting.NO_BREAK}{unit}" if unit else "")
    return f"{line.label} {text}".strip()


def line_rows(line: Line, unit: str) -> list[str]:
    """The words of a target line in the margin: its name, and under it its value."""
    return [row for row in (line.label, line_words(Line(line.value), unit)) if row]


def lines_said(lines: Sequence[Line], unit: str) -> list[str]:
    return [line_words(Line(line.value, line.label or "mức đạt"), unit) for line in lines]


def trend_said(points: Sequence[Point], lines: Sequence[Line], unit: str) -> str:
    said = [
        f"{point.label}: {value_words(point.value, unit, lines) if point.value is not None else 'chưa có số liệu'}"
        + (" (ước)" if point.is_estimate else "")
        for point in points
    ]
    return "; ".join([*said, *lines_said(lines, unit)]) or "Chưa có số liệu"


def columns_said(values: Sequence[Column], lines: Sequence[Line], unit: str) -> str:
    said = []
    for value in values:
        own = f" ({', '.join(lines_said(value.lines, unit))})" if value.lines else ""
        shown = value_words(value.value, unit, value.lines) if value.value is not None else "chưa có số liệu"
        said.append(f"{value.label}: {shown}{own}")
    return "; ".join([*said, *lines_said(lines, unit)]) or "Chưa có số liệu"


def timeline_said(phases: Sequence[Phase], milestones: Sequence[Milestone], today: date) -> str:
    said = [
        f"{phase.label}: {formatting.day(phase.starts_on)} đến {formatting.day(phase.ends_on)}"
        for phase in phases
    ]
    said += [f"{one.label}: {formatting.day(one.on)}" for one in milestones]
    return "; ".join([*said, f"hôm nay: {formatting.day(today)}"])
