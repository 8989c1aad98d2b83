"""Rows of a list of units against the units that are known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.core import text
from thidua.org.importing.table import (
    KEY,
    Change,
    Column,
    Plan,
    PlannedRow,
    Problem,
    Row,
    Verdict,
    match_word,
    read_date,
    too_long,
)

CODE = Column("code", "Mã đơn vị", 40, "TDP01", "Mỗi đơn vị một mã, không trùng", ("mã",), width=14)
NAME = Column("name", "Tên đơn vị", 200, "Tổ dân phố Đồng Ngọ", aliases=("tên",), is_needed=True, width=40)
SHORT_NAME = Column("short_name", "Tên ngắn", 80, "TDP Đồng Ngọ", "Để trống cũng được", width=22)
KIND = Column("kind", "Loại", 60, "Tổ dân phố", aliases=("loại đơn vị",), is_needed=True, width=24)
PARENT = Column(
    "parent",
    "Mã đơn vị cấp trên",
    40,
    "",
    "Để trống: trực thuộc phường, xã, đặc khu",
    ("mã cấp trên",),
    width=20,
)
START = Column("valid_from", "Ngày bắt đầu", 20, "01/07/2025", "ngày/tháng/năm", width=16)
UNIT_COLUMNS = (CODE, NAME, SHORT_NAME, KIND, PARENT, START)

Node = tuple[str, int]  # ("unit", id) for what is known, ("row", number) for what would be new


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as it stands; the root has `parent_id` None."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    valid_from: date
    is_closed: bool
    is_standing_body: bool = False


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a row says after checking. `unit_id` None is new; the parent is a known unit or a new row of the same file."""

    unit_id: int | None
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    parent_row: int | None
    valid_from: date


class _Known:
    """The known units by everything that a row may name them by."""

    def __init__(self, units: Sequence[KnownUnit]) -> None:
        self.by_id = {unit.id: unit for unit in units}
        self.by_code = {text.fold(unit.code): unit for unit in units if unit.code}
        self.by_name: dict[str, list[KnownUnit]] = defaultdict(list)
        for unit in units:
            self.by_name[text.fold(unit.name)].append(unit)
        self.root = next(unit for unit in units if unit.parent_id is None)

    def match(self, row: Row) -> KnownUnit | Problem | None:
        """The unit that the row means: by its hidden key, by its code, or by its name when it has no code."""
        key, code = row.cells[KEY], text.fold(row.cells[CODE.key])
        if key.isdecimal() and int(key) in self.by_id:
            return self.by_id[int(key)]
        if code:
            return self.by_code.get(code)
        named = self.by_name.get(text.fold(row.cells[NAME.key]), [])
        if len(named) > 1:
            return Problem(CODE.title, "có nhiều đơn vị cùng tên này, xin ghi mã để biết là đơn vị nào.")
        return named[0] if named else None


def plan_units(
    rows: Sequence[Row], units: Sequence[KnownUnit], *, kinds: dict[str, str], today: date
) -> Plan[UnitFacts]:
    """`kinds` maps codes to words; an empty cell keeps what is known, for a new unit: under the root, from `today`."""
    known = _Known(units)
    problems: dict[int, list[Problem]] = {row.number: too_long(row, UNIT_COLUMNS) for row in rows}
    matched = {row.number: _matched(known.match(row), problems[row.number]) for row in rows}
    for number, problem in _doubles(rows, matched):
        problems[number].append(problem)
    coded = {text.fold(row.cells[CODE.key]): row for row in rows if row.cells[CODE.key]}
    facts = {
        row.number: _facts(
            row, matched[row.number], known, coded, matched, kinds, today, problems[row.number]
        )
        for row in rows
    }
    depths = _refuse_what_hangs_loose(facts, known, problems)
    planned = tuple(
        _planned(row, matched[row.number], facts[row.number], known, facts, kinds, problems[row.number])
        for row in rows
    )
    doing = [row.number for row in planned if row.verdict in (Verdict.CREATE, Verdict.CHANGE)]
    return Plan(planned, tuple(sorted(doing, key=lambda number: (depths[number], number))))


