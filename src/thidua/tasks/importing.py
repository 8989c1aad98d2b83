"""Rows of a list of tasks against the units and people that are known → what would be added or refused. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.core.text import fold
from thidua.org.importing.table import (
    Column,
    Plan,
    PlannedRow,
    Problem,
    Row,
    Verdict,
    read_date,
    read_rows,
    too_long,
)
from thidua.tasks.due import read_due

__all__ = ["COLUMNS", "Known", "KnownOfficer", "KnownPlace", "PlannedTask", "Row", "plan_tasks", "read_rows"]

TITLE = Column("title", "Nhiệm vụ", 300, "Lập danh mục nền tảng số dùng chung", is_needed=True, width=50)
PRODUCT = Column(
    "product", "Sản phẩm", 2_000, "Danh mục đã ban hành", "Kết quả phải có", ("kết quả",), width=30
)
LEAD = Column(
    "lead",
    "Chủ trì",
    200,
    "VP",
    "Mã, tên hoặc tên ngắn của đơn vị; để trống thì nhiệm vụ chờ giao",
    ("đơn vị chủ trì", "cơ quan chủ trì"),
    width=28,
)
SUPPORTING = Column(
    "supporting",
    "Phối hợp",
    1_000,
    "TTVH; TDP01",
    "Nhiều đơn vị cách nhau bằng dấu chấm phẩy",
    ("đơn vị phối hợp", "cơ quan phối hợp"),
    width=28,
)
FOLLOWING = Column("following", "Theo dõi", 200, "PVHXH", "Đơn vị theo dõi", ("đơn vị theo dõi",), width=22)
OFFICER = Column(
    "officer",
    "Người phụ trách",
    120,
    "Nguyễn Văn Minh Họa",
    "Tên đăng nhập hoặc họ tên",
    ("cán bộ phụ trách", "người thực hiện"),
    width=26,
)
HEAD_DUTY = Column(
    "head_duty",
    "Trách nhiệm của người đứng đầu",
    2_000,
    "Chủ trì họp duyệt danh mục",
    "",
    ("trách nhiệm",),
    width=30,
)
DUE = Column(
    "due",
    "Thời hạn",
    200,
    "Trong quý III/2027",
    "Ghi như trong kế hoạch; phần mềm đọc ra ngày nếu có",
    ("hạn", "thời gian", "hạn hoàn thành", "thời gian hoàn thành"),
    width=22,
)
DUE_ON = Column("due_on", "Ngày hạn", 40, "30/09/2027", "Khi lời ghi không có ngày cụ thể", width=14)
CLAUSE = Column("clause", "Mục kế hoạch", 60, "VI.5", "", ("mục", "điều khoản"), width=14)
COLUMNS = (TITLE, PRODUCT, LEAD, SUPPORTING, FOLLOWING, OFFICER, HEAD_DUTY, DUE, DUE_ON, CLAUSE)


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A unit; `path` holds those of the units above it."""

    id: int
    code: str
    name: str
    short_name: str
    path: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class KnownOfficer:
    """Somebody with a role; `paths` are those of the units in which he holds one."""

    id: int
    username: str
    full_name: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """What a row says after checking; ids of units, people and plan items."""

    title: str
    product: str
    lead_id: int | None
    supporting_ids: tuple[int, ...]
    following_id: int | None
    officer_id: int | None
    officer_name: str
    head_duty: str
    due_text: str
    due_on: date | None
    clause: str
    item_id: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """`titles` are the folded names of tasks that are there, `items` the ids of plan items by clause."""

    places: Sequence[KnownPlace]
    officers: Sequence[KnownOfficer]
    titles: frozenset[str]
    items: dict[str, int]
    starts_on: date | None = None


def plan_tasks(rows: Sequence[Row], known: Known) -> Plan[PlannedTask]:
    """Every row on its own; the same task twice, in the file or beforehand, is taken once."""
    planned, before = [], dict.fromkeys(known.titles, 0)
    for row in rows:
        one = _planned(row, known, before)
        if one.verdict is Verdict.CREATE:
            before[fold(row.cells[TITLE.key])] = row.number
        planned.append(one)
    doing = (row.number for row in planned if row.verdict is Verdict.CREATE)
    return Plan(tuple(planned), tuple(doing))


