"""A unit's plan from its first line to its tasks: what gets through, what is refused, what is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import org as make_org
from tests.pledging.ground import AT, DUE, GENERAL, ON, WORK, Ground, ground, lines, target
from thidua.core.errors import Refused
from thidua.core.sight import Overtaken
from thidua.indicator.figures import Comparator
from thidua.movement.enums import MovementState
from thidua.movement.models import Assignment
from thidua.notifications.models import Notice
from thidua.pledging import actions, errors, facts, queries, sights
from thidua.pledging.enums import PlanState, PromiseKind, Verdict, Way
from thidua.pledging.models import UnitPlan
from thidua.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Ground:
    return ground()


def write(plan: UnitPlan, who: Any, **said: Any) -> UnitPlan:
    given: dict[str, Any] = {"general": None, "contents": {}, "targets": {}} | said
    return actions.write_plan(plan, **given, by=who, at=AT)


def test_begin_plan_offers_contents_sectors_and_lines(here: Ground) -> None:
    plan = here.begun(here.unit())
    contents = [one.item for one in lines(plan, PromiseKind.CONTENT)]
    assert contents == [here.contents[0], here.sector, here.contents[1]]
    assert [(one.line, one.value, one.applies) for one in lines(plan, PromiseKind.TARGET)] == [
        (here.line, Decimal(80), True)
    ]


def test_begin_plan_twice_is_one_plan(here: Ground) -> None:
    unit = here.unit()
    assert here.begun(unit) == here.begun(unit)


def test_a_union_takes_on_nothing_until_it_says_so(here: Ground) -> None:
    plan = here.begun(here.unit("union"))
    assert [one.applies for one in lines(plan, PromiseKind.CONTENT)] == [False] * 3


def test_lines_of_other_units_and_of_years_gone_are_not_offered(here: Ground) -> None:
    other = make_org.UnitFactory(parent=here.commune)
    assert lines(here.begun(other), PromiseKind.TARGET) == []
    type(here.line).objects.update(year=2025)
    assert lines(here.begun(here.unit()), PromiseKind.TARGET) == []


def test_begin_plan_needs_a_running_movement(here: Ground) -> None:
    unit = here.unit()
    here.movement.state = MovementState.APPROVED
    here.movement.save()
    with pytest.raises(errors.MovementNotRunning):
        here.begun(unit)


@pytest.mark.parametrize(
    ("aim", "lack"),
    [
        (facts.Aim(applies=True, value=Decimal(80)), ""),
        (facts.Aim(applies=True, value=Decimal("79.996")), "thấp hơn mức chung"),
        (facts.Aim(applies=True, value=Decimal("79.996"), reason="Đường truyền yếu"), ""),
        (facts.Aim(applies=True, value=None), "Xin ghi mức"),
        (facts.Aim(applies=False, value=None), "không áp dụng"),
        (facts.Aim(applies=False, value=None, reason="Không có thủ tục"), ""),
    ],
)
def test_a_target_is_never_below_the_line_without_a_reason(here: Ground, aim: Any, lack: str) -> None:
    plan, who = here.ready(here.unit())
    write(plan, who, targets={target(plan).pk: aim})
    if not lack:
        assert actions.submit_plan(plan, by=who, at=AT).number == 1
        return
    with pytest.raises(errors.PlanIncomplete) as refused:
        actions.submit_plan(plan, by=who, at=AT)
    assert [lack in sentence for sentence in refused.value.lacks] == [True]


def test_at_most_lines_are_held_the_other_way(here: Ground) -> None:
    type(here.line).objects.update(comparator=Comparator.AT_MOST)
    plan, who = here.ready(here.unit())
    write(plan, who, targets={target(plan).pk: facts.Aim(applies=True, value=Decimal(81))})
    with pytest.raises(errors.PlanIncomplete):
        actions.submit_plan(plan, by=who, at=AT)


def test_a_number_is_shown_as_it_was_promised(here: Ground) -> None:
    plan, who = here.ready(here.unit())
    said = facts.Aim(applies=True, value=Decimal("79.996"), reason="Đường truyền yếu")
    write(plan, who, targets={target(plan).pk: said})
    shown = queries.shown_of(plan, on=ON).targets[0]
    assert (shown.words, shown.is_short) == (
        "79,996 % (mức chung từ 80 %), thấp hơn mức chung: Đường truyền yếu",
        True,
    )


def test_what_lacks_is_told_all_at_once(here: Ground) -> None:
    plan = here.begun(here.unit())
    first = lines(plan, PromiseKind.CONTENT)[0]
    who = here.actor("reporter", plan.unit)
    write(plan, who, contents={first.pk: facts.Choice(applies=False)})
    with pytest.raises(errors.PlanIncomplete) as refused:
        actions.submit_plan(plan, by=who, at=AT)
    assert refused.value.lacks == [
        "Xin ghi họ tên thủ trưởng hoặc người đứng đầu.",
        "Xin ghi họ tên cán bộ theo dõi.",
        "Xin ghi vì sao không áp dụng “Nội dung 1”.",
        "Xin ghi ít nhất một nhiệm vụ của đơn vị.",
    ]


def test_a_union_needs_one_content_and_no_reasons(here: Ground) -> None:
    plan, who = here.ready(here.unit("union"))
    every = lines(plan, PromiseKind.CONTENT)
    write(plan, who, contents={one.pk: facts.Choice(applies=False) for one in every})
    with pytest.raises(errors.PlanIncomplete) as refused:
        actions.submit_plan(plan, by=who, at=AT)
    assert refused.value.lacks == ["Xin chọn ít nhất một nội dung."]
    write(plan, who, contents={every[0].pk: facts.Choice(applies=True)})
    actions.submit_plan(plan, by=who, at=AT)
    assert plan.state == PlanState.SUBMITTED


def test_a_task_without_officer_is_the_follower_s(here: Ground) -> None:
    plan, _ = here.ready(here.unit())
    assert lines(plan, PromiseKind.TASK)[0].officer == GENERAL.officer


def test_a_task_cannot_be_due_before_the_plan_was_begun(here: Ground) -> None:
    plan, who = here.ready(here.unit())
    with pytest.raises(errors.DueInThePast):
        actions.add_promise(plan, work=replace(WORK, due_on=date(2026, 5, 31)), by=who, at=AT)
    assert actions.add_promise(plan, work=replace(WORK, due_on=ON), by=who, at=AT).due_on == ON


def test_submit_plan_keeps_it_word_for_word_and_tells_the_standing_body(here: Ground) -> None:
    officer = here.actor("standing_body")
    plan, who = here.sent(here.unit())
    kept = plan.submissions.get()
    assert (kept.number, kept.sender, kept.way, kept.edition) == (1, who.name, Way.OWN, 1)
    assert len(kept.facts["lines"]) == 5
    assert [notice.user_id for notice in Notice.objects.all()] == [officer.user_id]


def test_entered_on_behalf_the_record_says_who(here: Ground) -> None:
    officer = here.actor("standing_body")
    plan, _ = here.sent(here.unit("neighbourhood"), officer)
    kept = plan.submissions.get()
    assert (kept.way, kept.sent_by_id) == (Way.BEHALF, officer.user_id)


def test_what_is_sent_cannot_be_written(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    with pytest.raises(Refused):
        write(plan, who, general=GENERAL)


def test_recall_plan_while_nobody_decided(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    actions.recall_plan(plan, by=who, at=AT)
    assert (plan.state, plan.submissions.get().recalled_at) == (PlanState.DRAFT, AT)
    actions.submit_plan(plan, by=who, at=AT)
    actions.accept_plan(plan, by=here.actor("standing_body"), at=AT)
    with pytest.raises(Refused):
        actions.recall_plan(plan, by=who, at=AT)


def test_two_at_once_recall_comes_before_acceptance(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    seen = sights.PLAN.of(plan, at=AT)
    actions.recall_plan(UnitPlan.objects.get(pk=plan.pk), seen=seen, by=who, at=AT)
    with pytest.raises(Overtaken) as clash:
        actions.accept_plan(plan, seen=seen, by=here.actor("standing_body"), at=AT)
    assert [(line.then, line.now) for line in clash.value.compared] == [("Chờ xem xét", "Đang soạn")]


def test_accept_plan_makes_its_tasks_once(here: Ground) -> None:
    unit, officer = here.unit(), here.actor("standing_body")
    plan, who = here.sent(unit)
    actions.accept_plan(plan, by=officer, at=AT)
    task = Task.objects.get()
    assert (task.title, task.product, task.due_on, task.lead) == (WORK.text, WORK.product, DUE, unit)
    assert lines(plan, PromiseKind.TASK)[0].task_id == task.pk
    actions.revise_plan(plan, reason="Thêm nội dung", by=who, at=AT)
    actions.submit_plan(plan, by=who, at=AT)
    actions.accept_plan(plan, by=officer, at=AT)
    assert Task.objects.count() == 1


def test_a_task_goes_to_the_account_that_bears_the_name(here: Ground) -> None:
    unit = here.unit()
    who = make_org.actor("reporter", unit, full_name="Trần Văn Nam")
    plan = here.begun(unit, who)
    write(plan, who, general=replace(GENERAL, officer="Trần Văn Nam"))
    actions.add_promise(plan, work=WORK, by=who, at=AT)
    actions.submit_plan(plan, by=who, at=AT)
    actions.accept_plan(plan, by=here.actor("standing_body"), at=AT)
    assert Task.objects.get().officer_id == who.user_id


def test_return_plan_opens_single_lines_and_closes_the_rest(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    wrong, right = target(plan), lines(plan, PromiseKind.CONTENT)[0]
    officer = here.actor("standing_body")
    actions.return_plan(plan, reasons={wrong.pk: "Mức chưa rõ"}, remark="", by=officer, at=AT)
    write(plan, who, targets={wrong.pk: facts.Aim(applies=True, value=Decimal(90))})
    with pytest.raises(errors.LineClosed):
        write(plan, who, contents={right.pk: facts.Choice(applies=False, reason="Không có")})
    with pytest.raises(errors.GeneralClosed):
        write(plan, who, general=GENERAL)
    with pytest.raises(errors.GeneralClosed):
        actions.add_promise(plan, work=WORK, by=who, at=AT)
    actions.submit_plan(plan, by=who, at=AT)
    verdicts = {one.verdict for one in queries.promises_of(plan)}
    assert (plan.version, verdicts) == (2, {Verdict.PENDING, Verdict.ACCEPTED})


def test_versions_say_what_changed_and_why_it_was_returned(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    wrong, officer = target(plan), here.actor("standing_body")
    actions.return_plan(plan, reasons={wrong.pk: "Mức chưa rõ"}, remark="", by=officer, at=AT)
    write(plan, who, targets={wrong.pk: facts.Aim(applies=True, value=Decimal(90))})
    actions.submit_plan(plan, by=who, at=AT)
    second, first = queries.shown_of(plan, on=ON).versions
    assert [(one.then, one.now) for one in second.changes] == [
        ("80 % (mức chung từ 80 %)", "90 % (mức chung từ 80 %)")
    ]
    assert (first.submission.verdicts, first.changes) == ([[wrong.title, "Mức chưa rõ"]], ())


def test_a_remark_opens_general_facts_and_new_tasks(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    actions.return_plan(plan, reasons={}, remark="Thiếu tập huấn", by=here.actor("standing_body"), at=AT)
    actions.add_promise(plan, work=replace(WORK, text="Tập huấn"), by=who, at=AT)
    write(plan, who, general=replace(GENERAL, head="Ông Đỗ Văn Bình"))
    assert UnitPlan.objects.get(pk=plan.pk).head == "Ông Đỗ Văn Bình"


@pytest.mark.parametrize(
    ("reasons", "remark", "refusal"),
    [({}, "  ", errors.NothingToReturn), ({0: "Sai"}, "", errors.UnknownLine)],
)
def test_return_plan_refuses(here: Ground, reasons: Any, remark: str, refusal: Any) -> None:
    plan, _ = here.sent(here.unit())
    with pytest.raises(refusal):
        actions.return_plan(plan, reasons=reasons, remark=remark, by=here.actor("standing_body"), at=AT)


def test_another_unit_s_line_cannot_be_named(here: Ground) -> None:
    plan, who = here.ready(here.unit())
    other = target(here.begun(here.unit()))
    with pytest.raises(errors.UnknownLine):
        write(plan, who, targets={other.pk: facts.Aim(applies=True, value=Decimal(1))})


def test_accepted_tasks_stay_closed_when_the_plan_is_opened_anew(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    actions.accept_plan(plan, by=here.actor("standing_body"), at=AT)
    actions.revise_plan(plan, reason="Bổ sung", by=who, at=AT)
    task = lines(plan, PromiseKind.TASK)[0]
    with pytest.raises(Refused):
        actions.drop_promise(task, by=who, at=AT)
    with pytest.raises(errors.NothingToRevise):
        actions.revise_plan(plan, reason="Lần nữa", by=who, at=AT)


def test_an_amendment_flags_the_plan_and_carries_what_reads_as_before(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    actions.accept_plan(plan, by=here.actor("standing_body"), at=AT)
    newer = here.amend()
    assert queries.is_older(plan, on=ON) is True
    actions.revise_plan(plan, reason="Theo bản mới", by=who, at=AT)
    told = [(one.title, one.verdict) for one in queries.promises_of(plan)]
    assert (plan.against, told) == (
        newer,
        [
            ("Nội dung 1", Verdict.ACCEPTED),
            (here.sector.text, Verdict.ACCEPTED),
            ("Nội dung mới", Verdict.PENDING),
            (here.line.indicator.name, Verdict.ACCEPTED),
            (WORK.text, Verdict.ACCEPTED),
        ],
    )


def test_a_line_that_the_amendment_raised_is_open_again(here: Ground) -> None:
    plan, who = here.sent(here.unit())
    actions.accept_plan(plan, by=here.actor("standing_body"), at=AT)
    here.amend(value=Decimal(95))
    actions.revise_plan(plan, reason="Theo bản mới", by=who, at=AT)
    raised = target(plan)
    assert raised.line is not None
    assert (raised.verdict, raised.value, raised.line.value) == ("pending", Decimal(80), Decimal(95))
    with pytest.raises(errors.PlanIncomplete):
        actions.submit_plan(plan, by=who, at=AT)


def test_a_plan_of_an_older_edition_is_neither_sent_nor_accepted(here: Ground) -> None:
    waiting, _ = here.sent(here.unit())
    ready, who = here.ready(here.unit())
    here.amend()
    with pytest.raises(errors.PlanOfOlderEdition):
        actions.submit_plan(ready, by=who, at=AT)
    with pytest.raises(errors.PlanOfOlderEdition):
        actions.accept_plan(waiting, by=here.actor("standing_body"), at=AT)


@pytest.mark.parametrize("role", ["reporter", "unit_head"])
def test_a_stranger_of_another_unit_is_not_let_in(here: Ground, role: str) -> None:
    plan, _ = here.ready(here.unit())
    stranger = here.actor(role, here.unit())
    with pytest.raises(Refused) as refused:
        write(plan, stranger, general=GENERAL)
    assert (refused.value.hidden, list(queries.visible_unit_plans(stranger))) == (True, [])


def test_a_stranger_of_another_commune_is_not_let_in(here: Ground) -> None:
    plan, _ = here.sent(here.unit())
    stranger = make_org.actor("standing_body", make_org.CommuneFactory().unit)
    with pytest.raises(Refused) as refused:
        actions.accept_plan(plan, by=stranger, at=AT)
    assert (refused.value.hidden, list(queries.visible_unit_plans(stranger))) == (True, [])


@pytest.mark.parametrize("role", ["leader", "unit_head", "overseer", "administrator", "council_member"])
def test_only_the_standing_body_decides(here: Ground, role: str) -> None:
    unit = here.unit()
    plan, _ = here.sent(unit)
    who = here.actor(role, unit if role == "unit_head" else None)
    with pytest.raises(Refused):
        actions.accept_plan(plan, by=who, at=AT)


def test_board_tells_every_unit_and_who_owes(here: Ground) -> None:
    here.ready(here.unit(name="Đang soạn"))
    here.sent(here.unit(name="Đã gửi"))
    make_org.UnitFactory(parent=here.commune, name="Không tài khoản")
    board = queries.board_of(here.movement, on=ON)
    told = {row.unit.name: (row.state, row.owes, row.has_people) for row in board.rows}
    assert told == {
        "Đang soạn": ("missing", True, True),
        "Đã gửi": ("submitted", False, True),
        "Không tài khoản": ("missing", True, False),
    }


def test_remind_missing_tells_those_whose_step_it_is(here: Ground) -> None:
    _, busy = here.ready(here.unit())
    here.sent(here.unit())
    make_org.UnitFactory(parent=here.commune)
    officer = here.actor("standing_body")
    assert actions.remind_missing(here.movement, words="Xin gửi sớm.", by=officer, at=AT) == 1
    reminded = Notice.objects.filter(body="Xin gửi sớm.")
    assert [notice.user_id for notice in reminded] == [busy.user_id]


def test_remind_missing_refuses_when_nobody_owes(here: Ground) -> None:
    here.sent(here.unit())
    with pytest.raises(errors.NobodyMissing):
        actions.remind_missing(here.movement, words="Xin gửi", by=here.actor("standing_body"), at=AT)
    with pytest.raises(errors.TextMissing):
        actions.remind_missing(here.movement, words=" ", by=here.actor("standing_body"), at=AT)


def test_an_indicator_no_longer_asked_is_not_offered(here: Ground) -> None:
    unit = here.unit()
    Assignment.objects.update(ended_at=AT)
    assert lines(here.begun(unit), PromiseKind.TARGET) == []
