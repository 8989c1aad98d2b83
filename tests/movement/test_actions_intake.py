from dataclasses import replace
from datetime import date

import pytest

from tests.movement import ward as wards
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.indicator.models import Indicator
from thidua.movement import actions, errors
from thidua.movement.enums import Decision, ItemKind, MovementState, Origin
from thidua.movement.models import Movement, Plan
from thidua.movement.planreader import read_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(ward_world: wards.Ward) -> wards.Ward:
    return ward_world


def create(ward: wards.Ward, **change: object) -> Movement:
    given = {"title": "Thi đua", "short_title": "", "starts_on": date(2025, 8, 1), "ends_on": None} | change
    return actions.create_movement(ward.root, by=ward.planner, at=wards.AT, **given)  # type: ignore[arg-type]


def test_create_movement_begins_with_an_empty_plan(ward: wards.Ward) -> None:
    movement = create(ward, title="Phong trào  “Học tập số”")
    assert (movement.title, movement.short_title, movement.state) == (
        "Phong trào “Học tập số”",
        "Học tập số",
        MovementState.DRAFT,
    )
    assert [(plan.version, plan.text, plan.items.count()) for plan in movement.plans.all()] == [(1, "", 0)]


def test_create_movement_refuses_no_title(ward: wards.Ward) -> None:
    with pytest.raises(errors.TitleMissing):
        create(ward, title="  ")
    assert Movement.objects.count() == 0


def test_create_movement_may_last_one_day_but_not_end_before(ward: wards.Ward) -> None:
    create(ward, ends_on=date(2025, 8, 1))
    with pytest.raises(errors.DatesOutOfOrder):
        create(ward, ends_on=date(2025, 7, 31))


def test_create_movement_is_closed_to_a_reporter(ward: wards.Ward) -> None:
    with pytest.raises(Refused):
        actions.create_movement(
            ward.root,
            title="Thi đua",
            short_title="",
            starts_on=date(2025, 8, 1),
            ends_on=None,
            by=ward.actor("reporter"),
            at=wards.AT,
        )


def test_change_movement_keeps_what_was_before_in_the_book(ward: wards.Ward) -> None:
    movement = create(ward)
    actions.change_movement(
        movement,
        title="Thi đua mới",
        short_title="Mới",
        starts_on=date(2025, 9, 1),
        ends_on=date(2026, 9, 1),
        by=ward.planner,
        at=wards.AT,
    )
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail["before"]["title"]) == ("movement.change_movement", "Thi đua")
    assert Movement.objects.get().short_title == "Mới"


def test_create_from_plan_is_told_in_the_book(ward: wards.Ward) -> None:
    wards.read_seed(ward)
    told = AuditEvent.objects.filter(action__startswith="movement").values_list("action", flat=True)
    assert list(told) == ["movement.create_movement", "movement.read_plan", "movement.create_from_plan"]


def test_read_plan_fills_the_empty_first_version(ward: wards.Ward) -> None:
    movement = wards.by_hand(ward)
    plan = actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=ward.planner, at=wards.AT)
    assert (plan.version, Plan.objects.count(), plan.items.count()) == (1, 1, 76)


def test_read_plan_suggests_an_indicator_for_each_line(ward: wards.Ward) -> None:
    plan = wards.plan_of(wards.read_seed(ward))
    lines = plan.items.filter(kind=ItemKind.TARGET_LINE).order_by("position")
    assert [line.facts["indicator"] for line in lines] == [
        "CT1",
        "CT2",
        "CT3a",
        "CT3b",
        "CT2",
        "CT5",
        "CT6",
        "CT7",
        "CT8",
        "CT9",
        "CT10",
    ]


def test_read_plan_suggests_nothing_that_the_commune_has_not(ward: wards.Ward) -> None:
    Indicator.objects.filter(code="CT1").update(code="KHAC")
    line = wards.item_of(wards.read_seed(ward), ItemKind.TARGET_LINE, "80%")
    assert line.facts["indicator"] == ""


def test_read_plan_again_carries_decisions_over(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    line = wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    actions.change_item(line, text="Ít nhất 85%", facts_given={"value": "85"}, by=ward.planner, at=wards.AT)
    dropped = wards.item_of(movement, ItemKind.RECIPIENT, "Lưu")
    actions.drop_item(dropped, reason="Không phải nơi nhận", by=ward.planner, at=wards.AT)
    plan = actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=ward.planner, at=wards.AT)
    again = plan.items.get(kind=ItemKind.TARGET_LINE, quote=line.quote)
    assert (plan.version, again.text, again.facts["value"], again.is_changed) == (
        2,
        "Ít nhất 85%",
        "85",
        True,
    )
    assert plan.items.get(quote=dropped.quote, kind=ItemKind.RECIPIENT).reason == "Không phải nơi nhận"
    assert plan.items.exclude(decision=Decision.PENDING).count() == 2


def test_read_plan_again_leaves_what_changed_to_be_decided(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    wards.decide_all(movement, ward)
    text = wards.SEED.read_text(encoding="utf-8").replace("80% trở lên", "85% trở lên")
    plan = actions.read_plan(movement, draft=read_plan(text), file=None, by=ward.planner, at=wards.AT)
    waiting = plan.items.filter(decision=Decision.PENDING).exclude(kind=ItemKind.OPEN_POINT)
    assert [item.text[:3] for item in waiting if item.kind == ItemKind.TARGET_LINE] == ["85%"]
    # An open point is settled anew: what it rests on may have changed.
    assert plan.items.filter(kind=ItemKind.OPEN_POINT, decision=Decision.PENDING).count() == 8


def test_read_plan_again_keeps_what_people_added(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    group = wards.item_of(movement, ItemKind.TARGET_GROUP, "Đối với doanh nghiệp")
    actions.add_item(
        wards.plan_of(movement),
        kind=ItemKind.CRITERION,
        text="Có trang thông tin điện tử",
        quote="Đẩy mạnh đầu tư cho chuyển đổi số",
        parent_id=group.pk,
        by=ward.planner,
        at=wards.AT,
    )
    plan = actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=ward.planner, at=wards.AT)
    kept = plan.items.get(origin=Origin.ADDED)
    assert kept.parent is not None
    assert (kept.parent.plan_id, kept.parent.text) == (plan.pk, "Đối với doanh nghiệp")
    assert plan.text[kept.start : kept.end] == "Đẩy mạnh đầu tư cho chuyển đổi số"


def test_read_plan_is_closed_once_submitted(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    with pytest.raises(Refused, match="rút lại"):
        actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=ward.planner, at=wards.AT)


def test_read_plan_keeps_a_stale_state_from_slipping_through(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    stale = wards.item_of(movement, ItemKind.AIM)
    assert stale.plan.movement.state == MovementState.DRAFT
    Movement.objects.update(state=MovementState.SUBMITTED)
    with pytest.raises(Refused, match="rút lại"):
        actions.confirm_item(stale, by=ward.planner, at=wards.AT)


def test_read_plan_without_anything_keeps_its_text(ward: wards.Ward) -> None:
    draft = replace(read_plan("Một trang giấy."), open_points=())
    movement = actions.create_from_plan(ward.planner, draft=draft, file=None, by=ward.planner, at=wards.AT)
    assert (wards.plan_of(movement).text, movement.title) == ("Một trang giấy.", "Phong trào thi đua")