def _planned(row: Row, known: Known, before: dict[str, int]) -> PlannedRow[PlannedTask]:
    cells, problems = row.cells, too_long(row, COLUMNS)
    title = cells[TITLE.key]
    if not title:
        problems.append(Problem(TITLE.title, "còn trống."))
    elif fold(title) in before and before[fold(title)]:
        problems.append(Problem(TITLE.title, f"trùng với hàng {before[fold(title)]} của tệp."))
    told = _task(row, known, problems)
    if problems:
        return PlannedRow(row.number, title, Verdict.REFUSED, problems=tuple(problems))
    if fold(title) in before:
        return PlannedRow(row.number, title, Verdict.SAME)
    return PlannedRow(row.number, title, Verdict.CREATE, told)


def _task(row: Row, known: Known, problems: list[Problem]) -> PlannedTask:
    cells = row.cells
    lead = _place(LEAD, cells[LEAD.key], known, problems)
    supporting = [_place(SUPPORTING, part, known, problems) for part in _parts(cells[SUPPORTING.key])]
    if lead is not None and lead in supporting:
        problems.append(Problem(SUPPORTING.title, f"“{lead.name}” đã là đơn vị chủ trì."))
    following = _place(FOLLOWING, cells[FOLLOWING.key], known, problems)
    officer = _officer(cells[OFFICER.key], lead, known)
    due_text, due_on = _due(cells, known, problems)
    return PlannedTask(
        title=cells[TITLE.key],
        product=cells[PRODUCT.key],
        lead_id=lead.id if lead else None,
        supporting_ids=tuple(dict.fromkeys(one.id for one in supporting if one is not None)),
        following_id=following.id if following else None,
        officer_id=officer.id if officer else None,
        officer_name="" if officer else cells[OFFICER.key],
        head_duty=cells[HEAD_DUTY.key],
        due_text=due_text,
        due_on=due_on,
        clause=cells[CLAUSE.key],
        item_id=known.items.get(cells[CLAUSE.key].strip(" .")),
    )


def _parts(said: str) -> list[str]:
    return [part.strip() for part in said.split(";") if part.strip()]


def _place(column: Column, said: str, known: Known, problems: list[Problem]) -> KnownPlace | None:
    """The open unit of that code, else of that name; a reason among `problems` when there is none, or more than one."""
    if not said:
        return None
    wanted = fold(said)
    names: tuple[Callable[[KnownPlace], str], ...] = (
        lambda one: one.code,
        lambda one: one.name,
        lambda one: one.short_name,
    )
    found: list[KnownPlace] = []
    for name in names:
        found = found or [one for one in known.places if fold(name(one)) == wanted]
    standing = [one for one in found if not one.is_closed]
    if len(standing) == 1:
        return standing[0]
    if standing:
        problems.append(Problem(column.title, f"có {len(standing)} đơn vị tên “{said}”, xin ghi mã."))
    else:
        reason = "đã kết thúc hoạt động." if found else "không có trong phần mềm."
        problems.append(Problem(column.title, f"đơn vị “{said}” {reason}"))
    return None


def _officer(said: str, lead: KnownPlace | None, known: Known) -> KnownOfficer | None:
    """The one account of that name in the unit that leads; without one the name is kept as it was written."""
    if not said or lead is None:
        return None
    wanted = fold(said)
    there = [one for one in known.officers if any(path.startswith(lead.path) for path in one.paths)]
    found = [one for one in there if wanted in {one.username, fold(one.full_name)}]
    return found[0] if len(found) == 1 else None


def _due(cells: dict[str, str], known: Known, problems: list[Problem]) -> tuple[str, date | None]:
    words, day = cells[DUE.key], cells[DUE_ON.key]
    # A cell that Excel holds as a day comes as 2027-09-30.
    in_words = read_date(words)
    due_text = f"{in_words:%d/%m/%Y}" if in_words else words
    due_on = read_date(day) if day else read_due(due_text).on
    if day and due_on is None:
        problems.append(Problem(DUE_ON.title, f"“{day}” không phải là ngày. Xin ghi theo dạng 30/09/2027."))
    if due_on is not None and known.starts_on is not None and due_on < known.starts_on:
        reason = f"{due_on:%d/%m/%Y} sớm hơn ngày bắt đầu phong trào, {known.starts_on:%d/%m/%Y}."
        problems.append(Problem(DUE.title, reason))
    return due_text or (f"{due_on:%d/%m/%Y}" if due_on else ""), due_on
