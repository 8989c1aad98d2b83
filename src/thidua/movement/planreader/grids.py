"""Tables of targets in the main body: one target for each figure under a year or an aim, baselines left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thidua.movement.planreader.draft import Target
from thidua.movement.planreader.figures import figures_in, number
from thidua.movement.planreader.letters import fold
from thidua.movement.planreader.outline import Node

_NAME = re.compile(r"(?:ten )?(?:cac )?(?:chi tieu|noi dung|tieu chi|muc tieu|nhiem vu|linh vuc|chi so)\b")
_UNIT = re.compile(r"don vi(?: tinh)?$|dvt|don vi do")
_YEAR = re.compile(r"20\d\d")
_AIM = re.compile(
    r"(?:den |het |cuoi |giai doan |muc tieu |chi tieu |ke hoach |phan dau |nam |quy |dot )*(?:20\d\d)"
    r"|(?:muc tieu|chi tieu|ke hoach|phan dau|muc (?:phan dau|dat|can dat)|muc|ket qua can dat|gia tri)(?: .{0,30})?$"
)
_PAST = re.compile(
    r"hien trang|thuc hien|thuc trang|ket qua(?! can)|uoc |da dat|hien nay|nam goc|so voi|tang|giam"
)
_POINTS = re.compile(r"(?:thang |tong |so )?diem")
_N = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,3})?|\d{1,9}(?:[.,]\d{1,3})?"
_VALUE = re.compile(
    r"(?P<sign>(?:≥|>=|>|≤|<=|<|tren|hon|duoi|it nhat|toi thieu|toi da|tu|khong qua|dat|khoang)?\s*)"
    rf"(?P<low>{_N})\s?%?(?:\s?(?:-|–|den)\s?(?P<high>{_N}))?\s?(?P<percent>%)?(?P<up>\s*tro len)?"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


def _cells(node: Node) -> list[_Cell]:
    cells, position = [], 0
    for part in re.split(r"(\|)", node.block.text):
        if part != "|":
            cells.append(_Cell(part.strip(), position + len(part) - len(part.lstrip())))
        position += len(part)
    return cells


@dataclass(frozen=True, slots=True)
class _Head:
    """Columns of a table of targets; `aims` maps a column to the year it names, or None."""

    columns: int
    name: int
    unit: int | None
    aims: dict[int, str | None]


def read_grid_targets(nodes: list[Node]) -> list[Target]:
    found: list[Target] = []
    for rows in _tables(nodes):
        head, after = _head(rows)
        if head:
            for node in rows[after:]:
                found += _row_targets(node, head)
    return found


def _tables(nodes: list[Node]) -> Iterator[list[Node]]:
    rows: list[Node] = []
    for node in nodes:
        if node.block.row and "|" in node.block.text:
            rows.append(node)
        elif rows and not node.block.cell:
            yield rows
            rows = []
    if rows:
        yield rows


def _head(rows: list[Node]) -> tuple[_Head | None, int]:
    """The head in one row, or in two where the second names the years below a joint heading."""
    first = [fold(cell.text) for cell in _cells(rows[0])]
    head = _named(first)
    if len(rows) > 1:
        second = [fold(cell.text) for cell in _cells(rows[1])]
        years = [text for text in second if text]
        if (
            len(second) == len(first)
            and years
            and all(_YEAR.search(text) or not text[:1].isdigit() for text in years)
        ):
            carried = ""
            joint = []
            for above, below in zip(first, second, strict=True):
                carried = above or carried
                joint.append(f"{carried} {below}".strip() if below else above)
            if sum(bool(_YEAR.search(text)) for text in second) >= 2:
                return _named(joint), 2
    return head, 1


def _named(texts: list[str]) -> _Head | None:
    name = next((i for i, text in enumerate(texts) if _NAME.match(text) and not _YEAR.search(text)), None)
    if name is None or any(_POINTS.match(text) for text in texts):
        return None
    unit = next((i for i, text in enumerate(texts) if _UNIT.match(text)), None)
    aims = {
        column: year.group() if (year := _YEAR.search(text)) else None
        for column, text in enumerate(texts)
        if column not in (name, unit) and _AIM.match(text) and not _PAST.search(text)
    }
    if any(year for year in aims.values()):
        aims = {column: year for column, year in aims.items() if year}
    return _Head(len(texts), name, unit, aims) if aims else None


def _row_targets(node: Node, head: _Head) -> list[Target]:
    cells = _cells(node)
    if len(cells) != head.columns or not re.search(r"[^\W\d_]{2}", cells[head.name].text):
        return []
    return [
        target
        for column, year in head.aims.items()
        for target in _cell_targets(node, cells, head, column, year)
    ]


def _cell_targets(node: Node, cells: list[_Cell], head: _Head, column: int, year: str | None) -> list[Target]:
    cell, name = cells[column], cells[head.name]
    match = _VALUE.fullmatch(fold(cell.text))
    unit = _unit(
        cells[head.unit].text if head.unit is not None else "", name.text, bool(match and match["percent"])
    )
    if match is None or not unit:
        return _worded(node, cell, year)
    start, end = min(name.start, cell.start), max(name.start + len(name.text), cell.start + len(cell.text))
    base = node.block.start
    return [
        Target(
            text=name.text, comparator=comparator, value=value, unit=unit, by=year,
            quote=node.block.text[start:end], clause=node.clause, start=base + start, end=base + end,
        )
        for comparator, value in _values(match)
    ]  # fmt: skip


def _worded(node: Node, cell: _Cell, year: str | None) -> list[Target]:
    """A cell in words ("Tối thiểu 03 mô hình")."""
    base = node.block.start + cell.start
    return [
        Target(
            text=cell.text, comparator=figure.comparator, value=figure.value, unit=figure.unit, by=year,
            quote=cell.text, clause=node.clause, start=base, end=base + len(cell.text),
        )
        for figure in figures_in(cell.text, True)
    ]  # fmt: skip


def _unit(named: str, name: str, percent: bool) -> str:
    if percent or named.strip() in ("%", "phần trăm", "Phần trăm") or "(%)" in name:
        return "%"
    if named.strip():
        return named.strip().lower()
    return "%" if re.match(r"(?:ty|ti) (?:le|trong)|muc do hai long", fold(name)) else ""


def _values(match: re.Match[str]) -> list[tuple[str, float]]:
    low, sign = number(match["low"]), match["sign"].strip()
    if match["high"]:
        return [(">=", low), ("<=", number(match["high"]))]
    if match["up"] or sign in ("≥", ">=", ">", "tren", "hon", "it nhat", "toi thieu", "tu"):
        return [(">=", low)]
    return [("<=" if sign in ("≤", "<=", "<", "duoi", "toi da", "khong qua") else "==", low)]
