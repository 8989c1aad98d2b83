"""Tasks as bars over months: a picture that prints, made on the server, its numbers those of the table beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from thidua.core import drawing, formatting
from thidua.core.charts import SCREEN_FONT

RIGHT, HEAD, SIZE = 16, 46, 13
OPEN = "không có hạn cụ thể"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the picture lies: titles left of the bars, or each above its own where there is no room beside (`left` is 0)."""

    width: int
    left: int
    row: int
    most_marks: int

    @property
    def middle(self) -> int:
        """Of the bar, below the top of its row."""
        return self.row // 2 if self.left else self.row - 14


WIDE = Layout(1040, 330, 26, 14)
# For a phone: the whole time in the width of the screen, so that it stands at today with nothing to scroll.
NARROW = Layout(328, 0, 46, 4)


@dataclass(frozen=True, slots=True)
class Bar:
    """One task: from when it was given to its last day; `before` are last days that it had earlier."""

    number: int
    label: str
    starts_on: date
    due_on: date | None
    done_on: date | None
    tone: str
    is_part: bool = False
    is_late: bool = False
    before: tuple[date, ...] = ()


def picture_of(
    bars: Sequence[Bar], today: date, *, layout: Layout = WIDE, font: str = SCREEN_FONT
) -> SafeString:
    """Solid when done, hollow while it runs, what is past its day in red; today is a line, an earlier last day a tick."""
    first, last = _ends(bars, today)
    height = HEAD + layout.row * len(bars) + 12

    def at(day: date) -> float:
        return layout.left + (layout.width - layout.left - RIGHT) * (day - first).days / max(
            (last - first).days, 1
        )

    parts = []
    for day, words in _marks(first, last, layout.most_marks):
        parts.append(drawing.stroke(at(day), HEAD - 10, at(day), height - 8, drawing.GRID, 1))
        beside = min(at(day) + 3, layout.width - drawing.text_width(words, SIZE))
        parts.append(drawing.text(beside, HEAD - 14, words, SIZE, font, fill=drawing.SOFT))
    for place, bar in enumerate(bars):
        parts += _row(bar, HEAD + layout.row * place + layout.middle, at, today, layout.width, font)
    parts.append(drawing.stroke(at(today), HEAD - 30, at(today), height - 8, drawing.ACT, 2, "5 3"))
    parts.append(drawing.word(at(today), HEAD - 33, "hôm nay", SIZE, font, layout.width, bold=True))
    parts += [_label(bar, HEAD + layout.row * place, layout, font) for place, bar in enumerate(bars)]
    return drawing.picture(layout.width, height, "Tiến độ nhiệm vụ", _said(bars, today), parts)


def _ends(bars: Sequence[Bar], today: date) -> tuple[date, date]:
    days = [today]
    for bar in bars:
        days += [day for day in (bar.starts_on, bar.due_on, bar.done_on, *bar.before) if day is not None]
    first, last = min(days).replace(day=1), max(days)
    return first, max(last + timedelta(days=10), first + timedelta(days=60))


def _marks(first: date, last: date, most: int) -> Iterator[tuple[date, str]]:
    """The first of each month, or of each quarter or year where those would be too many."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in (1, 3, 6, 12) if months / step <= most), 24)
    for place in range(0, months, step):
        year, month = divmod(first.month - 1 + place, 12)
        yield date(first.year + year, month + 1, 1), f"{month + 1}/{first.year + year}"


def _row(
    bar: Bar, middle: float, at: Callable[[date], float], today: date, width: int, font: str
) -> list[str]:
    parts = []
    end = bar.done_on or bar.due_on or today
    start, stop = at(min(bar.starts_on, end)), at(end)
    parts.append(drawing.state_rect(start, middle - 6, max(stop - start, 6), 12, bar.tone))
    if bar.is_late:
        parts.append(drawing.stroke(stop, middle, at(today), middle, drawing.FILLS["late"], 4))
    if bar.due_on is None and bar.done_on is None:
        beside = min(stop + 6, width - drawing.text_width(OPEN, SIZE))
        parts.append(drawing.text(beside, middle + 4, OPEN, SIZE, font, fill=drawing.SOFT))
    parts += [
        drawing.stroke(at(day), middle - 10, at(day), middle + 10, drawing.SOFT, 2) for day in bar.before
    ]
    if bar.done_on is not None and bar.due_on is not None:
        parts.append(drawing.stroke(at(bar.due_on), middle - 10, at(bar.due_on), middle + 10, drawing.INK, 2))
    return parts


def _label(bar: Bar, y: float, layout: Layout, font: str) -> str:
    indent = 18 if bar.is_part else 0
    words = _cut(f"{bar.number}. {bar.label}", (layout.left or layout.width + 16) - indent - 16)
    line = y + (layout.middle + 4 if layout.left else 18)
    return drawing.text(indent, line, words, SIZE, font, halo=not layout.left)


def _cut(words: str, width: float) -> str:
    most = int(width / (SIZE * 0.5))
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def _said(bars: Sequence[Bar], today: date) -> str:
    told = []
    for bar in bars:
        due = formatting.day(bar.due_on) if bar.due_on else OPEN
        done = f", xong {formatting.day(bar.done_on)}" if bar.done_on else ""
        told.append(f"{bar.number}. {bar.label}: từ {formatting.day(bar.starts_on)}, hạn {due}{done}")
    return f"Hôm nay {formatting.day(today)}. " + ("; ".join(told) or "Chưa có nhiệm vụ nào.")
