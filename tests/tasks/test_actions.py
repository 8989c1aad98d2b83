"""From proposal to acceptance: each deed, each refusal, and what stays to be read."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.clock import local
from tests.factories.movement import MovementFactory, PhaseFactory, PlanFactory, PlanItemFactory
from tests.factories.org import CommuneFactory, UnitFactory, actor
from tests.factories.tasks import DUE_ON, ExtensionFactory, SupportFactory, TaskFactory, TaskResultFactory
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.core.sight import Overtaken
from thidua.documents.enums import EvidenceKind
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement
from thidua.notifications.models import Notice
from thidua.org.models import Unit, User
from thidua.tasks import actions, errors, sights
from thidua.tasks.enums import Answer, Outcome, TaskOrigin, TaskState
from thidua.tasks.facts import Parties, Proof, TaskFacts
from thidua.tasks.models import DueDate, Extension, Task

AT = local(2026, 9, 20)
PAPER = Proof(kind=EvidenceKind.DOCUMENT, document_number="12/BC-TDP", document_on=date(2026, 9, 18))
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(commune: Unit) -> Actor:
    """Of the standing body."""
    return actor("standing_body", commune)


@pytest.fixture
def leader(commune: Unit) -> Actor:
    return actor("leader", commune)


@pytest.fixture
def reporter(unit: Unit) -> Actor:
    return actor("reporter", unit)


@pytest.fixture
def head(unit: Unit) -> Actor:
    return actor("unit_head", unit)


@pytest.fixture
def handed_in(task: Task, reporter: Actor) -> Task:
    actions.hand_in_task(task, result="Đã ban hành.", proofs=[PAPER], by=reporter, at=AT)
    return task


def person(who: Actor) -> User:
    return User.objects.get(pk=who.user_id)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def told(who: Actor) -> list[str]:
    return list(Notice.objects.filter(user_id=who.user_id).order_by("pk").values_list("title", flat=True))


# Adding


def test_add_task_with_a_unit_is_under_way_and_tells_its_people(
    commune: Unit, unit: Unit, officer: Actor, head: Actor, reporter: Actor
) -> None:
    facts = TaskFacts(
        title=" Lập  danh mục ",
        due_text="30/9/2026",
        due_on=date(2026, 9, 30),
        parties=Parties(lead=unit, officer=person(reporter)),
    )
    task = actions.add_task(commune, facts=facts, by=officer, at=AT)
    assert (task.title, task.state, task.assigned_at) == ("Lập danh mục", TaskState.ASSIGNED, AT)
    assert told(head) == told(reporter) == ["Giao nhiệm vụ: Lập danh mục"]
    assert [(one.text, one.due_on) for one in task.due_dates.all()] == [("30/9/2026", date(2026, 9, 30))]


def test_add_task_without_a_unit_waits_to_be_given(commune: Unit, officer: Actor) -> None:
    task = actions.add_task(commune, facts=TaskFacts(title="Lập danh mục"), by=officer, at=AT)
    assert (task.state, task.assigned_at, task.due_on) == (TaskState.CONFIRMED, None, None)


def test_add_task_from_elsewhere_comes_once(commune: Unit, officer: Actor) -> None:
    once = {"origin": TaskOrigin.PLEDGED, "origin_ref": "unit_plan:7:1", "by": officer, "at": AT}
    first = actions.add_task(commune, facts=TaskFacts(title="Mở lớp"), **once)
    again = actions.add_task(commune, facts=TaskFacts(title="Mở lớp khác"), **once)
    assert (again.pk, again.title, Task.objects.count()) == (first.pk, "Mở lớp", 1)


@pytest.mark.parametrize("role", ["reporter", "unit_head", "council_member", "overseer", "administrator"])
def test_add_task_is_for_the_standing_body(commune: Unit, unit: Unit, role: str) -> None:
    with pytest.raises(Refused):
        actions.add_task(unit.commune, facts=TaskFacts(title="A"), by=actor(role, unit), at=AT)


def test_add_task_needs_a_title(commune: Unit, officer: Actor) -> None:
    with pytest.raises(errors.TitleMissing):
        actions.add_task(commune, facts=TaskFacts(title="  "), by=officer, at=AT)


def test_add_task_refuses_a_unit_of_elsewhere_or_a_closed_one(commune: Unit, officer: Actor) -> None:
    closed = UnitFactory(parent=commune, valid_to=date(2026, 1, 1))
    for lead in (UnitFactory(), closed):
        facts = TaskFacts(title="A", parties=Parties(lead=lead))
        with pytest.raises(errors.UnitUnknown):
            actions.add_task(commune, facts=facts, by=officer, at=AT)


def test_add_task_refuses_a_lead_that_supports(commune: Unit, unit: Unit, officer: Actor) -> None:
    facts = TaskFacts(title="A", parties=Parties(lead=unit, supporting=(unit,)))
    with pytest.raises(errors.LeadSupports):
        actions.add_task(commune, facts=facts, by=officer, at=AT)


def test_add_task_refuses_an_officer_of_another_unit(commune: Unit, unit: Unit, officer: Actor) -> None:
    stranger = actor("reporter", UnitFactory(parent=commune))
    facts = TaskFacts(title="A", parties=Parties(lead=unit, officer=person(stranger)))
    with pytest.raises(errors.OfficerUnknown):
        actions.add_task(commune, facts=facts, by=officer, at=AT)


def test_add_task_refuses_a_follower_of_another_commune(commune: Unit, unit: Unit, officer: Actor) -> None:
    stranger = actor("reporter", UnitFactory())
    facts = TaskFacts(title="A", parties=Parties(lead=unit, following_person=person(stranger)))
    with pytest.raises(errors.FollowerUnknown):
        actions.add_task(commune, facts=facts, by=officer, at=AT)


def test_add_task_refuses_a_day_before_its_movement(commune: Unit, officer: Actor) -> None:
    movement = MovementFactory(commune=commune, is_running=True)
    facts = TaskFacts(title="A", movement=movement, due_on=date(2025, 7, 31))
    with pytest.raises(errors.DueBeforeTheMovement):
        actions.add_task(commune, facts=facts, by=officer, at=AT)
    assert actions.add_task(commune, facts=replace(facts, due_on=date(2025, 8, 1)), by=officer, at=AT).pk


def test_add_task_refuses_items_of_another_movement(commune: Unit, officer: Actor) -> None:
    movement = MovementFactory(commune=commune, is_running=True)
    elsewhere = PlanItemFactory(plan__movement=MovementFactory(commune=commune, is_running=True))
    for facts in (
        TaskFacts(title="A", movement=movement, item=elsewhere),
        TaskFacts(title="A", item=elsewhere),
        TaskFacts(title="A", movement=movement, phase=PhaseFactory()),
        TaskFacts(title="A", movement=MovementFactory()),
    ):
        with pytest.raises(errors.PlanElsewhere):
            actions.add_task(commune, facts=facts, by=officer, at=AT)


# Proposing


def planned(commune: Unit, *lines: str, body: str = "Văn phòng", **state: bool) -> Movement:
    movement: Movement = MovementFactory(commune=commune, is_running=True)
    plan = PlanFactory(movement=movement)
    state = state or {"is_counting": True}
    PlanItemFactory(
        plan=plan, kind=ItemKind.DUTY, clause="VI.1", text="\n".join(lines), facts={"body": body}, **state
    )
    return movement


def test_propose_tasks_takes_each_duty_once_and_nothing_counts_yet(commune: Unit, officer: Actor) -> None:
    office = UnitFactory(parent=commune, name="Văn phòng")
    movement = planned(commune, "Tổng hợp báo cáo hằng năm.", "Lập danh mục trước ngày 30/6/2027.")
    first, second = actions.propose_tasks(movement, by=officer, at=AT)
    assert (first.state, first.lead, first.clause) == (TaskState.PROPOSED, office, "VI.1")
    assert (first.due_text, first.due_on) == ("hằng năm", None)
    assert (second.due_text, second.due_on) == ("trước ngày 30/6/2027", date(2027, 6, 29))
    assert (first.product, first.officer, Task.objects.counting().count()) == ("", None, 0)
    with pytest.raises(errors.NothingToPropose):
        actions.propose_tasks(movement, by=officer, at=AT)


def test_propose_tasks_leaves_out_what_nobody_confirmed(commune: Unit, officer: Actor) -> None:
    movement = planned(commune, "Tổng hợp báo cáo.", is_counting=False)
    with pytest.raises(errors.NothingToPropose):
        actions.propose_tasks(movement, by=officer, at=AT)


def test_propose_tasks_leaves_out_plans_that_do_not_run(commune: Unit, officer: Actor) -> None:
    plan = PlanFactory(movement=MovementFactory(commune=commune))
    PlanItemFactory(plan=plan, kind=ItemKind.DUTY, text="Tổng hợp báo cáo.", is_counting=True)
    with pytest.raises(errors.NothingToPropose):
        actions.propose_tasks(plan.movement, by=officer, at=AT)


def test_propose_tasks_is_not_for_units_nor_strangers(commune: Unit, reporter: Actor) -> None:
    movement = planned(commune, "Tổng hợp báo cáo.")
    for who in (reporter, actor("standing_body", CommuneFactory().unit)):
        with pytest.raises(Refused):
            actions.propose_tasks(movement, by=who, at=AT)


def test_confirm_task_gives_it_to_its_unit(unit: Unit, leader: Actor, head: Actor) -> None:
    task = TaskFactory(lead=unit, is_proposed=True)
    actions.confirm_task(task, by=leader, at=AT)
    assert (fresh(task).state, told(head)) == (TaskState.ASSIGNED, [f"Giao nhiệm vụ: {task.title}"])
    with pytest.raises(Refused, match="đã được quyết định"):
        actions.confirm_task(task, by=leader, at=AT)


def test_confirm_task_without_a_unit_waits(commune: Unit, officer: Actor) -> None:
    task = TaskFactory(lead=None, commune=commune, is_proposed=True)
    actions.confirm_task(task, by=officer, at=AT)
    assert (fresh(task).state, fresh(task).assigned_at) == (TaskState.CONFIRMED, None)


def test_confirm_tasks_takes_those_that_wait(commune: Unit, unit: Unit, officer: Actor) -> None:
    two = [TaskFactory(lead=unit, is_proposed=True) for _ in range(2)]
    other = TaskFactory(is_proposed=True)
    ids = [task.pk for task in (*two, other)]
    assert actions.confirm_tasks(commune, tasks=ids, by=officer, at=AT) == 2
    assert fresh(other).state == TaskState.PROPOSED
    with pytest.raises(errors.NothingToConfirm):
        actions.confirm_tasks(commune, tasks=ids, by=officer, at=AT)


def test_confirm_tasks_refuses_one_that_changed_meanwhile(commune: Unit, unit: Unit, officer: Actor) -> None:
    task = TaskFactory(lead=unit, is_proposed=True)
    seen = sights.PROPOSALS.of([task], at=AT)
    Task.objects.filter(pk=task.pk).update(title="Khác")
    with pytest.raises(Overtaken):
        actions.confirm_tasks(commune, tasks=[task.pk], seen=seen, by=officer, at=AT)
    assert fresh(task).state == TaskState.PROPOSED


# Changing, assigning


def test_change_task_of_a_proposal_moves_the_date_without_a_reason(unit: Unit, officer: Actor) -> None:
    task = TaskFactory(lead=unit, is_proposed=True)
    facts = TaskFacts(title="Mới", due_text="Tháng 12/2026", due_on=date(2026, 12, 31))
    actions.change_task(task, facts=facts, by=officer, at=AT)
    assert (fresh(task).title, fresh(task).due_on) == ("Mới", date(2026, 12, 31))


def test_change_task_keeps_every_date_and_asks_why(
    unit: Unit, task: Task, officer: Actor, head: Actor
) -> None:
    facts = TaskFacts(
        title=task.title, due_text="01/11/2026", due_on=date(2026, 11, 1), parties=Parties(lead=unit)
    )
    with pytest.raises(errors.DueNeedsReason):
        actions.change_task(task, facts=facts, by=officer, at=AT)
    actions.change_task(fresh(task), facts=facts, reason="Theo văn bản mới", by=officer, at=AT)
    kept = DueDate.objects.get(task=task)
    assert (kept.due_on, kept.reason, fresh(task).due_on) == (
        date(2026, 11, 1),
        "Theo văn bản mới",
        date(2026, 11, 1),
    )
    assert told(head) == [f"Đổi hạn nhiệm vụ: {task.title}"]


def test_change_task_never_takes_the_unit_away(task: Task, officer: Actor) -> None:
    facts = TaskFacts(title="A", due_text=task.due_text, due_on=task.due_on)
    with pytest.raises(errors.LeadMissing):
        actions.change_task(task, facts=facts, by=officer, at=AT)


@pytest.mark.parametrize("state", ["is_accepted", "is_cancelled"])
def test_change_task_leaves_settled_ones(unit: Unit, officer: Actor, state: str) -> None:
    with pytest.raises(Refused, match="không sửa được nữa"):
        actions.change_task(
            TaskFactory(lead=unit, **{state: True}), facts=TaskFacts(title="A"), by=officer, at=AT
        )


def test_assign_task_gives_what_waits(commune: Unit, unit: Unit, leader: Actor, head: Actor) -> None:
    task = TaskFactory(is_waiting=True, commune=commune)
    helping = UnitFactory(parent=commune)
    helper = actor("reporter", helping)
    actions.assign_task(task, parties=Parties(lead=unit, supporting=(helping,)), by=leader, at=AT)
    assert (fresh(task).state, fresh(task).lead) == (TaskState.ASSIGNED, unit)
    assert (told(head), told(helper)) == (
        [f"Giao nhiệm vụ: {task.title}"],
        [f"Phối hợp nhiệm vụ: {task.title}"],
    )
    with pytest.raises(errors.LeadMissing):
        actions.assign_task(fresh(task), parties=Parties(), by=leader, at=AT)


def test_assign_task_waits_for_the_confirmation(unit: Unit, leader: Actor) -> None:
    task = TaskFactory(lead=unit, is_proposed=True)
    with pytest.raises(Refused, match="phải được xác nhận"):
        actions.assign_task(task, parties=Parties(lead=unit), by=leader, at=AT)


def test_assign_task_to_another_unit_starts_there_anew(commune: Unit, unit: Unit, officer: Actor) -> None:
    task = TaskFactory(lead=unit, is_returned=True)
    other = UnitFactory(parent=commune)
    actions.assign_task(task, parties=Parties(lead=other), by=officer, at=AT)
    assert (fresh(task).state, fresh(task).reason) == (TaskState.ASSIGNED, "")


def test_name_officer_by_the_unit(task: Task, head: Actor, reporter: Actor) -> None:
    actions.name_officer(task, officer=person(reporter), head_duty="Duyệt danh mục", by=head, at=AT)
    assert (fresh(task).officer_words, fresh(task).head_duty) == (reporter.name, "Duyệt danh mục")
    actions.name_officer(fresh(task), officer=None, officer_name="Bà Mai", by=head, at=AT)
    assert fresh(task).officer_words == "Bà Mai"


def test_name_officer_is_hidden_from_other_units(commune: Unit, task: Task, reporter: Actor) -> None:
    stranger = actor("unit_head", UnitFactory(parent=commune))
    with pytest.raises(Refused) as refused:
        actions.name_officer(task, officer=None, by=stranger, at=AT)
    assert refused.value.hidden


# Handing in, judging


def test_hand_in_task_with_evidence_waits_for_the_judge(task: Task, reporter: Actor, officer: Actor) -> None:
    result = actions.hand_in_task(task, result="Đã ban hành.", proofs=[PAPER], by=reporter, at=AT)
    assert (fresh(task).state, result.outcome, result.is_on_behalf) == (
        TaskState.HANDED_IN,
        Outcome.WAITING,
        False,
    )
    assert [one.document_number for one in result.evidence.all()] == ["12/BC-TDP"]
    assert told(officer) == [f"Kết quả chờ nghiệm thu: {task.title}"]


def test_hand_in_task_with_an_explanation_instead(task: Task, reporter: Actor) -> None:
    result = actions.hand_in_task(
        task, result="Đã xong.", proofs=[], explanation="Văn bản chờ đóng dấu.", by=reporter, at=AT
    )
    assert [one.kind for one in result.evidence.all()] == [EvidenceKind.EXPLANATION]


def test_hand_in_task_by_the_standing_body_says_so(task: Task, officer: Actor) -> None:
    assert actions.hand_in_task(task, result="Đã xong.", proofs=[PAPER], by=officer, at=AT).is_on_behalf


def test_hand_in_task_needs_words_and_proof(task: Task, reporter: Actor) -> None:
    with pytest.raises(errors.ResultMissing):
        actions.hand_in_task(task, result=" ", proofs=[PAPER], by=reporter, at=AT)
    with pytest.raises(errors.EvidenceMissing):
        actions.hand_in_task(fresh(task), result="Đã xong.", proofs=[], by=reporter, at=AT)


def test_hand_in_task_waits_for_its_parts(unit: Unit, task: Task, reporter: Actor) -> None:
    part = TaskFactory(lead=unit, parent=task)
    TaskFactory(lead=unit, parent=task, is_accepted=True)
    with pytest.raises(errors.SubTasksOpen, match="Còn 1 việc con"):
        actions.hand_in_task(task, result="Xong", proofs=[PAPER], by=reporter, at=AT)
    Task.objects.filter(pk=part.pk).update(state=TaskState.CANCELLED, reason="Thôi")
    assert actions.hand_in_task(fresh(task), result="Xong", proofs=[PAPER], by=reporter, at=AT).pk


def test_hand_in_task_of_another_unit_is_hidden(commune: Unit, task: Task) -> None:
    helping = SupportFactory(task=task).unit
    for stranger in (actor("reporter", UnitFactory(parent=commune)), actor("reporter", helping)):
        with pytest.raises(Refused) as refused:
            actions.hand_in_task(task, result="Xong", proofs=[PAPER], by=stranger, at=AT)
        assert refused.value.hidden


def test_hand_in_task_twice_is_refused(handed_in: Task, reporter: Actor) -> None:
    with pytest.raises(Refused, match="đang thực hiện"):
        actions.hand_in_task(handed_in, result="Xong", proofs=[PAPER], by=reporter, at=AT)


def test_recall_task_before_anybody_acted(handed_in: Task, reporter: Actor, officer: Actor) -> None:
    actions.recall_task(handed_in, by=reporter, at=AT)
    assert (fresh(handed_in).state, handed_in.results.get().outcome) == (
        TaskState.ASSIGNED,
        Outcome.RECALLED,
    )
    with pytest.raises(Refused):
        actions.accept_task(handed_in, by=officer, at=AT)


def test_recall_task_after_a_return_is_returned_again(
    handed_in: Task, reporter: Actor, officer: Actor
) -> None:
    actions.return_task(handed_in, reason="Thiếu phụ lục", by=officer, at=AT)
    actions.hand_in_task(fresh(handed_in), result="Đã bổ sung", proofs=[PAPER], by=reporter, at=AT)
    actions.recall_task(fresh(handed_in), by=reporter, at=AT)
    assert (fresh(handed_in).state, fresh(handed_in).reason) == (TaskState.RETURNED, "Thiếu phụ lục")


def test_accept_task_counts_from_the_handing_in(handed_in: Task, leader: Actor, head: Actor) -> None:
    actions.accept_task(handed_in, by=leader, at=local(2026, 11, 30))
    assert (fresh(handed_in).state, fresh(handed_in).done_at) == (TaskState.ACCEPTED, AT)
    assert told(head) == [f"Nhiệm vụ hoàn thành: {handed_in.title}"]


def test_accept_task_is_not_for_the_unit_itself(handed_in: Task, head: Actor, reporter: Actor) -> None:
    with pytest.raises(Refused, match="cơ quan thường trực"):
        actions.accept_task(handed_in, by=head, at=AT)
    with pytest.raises(Refused):
        actions.accept_task(handed_in, by=reporter, at=AT)


def test_accept_task_of_a_part_by_the_head_of_the_whole(
    commune: Unit, unit: Unit, task: Task, head: Actor
) -> None:
    helping = UnitFactory(parent=commune)
    part = TaskFactory(lead=helping, parent=task)
    actions.hand_in_task(part, result="Xong", proofs=[PAPER], by=actor("reporter", helping), at=AT)
    actions.accept_task(fresh(part), by=head, at=AT)
    assert fresh(part).state == TaskState.ACCEPTED


def test_accept_task_of_ones_own_part_is_refused(unit: Unit, task: Task, head: Actor) -> None:
    part = TaskFactory(lead=unit, parent=task)
    actions.hand_in_task(part, result="Xong", proofs=[PAPER], by=head, at=AT)
    with pytest.raises(Refused, match="chính ông/bà nộp"):
        actions.accept_task(fresh(part), by=head, at=AT)


def test_accept_task_lets_a_waiting_request_go(handed_in: Task, officer: Actor) -> None:
    asked = ExtensionFactory(task=handed_in)
    actions.accept_task(handed_in, by=officer, at=AT)
    asked.refresh_from_db()
    assert asked.answer == Answer.WITHDRAWN


def test_return_task_needs_a_reason_and_keeps_the_result(
    handed_in: Task, officer: Actor, head: Actor
) -> None:
    with pytest.raises(errors.ReasonMissing):
        actions.return_task(handed_in, reason=" ", by=officer, at=AT)
    actions.return_task(fresh(handed_in), reason="Thiếu phụ lục", by=officer, at=AT)
    assert (fresh(handed_in).state, fresh(handed_in).reason) == (TaskState.RETURNED, "Thiếu phụ lục")
    assert handed_in.results.get().outcome == Outcome.RETURNED
    assert told(head) == [f"Trả lại kết quả nhiệm vụ: {handed_in.title}"]


def test_note_difficulty_tells_the_standing_body(task: Task, reporter: Actor, officer: Actor) -> None:
    actions.note_difficulty(task, difficulty="Chưa có máy quét", by=reporter, at=AT)
    assert told(officer) == [f"Khó khăn khi thực hiện nhiệm vụ: {task.title}"]
    with pytest.raises(errors.NoteMissing):
        actions.note_difficulty(task, difficulty=" ", by=reporter, at=AT)


def test_note_difficulty_of_a_settled_task_is_refused(unit: Unit, reporter: Actor) -> None:
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.note_difficulty(TaskFactory(lead=unit, is_accepted=True), difficulty="A", by=reporter, at=AT)


# Cancelling, splitting


def test_cancel_task_takes_its_open_parts_along(unit: Unit, task: Task, officer: Actor, head: Actor) -> None:
    part = TaskFactory(lead=unit, parent=task)
    done = TaskFactory(lead=unit, parent=task, is_accepted=True)
    asked = ExtensionFactory(task=task)
    with pytest.raises(errors.ReasonMissing):
        actions.cancel_task(task, reason="", by=officer, at=AT)
    actions.cancel_task(fresh(task), reason="Cấp trên làm chung", by=officer, at=AT)
    assert [fresh(one).state for one in (task, part, done)] == [
        TaskState.CANCELLED,
        TaskState.CANCELLED,
        TaskState.ACCEPTED,
    ]
    asked.refresh_from_db()
    assert (asked.answer, told(head)) == (Answer.WITHDRAWN, [f"Hủy nhiệm vụ: {task.title}"])


def test_cancel_task_of_a_result_that_waits_is_refused(handed_in: Task, officer: Actor) -> None:
    with pytest.raises(Refused):
        actions.cancel_task(handed_in, reason="Thôi", by=officer, at=AT)


def test_split_task_stays_within_its_day_and_level(unit: Unit, task: Task, head: Actor) -> None:
    facts = TaskFacts(title="Khảo sát", due_on=DUE_ON)
    part = actions.split_task(task, facts=facts, by=head, at=AT)
    assert (part.parent, part.lead, part.state) == (task, unit, TaskState.ASSIGNED)
    with pytest.raises(errors.DueAfterTheWhole):
        actions.split_task(task, facts=replace(facts, due_on=date(2026, 10, 16)), by=head, at=AT)
    with pytest.raises(Refused, match="việc con không tách tiếp"):
        actions.split_task(part, facts=facts, by=head, at=AT)


def test_split_task_to_a_supporting_unit_only(commune: Unit, task: Task, head: Actor, officer: Actor) -> None:
    helping, other = SupportFactory(task=task).unit, UnitFactory(parent=commune)
    to = {one: TaskFacts(title="Khảo sát", parties=Parties(lead=one)) for one in (helping, other)}
    assert actions.split_task(task, facts=to[helping], by=head, at=AT).lead == helping
    with pytest.raises(errors.UnitNotYours):
        actions.split_task(task, facts=to[other], by=head, at=AT)
    assert actions.split_task(task, facts=to[other], by=officer, at=AT).lead == other


# More time


def test_ask_extension_keeps_the_day_until_it_is_granted(
    task: Task, reporter: Actor, leader: Actor, head: Actor
) -> None:
    later = date(2026, 10, 31)
    actions.ask_extension(task, due_on=later, reason="Chờ góp ý", by=reporter, at=AT)
    assert fresh(task).due_on == DUE_ON
    actions.grant_extension(fresh(task), due_on=date(2026, 10, 25), by=leader, at=AT)
    asked = Extension.objects.get(task=task)
    assert (asked.asked_on, asked.granted_on, asked.from_on) == (later, date(2026, 10, 25), DUE_ON)
    assert (fresh(task).due_text, fresh(task).due_on) == ("25/10/2026", date(2026, 10, 25))
    assert task.due_dates.get().reason == "Gia hạn: Chờ góp ý"
    assert told(head) == [f"Đồng ý gia hạn: {task.title}"]


def test_ask_extension_needs_a_later_day_and_a_reason(task: Task, reporter: Actor) -> None:
    for due_on, reason, refusal in (
        (None, "A", errors.NewDateMissing),
        (DUE_ON, "A", errors.NotLater),
        (date(2026, 10, 16), " ", errors.ReasonMissing),
    ):
        with pytest.raises(refusal):
            actions.ask_extension(fresh(task), due_on=due_on, reason=reason, by=reporter, at=AT)


def test_ask_extension_once_at_a_time(task: Task, reporter: Actor) -> None:
    ExtensionFactory(task=task)
    with pytest.raises(Refused, match="đang chờ quyết định"):
        actions.ask_extension(task, due_on=date(2026, 11, 1), reason="A", by=reporter, at=AT)


def test_ask_extension_without_a_day_is_refused(unit: Unit, reporter: Actor) -> None:
    task = TaskFactory(lead=unit, due_on=None, due_text="thường xuyên")
    with pytest.raises(Refused, match="không có hạn cụ thể"):
        actions.ask_extension(task, due_on=date(2026, 11, 1), reason="A", by=reporter, at=AT)


def test_ask_extension_of_a_part_ends_with_the_whole(unit: Unit, task: Task, reporter: Actor) -> None:
    part = TaskFactory(lead=unit, parent=task, due_on=date(2026, 10, 1))
    with pytest.raises(errors.DueAfterTheWhole):
        actions.ask_extension(part, due_on=date(2026, 10, 16), reason="A", by=reporter, at=AT)


def test_withdraw_extension_by_the_unit(task: Task, reporter: Actor) -> None:
    asked = ExtensionFactory(task=task)
    actions.withdraw_extension(task, by=reporter, at=AT)
    asked.refresh_from_db()
    assert asked.answer == Answer.WITHDRAWN
    with pytest.raises(Refused, match="Không có đề nghị"):
        actions.withdraw_extension(task, by=reporter, at=AT)


def test_refuse_extension_needs_a_reason(task: Task, officer: Actor, head: Actor) -> None:
    asked = ExtensionFactory(task=task)
    with pytest.raises(errors.ReasonMissing):
        actions.refuse_extension(task, reason="", by=officer, at=AT)
    actions.refuse_extension(fresh(task), reason="Hạn của cấp trên", by=officer, at=AT)
    asked.refresh_from_db()
    assert (asked.answer, fresh(task).due_on) == (Answer.REFUSED, DUE_ON)
    assert told(head) == [f"Chưa đồng ý gia hạn: {task.title}"]


def test_grant_extension_is_not_for_units(task: Task, reporter: Actor, head: Actor) -> None:
    ExtensionFactory(task=task)
    for who in (reporter, head):
        with pytest.raises(Refused):
            actions.grant_extension(task, due_on=date(2026, 11, 1), by=who, at=AT)


# Seen, kept


def test_who_was_overtaken_changes_nothing(handed_in: Task, officer: Actor, leader: Actor) -> None:
    seen = sights.TASK.of(fresh(handed_in), at=AT)
    actions.return_task(handed_in, reason="Thiếu", by=leader, at=AT)
    with pytest.raises(Overtaken):
        actions.accept_task(fresh(handed_in), seen=seen, by=officer, at=AT)
    assert fresh(handed_in).state == TaskState.RETURNED


def test_every_deed_is_in_the_book(handed_in: Task, officer: Actor) -> None:
    actions.accept_task(handed_in, by=officer, at=AT)
    told = AuditEvent.objects.filter(object_type="Task").order_by("sequence").values_list("action", flat=True)
    assert list(told) == ["tasks.hand_in_task", "tasks.accept_task"]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": TaskState.ASSIGNED, "lead": None},
        {"state": TaskState.ACCEPTED, "done_at": None},
        {"state": TaskState.RETURNED, "reason": ""},
        {"state": TaskState.CANCELLED, "reason": ""},
    ],
)
def test_the_database_refuses_states_without_what_belongs_to_them(
    task: Task, broken: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**broken)


def test_the_database_keeps_one_waiting_result_and_request(task: Task) -> None:
    TaskResultFactory(task=task)
    ExtensionFactory(task=task)
    for factory in (TaskResultFactory, ExtensionFactory):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(task=task)
