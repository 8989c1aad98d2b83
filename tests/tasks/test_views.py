"""Tasks in the pages as people use them: found, filtered, handed in, judged, taken away."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.clock import local
from tests.documents.samples import PNG
from tests.factories.movement import MovementFactory, PhaseFactory, PlanFactory, PlanItemFactory
from tests.factories.org import CommuneFactory, MembershipFactory, UnitFactory
from tests.factories.tasks import (
    DueDateFactory,
    ExtensionFactory,
    SupportFactory,
    TaskFactory,
    TaskImportFactory,
    TaskResultFactory,
)
from tests.sight import seen_on, sent
from thidua.core import sheets
from thidua.movement.enums import ItemKind
from thidua.org.models import Unit, User
from thidua.tasks.enums import TaskState
from thidua.tasks.models import CalendarFeed, Extension, Task, TaskImport

NOW = local(2026, 10, 8)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(set_clock: Callable[[datetime], None], data_folder: Any) -> None:
    set_clock(NOW)


def signed_in(unit: Unit, role: str) -> Client:
    person: User = MembershipFactory(unit=unit, role=role).user
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(commune: Unit) -> Client:
    return signed_in(commune, "standing_body")


@pytest.fixture
def reporter(unit: Unit) -> Client:
    return signed_in(unit, "reporter")


def titles(client: Client, query: str = "", page: str = "") -> list[str]:
    context = client.get(f"/nhiem-vu/{page}{query}").context
    return [line.task.title for line in context["lines"]]


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Lists


def test_the_list_shows_the_five_and_what_is_missing(task: Task, reporter: Client) -> None:
    said = words_of(reporter.get("/nhiem-vu/"))
    assert task.title in said
    assert said.count("Chưa rõ") == 2
    assert "chưa cử người" in said


def test_units_see_what_they_take_part_in_and_nothing_else(
    commune: Unit, unit: Unit, reporter: Client
) -> None:
    own = TaskFactory(lead=unit, title="Chủ trì")
    SupportFactory(unit=unit, task=TaskFactory(lead=UnitFactory(parent=commune), title="Phối hợp"))
    TaskFactory(lead=UnitFactory(parent=commune), following_unit=unit, title="Theo dõi")
    TaskFactory(lead=UnitFactory(parent=commune), parent=own, title="Việc con ở nơi khác")
    TaskFactory(lead=UnitFactory(parent=commune), title="Của đơn vị khác")
    TaskFactory(lead=unit, is_proposed=True, title="Đề xuất")
    assert sorted(titles(reporter)) == ["Chủ trì", "Phối hợp", "Theo dõi", "Việc con ở nơi khác"]
    assert titles(reporter, "?tinh-trang=proposed") == []


def test_filters_of_the_list(commune: Unit, unit: Unit, officer: Client) -> None:
    plan = PlanFactory(movement=MovementFactory(commune=commune, is_running=True))
    content = PlanItemFactory(plan=plan, is_counting=True, text="Hạ tầng số")
    sector = PlanItemFactory(plan=plan, is_counting=True, kind=ItemKind.SECTOR, parent=content, text="Y tế")
    phase = PhaseFactory(item__plan=plan, name="Giai đoạn 2")
    more = {"lead": unit, "movement": plan.movement}
    TaskFactory(**more, title="A", content=content, clause="II.2")
    TaskFactory(**more, title="B", content=sector, clause="II.7")
    TaskFactory(**more, title="C", phase=phase, due_on=date(2026, 10, 7), clause="II")
    TaskFactory(title="D", lead=UnitFactory(parent=commune), due_on=date(2026, 12, 1))
    TaskFactory(**more, title="Đ", is_cancelled=True, due_on=None)
    asked = {
        f"?noi-dung={content.pk}": ["A", "B"],
        f"?linh-vuc={sector.pk}": ["B"],
        "?giai-doan=Giai+đoạn+2": ["C"],
        "?muc=II": ["C", "A", "B"],
        "?muc=II.2": ["A"],
        f"?don-vi={unit.pk}": ["C", "A", "B"],
        f"?phong-trao={plan.movement_id}": ["C", "A", "B"],
        "?tre-han=tre": ["C"],
        "?tre-han=sap": ["A", "B"],
        "?tinh-trang=cancelled": ["Đ"],
        "?tinh-trang=la": ["C", "A", "B", "D"],
        "?tim=d": ["D"],
        "?don-vi=abc&xep=-ten": ["D", "C", "B", "A"],
        "?cua-toi=1": [],
    }
    assert {query: titles(officer, query) for query in asked} == asked


def test_late_is_after_the_last_day(
    unit: Unit, officer: Client, set_clock: Callable[[datetime], None]
) -> None:
    TaskFactory(lead=unit, due_on=date(2026, 10, 8), title="Hôm nay")
    set_clock(local(2026, 10, 8, 23, 59, 59))
    assert (titles(officer, "?tre-han=tre"), titles(officer, "?tre-han=sap")) == ([], ["Hôm nay"])
    set_clock(local(2026, 10, 9, 0, 0, 0))
    assert (titles(officer, "?tre-han=tre"), titles(officer, "?tre-han=sap")) == (["Hôm nay"], [])


def test_handed_in_at_the_last_second_is_in_time(unit: Unit, officer: Client) -> None:
    for second, title in ((local(2026, 10, 15, 23, 59, 59), "Kịp"), (local(2026, 10, 16, 0, 0, 0), "Trễ")):
        TaskFactory(lead=unit, is_accepted=True, done_at=second, title=title)
    assert titles(officer, "?tre-han=nop-tre") == ["Trễ"]
    said = words_of(officer.get("/nhiem-vu/"))
    assert ("Đúng hạn" in said, "Nộp trễ 1 ngày" in said) == (True, True)


@pytest.mark.parametrize("page", ["", "bang/", "tien-do/"])
def test_a_list_costs_the_same_for_one_and_for_many(
    page: str, unit: Unit, officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for many in (1, 4):
        for _ in range(many):
            whole = TaskFactory(lead=unit)
            TaskFactory(lead=unit, parent=whole, is_accepted=True)
            DueDateFactory(task=whole)
        with django_assert_num_queries(8 if page == "tien-do/" else 7):
            assert officer.get(f"/nhiem-vu/{page}").status_code == 200


def test_the_board_has_a_column_a_state(commune: Unit, unit: Unit, officer: Client) -> None:
    TaskFactory(is_waiting=True, commune=commune, title="Chờ giao")
    TaskFactory(lead=unit, is_proposed=True)
    for number in range(27):
        TaskFactory(lead=unit, title=f"Việc {number}")
    columns = officer.get("/nhiem-vu/bang/").context["columns"]
    assert [(one.state, one.count, len(one.lines), one.more) for one in columns] == [
        (TaskState.CONFIRMED, 1, 1, 0),
        (TaskState.ASSIGNED, 27, 25, 2),
        (TaskState.RETURNED, 0, 0, 0),
        (TaskState.HANDED_IN, 0, 0, 0),
        (TaskState.ACCEPTED, 0, 0, 0),
    ]


def test_the_timeline_is_a_picture_with_its_table(unit: Unit, task: Task, officer: Client) -> None:
    DueDateFactory(task=task, due_on=date(2026, 10, 1))
    answer = officer.get("/nhiem-vu/tien-do/")
    body = answer.content.decode()
    assert ("print-wide" in body, body.count("chart-when-wide"), body.count("chart-when-narrow")) == (
        True,
        1,
        1,
    )
    [(bar, line)] = answer.context["rows"]
    assert (bar.number, bar.before, line.task) == (1, (date(2026, 10, 1),), task)
    assert f"1. {task.title}: từ 01/09/2026, hạn 15/10/2026" in body


def test_the_export_comes_back_as_an_import(unit: Unit, task: Task, officer: Client) -> None:
    Task.objects.filter(pk=task.pk).update(title="=1+1")
    answer = officer.get("/nhiem-vu/tai-ve.xlsx?tre-han=sap")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp")
    assert (rows[1][0], rows[1][2], rows[1][7]) == ("=1+1", unit.name, "15/10/2026")
    assert sheets.read_table(answer.content, "a.xlsx").rows[1][0] == "=1+1"


# One task


def test_the_page_of_another_unit_or_commune_is_not_there(commune: Unit, task: Task) -> None:
    other = signed_in(UnitFactory(parent=commune), "unit_head")
    stranger = signed_in(CommuneFactory().unit, "standing_body")
    for client in (other, stranger):
        assert client.get(f"/nhiem-vu/{task.pk}/").status_code == 404


def test_a_supporting_unit_reads_and_changes_nothing(task: Task) -> None:
    client = signed_in(SupportFactory(task=task).unit, "unit_head")
    here = f"/nhiem-vu/{task.pk}/"
    assert client.get(here).status_code == 200
    assert {client.get(f"{here}{page}/").status_code for page in ("nop", "gia-han", "tach", "cu-nguoi")} == {
        404
    }
    assert {client.get(f"{here}{page}/").status_code for page in ("sua", "giao", "huy")} == {403}


def test_a_task_from_giving_to_accepting(unit: Unit, officer: Client, reporter: Client) -> None:
    typed = {"title": "Mở lớp", "due_text": "trước ngày 15/11/2026", "lead": unit.pk, "product": "Danh sách"}
    made = officer.post("/nhiem-vu/them/", typed)
    task = Task.objects.get()
    here = f"/nhiem-vu/{task.pk}/"
    assert (made.status_code, made["Location"], task.due_on) == (303, here, date(2026, 11, 14))
    picture = SimpleUploadedFile("lop.png", PNG)
    nothing = sent(reporter, f"{here}nop/", {"result": "Đã mở"})
    assert (nothing.status_code, "giải trình vì sao" in words_of(nothing)) == (422, True)
    given = sent(
        reporter, f"{here}nop/", {"result": "Đã mở lớp", "attached": picture, "url": "https://a.example/"}
    )
    assert given.status_code == 303
    shown = words_of(officer.get(here))
    assert ("Đã mở lớp" in shown, "lop.png" in shown, "Chờ nghiệm thu" in shown) == (True, True, True)
    assert sent(officer, f"{here}tra-lai/", {"reason": "Thiếu danh sách"}).status_code == 303
    assert "Thiếu danh sách" in words_of(reporter.get(f"{here}nop/"))
    paper = {"document_number": "12/BC-TDP", "document_on": "2026-10-07"}
    assert sent(reporter, f"{here}nop/", {"result": "Đã bổ sung", **paper}).status_code == 303
    assert sent(officer, f"{here}nghiem-thu/", {"note": "Tốt"}).status_code == 303
    task.refresh_from_db()
    assert (task.state, task.results.count()) == (TaskState.ACCEPTED, 2)


def test_who_judges_unseen_is_shown_first_and_nothing_is_lost(task: Task, officer: Client) -> None:
    TaskResultFactory(task=task)
    Task.objects.filter(pk=task.pk).update(state=TaskState.HANDED_IN)
    page = f"/nhiem-vu/{task.pk}/tra-lai/"
    seen = seen_on(officer, page)
    Task.objects.filter(pk=task.pk).update(product="Khác")
    answer = officer.post(page, {"reason": "Thiếu phụ lục", **seen})
    assert (answer.status_code, "Thiếu phụ lục" in answer.content.decode()) == (409, True)
    again = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
    assert again is not None
    assert officer.post(page, {"reason": "Thiếu phụ lục", "seen": again[1]}).status_code == 303


def test_more_time_is_asked_and_decided(task: Task, officer: Client, reporter: Client) -> None:
    here = f"/nhiem-vu/{task.pk}/"
    asked = sent(reporter, f"{here}gia-han/", {"due_on": "2026-11-01", "reason": "Chờ góp ý"})
    assert asked.status_code == 303
    assert "Đang xin gia hạn đến 01/11/2026" in words_of(officer.get(here))
    assert sent(officer, f"{here}gia-han/dong-y/", {"due_on": "2026-10-25"}).status_code == 303
    said = words_of(officer.get(here))
    assert ("được đến 25/10/2026" in said, Task.objects.get().due_on) == (True, date(2026, 10, 25))


def test_withdrawing_and_refusing_more_time(task: Task, officer: Client, reporter: Client) -> None:
    here = f"/nhiem-vu/{task.pk}/"
    ExtensionFactory(task=task)
    assert reporter.post(f"{here}gia-han/rut/", seen_on(reporter, here)).status_code == 303
    ExtensionFactory(task=task)
    assert sent(officer, f"{here}gia-han/khong/", {"reason": "Hạn của cấp trên"}).status_code == 303
    assert sorted(Extension.objects.values_list("answer", flat=True)) == ["refused", "withdrawn"]


def test_changing_reads_new_words_and_keeps_the_old_day(task: Task, officer: Client) -> None:
    page = f"/nhiem-vu/{task.pk}/sua/"
    typed = {
        "title": task.title,
        "lead": task.lead_id,
        "due_text": "trong quý IV/2026",
        "due_on": "2026-10-15",
        "reason": "Theo kế hoạch mới",
    }
    assert sent(officer, page, typed).status_code == 303
    task.refresh_from_db()
    assert (task.due_text, task.due_on) == ("trong quý IV/2026", date(2026, 12, 31))


def test_assigning_splitting_naming_cancelling(
    commune: Unit, unit: Unit, officer: Client, reporter: Client
) -> None:
    task = TaskFactory(is_waiting=True, commune=commune)
    here = f"/nhiem-vu/{task.pk}/"
    assert sent(officer, f"{here}giao/", {}).status_code == 422
    assert sent(officer, f"{here}giao/", {"lead": unit.pk}).status_code == 303
    person = unit.memberships.get(role="reporter").user
    assert sent(reporter, f"{here}cu-nguoi/", {"officer": person.pk}).status_code == 303
    part = {"title": "Khảo sát", "lead": unit.pk, "due_text": "10/10/2026"}
    assert sent(reporter, f"{here}tach/", part | {"more": "1"})["Location"] == f"{here}tach/"
    assert "Khảo sát" in words_of(reporter.get(here))
    assert sent(officer, f"{here}huy/", {"reason": "Đã làm chung"}).status_code == 303
    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.CANCELLED}


def test_a_difficulty_and_recalling(task: Task, officer: Client, reporter: Client) -> None:
    here = f"/nhiem-vu/{task.pk}/"
    assert reporter.post(f"{here}kho-khan/", {"difficulty": "Thiếu máy"}).status_code == 303
    assert "Thiếu máy" in words_of(officer.get(here))
    typed = {"result": "Xong", "explanation": "Văn bản chờ đóng dấu."}
    sent(reporter, f"{here}nop/", typed)
    assert reporter.post(f"{here}rut-lai/", seen_on(reporter, here)).status_code == 303
    assert Task.objects.get().state == TaskState.ASSIGNED


# Proposals


def test_proposals_are_made_put_right_and_confirmed(commune: Unit, unit: Unit, officer: Client) -> None:
    plan = PlanFactory(movement=MovementFactory(commune=commune, is_running=True))
    PlanItemFactory(
        plan=plan, is_counting=True, kind=ItemKind.DUTY, text="Lập sổ.\nMở lớp.", facts={"body": unit.name}
    )
    make = f"/nhiem-vu/phong-trao/{plan.movement_id}/de-xuat/"
    assert officer.post(make)["Location"] == "/nhiem-vu/de-xuat/"
    assert titles(officer, page="de-xuat/") == ["Lập sổ", "Mở lớp"]
    assert "Kế hoạch không có nhiệm vụ nào chưa được đề xuất" in words_of(officer.post(make, follow=True))
    first, second = Task.objects.order_by("pk")
    change = {"title": "Lập sổ theo dõi", "lead": unit.pk, "item": plan.items.get().pk}
    assert sent(officer, f"/nhiem-vu/{first.pk}/sua/", change).status_code == 303
    here = f"/nhiem-vu/{second.pk}/"
    assert officer.post(f"{here}xac-nhan/", seen_on(officer, here)).status_code == 303
    seen = seen_on(officer, "/nhiem-vu/de-xuat/")
    answer = officer.post("/nhiem-vu/de-xuat/xac-nhan/", {"task": [first.pk], **seen}, follow=True)
    assert "Đã xác nhận 1 nhiệm vụ" in words_of(answer)
    assert titles(officer) == ["Lập sổ theo dõi", "Mở lớp"]


# Tables


HEAD = ["Nhiệm vụ", "Chủ trì", "Thời hạn"]


def book(*rows: list[str]) -> SimpleUploadedFile:
    columns = [sheets.Column(title) for title in HEAD]
    return SimpleUploadedFile("viec.xlsx", sheets.write_xlsx([sheets.Table("Việc", columns, list(rows))]))


def test_a_table_is_looked_at_before_it_is_applied(unit: Unit, officer: Client) -> None:
    file = book(["Lập sổ", unit.name, "30/6/2027"], ["Mở lớp", "Phòng lạ", ""])
    checked = officer.post("/nhiem-vu/nhap/", {"file": file})["Location"]
    page = officer.get(checked)
    assert Task.objects.count() == 0
    assert "đơn vị “Phòng lạ” không có trong phần mềm" in words_of(page)
    fingerprint = page.context["plan"].fingerprint
    assert officer.post(checked, {"fingerprint": fingerprint})["Location"] == "/nhiem-vu/"
    task = Task.objects.get()
    assert (task.title, task.lead, task.due_on, task.state) == ("Lập sổ", unit, date(2027, 6, 30), "assigned")
    assert officer.post(checked, {"fingerprint": fingerprint}).status_code == 403


def test_what_changed_since_the_look_is_looked_at_again(unit: Unit, officer: Client) -> None:
    checked = officer.post("/nhiem-vu/nhap/", {"file": book(["Lập sổ", unit.name, ""])})["Location"]
    fingerprint = officer.get(checked).context["plan"].fingerprint
    Unit.objects.filter(pk=unit.pk).update(name="Đổi tên", short_name="")
    answer = officer.post(checked, {"fingerprint": fingerprint})
    assert (answer.status_code, "Dữ liệu đã thay đổi" in words_of(answer)) == (422, True)
    assert Task.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "trống"),
        (b"khong phai bang", "Tệp thiếu cột “Nhiệm vụ”"),
        ("Nhiệm vụ,Chủ trì\n".encode(), "chưa có dòng dữ liệu nào"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, said: str, officer: Client) -> None:
    answer = officer.post("/nhiem-vu/nhap/", {"file": SimpleUploadedFile("viec.csv", data)})
    assert (answer.status_code, said in words_of(answer)) == (422, True)


def test_the_template_comes_back_empty(officer: Client) -> None:
    template = SimpleUploadedFile("mau.xlsx", officer.get("/nhiem-vu/nhap/mau.xlsx").content)
    answer = officer.post("/nhiem-vu/nhap/", {"file": template})
    assert "chưa có dòng dữ liệu nào" in words_of(answer)


def test_a_table_of_somebody_else_is_not_there(commune: Unit, officer: Client) -> None:
    draft: TaskImport = TaskImportFactory(commune=commune)
    assert officer.get(f"/nhiem-vu/nhap/{draft.pk}/").status_code == 404


# Calendar


def test_the_address_is_shown_once(reporter: Client) -> None:
    assert "Chưa có địa chỉ nào" in words_of(reporter.get("/nhiem-vu/lich/"))
    made = reporter.post("/nhiem-vu/lich/lap/")
    address = re.search(r"http://testserver(/lich-rieng/[^/]+/nhiem-vu\.ics)", made.content.decode())
    assert address is not None
    assert reporter.get(address[1]).status_code == 200
    assert "/lich-rieng/" not in reporter.get("/nhiem-vu/lich/").content.decode()
    feed = CalendarFeed.objects.get()
    assert reporter.post(f"/nhiem-vu/lich/{feed.pk}/thu-hoi/").status_code == 303
    assert Client().get(address[1]).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_task_costs_the_same_whatever_happened(
    many: int, unit: Unit, officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    task = TaskFactory(lead=unit)
    for number in range(many):
        TaskFactory(lead=unit, parent=task)
        SupportFactory(task=task)
        DueDateFactory(task=task)
        outcome = {"outcome": "returned", "decided_at": NOW, "reason": "Thiếu"} if number else {}
        TaskResultFactory(task=task, **outcome)
    with django_assert_num_queries(24):
        assert officer.get(f"/nhiem-vu/{task.pk}/").status_code == 200