def _matched(found: KnownUnit | Problem | None, problems: list[Problem]) -> KnownUnit | None:
    if isinstance(found, Problem):
        problems.append(found)
        return None
    if found is not None and found.is_closed:
        problems.append(Problem(CODE.title, "đơn vị này đã kết thúc hoạt động, không thay đổi được nữa."))
    return found


def _doubles(rows: Iterable[Row], matched: dict[int, KnownUnit | None]) -> list[tuple[int, Problem]]:
    """Rows that say something of a unit of which an earlier row spoke."""
    seen: dict[object, int] = {}
    doubles = []
    for row in rows:
        unit = matched[row.number]
        code, name = text.fold(row.cells[CODE.key]), text.fold(row.cells[NAME.key])
        keys = [("code", code) if code else ("name", name)]
        if unit is not None:
            keys.append(("unit", str(unit.id)))
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            title = CODE.title if code else NAME.title
            doubles.append((row.number, Problem(title, f"trùng với hàng {first} của tệp.")))
        for key in keys:
            seen.setdefault(key, row.number)
    return doubles


def _facts(
    row: Row,
    unit: KnownUnit | None,
    known: _Known,
    coded: dict[str, Row],
    matched: dict[int, KnownUnit | None],
    kinds: dict[str, str],
    today: date,
    problems: list[Problem],
) -> UnitFacts:
    cells = row.cells
    if not cells[NAME.key]:
        problems.append(Problem(NAME.title, "còn trống."))
    owner = known.by_code.get(text.fold(cells[CODE.key]))
    if unit is not None and cells[CODE.key] and owner is not None and owner.id != unit.id:
        problems.append(Problem(CODE.title, "mã này đã dùng cho đơn vị khác."))
    parent_id, parent_row = _parent(cells[PARENT.key], unit, known, coded, matched, problems)
    start = read_date(cells[START.key]) if cells[START.key] else None
    if cells[START.key] and start is None:
        problems.append(
            Problem(START.title, f"“{cells[START.key]}” không phải là ngày. Xin ghi ngày/tháng/năm.")
        )
    return UnitFacts(
        unit_id=unit.id if unit else None,
        code=cells[CODE.key] or (unit.code if unit else ""),
        name=cells[NAME.key],
        short_name=cells[SHORT_NAME.key] or (unit.short_name if unit else ""),
        kind=_kind(cells[KIND.key], unit, known, kinds, problems),
        parent_id=parent_id,
        parent_row=parent_row,
        valid_from=start or (unit.valid_from if unit else today),
    )


def _kind(
    written: str, unit: KnownUnit | None, known: _Known, kinds: dict[str, str], problems: list[Problem]
) -> str:
    if not written:
        if unit is None:
            problems.append(Problem(KIND.title, "còn trống."))
        return unit.kind if unit else ""
    kind = match_word(written, kinds)
    if kind is None:
        words = "; ".join(word for code, word in kinds.items() if code != known.root.kind)
        problems.append(Problem(KIND.title, f"không có loại “{written}”. Các loại: {words}."))
    elif (kind == known.root.kind) != (unit is not None and unit.id == known.root.id):
        problems.append(Problem(KIND.title, "chỉ phường, xã, đặc khu mới thuộc loại này, và không đổi được."))
    return kind or ""


def _parent(
    written: str,
    unit: KnownUnit | None,
    known: _Known,
    coded: dict[str, Row],
    matched: dict[int, KnownUnit | None],
    problems: list[Problem],
) -> tuple[int | None, int | None]:
    """(id of a known unit, None) or (None, number of the row that would create it)."""
    if not written:
        return (unit.parent_id if unit else known.root.id), None
    if unit is not None and unit.id == known.root.id:
        problems.append(Problem(PARENT.title, "phường, xã, đặc khu là gốc, không có cấp trên."))
        return None, None
    above = coded.get(text.fold(written))
    if above is not None and matched[above.number] is None:
        return None, above.number
    there = matched[above.number] if above is not None else known.by_code.get(text.fold(written))
    if there is None:
        problems.append(Problem(PARENT.title, f"không có đơn vị nào mang mã “{written}”."))
    elif there.is_closed:
        problems.append(Problem(PARENT.title, f"đơn vị mang mã “{written}” đã kết thúc hoạt động."))
    return (there.id if there else None), None


