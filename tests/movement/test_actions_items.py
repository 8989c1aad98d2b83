from typing import Any

import pytest

from tests.movement import ward as wards
from tests.movement.conftest import World
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.movement import actions, errors
from thidua.movement.enums import Choice, Decision, ItemKind, Origin
from thidua.movement.models import Movement, PlanItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(draft_world: World) -> wards.Ward:
    return draft_world[0]


@pytest.fixture
def movement(draft_world: World) -> Movement:
    return draft_world[1]


def levels(movement: Movement) -> dict[str, tuple[str, str]]:
    lines = wards.plan_of(movement).items.filter(kind=ItemKind.TARGET_LINE)
    return {
        line.facts["value"]: (line.facts["level"], line.decision)
        for line in lines
        if line.facts["indicator"] == "CT2"
    }


def settle(ward: wards.Ward, movement: Movement, starts: str, choice: str, reason: str = "") -> PlanItem:
    point = wards.item_of(movement, ItemKind.OPEN_POINT, starts)
    return actions.settle_open_point(point, choice=choice, reason=reason, by=ward.planner, at=wards.AT)


def add(ward: wards.Ward, movement: Movement, kind: str, text: str = "Có", **more: Any) -> PlanItem:
    plan = wards.plan_of(movement)
    return actions.add_item(plan, kind=kind, text=text, by=ward.planner, at=wards.AT, **more)


def test_confirm_item_says_who_and_when(ward: wards.Ward, movement: Movement) -> None:
    item = wards.item_of(movement, ItemKind.CONTENT)
    actions.confirm_item(item, by=ward.planner, at=wards.AT)
    item.refresh_from_db()
    assert (item.decision, item.decided_by, item.decided_at) == (
        Decision.CONFIRMED,
        ward.users["standing_body"],
        wards.AT,
    )


def test_confirm_item_wants_a_measure_or_a_reason(ward: wards.Ward, movement: Movement) -> None:
    line = wards.item_of(movement, ItemKind.TARGET_LINE)
    PlanItem.objects.filter(pk=line.pk).update(facts=line.facts | {"indicator": ""})
    with pytest.raises(errors.IndicatorMissing):
        actions.confirm_item(line, by=ward.planner, at=wards.AT)
    PlanItem.objects.filter(pk=line.pk).update(
        facts=line.facts | {"indicator": "", "unbound_reason": "Chưa có phép đo"}
    )
    assert actions.confirm_item(line, by=ward.planner, at=wards.AT).decision == Decision.CONFIRMED


def test_confirm_item_refuses_an_unknown_measure(ward: wards.Ward, movement: Movement) -> None:
    line = wards.item_of(movement, ItemKind.TARGET_LINE)
    PlanItem.objects.filter(pk=line.pk).update(facts=line.facts | {"indicator": "CT99"})
    with pytest.raises(errors.IndicatorUnknown):
        actions.confirm_item(line, by=ward.planner, at=wards.AT)


def test_confirm_item_refuses_a_phase_without_a_beginning(ward: wards.Ward, movement: Movement) -> None:
    phase = wards.item_of(movement, ItemKind.PHASE)
    PlanItem.objects.filter(pk=phase.pk).update(facts={"from": "", "to": "2027"})
    with pytest.raises(errors.SpanUnreadable):
        actions.confirm_item(phase, by=ward.planner, at=wards.AT)


def test_confirm_item_is_not_enough_for_an_open_point(ward: wards.Ward, movement: Movement) -> None:
    with pytest.raises(errors.NotAnOpenPoint):
        actions.confirm_item(wards.item_of(movement, ItemKind.OPEN_POINT), by=ward.planner, at=wards.AT)


def test_confirm_items_takes_what_is_ready_and_leaves_the_rest(ward: wards.Ward, movement: Movement) -> None:
    plan = wards.plan_of(movement)
    line = wards.item_of(movement, ItemKind.TARGET_LINE)
    PlanItem.objects.filter(pk=line.pk).update(facts=line.facts | {"indicator": ""})
    wanted = list(plan.items.filter(kind=ItemKind.TARGET_LINE).values_list("pk", flat=True))
    assert actions.confirm_items(plan, items=wanted, by=ward.planner, at=wards.AT) == 10
    with pytest.raises(errors.NothingToConfirm):
        actions.confirm_items(plan, items=wanted, by=ward.planner, at=wards.AT)


def test_confirm_items_does_not_reach_another_plan(ward: wards.Ward, movement: Movement) -> None:
    other = wards.read_seed(ward, is_again=True)
    wanted = [wards.item_of(other, ItemKind.AIM).pk]
    with pytest.raises(errors.NothingToConfirm):
        actions.confirm_items(wards.plan_of(movement), items=wanted, by=ward.planner, at=wards.AT)


