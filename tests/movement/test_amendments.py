"""A plan is changed while its movement runs: prepared, decided, in force from its day; what was stays as it was."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.clock import local
from tests.factories.movement import AmendmentFactory, ClosingFactory, PlanFactory
from tests.factories.org import MembershipFactory, UserFactory
from tests.movement import ward as wards
from tests.movement.conftest import World
from tests.movement.test_searching import unfolded
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.movement import actions, errors, queries
from thidua.movement.enums import AmendmentState, AmendmentWay, Decision, ItemKind, MovementState, Origin
from thidua.movement.matching import Change
from thidua.movement.models import Amendment, Movement, PlanItem
from thidua.movement.planreader import read_plan
from thidua.movement.queries import public
from thidua.movement.queries.differences import change_of
from thidua.movement.queries.effects import effects_of
from thidua.notifications.models import Notice

pytestmark = pytest.mark.django_db
LATER = local(2026, 3, 2)
TODAY = LATER.date()
WORKED = {"document_number": "45/KH-UBND", "document_on": date(2026, 3, 1)}
TEXT = wards.SEED.read_text(encoding="utf-8")


@pytest.fixture
def ward(launched_world: World) -> wards.Ward:
    return launched_world[0]


@pytest.fixture
def movement(launched_world: World) -> Movement:
    return launched_world[1]


def begin(ward: wards.Ward, movement: Movement, **other: Any) -> Amendment:
    told = {"way": AmendmentWay.CLAUSES, **WORKED} | other
    return actions.open_amendment(movement, **told, by=ward.planner, at=LATER)


def reissued(ward: wards.Ward, movement: Movement, *changes: tuple[str, str]) -> Amendment:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return begin(ward, movement, way=AmendmentWay.WHOLE, draft=read_plan(text))


def item(amendment: Amendment, kind: ItemKind, starts: str = "") -> PlanItem:
    found = PlanItem.objects.filter(plan=amendment.plan, kind=kind, text__startswith=starts)
    one = found.select_related("plan__movement__commune", "before").first()
    assert one is not None
    return one


def line_of(amendment: Amendment, code: str) -> PlanItem:
    found = PlanItem.objects.filter(plan=amendment.plan, facts__indicator=code).order_by("pk")
    one = found.select_related("plan__movement__commune", "before").first()
    assert one is not None
    return one


def raise_level(ward: wards.Ward, amendment: Amendment, code: str = "CT1", value: str = "99") -> PlanItem:
    line = line_of(amendment, code)
    return actions.change_item(line, text=line.text, facts_given={"value": value}, by=ward.planner, at=LATER)


def drop(ward: wards.Ward, amendment: Amendment, *lines: PlanItem) -> None:
    for line in lines:
        actions.drop_item(line, reason="Văn bản bỏ", by=ward.planner, at=LATER)


def submit(ward: wards.Ward, amendment: Amendment) -> Amendment:
    return actions.submit_amendment(amendment, by=ward.planner, at=LATER)


def approve(ward: wards.Ward, amendment: Amendment, day: date = TODAY) -> Amendment:
    submit(ward, amendment)
    return actions.approve_amendment(amendment, effective_on=day, by=ward.leader, at=LATER)


def values(movement: Movement, code: str, edition: int) -> list[str]:
    lines = movement.target_lines.filter(indicator__code=code, item__plan__edition=edition)
    return [f"{line.value:.0f}" for line in lines]


def changes(amendment: Amendment) -> Counter[Change | None]:
    return Counter(change_of(one) for one in queries.items_compared(amendment.plan))


def test_launch_makes_the_first_version_in_force_from_that_day(movement: Movement) -> None:
    (plan,) = queries.editions_of(movement)
    assert (plan.edition, plan.effective_on, plan.adopted_at) == (1, wards.AT.date(), movement.launched_at)
    assert plan.edition_words == "Bản thứ 1, có hiệu lực từ 01/09/2025"


def test_a_plan_read_twice_before_the_launch_is_still_the_first_version(other_ward: wards.Ward) -> None:
    movement = wards.read_seed(other_ward)
    actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=other_ward.planner, at=wards.AT)
    wards.decide_all(movement, other_ward)
    actions.submit_plan(movement, by=other_ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=other_ward.leader, at=wards.AT)
    actions.launch_movement(movement, by=other_ward.leader, at=wards.AT)
    assert [(plan.version, plan.edition) for plan in queries.editions_of(movement)] == [(2, 1)]


def test_open_amendment_copies_what_is_in_force_confirmed_as_it_was(
    ward: wards.Ward, movement: Movement
) -> None:
    amendment = begin(ward, movement)
    held = PlanItem.objects.filter(plan=amendment.base).exclude(decision=Decision.DROPPED).count()
    assert changes(amendment) == {Change.UNCHANGED: held}
    copied = amendment.plan.items.filter(parent__isnull=False)
    assert set(copied.values_list("parent__plan", flat=True)) == {amendment.plan_id}
    assert set(amendment.plan.items.values_list("origin", flat=True)) == {Origin.CARRIED}
    event = AuditEvent.objects.get(action="movement.open_amendment")
    assert (event.detail["way"], event.detail["base"]) == ("clauses", 1)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"way": AmendmentWay.WHOLE}, errors.PlanNotGiven),
        ({"document_number": ""}, errors.AmendmentUnnamed),
        ({"document_on": None}, errors.AmendmentUnnamed),
    ],
)
def test_open_amendment_needs_the_plan_or_a_document(
    ward: wards.Ward, movement: Movement, given: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        begin(ward, movement, **given)
    assert Amendment.objects.count() == 0


def test_open_amendment_takes_a_text_without_a_number(ward: wards.Ward, movement: Movement) -> None:
    amendment = begin(ward, movement, text="Sửa khoản 1.", document_number="", document_on=None)
    assert (amendment.text, amendment.document_words) == ("Sửa khoản 1.", "")
    raise_level(ward, amendment)
    with pytest.raises(errors.AmendmentUnnamed):
        submit(ward, amendment)
    with pytest.raises(errors.DocumentHalf):
        actions.change_amendment(amendment, document_number="45", document_on=None, by=ward.planner, at=LATER)
    actions.change_amendment(amendment, **WORKED, by=ward.planner, at=LATER)
    assert submit(ward, amendment).document_words == "số 45/KH-UBND ngày 01/03/2026"


def test_open_amendment_is_one_at_a_time(ward: wards.Ward, movement: Movement) -> None:
    first = begin(ward, movement)
    with pytest.raises(Refused, match="chưa xong"):
        begin(ward, movement)
    with pytest.raises(IntegrityError), transaction.atomic():
        AmendmentFactory(movement=movement, base=first.base)
    actions.abandon_amendment(first, reason="Văn bản bị thu hồi", by=ward.planner, at=LATER)
    assert begin(ward, movement).base == first.base


def test_open_amendment_waits_for_the_answer_to_a_closing(ward: wards.Ward, movement: Movement) -> None:
    ClosingFactory(movement=movement, ends_on=TODAY)
    with pytest.raises(Refused, match="đề nghị kết thúc"):
        begin(ward, movement)


def test_an_amendment_under_way_waits_while_a_closing_is_proposed(
    ward: wards.Ward, movement: Movement
) -> None:
    amendment = begin(ward, movement)
    raise_level(ward, amendment)
    submit(ward, amendment)
    actions.propose_closing(movement, ends_on=TODAY, reason="Xong", by=ward.planner, at=LATER)
    amendment = Amendment.objects.get()
    with pytest.raises(Refused, match="đề nghị kết thúc"):
        actions.approve_amendment(amendment, effective_on=TODAY, by=ward.leader, at=LATER)
    actions.decline_closing(movement, reason="Chưa xong", by=ward.leader, at=LATER)
    amendment = Amendment.objects.get()
    actions.approve_amendment(amendment, effective_on=TODAY, by=ward.leader, at=LATER)
    assert queries.edition_on(movement, TODAY) == 2


def test_a_closed_movement_keeps_its_plan(ward: wards.Ward, movement: Movement) -> None:
    amendment = begin(ward, movement)
    raise_level(ward, amendment)
    actions.close_movement(movement, ends_on=TODAY, reason="Xong", by=ward.leader, at=LATER)
    amendment = Amendment.objects.get()
    with pytest.raises(Refused, match="chưa phát động, hoặc đã kết thúc"):
        submit(ward, amendment)
    assert movement.state == MovementState.CLOSED


def test_a_plan_issued_anew_is_matched_with_the_one_in_force(ward: wards.Ward, movement: Movement) -> None:
    amendment = reissued(
        ward,
        movement,
        ("90% cung cấp dịch vụ công", "95% cung cấp dịch vụ công"),
        ("Đẩy mạnh truyền thông, nâng cao nhận thức", "Đẩy mạnh truyền thông, nâng cao hiểu biết"),
    )
    found = changes(amendment)
    assert found[Change.UNCHANGED] > 50
    changed = [one for one in queries.items_compared(amendment.plan) if change_of(one) is Change.CHANGED]
    assert all(one.decision == Decision.PENDING and one.before is not None for one in changed)
    assert found[Change.NEW] == 0
    olds = set(amendment.base.items.counting().exclude(kind=ItemKind.OPEN_POINT).values_list("pk", flat=True))
    kept = set(amendment.plan.items.exclude(before=None).values_list("before", flat=True))
    assert olds <= kept


def test_what_the_new_document_leaves_out_waits_to_be_let_go(ward: wards.Ward, movement: Movement) -> None:
    basis = movement.plans.get().items.filter(kind=ItemKind.BASIS)[0]
    amendment = reissued(ward, movement, (basis.quote, ""))
    gone = [one for one in queries.items_compared(amendment.plan) if change_of(one) is Change.GONE]
    assert basis.pk in [one.before_id for one in gone]
    with pytest.raises(errors.ItemsPending):
        submit(ward, amendment)


def test_submit_amendment_refuses_what_differs_in_nothing(ward: wards.Ward, movement: Movement) -> None:
    with pytest.raises(errors.NothingAmended):
        submit(ward, begin(ward, movement))


def test_submit_amendment_closes_its_items_until_it_is_recalled_or_returned(
    ward: wards.Ward, movement: Movement
) -> None:
    amendment = begin(ward, movement)
    raise_level(ward, amendment)
    submit(ward, amendment)
    with pytest.raises(Refused, match="rút lại"):
        raise_level(ward, amendment, value="97")
    actions.recall_amendment(amendment, by=ward.planner, at=LATER)
    raise_level(ward, amendment, value="97")
    submit(ward, amendment)
    with pytest.raises(errors.ReasonMissing):
        actions.return_amendment(amendment, reason=" ", by=ward.leader, at=LATER)
    actions.return_amendment(amendment, reason="Xem lại mức", by=ward.leader, at=LATER)
    assert (amendment.state, amendment.answer) == (AmendmentState.RETURNED, "Xem lại mức")
    raise_level(ward, amendment, value="96")
    assert submit(ward, amendment).answer == ""


def test_the_plan_in_force_stays_closed_while_an_amendment_is_prepared(
    ward: wards.Ward, movement: Movement
) -> None:
    amendment = begin(ward, movement)
    old = line_of(Amendment(plan=amendment.base), "CT1")
    with pytest.raises(Refused, match="đã phát động"):
        actions.change_item(old, text="x", facts_given={}, by=ward.planner, at=LATER)


@pytest.mark.parametrize(
    ("day", "is_fit"),
    [
        (date(2025, 8, 31), False),
        (date(2025, 9, 1), True),
        (date(2030, 12, 31), True),
        (date(2031, 1, 1), False),
    ],
)
def test_approve_amendment_takes_a_day_within_the_plan_in_force(
    ward: wards.Ward, movement: Movement, day: date, is_fit: bool
) -> None:
    amendment = begin(ward, movement)
    raise_level(ward, amendment)
    if is_fit:
        assert approve(ward, amendment, day).plan.effective_on == day
        return
    with pytest.raises(errors.EffectiveDayUnfit, match="01/09/2025"):
        approve(ward, amendment, day)


def test_approve_amendment_makes_the_next_version_and_leaves_the_old_rows(
    ward: wards.Ward, movement: Movement
) -> None:
    before = list(movement.target_lines.order_by("pk").values())
    counts = (movement.criteria.count(), movement.phases.count())
    amendment = begin(ward, movement)
    raise_level(ward, amendment)
    approve(ward, amendment, date(2026, 4, 1))
    assert (amendment.state, amendment.plan.edition) == (AmendmentState.APPROVED, 2)
    assert list(movement.target_lines.filter(item__plan=amendment.base).order_by("pk").values()) == before
    assert "99" in values(movement, "CT1", 2)
    assert "99" not in values(movement, "CT1", 1)
    assert (movement.criteria.count(), movement.phases.count()) == (counts[0] * 2, counts[1] * 2)
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [queries.edition_on(movement, day) for day in days] == [1, 2]


def test_the_next_amendment_goes_on_from_the_last_version(ward: wards.Ward, movement: Movement) -> None:
    first = begin(ward, movement)
    raise_level(ward, first)
    approve(ward, first, date(2026, 6, 1))
    second = begin(ward, movement)
    assert second.base == first.plan
    raise_level(ward, second, value="97")
    submit(ward, second)
    with pytest.raises(errors.EffectiveDayUnfit, match="01/06/2026"):
        actions.approve_amendment(second, effective_on=date(2026, 5, 31), by=ward.leader, at=LATER)
    actions.approve_amendment(second, effective_on=date(2026, 6, 1), by=ward.leader, at=LATER)
    assert queries.edition_on(movement, date(2026, 6, 1)) == 3


def test_an_indicator_that_leaves_the_plan_is_no_longer_asked_from_that_version(
    ward: wards.Ward, movement: Movement
) -> None:
    amendment = begin(ward, movement)
    lines = amendment.plan.items.filter(facts__indicator="CT10").select_related("plan__movement__commune")
    drop(ward, amendment, *lines)
    approve(ward, amendment)
    row = movement.assignments.get(indicator__code="CT10")
    assert (row.ended_at, row.since, row.until) == (None, 1, 2)
    codes = {
        edition: set(movement.assignments.in_edition(edition).values_list("indicator__code", flat=True))
        for edition in (1, 2)
    }
    assert codes[1] - codes[2] == {"CT10"}
    event = AuditEvent.objects.get(action="movement.approve_amendment")
    assert event.detail["unasked"] == {"CT10": [row.unit_id]}


def test_an_indicator_that_comes_back_is_asked_anew(ward: wards.Ward, movement: Movement) -> None:
    first = begin(ward, movement)
    lines = list(first.plan.items.filter(facts__indicator="CT10").select_related("plan__movement__commune"))
    drop(ward, first, *lines)
    approve(ward, first)
    second = begin(ward, movement)
    told = {"comparator": ">=", "value": "50", "unit": "%", "indicator": "CT10"}
    actions.add_item(
        second.plan, kind=ItemKind.TARGET_LINE, text="Lại hỏi", facts_given=told, by=ward.planner, at=LATER
    )
    approve(ward, second)
    rows = movement.assignments.filter(indicator__code="CT10").order_by("since")
    assert [(row.since, row.until) for row in rows] == [(1, 2), (3, None)]


def test_assign_indicator_goes_on_where_a_version_stops_asking(ward: wards.Ward, movement: Movement) -> None:
    amendment = begin(ward, movement)
    lines = amendment.plan.items.filter(facts__indicator="CT10").select_related("plan__movement__commune")
    drop(ward, amendment, *lines)
    approve(ward, amendment, date(2026, 6, 1))
    held = movement.assignments.select_related("indicator", "unit").get(indicator__code="CT10")
    actions.assign_indicator(movement, indicator=held.indicator, units=[held.unit], by=ward.planner, at=LATER)
    rows = movement.assignments.filter(indicator__code="CT10").order_by("since")
    assert [(row.since, row.until) for row in rows] == [(1, 2), (2, None)]


def test_cover_criterion_is_told_on_the_item_and_follows_into_the_draft(
    ward: wards.Ward, movement: Movement
) -> None:
    criterion = movement.criteria.filter(target_lines__isnull=True)[0]
    amendment = begin(ward, movement)
    owner = ward.units[wards.OFFICE]
    common = {"evidence_rule": "Báo cáo", "uncovered_reason": "", "by": ward.planner, "at": LATER}
    actions.cover_criterion(criterion, owner=owner, **common)
    copy = PlanItem.objects.get(plan=amendment.plan, before=criterion.item)
    assert (copy.facts["owner"], change_of(copy)) == (owner.pk, Change.UNCHANGED)
    raise_level(ward, amendment)
    approve(ward, amendment)
    assert movement.criteria.get(item=copy).owner == owner


def test_approve_amendment_tells_whom_it_concerns_and_nobody_else(
    ward: wards.Ward, movement: Movement
) -> None:
    head, other = UserFactory(home=ward.root), UserFactory(home=ward.root)
    MembershipFactory(user=head, unit=ward.units["Phòng Kinh tế, Hạ tầng và Đô thị"], role="unit_head")
    MembershipFactory(user=other, unit=ward.units["Tổ dân phố 2"], role="unit_head")
    amendment = begin(ward, movement)
    actions.add_item(
        amendment.plan,
        kind=ItemKind.DUTY,
        text="Mở điểm hỗ trợ số",
        facts_given={"body": "Tổ dân phố 1"},
        by=ward.planner,
        at=LATER,
    )
    Notice.objects.all().delete()
    approve(ward, amendment)
    told = Notice.objects.filter(title="Kế hoạch điều chỉnh việc của đơn vị")
    assert sorted(told.values_list("user__username", flat=True)) == [
        "nam-dong-reporter",
        "nam-dong-unit_head",
    ]
    assert "Nhiệm vụ (thêm): mở điểm hỗ trợ số" in told[0].body
    decided = Notice.objects.filter(title="Điều chỉnh kế hoạch đã được duyệt")
    assert sorted(decided.values_list("user__username", flat=True)) == [
        "nam-dong-leader",
        "nam-dong-standing_body",
    ]
    waiting = Notice.objects.filter(title="Điều chỉnh kế hoạch chờ duyệt")
    assert list(waiting.values_list("user__username", flat=True)) == ["nam-dong-leader"]
    assert Notice.objects.count() == 5


def test_effects_say_levels_and_units_plainly(ward: wards.Ward, movement: Movement) -> None:
    amendment = begin(ward, movement)
    old = line_of(amendment, "CT10").facts["value"]
    raise_level(ward, amendment, "CT10", "99")
    effects = effects_of(amendment, queries.items_compared(amendment.plan), on=TODAY)
    assert [line.sentence for line in effects.lines] == [f"Mức cần đạt của CT10 đổi từ ≥ {old} % sang ≥ 99 %"]
    asked = set(movement.assignments.filter(indicator__code="CT10").values_list("unit_id", flat=True))
    assert set(effects.for_units) == asked


def test_only_one_plan_of_a_movement_may_have_a_number(movement: Movement) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanFactory(movement=movement, version=9, edition=1, adopted_at=LATER, effective_on=TODAY)


def test_search_finds_each_thing_once_in_the_last_version(ward: wards.Ward, movement: Movement) -> None:
    words = "dich vu cong truc tuyen toan trinh"
    before = len(public.items_matching(ward.planner, words, most=50))
    amendment = reissued(ward, movement, ("90% cung cấp dịch vụ công", "95% cung cấp dịch vụ công"))
    assert unfolded() == []
    assert len(public.items_matching(ward.planner, words, most=50)) == before
    for line in queries.items_compared(amendment.plan):
        if line.decision == Decision.PENDING and line.kind != ItemKind.OPEN_POINT:
            actions.confirm_item(line, by=ward.planner, at=LATER)
    wards.decide_all(movement, ward)
    approve(ward, amendment)
    found = public.items_matching(ward.planner, words, most=50)
    assert {item.plan_id for item in found} == {amendment.plan_id}
    assert any("95%" in item.text for item in found)


def test_a_plan_issued_anew_keeps_what_people_decided_and_bound(ward: wards.Ward, movement: Movement) -> None:
    amendment = reissued(ward, movement, ("90% cung cấp dịch vụ công", "95% cung cấp dịch vụ công"))
    changed = amendment.plan.items.get(kind=ItemKind.TARGET_LINE, decision=Decision.PENDING)
    assert changed.before is not None
    assert (changed.facts["value"], changed.facts["indicator"]) == ("95", changed.before.facts["indicator"])
    same = amendment.plan.items.filter(kind=ItemKind.TARGET_LINE).exclude(pk=changed.pk).exclude(before=None)
    assert all(
        one.facts == one.before.facts and one.decision == one.before.decision for one in same if one.before
    )


def test_what_an_amendment_changes_by_hand_no_longer_quotes_the_plan(
    ward: wards.Ward, movement: Movement
) -> None:
    first = begin(ward, movement)
    line = raise_level(ward, first, "CT10", "99")
    assert (line.quote, line.start, line.is_amended) == ("", None, True)
    assert line.before is not None
    assert line.before.quote != ""
    approve(ward, first)
    second = begin(ward, movement)
    copy = line_of(second, "CT10")
    assert (copy.is_amended, change_of(copy)) == (True, Change.UNCHANGED)
    assert not line_of(second, "CT1").is_amended


def test_what_people_added_stays_when_the_plan_is_issued_anew(ward: wards.Ward, movement: Movement) -> None:
    first = begin(ward, movement)
    told = {"comparator": ">=", "value": "50", "unit": "%", "indicator": "BD3"}
    actions.add_item(
        first.plan, kind=ItemKind.TARGET_LINE, text="Theo KH 01", facts_given=told, by=ward.planner, at=LATER
    )
    approve(ward, first)
    second = reissued(ward, movement, ("90% cung cấp dịch vụ công", "95% cung cấp dịch vụ công"))
    kept = second.plan.items.get(text="Theo KH 01")
    assert (kept.decision, change_of(kept), kept.is_amended) == (Decision.CONFIRMED, Change.UNCHANGED, False)
