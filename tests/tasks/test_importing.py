"""Rows of a table against what is known: added, there already, or refused with the reason."""

from datetime import date

import pytest

from thidua.org.importing.table import Verdict
from thidua.tasks.importing import COLUMNS, Known, KnownOfficer, KnownPlace, PlannedTask, Row, plan_tasks

PLACES = (
    KnownPlace(1, "VP", "Văn phòng", "VP", "9.1.", is_closed=False),
    KnownPlace(2, "TDP01", "Tổ dân phố 1", "Tổ 1", "9.2.", is_closed=False),
    KnownPlace(3, "CU", "Đội cũ", "", "9.3.", is_closed=True),
    KnownPlace(4, "A1", "Trùng tên", "", "9.4.", is_closed=False),
    KnownPlace(5, "A2", "Trùng tên", "", "9.5.", is_closed=False),
)
OFFICERS = (
    KnownOfficer(11, "mai", "Nguyễn Thị Mai", ("9.1.",)),
    KnownOfficer(12, "lan", "Lê Thị Lan", ("9.2.",)),
)
KNOWN = Known(PLACES, OFFICERS, frozenset({"da co"}), {"VI.5": 70}, date(2025, 8, 1))


def row(number: int = 2, **cells: str) -> Row:
    return Row(
        number, {"key": "", **{column.key: "" for column in COLUMNS}, "title": "Lập danh mục", **cells}
    )


def planned(**cells: str) -> PlannedTask:
    [one] = plan_tasks([row(**cells)], KNOWN).rows
    assert (one.verdict, one.facts is not None) == (Verdict.CREATE, True)
    return one.facts  # type: ignore[return-value]


def refused(**cells: str) -> list[tuple[str, str]]:
    [one] = plan_tasks([row(**cells)], KNOWN).rows
    assert one.verdict is Verdict.REFUSED
    return [(problem.column, problem.reason) for problem in one.problems]


def test_a_whole_row() -> None:
    task = planned(
        product="Danh mục", lead="VP", supporting="tdp01; Tổ 1", following="Tổ dân phố 1", officer="MAI",
        head_duty="Duyệt", due="trong quý III/2027", clause="VI.5",
    )  # fmt: skip
    assert task == PlannedTask(
        "Lập danh mục", "Danh mục", 1, (2,), 2, 11, "", "Duyệt", "trong quý III/2027", date(2027, 9, 30), "VI.5", 70
    )  # fmt: skip


def test_an_empty_row_but_for_its_name_says_nothing_more() -> None:
    task = planned()
    assert (task.lead_id, task.officer_id, task.due_text, task.due_on, task.item_id) == (
        None,
        None,
        "",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("due", "due_on", "text", "day"),
    [
        ("thường xuyên", "", "thường xuyên", None),
        ("2027-09-30", "", "30/09/2027", date(2027, 9, 30)),
        ("hằng quý", "31/12/2027", "hằng quý", date(2027, 12, 31)),
        ("", "2027-12-31", "31/12/2027", date(2027, 12, 31)),
    ],
)
def test_due_dates(due: str, due_on: str, text: str, day: date | None) -> None:
    task = planned(due=due, due_on=due_on)
    assert (task.due_text, task.due_on) == (text, day)


def test_somebody_who_is_not_of_the_unit_stays_a_name() -> None:
    for lead, officer in (("VP", "Lê Thị Lan"), ("", "Nguyễn Thị Mai"), ("VP", "Người lạ")):
        task = planned(lead=lead, officer=officer)
        assert (task.officer_id, task.officer_name) == (None, officer)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"title": ""}, "Nhiệm vụ", "còn trống."),
        ({"title": "a" * 301}, "Nhiệm vụ", "dài 301 ký tự, nhiều hơn 300 ký tự được nhận."),
        ({"lead": "Phòng lạ"}, "Chủ trì", "đơn vị “Phòng lạ” không có trong phần mềm."),
        ({"lead": "Đội cũ"}, "Chủ trì", "đơn vị “Đội cũ” đã kết thúc hoạt động."),
        ({"lead": "Trùng tên"}, "Chủ trì", "có 2 đơn vị tên “Trùng tên”, xin ghi mã."),
        ({"lead": "VP", "supporting": "TDP01; Văn phòng"}, "Phối hợp", "“Văn phòng” đã là đơn vị chủ trì."),
        (
            {"due_on": "31/02/2027"},
            "Ngày hạn",
            "“31/02/2027” không phải là ngày. Xin ghi theo dạng 30/09/2027.",
        ),
        ({"due": "31/7/2025"}, "Thời hạn", "31/07/2025 sớm hơn ngày bắt đầu phong trào, 01/08/2025."),
    ],
)
def test_a_row_is_refused_with_its_reason(cells: dict[str, str], column: str, reason: str) -> None:
    assert refused(**cells) == [(column, reason)]


def test_the_same_task_is_taken_once() -> None:
    rows = [row(2), row(3, title="lập danh  mục"), row(4, title="Đã có")]
    plan = plan_tasks(rows, KNOWN)
    assert [one.verdict for one in plan.rows] == [Verdict.CREATE, Verdict.REFUSED, Verdict.SAME]
    assert plan.order == (2,)
    assert [problem.reason for problem in plan.rows[1].problems] == ["trùng với hàng 2 của tệp."]