def test_change_item_confirms_and_keeps_what_was_read(ward: wards.Ward, movement: Movement) -> None:
    line = wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    actions.change_item(line, text="Ít nhất 85%", facts_given={"value": "85"}, by=ward.planner, at=wards.AT)
    line.refresh_from_db()
    before = AuditEvent.objects.latest("pk").detail["before"]
    assert (line.decision, line.is_changed, line.facts["value"], line.facts["indicator"]) == (
        Decision.CONFIRMED,
        True,
        "85",
        "CT1",
    )
    assert (before["facts"]["value"], before["text"][:3]) == ("80", "80%")


def test_change_item_with_nothing_new_only_confirms(ward: wards.Ward, movement: Movement) -> None:
    aim = wards.item_of(movement, ItemKind.AIM)
    actions.change_item(aim, text=aim.text, facts_given={}, by=ward.planner, at=wards.AT)
    assert (aim.is_changed, aim.decision) == (False, Decision.CONFIRMED)


@pytest.mark.parametrize(
    ("kind", "text", "told", "refusal"),
    [
        (ItemKind.AIM, "  ", {}, errors.TextMissing),
        (ItemKind.TARGET_LINE, "x", {"value": "nhiều"}, errors.ValueUnreadable),
        (ItemKind.TARGET_LINE, "x", {"indicator": ""}, errors.IndicatorMissing),
        (ItemKind.PHASE, "x", {"to": "2024"}, errors.SpanOutOfOrder),
        (ItemKind.OPEN_POINT, "x", {}, errors.NotAnOpenPoint),
    ],
)
def test_change_item_refuses(
    ward: wards.Ward,
    movement: Movement,
    kind: ItemKind,
    text: str,
    told: dict[str, str],
    refusal: type[errors.MovementError],
) -> None:
    item = wards.item_of(movement, kind)
    with pytest.raises(refusal):
        actions.change_item(item, text=text, facts_given=told, by=ward.planner, at=wards.AT)
    assert PlanItem.objects.get(pk=item.pk).decision == Decision.PENDING


def test_drop_item_wants_a_reason_and_keeps_the_item(ward: wards.Ward, movement: Movement) -> None:
    item = wards.item_of(movement, ItemKind.RECIPIENT)
    with pytest.raises(errors.ReasonMissing):
        actions.drop_item(item, reason=" ", by=ward.planner, at=wards.AT)
    actions.drop_item(item, reason="Không phải nơi nhận", by=ward.planner, at=wards.AT)
    assert (PlanItem.objects.get(pk=item.pk).decision, AuditEvent.objects.latest("pk").reason) == (
        Decision.DROPPED,
        "Không phải nơi nhận",
    )


def test_restore_item_lets_it_wait_again(ward: wards.Ward, movement: Movement) -> None:
    item = wards.item_of(movement, ItemKind.AIM)
    with pytest.raises(Refused, match="chưa được quyết định"):
        actions.restore_item(item, by=ward.planner, at=wards.AT)
    actions.drop_item(item, reason="Nhầm", by=ward.planner, at=wards.AT)
    actions.restore_item(item, by=ward.planner, at=wards.AT)
    item.refresh_from_db()
    assert (item.decision, item.reason, item.decided_at, item.decided_by) == (
        Decision.PENDING,
        "",
        None,
        None,
    )


def test_add_item_counts_at_once(ward: wards.Ward, movement: Movement) -> None:
    group = wards.item_of(movement, ItemKind.TARGET_GROUP, "Đối với doanh nghiệp")
    item = add(ward, movement, ItemKind.CRITERION, "Có trang thông tin", parent_id=group.pk)
    assert (item.origin, item.decision, item.clause, item.parent) == (
        Origin.ADDED,
        Decision.CONFIRMED,
        "III.1.2",
        group,
    )


def test_add_item_finds_its_quote_in_the_text(ward: wards.Ward, movement: Movement) -> None:
    words = "từng bước hình thành hệ thống chăm sóc sức khỏe"
    item = add(ward, movement, ItemKind.SOLUTION, quote=words)
    assert wards.plan_of(movement).text[item.start : item.end] == words


@pytest.mark.parametrize(
    ("kind", "more", "refusal"),
    [
        (ItemKind.OPEN_POINT, {}, errors.KindUnfit),
        ("nonsense", {}, errors.KindUnfit),
        (ItemKind.AIM, {"text": ""}, errors.TextMissing),
        (ItemKind.AIM, {"quote": "lời không có trong kế hoạch"}, errors.QuoteNotInPlan),
        (ItemKind.PHASE, {"facts_given": {"from": ""}}, errors.SpanUnreadable),
        (ItemKind.TARGET_LINE, {"facts_given": {"comparator": ">=", "value": "5"}}, errors.IndicatorMissing),
        (ItemKind.CRITERION, {"parent_id": 0}, errors.ParentUnfit),
    ],
)
def test_add_item_refuses(
    ward: wards.Ward, movement: Movement, kind: str, more: dict[str, Any], refusal: type[errors.MovementError]
) -> None:
    with pytest.raises(refusal):
        add(ward, movement, kind, **more)
    assert PlanItem.objects.filter(origin=Origin.ADDED).count() == 0


