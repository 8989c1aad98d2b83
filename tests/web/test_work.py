"""Việc của tôi: each role finds what waits, one click away; nobody finds the work of others."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import org as make_org
from tests.factories import reporting as make
from tests.factories.movement import AmendmentFactory
from tests.factories.registers import BatchFactory
from tests.reporting import counted
from tests.web import stage
from thidua.movement.enums import AmendmentState, Decision, ItemKind, MovementState
from thidua.movement.models import Amendment, Movement, Plan, PlanItem
from thidua.org import roles
from thidua.registers.enums import BatchState
from thidua.reporting import actions as reporting
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period
from thidua.reporting.queries import bindings
from thidua.web import work
from thidua.web.work.tasks import Group, Task

pytestmark = pytest.mark.django_db
LATE_DAY = date(2026, 10, 12)


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(stage.NOW)


def tasks(here: make.Ward, role: str, on: date = LATE_DAY) -> list[Task]:
    return [task for heap in work.heaps_of(here.actor(role), on=on) for task in heap.tasks]


def told(found: list[Task]) -> list[tuple[str, str, str]]:
    return [(task.group, task.state, task.title) for task in found]


def test_a_reporter_finds_the_late_report_whose_page_leads_on_by_phone_or_desk() -> None:
    here = make.ward()
    (task,) = tasks(here, "reporter")
    assert (task.group, task.state, task.due_on) == (Group.LATE, "Trễ 4 ngày", date(2026, 10, 8))
    assert task.url == reverse("reporting:report_detail", args=[here.report().pk])
    assert task.note == "Còn 2 trong 2 số liệu chưa nhập"


@pytest.mark.parametrize(
    ("on", "group", "state"),
    [
        (date(2026, 10, 1), Group.DUE, "Chưa gửi"),
        (date(2026, 10, 5), Group.DUE, "Sắp đến hạn"),
        (date(2026, 10, 8), Group.DUE, "Hạn hôm nay"),
        (date(2026, 10, 9), Group.LATE, "Trễ 1 ngày"),
    ],
)
def test_a_report_becomes_due_and_late(on: date, group: Group, state: str) -> None:
    (task,) = tasks(make.ward(), "reporter", on)
    assert (task.group, task.state) == (group, state)


def test_a_returned_report_says_why() -> None:
    here = make.ward()
    report = here.report()
    stage.fill(report, 40, state=ReportState.RETURNED, at=stage.NOW)
    report.figures.filter(pk=here.figures()[0].pk).update(return_reason="Thiếu minh chứng")
    (task,) = tasks(here, "reporter")
    assert (task.group, task.note) == (Group.RETURNED, "1 số liệu cần sửa.")


def test_a_backfilled_report_is_never_late() -> None:
    here = make.ward(is_backfilled=True)
    assert [task.group for task in tasks(here, "reporter")] == [Group.DUE]


def test_a_report_of_a_locked_period_is_no_work() -> None:
    here = make.ward(locked_at=local(2026, 10, 9))
    assert tasks(here, "reporter") == []


def test_a_head_finds_what_waits_for_approval() -> None:
    here = make.ward()
    here.report().__class__.objects.filter(pk=here.report().pk).update(state=ReportState.AWAITING_HEAD)
    (task,) = tasks(here, "unit_head")
    assert (task.group, task.url) == (
        Group.TO_APPROVE,
        reverse("reporting:report_detail", args=[here.report().pk]),
    )
    assert tasks(here, "reporter") == []


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (BatchState.MATCHING, "Ghép cột: Hồ sơ thủ tục hành chính, lô 1 (ho-so.csv)"),
        (BatchState.READ, "Nhận vào sổ: Hồ sơ thủ tục hành chính, lô 1 (ho-so.csv)"),
        (BatchState.REFUSED, "Xem vì sao không đọc được: Hồ sơ thủ tục hành chính, lô 1 (ho-so.csv)"),
    ],
)
def test_a_list_that_waits_is_work_of_its_unit_and_of_the_standing_body(
    state: BatchState, title: str
) -> None:
    here = make.ward(units=2)
    batch = BatchFactory(unit=here.units[0], state=state, refusal="Hỏng.")
    stranger = [
        task
        for heap in work.heaps_of(here.actor("reporter", here.units[1]), on=LATE_DAY)
        for task in heap.tasks
    ]
    for role in ("reporter", "standing_body"):
        (found,) = [task for task in tasks(here, role) if task.group is Group.REGISTERS]
        assert (found.title, found.url) == (title, reverse("registers:batch_show", args=[batch.pk]))
    assert [task for task in [*stranger, *tasks(here, "leader")] if task.group is Group.REGISTERS] == []


def test_a_list_that_is_being_read_or_was_taken_in_is_no_work() -> None:
    here = make.ward()
    for state in (BatchState.SIFTING, BatchState.READING, BatchState.LANDED, BatchState.DISCARDED):
        BatchFactory(unit=here.units[0], state=state, landed_at=stage.NOW)
    assert [task for task in tasks(here, "reporter") if task.group is Group.REGISTERS] == []


def test_nobody_finds_the_report_of_another_unit() -> None:
    here = make.ward(units=2)
    mine = tasks(here, "reporter")
    assert [task.title for task in mine] == [f"Báo cáo tháng 10/2026: {here.units[0].name}"]


def test_the_standing_body_checks_urges_and_locks() -> None:
    here = make.ward(units=2)
    stage.fill(here.report(), 40, state=ReportState.SUBMITTED, at=local(2026, 10, 8))
    found = tasks(here, "standing_body", date(2026, 10, 26))
    assert [(task.group, task.title) for task in found if task.group is not Group.PERIODS] == [
        (Group.TO_CHECK, f"{here.units[0].name}: báo cáo tháng 10/2026"),
        (Group.TO_URGE, "Đôn đốc 1 đơn vị chưa nộp, tháng 10/2026"),
    ]
    periods = [task.title for task in found if task.group is Group.PERIODS]
    assert ("Khóa kỳ tháng 10/2026" in periods, "Mở kỳ tháng 11/2026" in periods) == (True, True)


def test_many_reports_to_check_end_in_one_line() -> None:
    here = make.ward(units=14, indicators=1)
    for unit in here.units:
        stage.fill(here.report(unit), 40, state=ReportState.SUBMITTED, at=local(2026, 10, 8))
    found = [task for task in tasks(here, "standing_body") if task.group is Group.TO_CHECK]
    board = reverse("reporting:period_board", args=[here.period.pk])
    assert (len(found), found[-1].title, found[-1].url) == (
        13,
        "Còn 2 báo cáo nữa",
        f"{board}?trang-thai=submitted",
    )


def test_a_leader_publishes_what_is_locked_and_not_public() -> None:
    scene = stage.scene()
    found = tasks(scene.ward, "leader")
    url = reverse("reporting:publication_create", args=[scene.unpublished.pk])
    assert [(task.group, task.url) for task in found] == [(Group.TO_PUBLISH, url)]


def prepared(here: make.Ward, state: MovementState, *, pending: int = 0, reason: str = "") -> Movement:
    movement = make.new_movement(here.commune)
    Movement.objects.filter(pk=movement.pk).update(state=state, launched_at=None, return_reason=reason)
    plan = Plan.objects.create(movement=movement, version=1)
    for number in range(pending):
        PlanItem.objects.create(plan=plan, kind=ItemKind.CONTENT, position=number, text="Nội dung")
    PlanItem.objects.create(
        plan=plan,
        kind=ItemKind.CONTENT,
        position=99,
        text="Đã rõ",
        decision=Decision.CONFIRMED,
        decided_at=stage.NOW,
    )
    return movement


@pytest.mark.parametrize(
    ("role", "state", "pending", "title"),
    [
        ("standing_body", MovementState.DRAFT, 3, "Xác nhận 3 mục của kế hoạch: Bình dân học vụ số"),
        ("standing_body", MovementState.DRAFT, 0, "Trình kế hoạch: Bình dân học vụ số"),
        ("leader", MovementState.SUBMITTED, 0, "Duyệt kế hoạch: Bình dân học vụ số"),
        ("leader", MovementState.APPROVED, 0, "Phát động phong trào: Bình dân học vụ số"),
    ],
)
def test_plans_wait_for_whoever_is_next(role: str, state: MovementState, pending: int, title: str) -> None:
    here = make.ward()
    prepared(here, state, pending=pending)
    assert [task.title for task in tasks(here, role) if task.group is Group.PLANS] == [title]


def test_a_returned_plan_says_why() -> None:
    here = make.ward()
    prepared(here, MovementState.RETURNED, reason="Thiếu mốc sơ kết")
    (task,) = [one for one in tasks(here, "standing_body") if one.group is Group.RETURNED]
    assert task.note == "Thiếu mốc sơ kết"


@pytest.mark.parametrize("role", ["reporter", "unit_head", "council_member", "overseer", "administrator"])
def test_plans_are_no_work_of_others(role: str) -> None:
    here = make.ward()
    prepared(here, MovementState.SUBMITTED, pending=2)
    assert [task for task in tasks(here, role) if task.group is Group.PLANS] == []


def test_an_administrator_sets_the_ward_up() -> None:
    commune = make_org.CommuneFactory().unit
    found = work.heaps_of(make_org.actor("administrator", commune), on=LATE_DAY)
    assert [task.title for heap in found for task in heap.tasks] == [
        "Nhập danh sách đơn vị",
        "Nhập danh sách người dùng",
        "Giao vai trò Cơ quan thường trực",
        "Giao vai trò Lãnh đạo UBND",
    ]


def test_the_standing_body_of_a_new_ward_is_led_to_its_plan() -> None:
    commune = make_org.CommuneFactory().unit
    officer = make_org.actor("standing_body", commune)
    (heap,) = work.heaps_of(officer, on=LATE_DAY)
    assert [(task.title, task.url) for task in heap.tasks] == [
        ("Đưa kế hoạch phong trào vào", reverse("movement:movement_create"))
    ]
    make.ward()  # a movement of another commune is none of theirs
    assert len(work.heaps_of(officer, on=LATE_DAY)) == 1


def test_no_first_plan_once_there_is_a_movement() -> None:
    here = make.ward()
    assert [task for task in tasks(here, "standing_body") if "Đưa kế hoạch" in task.title] == []


def test_an_administrator_finds_people_without_a_password() -> None:
    here = make.ward()
    here.person("standing_body")
    here.person("leader")
    person = here.person("reporter")
    person.set_unusable_password()
    person.save()
    (task,) = tasks(here, "administrator")
    assert task.title == "Mời 1 người kích hoạt tài khoản"


@pytest.mark.parametrize("role", ["council_member", "overseer"])
def test_those_who_watch_are_led_to_where_we_stand(role: str) -> None:
    scene = stage.scene()
    text = stage.text_of(stage.signed_in(scene.ward.person(role)).get(reverse("web:my_work")))
    assert ("không có việc nào đang chờ" in text, "2 trong 2 đơn vị đã nộp" in text) == (True, True)


def test_nothing_to_do_says_what_comes_next(set_clock: Callable[[datetime], None]) -> None:
    here = make.ward()
    stage.fill(here.report(), 40, state=ReportState.SUBMITTED, at=local(2026, 10, 2))
    set_clock(local(2026, 10, 3))
    text = stage.text_of(stage.signed_in(here.person("reporter")).get(reverse("web:my_work")))
    assert "Việc sắp tới: báo cáo tháng 10/2026, hạn của đơn vị 8 tháng 10 năm 2026" in text


def test_other_communes_work_stays_theirs() -> None:
    scene, other = stage.scene(), make.ward()
    prepared(scene.ward, MovementState.SUBMITTED)
    titles = [task.title for task in tasks(other, "leader")]
    assert titles == []


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get(reverse("web:my_work"))["Location"].startswith(reverse("org:person_sign_in"))


def person_with_all_roles(here: make.Ward) -> Any:
    person = here.person("administrator")
    for role in roles.ROLES[1:]:
        place = here.commune if role.is_commune_wide else here.units[0]
        make_org.MembershipFactory(user=person, unit=place, role=role.code)
    return person


@pytest.mark.parametrize("size", [1, 3])
def test_twenty_two_questions_suffice_whoever_one_is(size: int, django_assert_max_num_queries: Any) -> None:
    here = stage.scene(units=size).ward
    for role in roles.ROLES:
        inside = stage.signed_in(here.person(role.code))
        with django_assert_max_num_queries(22):
            assert inside.get(reverse("web:my_work")).status_code == 200


def test_an_amendment_waits_for_those_who_prepare_it_then_for_the_leader() -> None:
    here = make.ward()
    amendment = AmendmentFactory(movement=here.movement)
    page = reverse("movement:amendment_show", args=[amendment.pk])
    steps = (
        ({"state": AmendmentState.DRAFT}, "standing_body", "Chờ trình"),
        ({"state": AmendmentState.SUBMITTED, "submitted_at": stage.NOW}, "leader", "Chờ duyệt"),
        ({"state": AmendmentState.RETURNED, "answer": "Xem lại"}, "standing_body", "Trả lại"),
    )
    for state, role, words in steps:
        Amendment.objects.update(**state)
        waiting = {
            one: [task.state for task in tasks(here, one, stage.TODAY) if task.url == page]
            for one in ("standing_body", "leader", "reporter")
        }
        assert waiting == {"standing_body": [], "leader": [], "reporter": []} | {role: [words]}


def test_twenty_five_questions_suffice_for_all_roles_at_once(django_assert_max_num_queries: Any) -> None:
    here = stage.scene().ward
    inside = stage.signed_in(person_with_all_roles(here))
    with django_assert_max_num_queries(25):
        response = inside.get(reverse("web:my_work"))
    assert stage.faults_of(stage.text_of(response)) == []


def test_every_task_leads_to_a_page_that_opens() -> None:
    scene = stage.scene()
    prepared(scene.ward, MovementState.DRAFT, pending=2)
    for role in roles.ROLES:
        inside = stage.signed_in(scene.ward.person(role.code))
        for task in tasks(scene.ward, role.code, date(2026, 10, 26)):
            assert (role.code, task.title, inside.get(task.url).status_code) == (role.code, task.title, 200)


def counted_and_corrected(*, is_locked: bool) -> make.Ward:
    """The unit took 7 of 9 from the register; a corrected export says 8 of 9 by now."""
    here = make.ward(units=2, indicators=1)
    counted.bind(here)
    first = counted.rows(here.units[0], counted.online(7, 9))
    figure = here.figures()[0]
    offer = bindings.offer_for(figure, on=counted.AFTER.date())
    assert offer is not None
    reporting.take_count(figure, shown=offer.mark, by=here.actor("reporter"), at=counted.AFTER)
    if is_locked:
        Period.objects.filter(pk=here.period.pk).update(locked_at=local(2026, 10, 24))
        here.period.reports.update(closed_at=local(2026, 10, 24))
    counted.rows(here.units[0], counted.online(8, 9), at=local(2026, 10, 25), replaces=first)
    return here


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_number_that_the_register_changed_is_work_of_whoever_decides(is_locked: bool) -> None:
    here = counted_and_corrected(is_locked=is_locked)
    here.person("reporter", here.units[1])
    found = {
        role: [one for one in tasks(here, role, date(2026, 10, 26)) if one.state == "Số trong sổ đã đổi"]
        for role in ("standing_body", "leader", "unit_head", "reporter")
    }
    decide = {"standing_body"} if is_locked else {"reporter", "unit_head"}
    figure = here.figures()[0]
    assert {role for role, held in found.items() if held} == decide
    [task] = found[min(decide)]
    assert task.note == f"7 trên 9 → 8 trên 9 · {here.units[0].name}, {here.period.label}"
    assert task.url == (
        reverse("reporting:count_revise", args=[figure.pk])
        if is_locked
        else reverse("reporting:report_detail", args=[figure.report_id])
    )


def test_a_number_that_was_revised_is_no_work_any_more() -> None:
    here = counted_and_corrected(is_locked=True)
    figure = here.figures()[0]
    offer = bindings.offer_for(figure, on=date(2026, 10, 26))
    assert offer is not None
    officer, at = here.actor("standing_body"), local(2026, 10, 26)
    reporting.revise_by_count(figure, shown=offer.mark, reason="Theo sổ.", by=officer, at=at)
    assert "Số trong sổ đã đổi" not in {one.state for one in tasks(here, "standing_body", at.date())}
