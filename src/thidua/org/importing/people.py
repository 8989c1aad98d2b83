"""Rows of a list of people against the people and units that are known."""

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

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
    too_long,
)
from thidua.org.importing.units import KnownUnit
from thidua.org.roles import STANDING_BODY

NAME = Column(
    "full_name", "Họ và tên", 120, "Nguyễn Thị Minh Họa", aliases=("họ tên",), is_needed=True, width=30
)
USERNAME = Column(
    "username", "Tên đăng nhập", 80, "nguyen.thi.minh.hoa", "Để trống: phần mềm tự đặt theo họ tên", width=24
)
EMAIL = Column(
    "email", "Thư điện tử", 254, "minhhoa@namdong.example", "Để trống cũng được", ("email",), width=30
)
POSITION = Column("position", "Chức vụ", 120, "Tổ trưởng", "Để trống cũng được", width=24)
UNIT = Column(
    "unit",
    "Mã đơn vị",
    200,
    "TDP01",
    "Mã hoặc tên đầy đủ của đơn vị; vai trò của toàn địa phương thì để trống được",
    ("đơn vị",),
    is_needed=True,
)
ROLE = Column("role", "Vai trò", 60, "Cán bộ đầu mối", is_needed=True, width=24)
PEOPLE_COLUMNS = (NAME, USERNAME, EMAIL, POSITION, UNIT, ROLE)

# The same letters as org.actions.people.USERNAME.
USERNAME_SHAPE = re.compile(r"[a-z0-9][a-z0-9._-]{2,79}")
EMAIL_SHAPE = re.compile(r"[^@\s]+@[^@\s]+[.][^@\s.]{2,}")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person known in the commune; `roles` are (unit id, role code) that hold today. Only its home changes an account."""

    id: int
    username: str
    full_name: str
    email: str
    position: str
    is_active: bool
    is_at_home: bool
    roles: frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a row says after checking. `person_id` None is a new account, or the one that `person_row` creates."""

    person_id: int | None
    person_row: int | None
    full_name: str
    username: str
    email: str
    position: str
    unit_id: int
    role: str
    is_role_new: bool


@dataclass(slots=True)
class _Known:
    """What is known before the file, and what its earlier rows brought."""

    people: Sequence[KnownPerson]
    units: Sequence[KnownUnit]
    roles: dict[str, str]
    wide: frozenset[str]  # roles that count in the whole commune
    taken: frozenset[str]  # usernames in the whole installation
    written: set[str]  # usernames that the file gives
    by_username: dict[str, KnownPerson] = field(default_factory=dict)
    by_name: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    brought: dict[str, PersonFacts] = field(default_factory=dict)  # by username: new accounts of earlier rows
    brought_in: dict[str, int] = field(default_factory=dict)  # by username: the row that creates it
    named: dict[str, int] = field(default_factory=dict)  # by name: earlier rows that give no username
    said: dict[object, int] = field(default_factory=dict)  # by (person, unit, role): earlier rows

    def __post_init__(self) -> None:
        self.by_username = {person.username: person for person in self.people}
        for person in self.people:
            self.by_name[text.fold(person.full_name)].append(person)

    def unit(self, written: str, role: str | None) -> KnownUnit | str:
        """The open unit of that code or name, the commune itself for nothing; or the reason why there is none."""
        if not written:
            if role in self.wide:
                return next(unit for unit in self.units if unit.parent_id is None)
            return "còn trống. Chỉ vai trò của toàn địa phương mới để trống được."
        wanted = text.fold(written)
        found = [unit for unit in self.units if unit.code and text.fold(unit.code) == wanted]
        found = found or [unit for unit in self.units if text.fold(unit.name) == wanted]
        open_ones = [unit for unit in found if not unit.is_closed]
        if not open_ones:
            return f"đơn vị “{written}” {'đã kết thúc hoạt động' if found else 'không có trong phần mềm'}."
        return (
            open_ones[0]
            if len(open_ones) == 1
            else f"có {len(open_ones)} đơn vị tên “{written}”, xin ghi mã."
        )


