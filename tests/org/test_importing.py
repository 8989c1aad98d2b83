"""The planning of imports: pure, so by tables and properties."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.org import errors, roles
from thidua.org.enums import UnitKind
from thidua.org.importing import (
    PEOPLE_COLUMNS,
    UNIT_COLUMNS,
    KnownPerson,
    KnownUnit,
    Verdict,
    plan_people,
    plan_units,
    read_rows,
    suggested_username,
)
from thidua.org.importing.table import match_word, read_date

START = date(2025, 7, 1)
TODAY = date(2026, 6, 1)
KINDS = dict(UnitKind.choices)
ROLES = dict(roles.CHOICES)
UNIT_TITLES = [column.title for column in UNIT_COLUMNS]
PEOPLE_TITLES = [column.title for column in PEOPLE_COLUMNS]


def known(pk, code, name, kind="neighbourhood", parent=1, short="", closed=False) -> KnownUnit:
    return KnownUnit(pk, code, name, short, kind, parent, START, closed)


UNITS = [
    known(1, "", "phường Nam Đồng", "commune", None),
    known(2, "VHXH", "Phòng Văn hóa – Xã hội", "department"),
    known(3, "DN", "Tổ dân phố Đồng Ngọ"),
    known(4, "CU", "Tổ dân phố Cũ", closed=True),
    known(5, "", "Tổ dân phố 5", parent=2),
]


def units(*rows, existing=UNITS):
    table = [UNIT_TITLES, *[(list(row) + [""] * 6)[:6] for row in rows]]
    return plan_units(read_rows(table, UNIT_COLUMNS), existing, kinds=KINDS, today=TODAY)


def verdicts(plan) -> list[str]:
    return [str(row.verdict) for row in plan.rows]


def reasons(plan) -> list[tuple[int, str, str]]:
    return [(row.number, one.column, one.reason) for row in plan.rows for one in row.problems]


def test_titles_are_found_below_a_heading_in_any_order_and_form():
    table = [
        ["Danh sách đơn vị"],
        [],
        ["LOẠI", "Ghi chú", "ten don vi", "Mã", "Khóa"],
        ["Khác", "x", " Hợp tác xã  Đồng Ngọ ", 7, None],
        [None, "chỉ ghi chú", None, None, None],
        ["Khác", "", "Ví dụ", "VD", "vi-du"],
        ["Khác", "", "Sau", Decimal("8.0")],
    ]
    rows = read_rows(table, UNIT_COLUMNS)
    assert [(row.number, row.cells["name"], row.cells["code"]) for row in rows] == [
        (4, "Hợp tác xã Đồng Ngọ", "7"),
        (7, "Sau", "8"),
    ]


def test_missing_titles_are_named():
    with pytest.raises(errors.TableRefused, match="“Tên đơn vị”, “Loại”"):
        read_rows([["Mã đơn vị", "Ngày bắt đầu"], ["A", "B"]], UNIT_COLUMNS)
    with pytest.raises(errors.TableRefused):
        read_rows([], UNIT_COLUMNS)


def test_new_units_hang_below_known_and_new_ones_and_come_after_them():
    plan = units(
        ("T9", "Tổ dân phố 9", "", "Tổ dân phố", "P1"),
        ("P1", "Phòng mới", "PM", "phong, ban", "vhxh", "01/02/2026"),
        ("", "Trường Mầm non", "", "TRƯỜNG HỌC"),
    )
    assert verdicts(plan) == ["create", "create", "create"]
    assert [number for number in plan.order if number in (2, 3)] == [3, 2]
    facts = {row.number: row.facts for row in plan.rows}
    assert (facts[2].parent_row, facts[2].parent_id, facts[2].valid_from) == (3, None, TODAY)
    assert (facts[3].parent_id, facts[3].kind, facts[3].valid_from) == (2, "department", date(2026, 2, 1))
    assert (facts[4].parent_id, facts[4].kind) == (1, "school")


def test_known_units_change_only_in_the_cells_that_are_filled():
    plan = units(
        ("DN", "Tổ dân phố Đồng Ngọ", "", "Tổ dân phố"),
        ("vhxh", "Phòng Văn hóa", "VH", "", ""),
        ("", "tổ dân phố 5", "", "", "DN"),
    )
    assert verdicts(plan) == ["same", "change", "change"]
    assert [(one.column, one.before, one.after) for one in plan.rows[1].changes] == [
        ("Mã đơn vị", "VHXH", "vhxh"),
        ("Tên đơn vị", "Phòng Văn hóa – Xã hội", "Phòng Văn hóa"),
        ("Tên ngắn", "", "VH"),
    ]
    assert [(one.column, one.before, one.after) for one in plan.rows[2].changes] == [
        ("Tên đơn vị", "Tổ dân phố 5", "tổ dân phố 5"),
        ("Đơn vị cấp trên", "Phòng Văn hóa – Xã hội", "Tổ dân phố Đồng Ngọ"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (("A", "", "", "Khác"), "Tên đơn vị", "còn trống."),
        (("A", "Mới", "", ""), "Loại", "còn trống."),
        (("A", "Mới", "", "Chi bộ"), "Loại", "không có loại “Chi bộ”."),
        (("A", "Mới", "", "Phường"), "Loại", "chỉ phường, xã, đặc khu mới thuộc loại này"),
        (("A", "Mới", "", "Khác", "ZZ"), "Mã đơn vị cấp trên", "không có đơn vị nào mang mã “ZZ”."),
        (("A", "Mới", "", "Khác", "CU"), "Mã đơn vị cấp trên", "đã kết thúc hoạt động"),
        (("A", "Mới", "", "Khác", "A"), "Mã đơn vị cấp trên", "vòng tròn"),
        (("A", "Mới", "", "Khác", "", "31/02/2026"), "Ngày bắt đầu", "không phải là ngày"),
        (("CU", "Tổ dân phố Cũ", "", "Tổ dân phố"), "Mã đơn vị", "đã kết thúc hoạt động"),
        (("A" * 41, "Mới", "", "Khác"), "Mã đơn vị", "dài 41 ký tự"),
        (("A", "M" * 201, "", "Khác"), "Tên đơn vị", "dài 201 ký tự"),
        (("", "phường Nam Đồng", "", "Khác"), "Loại", "không đổi được"),
        (("", "phường Nam Đồng", "", "", "DN"), "Mã đơn vị cấp trên", "phường, xã, đặc khu là gốc"),
    ],
)
def test_unit_row_that_breaks_a_rule(row, column, reason):
    plan = units(row)
    assert verdicts(plan) == ["refused"]
    found = reasons(plan)
    assert [(number, name) for number, name, _ in found] == [(2, column)]
    assert reason in found[0][2]
    assert plan.order == ()


def test_longest_texts_pass():
    assert verdicts(units(("A" * 40, "M" * 200, "N" * 80, "Khác"))) == ["create"]


def test_doubles_name_the_first_row():
    plan = units(
        ("A", "Một", "", "Khác"),
        ("a", "Hai", "", "Khác"),
        ("", "Ba", "", "Khác"),
        ("", "BA", "", "Khác"),
    )
    assert verdicts(plan) == ["create", "refused", "create", "refused"]
    assert reasons(plan) == [
        (3, "Mã đơn vị", "trùng với hàng 2 của tệp."),
        (5, "Tên đơn vị", "trùng với hàng 4 của tệp."),
    ]


def test_row_below_a_refused_row_is_refused_too():
    plan = units(("C", "Con", "", "Khác", "B"), ("B", "Cha", "", "Khác", "A"), ("A", "Ông", "", "Sai"))
    assert verdicts(plan) == ["refused"] * 3
    assert reasons(plan)[0] == (2, "Mã đơn vị cấp trên", "đơn vị cấp trên ở hàng 3 bị từ chối.")


def test_circle_over_known_and_new_units_is_refused():
    plan = units(("VHXH", "Phòng", "", "", "N"), ("N", "Mới", "", "Khác", "DN"), ("DN", "Tổ", "", "", "VHXH"))
    assert verdicts(plan) == ["refused"] * 3


def test_swap_of_parent_and_child_is_ordered_from_the_top():
    existing = [UNITS[0], known(2, "A", "A"), known(3, "B", "B", parent=2), known(6, "G", "G")]
    plan = units(("A", "A", "", "", "B"), ("B", "B", "", "", "G"), existing=existing)
    assert verdicts(plan) == ["change", "change"]
    assert plan.order == (3, 2)


def test_hidden_key_finds_a_unit_whose_code_and_name_changed():
    table = [["Khóa", *UNIT_TITLES], ["3", "MOI", "Tổ dân phố Mới", "", "", "", ""]]
    plan = plan_units(read_rows(table, UNIT_COLUMNS), UNITS, kinds=KINDS, today=TODAY)
    assert [(row.verdict, row.facts.unit_id) for row in plan.rows] == [(Verdict.CHANGE, 3)]
    taken = [["Khóa", *UNIT_TITLES], ["3", "VHXH", "Tổ dân phố Mới", "", "", "", ""]]
    plan = plan_units(read_rows(taken, UNIT_COLUMNS), UNITS, kinds=KINDS, today=TODAY)
    assert reasons(plan) == [(2, "Mã đơn vị", "mã này đã dùng cho đơn vị khác.")]


def test_namesakes_without_code_are_not_guessed():
    existing = [*UNITS, known(9, "", "Tổ dân phố 5")]
    assert reasons(units(("", "Tổ dân phố 5", "", ""), existing=existing))[0][1] == "Mã đơn vị"


CELLS = st.sampled_from(
    ["", "A", "B", "DN", "VHXH", "CU", "Tổ dân phố 5", "Khác", "Trường học", "01/01/2026"]
)


@given(st.lists(st.tuples(*[CELLS] * 6), max_size=8))
def test_any_table_is_planned_whole_and_orders_parents_first(rows):
    plan = units(*rows)
    filled = [index for index, row in enumerate(rows, start=2) if any(row)]
    assert [row.number for row in plan.rows] == filled
    place = {number: index for index, number in enumerate(plan.order)}
    for row, facts in plan.to_apply:
        assert row.verdict in (Verdict.CREATE, Verdict.CHANGE)
        if facts.parent_row is not None and facts.parent_row in place:
            assert place[facts.parent_row] < place[row.number]
    assert all(bool(row.problems) == (row.verdict is Verdict.REFUSED) for row in plan.rows)


TREE = [
    UNITS[0],
    *(known(pk, code, code, parent=up) for pk, code, up in [(2, "A", 1), (3, "B", 2), (4, "C", 3)]),
]
CODES = st.sampled_from(["A", "B", "C", "D", "E", ""])


@given(st.lists(st.tuples(CODES, CODES), max_size=8))
def test_applied_in_order_no_step_puts_a_unit_below_itself(pairs):
    plan = units(*((code, code or "X", "", "Tổ dân phố", parent) for code, parent in pairs), existing=TREE)
    parents = {unit.id: unit.parent_id for unit in TREE}
    made = {}
    for row, facts in plan.to_apply:
        pk = facts.unit_id or 100 + row.number
        parent = made[facts.parent_row] if facts.parent_row is not None else facts.parent_id
        above = parent
        while above is not None:
            assert above != pk
            above = parents[above]
        parents[pk], made[row.number] = parent, pk


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("01/07/2025", START),
        ("1-7-2025", START),
        ("1.7.2025", START),
        ("2025-07-01", START),
        ("2025", None),
        ("07/2025", None),
        ("32/01/2025", None),
        ("", None),
    ],
)
def test_read_date(written, expected):
    assert read_date(written) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Tổ dân phố, thôn", "neighbourhood"),
        ("THON", "neighbourhood"),
        ("phòng, ban", "department"),
        ("school", "school"),
        ("", None),
        (",", None),
        ("phòng, trường học", None),
    ],
)
def test_match_word(written, code):
    assert match_word(written, KINDS) == code


def person(pk, username, name, *held, email="", position="", active=True, home=True) -> KnownPerson:
    return KnownPerson(pk, username, name, email, position, active, home, frozenset(held))


PEOPLE = [
    person(1, "an.nv", "Nguyễn Văn An", (3, "reporter"), email="an@x.vn", position="Tổ trưởng"),
    person(2, "an.nv2", "Nguyễn Văn An", (2, "reporter")),
    person(3, "khoa", "Đã Khóa", (2, "reporter"), active=False),
    person(4, "khach", "Khách Nơi Khác", (2, "overseer"), home=False),
]


def people(*rows, existing=UNITS):
    table = [PEOPLE_TITLES, *[(list(row) + [""] * 6)[:6] for row in rows]]
    taken = frozenset(one.username for one in PEOPLE) | {"noi.khac", "tran.thi.on"}
    return plan_people(
        read_rows(table, PEOPLE_COLUMNS), PEOPLE, existing, roles=ROLES, wide=roles.COMMUNE_WIDE, taken=taken
    )


def test_new_people_get_usernames_that_nobody_has():
    plan = people(
        ("Trần Thị Ơn", "", "", "", "DN", "can bo dau moi"),
        ("Đỗ Đức", "do.duc", "", "", "Tổ dân phố 5", "Thủ trưởng đơn vị"),
        ("Nguyễn Văn An", "", "", "", "Tổ dân phố 5", "Cán bộ đầu mối"),
    )
    assert verdicts(plan) == ["create", "create", "create"]
    assert [row.facts.username for row in plan.rows] == ["tran.thi.on2", "do.duc", "nguyen.van.an"]
    assert [(row.facts.unit_id, row.facts.role) for row in plan.rows] == [
        (3, "reporter"),
        (5, "unit_head"),
        (5, "reporter"),
    ]


def test_known_people_are_found_by_username_address_or_unit():
    plan = people(
        ("Nguyễn Văn An", "AN.NV", "", "Phó Chủ tịch", "DN", "Cán bộ đầu mối"),
        ("Nguyễn Văn An", "", "AN@x.vn", "", "VHXH", "Cán bộ đầu mối"),
        ("Nguyễn Văn An", "", "", "", "VHXH", "Cán bộ đầu mối"),
    )
    assert [row.facts.person_id for row in plan.rows] == [1, 1, 2]
    assert verdicts(plan) == ["change", "change", "same"]
    assert [(one.column, one.before, one.after) for one in plan.rows[0].changes] == [
        ("Chức vụ", "Tổ trưởng", "Phó Chủ tịch")
    ]
    assert [one.column for one in plan.rows[1].changes] == ["Thư điện tử", "Vai trò"]


@pytest.mark.parametrize(
    "role",
    ["Quản trị hệ thống", "Cơ quan thường trực", "Lãnh đạo UBND", "Ủy viên Hội đồng", "Cấp trên theo dõi"],
)
def test_a_role_of_the_whole_commune_needs_no_unit(role):
    plan = people(("Mới", "", "", "", "", role))
    assert verdicts(plan) == ["create"]
    assert plan.rows[0].facts.unit_id == 1
    assert [(one.column, one.after) for one in plan.rows[0].changes] == [
        ("Tên đăng nhập", "moi"),
        ("Vai trò", f"{role} · phường Nam Đồng"),
    ]


@pytest.mark.parametrize("role", ["Thủ trưởng đơn vị", "Cán bộ đầu mối"])
def test_a_role_of_a_unit_needs_the_unit(role):
    plan = people(("Mới", "", "", "", "", role))
    said = "còn trống. Chỉ vai trò của toàn địa phương mới để trống được."
    assert reasons(plan) == [(2, "Mã đơn vị", said)]


def test_the_office_of_a_standing_body_becomes_it_once():
    row = ("Mới", "", "", "", "VHXH", "Cơ quan thường trực")
    [planned] = people(row).rows
    assert [(one.column, one.after) for one in planned.changes][-1] == (
        "Cơ quan thường trực",
        "Phòng Văn hóa – Xã hội",
    )
    known_as_such = [replace(unit, is_standing_body=True) for unit in UNITS]
    [planned] = people(row, existing=known_as_such).rows
    assert [one.column for one in planned.changes] == ["Tên đăng nhập", "Vai trò"]


def test_one_new_person_with_two_roles():
    plan = people(
        ("Lê Bình", "le.binh", "", "", "DN", "Cán bộ đầu mối"),
        ("Lê Bình", "LE.BINH", "", "", "VHXH", "Thủ trưởng đơn vị"),
    )
    assert verdicts(plan) == ["create", "change"]
    assert [row.facts.person_row for row in plan.rows] == [None, 2]


GOOD = ("DN", "Cán bộ đầu mối")


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (("", "moi", "", "", *GOOD), "Họ và tên", "còn trống."),
        (("Mới", "có dấu", "", "", *GOOD), "Tên đăng nhập", "gồm 3 đến 80"),
        (("Mới", "", "không phải thư", "", *GOOD), "Thư điện tử", "không phải là địa chỉ"),
        (("Mới", "", "", "", "", "Cán bộ đầu mối"), "Mã đơn vị", "còn trống."),
        (("Mới", "", "", "", "ZZ", "Cán bộ đầu mối"), "Mã đơn vị", "không có trong phần mềm"),
        (("Mới", "", "", "", "CU", "Cán bộ đầu mối"), "Mã đơn vị", "đã kết thúc hoạt động"),
        (("Mới", "", "", "", "DN", ""), "Vai trò", "còn trống."),
        (("Mới", "", "", "", "DN", "Giám đốc"), "Vai trò", "không có vai trò “Giám đốc”."),
        (("Mới", "noi.khac", "", "", *GOOD), "Tên đăng nhập", "đã có người khác dùng."),
        (("Đã Khóa", "khoa", "", "", *GOOD), "Tên đăng nhập", "đang bị khóa"),
        (("Khách Đổi Tên", "khach", "", "", *GOOD), "Họ và tên", "do nơi khác giữ"),
        (("M" * 121, "", "", "", *GOOD), "Họ và tên", "dài 121 ký tự"),
    ],
)
def test_person_row_that_breaks_a_rule(row, column, reason):
    plan = people(row)
    assert verdicts(plan) == ["refused"]
    assert [(number, name) for number, name, _ in reasons(plan)] == [(2, column)]
    assert reason in reasons(plan)[0][2]


def test_rows_that_contradict_each_other():
    plan = people(
        ("Lê Bình", "", "", "", *GOOD),
        ("Lê Bình", "", "", "", "VHXH", "Cán bộ đầu mối"),
        ("Đỗ Đức", "do.duc", "", "", *GOOD),
        ("Đỗ Đức", "do.duc", "", "", *GOOD),
        ("Đỗ Khác", "do.duc", "", "", "VHXH", "Cán bộ đầu mối"),
    )
    assert verdicts(plan) == ["create", "refused", "create", "refused", "refused"]
    assert [(number, column) for number, column, _ in reasons(plan)] == [
        (3, "Tên đăng nhập"),
        (5, "Họ và tên"),
        (6, "Họ và tên"),
    ]


def test_guest_may_get_a_role():
    plan = people(("Khách Nơi Khác", "khach", "", "", *GOOD))
    assert verdicts(plan) == ["change"]


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Nguyễn Văn A", set(), "nguyen.van.a"),
        ("Đặng Thị Ơn", {"dang.thi.on"}, "dang.thi.on2"),
        ("Ơn", set(), "on.nd"),
        ("李", set(), "nguoi.dung"),
    ],
)
def test_suggested_username(name, taken, expected):
    assert suggested_username(name, taken) == expected


def test_fingerprint_is_that_of_the_outcome():
    same = ("A", "Mới", "", "Khác")
    assert units(same).fingerprint == units(same).fingerprint
    assert units(same).fingerprint != units(("A", "Mới hơn", "", "Khác")).fingerprint
