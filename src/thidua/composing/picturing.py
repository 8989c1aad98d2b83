"""The charts that a report may hold, each with its numbers as a table. Pure; drawn as SVG for the page and for the paper.

A chart is named by a key that is kept with the report: "progress", "before", "units", "tasks", "timeliness", "trend:CT1".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from thidua.composing.facts import MISSING, Facts, Measure, punctuality
from thidua.core import charts, formatting, series

PAPER_FONT = "Liberation Serif"
PAPER_WIDTH, SCREEN_WIDTH = 680, 560
MOST_BARS = 8
MOST_UNITS = 12
TREND = "trend:"
Row = tuple[str, ...]
Draw = Callable[[int, str], Sequence[SafeString]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of a report: how to read it, its numbers as a table, and a way to draw it (several pictures where it is long)."""

    key: str
    title: str
    reading: str
    head: Row
    rows: tuple[Row, ...]
    draw: Draw

    @property
    def alt(self) -> str:
        """The numbers in one line."""
        return "; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in self.rows)

    @property
    def on_screen(self) -> list[SafeString]:
        return list(self.draw(SCREEN_WIDTH, charts.SCREEN_FONT))

    @property
    def on_paper(self) -> list[SafeString]:
        return list(self.draw(PAPER_WIDTH, PAPER_FONT))


def possible(facts: Facts) -> list[Picture]:
    """Every chart for which there is something to draw."""
    return list(_possible(facts))


def first_choice(facts: Facts) -> list[str]:
    """What is ticked at the start: progress, and how punctual units were."""
    return [one.key for one in possible(facts) if one.key in {"progress", "timeliness"}]


def chosen(facts: Facts, keys: Sequence[str]) -> list[Picture]:
    """In the order of `keys`; one for which there is nothing to draw any more is left out."""
    held = {one.key: one for one in possible(facts)}
    return [held[key] for key in keys if key in held]


def _possible(facts: Facts) -> Iterator[Picture]:
    drawn = [one for one in facts.measures if one.now.percent]
    if drawn:
        yield _progress(facts, drawn)
    if any(one.before.percent for one in drawn):
        yield _before(facts, [one for one in drawn if one.before.percent])
    if facts.reach:
        yield _units(facts)
    if any(int(count) for _, count in facts.conduct.tasks):
        yield _counts("tasks", "Nhiệm vụ theo tình trạng", "Nhiệm vụ", facts.conduct.tasks)
    if facts.times:
        told = tuple((name, str(count)) for name, count in punctuality(facts))
        yield _counts("timeliness", "Báo cáo của đơn vị theo thời hạn", "Báo cáo", told)
    for one in facts.measures:
        if sum(bool(value) for _, value in one.points) > 1:
            yield _trend(one)


def _bars(values: Sequence[series.Column], title: str, *, unit: str = "%", top: int = 100) -> Draw:
    def draw(width: int, font: str) -> list[SafeString]:
        cut = [values[start : start + MOST_BARS] for start in range(0, len(values), MOST_BARS)]
        return [charts.rows(one, title=title, width=width, font=font, unit=unit, top=top) for one in cut]

    return draw


def _progress(facts: Facts, drawn: Sequence[Measure]) -> Picture:
    title = f"Kết quả {formatting.in_text(facts.label)} so với mức đặt ra"
    values = [series.Column(one.name, Decimal(one.now.percent), one.tone, _lines(one)) for one in drawn]
    rows = tuple((one.name, one.now.whole, one.level_words) for one in drawn)
    reading = "Thanh là kết quả, vạch đứng là mức đặt ra; thanh rỗng là chưa đạt (đơn vị: %)"
    return Picture(
        "progress", title, reading, ("Chỉ tiêu", "Kết quả", "Mức đặt ra"), rows, _bars(values, title)
    )


def _lines(one: Measure) -> tuple[series.Line, ...]:
    return tuple(series.Line(Decimal(_bare(value)), name) for name, value in one.levels if "%" in value)


def _bare(value: str) -> str:
    """The number in "≥ 92,5 %"."""
    return "".join(char for char in value if char.isdigit() or char == ",").replace(",", ".")


def _before(facts: Facts, drawn: Sequence[Measure]) -> Picture:
    earlier = formatting.in_text(facts.before_label)
    title = f"Kết quả {formatting.in_text(facts.label)} so với {earlier}"
    values = [
        series.Column(
            one.name,
            Decimal(one.now.percent),
            "reached",
            (series.Line(Decimal(one.before.percent), earlier),),
        )
        for one in drawn
    ]
    rows = tuple((one.name, one.now.said, one.before.said, one.change) for one in drawn)
    reading = f"Thanh là {formatting.in_text(facts.label)}, vạch đứng là {earlier} (đơn vị: %)"
    head = ("Chỉ tiêu", facts.label, facts.before_label, "Tăng, giảm")
    return Picture("before", title, reading, head, rows, _bars(values, title))


def _units(facts: Facts) -> Picture:
    ordered = sorted(facts.reach, key=lambda one: Decimal(one.reached) / one.measured)[:MOST_UNITS]
    cut = (
        f", {len(ordered)} đơn vị thấp nhất trong {len(facts.reach)} đơn vị"
        if len(facts.reach) > MOST_UNITS
        else ""
    )
    title = f"Tỷ lệ chỉ tiêu đạt theo đơn vị{cut}"
    values = [
        series.Column(
            one.name,
            Decimal(100 * one.reached) / one.measured,
            "reached" if one.reached == one.measured else "waiting",
        )
        for one in ordered
    ]
    rows = tuple((one.name, str(one.reached), str(one.measured)) for one in ordered)
    reading = (
        "Phần trăm chỉ tiêu đạt trong số chỉ tiêu có mức đặt ra và có số đã duyệt; thanh rỗng là chưa đạt hết"
    )
    head = ("Đơn vị", "Chỉ tiêu đạt", "Chỉ tiêu có số đã duyệt")
    return Picture("units", title, reading, head, rows, _bars(values, title))


def _counts(key: str, title: str, what: str, told: Sequence[tuple[str, str]]) -> Picture:
    most = max(int(count) for _, count in told) or 1
    tones = {"Quá hạn": "late", "Chưa gửi": "late", "Trễ hạn": "waiting", "Hoàn thành trễ hạn": "waiting"}
    values = [series.Column(name, int(count), tones.get(name, "reached")) for name, count in told]
    rows = tuple((name, formatting.number(int(count))) for name, count in told)
    drawn = _bars(values, title, unit="", top=most)
    return Picture(
        key, title, "Thanh rỗng là trễ hạn, quá hạn hoặc chưa gửi", (what, "Số lượng"), rows, drawn
    )


def _trend(one: Measure) -> Picture:
    points = [series.Point(label, Decimal(value) if value else None) for label, value in one.points]
    title = f"Diễn biến {one.code}: {formatting.in_text(one.name)}"

    def draw(width: int, font: str) -> list[SafeString]:
        return [charts.trend(points, _lines(one), title=title, width=width, font=font)]

    rows = tuple(
        (label, formatting.percent(Decimal(value)) if value else MISSING) for label, value in one.points
    )
    reading = "Mỗi chấm là một kỳ; vạch đứt là mức đặt ra; chỗ đứt là kỳ chưa có số liệu (đơn vị: %)"
    return Picture(f"{TREND}{one.code}", title, reading, ("Kỳ", "Kết quả"), rows, draw)