def plan_people(
    rows: Sequence[Row],
    people: Sequence[KnownPerson],
    units: Sequence[KnownUnit],
    *,
    roles: dict[str, str],
    wide: frozenset[str],
    taken: frozenset[str],
) -> Plan[PersonFacts]:
    """`roles` maps codes to names, `taken` are all usernames of the installation; an empty cell keeps what is known.

    A role of `wide` counts in the whole commune: without a unit it is held in the commune itself. A role once held is
    never taken away by a list: what is not in it stays.
    """
    written = {row.cells[USERNAME.key].lower() for row in rows if row.cells[USERNAME.key]}
    known = _Known(people, units, roles, wide, taken, written)
    planned = tuple(_planned(row, known) for row in rows)
    doing = (row.number for row in planned if row.verdict in (Verdict.CREATE, Verdict.CHANGE))
    return Plan(planned, tuple(doing))


def suggested_username(full_name: str, taken: Container[str]) -> str:
    """ "Nguyễn Văn A" gives "nguyen.van.a", then "nguyen.van.a2" and so on."""
    words = re.findall(r"[a-z0-9]+", text.fold(full_name)) or ["nguoi.dung"]
    stem = ".".join(words)[:70]
    stem = stem if USERNAME_SHAPE.fullmatch(stem) else f"{stem}.nd"
    number, chosen = 1, stem
    while chosen in taken:
        number += 1
        chosen = f"{stem}{number}"
    return chosen


def _planned(row: Row, known: _Known) -> PlannedRow[PersonFacts]:
    problems = too_long(row, PEOPLE_COLUMNS) + _shape_problems(row)
    role = match_word(row.cells[ROLE.key], known.roles)
    unit = known.unit(row.cells[UNIT.key], role)
    if isinstance(unit, str):
        problems.append(Problem(UNIT.title, unit))
    if role is None:
        reason = f"không có vai trò “{row.cells[ROLE.key]}”." if row.cells[ROLE.key] else "còn trống."
        problems.append(Problem(ROLE.title, f"{reason} Các vai trò: {'; '.join(known.roles.values())}."))
    if problems or isinstance(unit, str) or role is None:
        return _refused(row, problems)
    person = _person(row, unit, known)
    if isinstance(person, Problem):
        return _refused(row, [person])
    problem = _contradiction(row, person, unit, role, known)
    if problem:
        return _refused(row, [problem])
    return _accepted(row, person, unit, role, known)


def _refused(row: Row, problems: Sequence[Problem]) -> PlannedRow[PersonFacts]:
    label = row.cells[NAME.key] or row.cells[USERNAME.key]
    return PlannedRow(row.number, label, Verdict.REFUSED, problems=tuple(problems))


def _shape_problems(row: Row) -> list[Problem]:
    problems = []
    username, email = row.cells[USERNAME.key].lower(), row.cells[EMAIL.key]
    if not row.cells[NAME.key]:
        problems.append(Problem(NAME.title, "còn trống."))
    if username and not USERNAME_SHAPE.fullmatch(username):
        reason = "gồm 3 đến 80 chữ không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới."
        problems.append(Problem(USERNAME.title, reason))
    if email and not EMAIL_SHAPE.fullmatch(email):
        problems.append(Problem(EMAIL.title, f"“{email}” không phải là địa chỉ thư điện tử."))
    return problems


def _person(row: Row, unit: KnownUnit, known: _Known) -> KnownPerson | Problem | None:
    """Whom the row means: by key or username; otherwise by name together with unit or address. None is somebody new."""
    key, username = row.cells[KEY], row.cells[USERNAME.key].lower()
    found = next((one for one in known.people if key.isdecimal() and one.id == int(key)), None)
    found = found or known.by_username.get(username)
    if found is None and not username:
        namesakes = _namesakes(row, unit, known)
        if len(namesakes) > 1:
            return Problem(USERNAME.title, "có nhiều người cùng họ tên này, xin ghi tên đăng nhập.")
        found = namesakes[0] if namesakes else None
    if found is None and username in known.taken:
        return Problem(USERNAME.title, "đã có người khác dùng.")
    if found is not None and not found.is_active:
        return Problem(USERNAME.title, "tài khoản này đang bị khóa.")
    return found