def _refuse_what_hangs_loose(
    facts: dict[int, UnitFacts], known: _Known, problems: dict[int, list[Problem]]
) -> dict[int, int]:
    """Refuse circles and rows under refused rows; the depth of every row in the tree as it would stand.

    What is refused stays where it is, which can close another circle: so again until nothing is found.
    """
    while True:
        lines = {
            number: _line_above(_node(number, fact), facts, known, problems) for number, fact in facts.items()
        }
        found = {
            number: reason
            for number, fact in facts.items()
            if not problems[number] and (reason := _looseness(number, fact, lines[number], problems))
        }
        if not found:
            return {number: len(line) for number, line in lines.items()}
        for number, reason in found.items():
            problems[number].append(Problem(PARENT.title, reason))


def _looseness(
    number: int, fact: UnitFacts, line: list[Node], problems: dict[int, list[Problem]]
) -> str | None:
    if line and line[-1] == _node(number, fact):
        return "các đơn vị nằm dưới nhau thành vòng tròn."
    if fact.parent_row is not None and problems[fact.parent_row]:
        return f"đơn vị cấp trên ở hàng {fact.parent_row} bị từ chối."
    return None


def _node(number: int, fact: UnitFacts) -> Node:
    return ("row", number) if fact.unit_id is None else ("unit", fact.unit_id)


def _line_above(
    start: Node, facts: dict[int, UnitFacts], known: _Known, problems: dict[int, list[Problem]]
) -> list[Node]:
    """The parents of `start` upwards as the file would have them; ends with `start` itself when it is a circle."""
    moved = {fact.unit_id: number for number, fact in facts.items() if fact.unit_id and not problems[number]}
    line: list[Node] = []
    node: Node | None = start
    while node is not None and len(line) <= len(facts) + len(known.by_id):
        number = node[1] if node[0] == "row" else moved.get(node[1])
        if number is not None:
            fact = facts[number]
            up = fact.parent_row, fact.parent_id
        else:
            up = None, known.by_id[node[1]].parent_id
        node = ("row", up[0]) if up[0] is not None else ("unit", up[1]) if up[1] is not None else None
        if node is not None:
            line.append(node)
        if node == start:
            break
    return line


def _planned(
    row: Row,
    unit: KnownUnit | None,
    fact: UnitFacts,
    known: _Known,
    facts: dict[int, UnitFacts],
    kinds: dict[str, str],
    problems: list[Problem],
) -> PlannedRow[UnitFacts]:
    label = row.cells[NAME.key] or row.cells[CODE.key]
    if problems:
        return PlannedRow(row.number, label, Verdict.REFUSED, problems=tuple(problems))
    if unit is None:
        return PlannedRow(row.number, label, Verdict.CREATE, fact)
    parents = known.by_id.get(unit.parent_id or 0), known.by_id.get(fact.parent_id or 0)
    new_parent = facts[fact.parent_row].name if fact.parent_row else parents[1].name if parents[1] else ""
    pairs = [
        (CODE, unit.code, fact.code),
        (NAME, unit.name, fact.name),
        (SHORT_NAME, unit.short_name, fact.short_name),
        (KIND, kinds[unit.kind], kinds[fact.kind]),
        (START, f"{unit.valid_from:%d/%m/%Y}", f"{fact.valid_from:%d/%m/%Y}"),
    ]
    changes = [Change(column.title, old, new) for column, old, new in pairs if old != new]
    if fact.parent_row is not None or fact.parent_id != unit.parent_id:
        changes.append(Change("Đơn vị cấp trên", parents[0].name if parents[0] else "", new_parent))
    verdict = Verdict.CHANGE if changes else Verdict.SAME
    return PlannedRow(row.number, label, verdict, fact, tuple(changes))