def test_add_item_stands_only_under_what_fits_in_its_own_plan(ward: wards.Ward, movement: Movement) -> None:
    content = wards.item_of(movement, ItemKind.CONTENT)
    elsewhere = wards.item_of(wards.read_seed(ward, is_again=True), ItemKind.TARGET_GROUP)
    for parent in (content, elsewhere):
        with pytest.raises(errors.ParentUnfit):
            add(ward, movement, ItemKind.CRITERION, parent_id=parent.pk)


def test_settle_open_point_keeps_both_levels(ward: wards.Ward, movement: Movement) -> None:
    point = settle(ward, movement, "Hai mức", Choice.BOTH)
    assert point.decision == Decision.CONFIRMED
    assert levels(movement) == {"90": ("required", "pending"), "100": ("aspired", "pending")}


@pytest.mark.parametrize(
    ("choice", "kept", "dropped"), [(Choice.LOWEST, "90", "100"), (Choice.HIGHEST, "100", "90")]
)
def test_settle_open_point_takes_one_level(
    ward: wards.Ward, movement: Movement, choice: Choice, kept: str, dropped: str
) -> None:
    settle(ward, movement, "Hai mức", choice)
    assert levels(movement) == {kept: ("required", "pending"), dropped: ("required", "dropped")}


def test_settle_open_point_again_undoes_the_first(ward: wards.Ward, movement: Movement) -> None:
    settle(ward, movement, "Hai mức", Choice.LOWEST)
    settle(ward, movement, "Hai mức", Choice.BOTH)
    assert levels(movement) == {"90": ("required", "pending"), "100": ("aspired", "pending")}


def test_restore_item_undoes_a_settlement(ward: wards.Ward, movement: Movement) -> None:
    point = settle(ward, movement, "Hai mức", Choice.HIGHEST)
    actions.restore_item(point, by=ward.planner, at=wards.AT)
    assert levels(movement) == {"90": ("required", "pending"), "100": ("required", "pending")}
    assert set(PlanItem.objects.get(pk=point.pk).facts) == {"kind", "quotes", "choices", "lines"}


def test_settle_open_point_may_be_left_with_a_reason(ward: wards.Ward, movement: Movement) -> None:
    with pytest.raises(errors.ReasonMissing):
        settle(ward, movement, "Kế hoạch yêu cầu báo cáo", Choice.OPEN)
    point = settle(ward, movement, "Kế hoạch yêu cầu báo cáo", Choice.OPEN, "Chờ thành phố hướng dẫn")
    assert (point.decision, point.reason) == (Decision.LEFT_OPEN, "Chờ thành phố hướng dẫn")


def test_settle_open_point_wants_an_answer(ward: wards.Ward, movement: Movement) -> None:
    with pytest.raises(errors.AnswerMissing):
        settle(ward, movement, "Năm 2027", Choice.ANSWERED)
    point = settle(ward, movement, "Năm 2027", Choice.ANSWERED, "Năm 2027 thuộc giai đoạn 1")
    assert point.facts["answer"] == "Năm 2027 thuộc giai đoạn 1"


def test_settle_open_point_fills_the_blank_number_and_day(ward: wards.Ward, movement: Movement) -> None:
    number = settle(ward, movement, "Số văn bản", Choice.ANSWERED, "125/KH-UBND")
    with pytest.raises(errors.DayUnreadable):
        settle(ward, movement, "Ngày ban hành", Choice.ANSWERED, "giữa tháng")
    settle(ward, movement, "Ngày ban hành", Choice.ANSWERED, "25/8/2025")
    header = wards.plan_of(movement).header
    assert (header["number"], header["date"]) == ("125/KH-UBND", "2025-08-25")
    actions.restore_item(number, by=ward.planner, at=wards.AT)
    assert wards.plan_of(movement).header["number"] == "/KH-UBND"


@pytest.mark.parametrize("choice", ["", "both", "answer"])
def test_settle_open_point_refuses_other_choices(ward: wards.Ward, movement: Movement, choice: str) -> None:
    with pytest.raises(errors.ChoiceUnknown):
        settle(ward, movement, "Năm 2027", choice, "x")


def test_settle_open_point_is_for_open_points(ward: wards.Ward, movement: Movement) -> None:
    aim = wards.item_of(movement, ItemKind.AIM)
    with pytest.raises(errors.OnlyOpenPoints):
        actions.settle_open_point(aim, choice=Choice.OPEN, reason="x", by=ward.planner, at=wards.AT)