def _namesakes(row: Row, unit: KnownUnit, known: _Known) -> list[KnownPerson]:
    same = known.by_name.get(text.fold(row.cells[NAME.key]), [])
    email = row.cells[EMAIL.key].lower()
    by_email = [one for one in same if email and one.email.lower() == email]
    return by_email or [one for one in same if any(held == unit.id for held, _ in one.roles)]


def _contradiction(
    row: Row, person: KnownPerson | None, unit: KnownUnit, role: str, known: _Known
) -> Problem | None:
    """What speaks against the row when the rows above it have been taken."""
    username, name = row.cells[USERNAME.key].lower(), text.fold(row.cells[NAME.key])
    earlier = known.brought.get(username) if username else None
    if earlier and text.fold(earlier.full_name) != name:
        return Problem(
            NAME.title, f"tên đăng nhập này ở hàng {known.brought_in[username]} là của người khác."
        )
    if person is None and not username and name in known.named:
        reason = (
            f"trùng họ tên với hàng {known.named[name]}, xin ghi tên đăng nhập để biết là một hay hai người."
        )
        return Problem(USERNAME.title, reason)
    who = person.id if person else username or name
    if (who, unit.id, role) in known.said:
        return Problem(NAME.title, f"trùng với hàng {known.said[who, unit.id, role]} của tệp.")
    if person and not person.is_at_home and _changes(row, person):
        return Problem(NAME.title, "tài khoản này do nơi khác giữ, ở đây chỉ giao được vai trò.")
    return None


def _accepted(
    row: Row, person: KnownPerson | None, unit: KnownUnit, role: str, known: _Known
) -> PlannedRow[PersonFacts]:
    cells = row.cells
    username, name = cells[USERNAME.key].lower(), text.fold(cells[NAME.key])
    earlier = known.brought.get(username) if username else None
    if person is None and not username:
        username = suggested_username(cells[NAME.key], known.taken | known.written | known.brought.keys())
        known.named[name] = row.number
    facts = PersonFacts(
        person_id=person.id if person else None,
        person_row=known.brought_in.get(username) if earlier else None,
        full_name=cells[NAME.key],
        username=person.username if person else username,
        email=cells[EMAIL.key] or (person.email if person else ""),
        position=cells[POSITION.key] or (person.position if person else ""),
        unit_id=unit.id,
        role=role,
        is_role_new=person is None or (unit.id, role) not in person.roles,
    )
    known.said[person.id if person else cells[USERNAME.key].lower() or name, unit.id, role] = row.number
    if person is None and earlier is None:
        known.brought[username], known.brought_in[username] = facts, row.number
    changes = _changes(row, person) if person else [] if earlier else [Change(USERNAME.title, "", username)]
    if facts.is_role_new:
        changes.append(Change(ROLE.title, "", f"{known.roles[role]} · {unit.name}"))
        if role == STANDING_BODY.code and unit.parent_id is not None and not unit.is_standing_body:
            changes.append(Change(known.roles[role], "", unit.name))
    is_new = person is None and earlier is None
    verdict = Verdict.CREATE if is_new else Verdict.CHANGE if changes else Verdict.SAME
    return PlannedRow(row.number, cells[NAME.key], verdict, facts, tuple(changes))


def _changes(row: Row, person: KnownPerson) -> list[Change]:
    """Cells that say something else than the account; an empty one says nothing."""
    pairs = [
        (NAME, person.full_name, row.cells[NAME.key]),
        (EMAIL, person.email, row.cells[EMAIL.key]),
        (POSITION, person.position, row.cells[POSITION.key]),
    ]
    return [Change(column.title, old, new) for column, old, new in pairs if new and old != new]
