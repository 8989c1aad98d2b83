"""The workbook of a report: written from facts, read back to rows of texts, compared with what stands. Pure.

data = write(lines, about)                  # the pre-filled .xlsx
rows = rows_of(sheet, lines)                # what came back, as texts, in the order of the file
plan = compare(rows, lines)                 # row by row: takes over, unchanged, or refused with places and reasons

Beneath a figure stand its parts (nữ, từ 60 tuổi …), each a line of its own. A workbook without them is taken as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from thidua.core import sheets, text
from thidua.indicator import figures, numerals
from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting import typed
from thidua.reporting.typed import Typed

PURPOSE = "report"
FIRST_ROW = (
    6  # of the figures in the written sheet, counted from 1: four lines of words and the titles stand above
)
STATE_WORDS = {
    "": "",
    "co so lieu": CellState.VALUE.value,
    "khong phat sinh": CellState.NOT_ARISING.value,
    "khong ap dung": CellState.NOT_APPLICABLE.value,
    "chua bao cao": CellState.NOT_REPORTED.value,
}
YES = {"x", "co", "uoc", "1"}
NO = {"", "khong", "0"}
NAMES = ("numerator", "denominator", "state", "is_estimate", "source", "explanation")
NUMBERS = NAMES[:2]  # all that is typed for a part
NAME_COLUMN = 1
PART_INDENT = 2
WITH_PARTS = "Hàng lùi vào là từng phần của số liệu phía trên: chỉ ghi số, chưa có thì để trống. "
FIRST_INPUT = 5  # columns before it are ours: code, name, the two labels, last period
DOUBT = "?"
LIKE_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
LABELS = {
    "numerator": "Số đạt",
    "denominator": "Tổng số",
    "state": "Tình trạng",
    "is_estimate": "Ước (x)",
    "source": "Nguồn số liệu",
    "explanation": "Giải trình",
}
COLUMNS = (
    sheets.Column("Mã", 8),
    sheets.Column("Số liệu", 34),
    sheets.Column("Số đạt là", 30),
    sheets.Column("Tổng số là", 30),
    sheets.Column("Kỳ trước", 18),
    sheets.Column(LABELS["numerator"], 14, is_input=True),
    sheets.Column(LABELS["denominator"], 14, is_input=True),
    sheets.Column(LABELS["state"], 18, is_input=True),
    sheets.Column(LABELS["is_estimate"], 9, is_input=True),
    sheets.Column(LABELS["source"], 24, is_input=True),
    sheets.Column(LABELS["explanation"], 40, is_input=True),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part a line is: `place` in the list of a breakdown, by its `label` (giới tính). `add_up`: together the whole."""

    breakdown: int
    place: int
    label: str
    name: str
    add_up: bool

    @property
    def number(self) -> tuple[int, int]:
        return (self.breakdown, self.place)

    @property
    def words(self) -> tuple[str, str]:
        return (
            f"Theo {self.label}",
            "Cộng lại bằng số chung" if self.add_up else "Có thể trùng nhau",
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the report as it stands, or one part of it: then `name`, `version` … are those of the figure."""

    figure: int
    code: str
    name: str
    kind: Kind
    numerator_label: str
    denominator_label: str
    previous: str
    value: Value
    source: str
    explanation: str
    is_open: bool
    version: int
    part: Part | None = None

    @property
    def key(self) -> str:
        return _key(self.figure, self.part.number if self.part else None)

    @property
    def row_code(self) -> str:
        """What the row is found by: `CT1`, or `CT1/7/2` for the second part of breakdown 7."""
        return f"{self.code}/{self.part.breakdown}/{self.part.place + 1}" if self.part else self.code

    @property
    def title(self) -> str:
        return f"{self.name}: {self.part.name}" if self.part else self.name

    @property
    def asked(self) -> Sequence[str]:
        """The cells that may be typed into."""
        if not self.is_open:
            return ()
        names = NUMBERS if self.part else NAMES
        return names if self.kind is Kind.RATIO else [name for name in names if name != "denominator"]


def _key(figure: int, part: tuple[int, int] | None) -> str:
    return ".".join(str(number) for number in (figure, *(part or ())))


@dataclass(frozen=True, slots=True)
class About:
    report: int
    version: int
    unit: str
    period: str
    due_on: date
    written_on: date


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of the file says: texts by name, and where it stands (counted from 1). `part`: breakdown and place."""

    figure: int
    row: int
    cells: Mapping[str, str]
    part: tuple[int, int] | None = None

    @property
    def key(self) -> str:
        return _key(self.figure, self.part)

    @property
    def typed(self) -> Typed:
        cell = {name: self.cells.get(name, "") for name in NAMES}
        return Typed(
            numerator=cell["numerator"],
            denominator=cell["denominator"],
            state=STATE_WORDS.get(text.fold(cell["state"]), ""),
            is_estimate=text.fold(cell["is_estimate"]) in YES,
            source=cell["source"],
            explanation=cell["explanation"],
        )


@dataclass(frozen=True, slots=True)
class Mistake:
    field: str
    place: str
    label: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure or part after reading: `value` is what would stand; None with mistakes."""

    line: Line
    row: Row
    value: Value | None
    mistakes: tuple[Mistake, ...] = ()
    is_changed: bool = False

    @property
    def before(self) -> str:
        return shown(self.line.value)

    @property
    def after(self) -> str:
        return shown(self.value) if self.value else ""


def shown(value: Value) -> str:
    """`412 trên 655`, `412`, or the words of the state; "ước" where it is one."""
    if value.state is not CellState.VALUE or value.numerator is None:
        return value.state.label
    whole = "" if value.denominator is None else f" trên {numerals.format_number(value.denominator)}"
    return f"{_plain(value.numerator)}{whole}{' (ước)' if value.is_estimate else ''}"


def _plain(number: figures.Number) -> str:
    return numerals.format_plain(number) if isinstance(number, Decimal) else numerals.format_number(number)


def write(lines: Sequence[Line], about: About) -> bytes:
    """The workbook to fill in: only the yellow cells of open figures can be typed into."""
    locked = {
        (i, FIRST_INPUT + j)
        for i, line in enumerate(lines)
        for j, name in enumerate(NAMES)
        if name not in line.asked
    }
    parts = [i for i, line in enumerate(lines) if line.part]
    table = sheets.Table(
        name="Số liệu",
        columns=COLUMNS,
        rows=[_cells(line) for line in lines],
        intro=(
            f"Báo cáo {about.period} · {about.unit}",
            f"Hạn gửi: {about.due_on:%d/%m/%Y}. Mẫu lập ngày {about.written_on:%d/%m/%Y}.",
            "Chỉ điền các ô vàng. Không phát sinh hoặc không áp dụng thì để trống số và ghi vào cột Tình trạng.",
            f"Số ước ghi x ở cột Ước. {WITH_PARTS if parts else ''}Điền xong, lưu tệp rồi tải lên ở trang báo cáo.",
        ),
        is_locked=True,
        locked=frozenset(locked),
        indents={(i, NAME_COLUMN): PART_INDENT for i in parts},
    )
    return sheets.write_xlsx([table], metadata=metadata_of(about))


def metadata_of(about: About) -> dict[str, str]:
    return {
        "purpose": PURPOSE,
        "report": str(about.report),
        "version": str(about.version),
        "unit": about.unit,
        "period": about.period,
    }


def _cells(line: Line) -> list[sheets.Cell]:
    value = line.value
    if line.part:
        # As it was typed: a part has no column that says that nothing arose.
        nothing = 0 if value.state is CellState.NOT_ARISING else None
        whole = nothing if line.kind is Kind.RATIO else None
        numbers = (value.numerator, value.denominator) if value.numerator is not None else (nothing, whole)
        words = [line.row_code, line.part.name, *line.part.words, line.previous]
        return [*words, *numbers, *[""] * (len(NAMES) - len(NUMBERS))]
    said = "" if value.state in {CellState.VALUE, CellState.NOT_REPORTED} else value.state.label.capitalize()
    return [
        line.code,
        line.name,
        line.numerator_label,
        line.denominator_label,
        line.previous,
        value.numerator,
        value.denominator,
        said,
        "x" if value.is_estimate else "",
        line.source,
        line.explanation,
    ]


def rows_of(sheet: sheets.Sheet, lines: Sequence[Line]) -> list[Row]:
    """The rows of the figures asked, found by their code wherever they were moved to; the first of two counts."""
    by_code = {text.fold(line.row_code): line for line in lines}
    found: dict[str, Row] = {}
    for place, cells in enumerate(sheet.rows, start=1):
        line = by_code.get(text.fold(as_text(cells[0]))) if cells else None
        if line is not None and line.key not in found:
            padded = [*cells, *[None] * len(COLUMNS)]
            texts = [as_text(cell) for cell in padded[FIRST_INPUT : FIRST_INPUT + len(NAMES)]]
            part = line.part.number if line.part else None
            found[line.key] = Row(line.figure, place, dict(zip(NAMES, texts, strict=True)), part)
    return list(found.values())


def as_text(cell: sheets.Cell) -> str:
    """A cell as somebody would have typed it: a number with decimals gets a comma, so that it is never taken for thousands.

    A sheet set to English makes one and a bit of a typed `1.234`: such a number gets a mark, and is asked about.
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        typed = f"{cell.normalize():f}".replace(".", ",")
        return f"{typed}{DOUBT}" if LIKE_THOUSANDS.fullmatch(typed) else typed
    return str(cell)


def compare(rows: Iterable[Row], lines: Iterable[Line]) -> list[Outcome]:
    """Each row against the figure that it is for; rows of figures that were meanwhile closed change nothing."""
    by_key = {line.key: line for line in lines}
    return [_outcome(row, by_key[row.key]) for row in rows if row.key in by_key]


def _outcome(row: Row, line: Line) -> Outcome:
    if not line.is_open:
        return Outcome(line, row, line.value)
    row = _without_needless_doubt(row, line)
    mistakes = [*(_words_beside(row) if line.part else _odd_words(row))]
    reading = typed.read(row.typed, line.kind)
    mistakes += [_mistake(row, name, reason) for name, reason in reading.mistakes.items()]
    if mistakes or reading.value is None:
        in_order = sorted(mistakes, key=lambda mistake: NAMES.index(mistake.field))
        return Outcome(line, row, None, tuple(in_order))
    value = reading.value
    same = (value, row.typed.source, row.typed.explanation) == (line.value, line.source, line.explanation)
    return Outcome(line, row, value, is_changed=not same)


def _without_needless_doubt(row: Row, line: Line) -> Row:
    """The number that stood there before needs no asking about."""
    standing = as_text(line.value.numerator)
    if standing.endswith(DOUBT) and row.cells["numerator"] == standing:
        return replace(row, cells={**row.cells, "numerator": standing.removesuffix(DOUBT)})
    return row


def _odd_words(row: Row) -> Iterable[Mistake]:
    if text.fold(row.cells.get("state", "")) not in STATE_WORDS:
        reason = "Chỉ nhận “có số liệu”, “không phát sinh”, “không áp dụng” hoặc để trống."
        yield _mistake(row, "state", reason)
    if text.fold(row.cells.get("is_estimate", "")) not in YES | NO:
        yield _mistake(row, "is_estimate", "Là số ước thì ghi x, không thì để trống.")


def _words_beside(row: Row) -> Iterator[Mistake]:
    """A part is numbers alone: what somebody wrote beside them would be lost unseen."""
    for name in NAMES[len(NUMBERS) :]:
        if row.cells.get(name, ""):
            reason = "Hàng của một phần chỉ nhận số. Xin ghi điều này ở hàng của số liệu, rồi để trống ô này."
            yield _mistake(row, name, reason)


def _mistake(row: Row, name: str, reason: str) -> Mistake:
    """A mistake with its place in the file: row 7, column G is "Ô G7"."""
    if name in {"numerator", "denominator"} and row.cells[name].count("/") == 2:
        reason = "Bảng tính đã đổi số này thành ngày tháng. Xin gõ lại số vào đây."
    if name in {"numerator", "denominator"} and row.cells[name].endswith(DOUBT):
        typed = row.cells[name].removesuffix(DOUBT)
        reason = f"Bảng tính ghi {typed}. Nếu là phần nghìn, xin gõ {typed.replace(',', '')}; nếu là số lẻ, xin gõ {typed}."
    return Mistake(name, place_of(row, name), LABELS[name], reason, row.cells[name])


def place_of(row: Row, name: str) -> str:
    """`Ô G7`."""
    return sheets.place(row.row - 1, FIRST_INPUT + NAMES.index(name))
