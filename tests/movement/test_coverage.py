"""Coverage of a draft and of a launched movement: what each criterion lacks, and that nothing said on the draft is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.movement import PlanItemFactory
from tests.movement import ward as wards
from tests.movement.conftest import World
from tests.sight import seen_on
from thidua.core.errors import Refused
from thidua.indicator.models import Definition
from thidua.movement import actions, errors, queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, PlanItem
from thidua.movement.queries import Coverage, CoverageRow
from thidua.org.models import Unit

pytestmark = pytest.mark.django_db
WANTING = ("chỉ tiêu đo", "đơn vị phụ trách", "cách kiểm chứng")


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(wards.AT)


@pytest.fixture
def ward(draft_world: World) -> wards.Ward:
    return draft_world[0]


@pytest.fixture
def movement(draft_world: World) -> Movement:
    return draft_world[1]


def coverage(movement: Movement) -> Coverage:
    return queries.draft_coverage_of(movement, on=wards.AT.date())


def row_of(movement: Movement, item: PlanItem) -> CoverageRow:
    return next(row for row in coverage(movement).rows if row.item == item)


def cover(
    item: PlanItem, ward: wards.Ward, owner: Unit | None = None, rule: str = "", reason: str = ""
) -> PlanItem:
    return actions.cover_item(
        item, owner=owner, evidence_rule=rule, uncovered_reason=reason, by=ward.planner, at=wards.AT
    )


def test_a_draft_tells_what_each_criterion_lacks(ward: wards.Ward, movement: Movement) -> None:
    found = coverage(movement)
    assert (len(found.rows), found.gap_count, found.covered_count) == (11, 10, 1)
    assert {row.lacks for row in found.rows[:10]} == {WANTING}
    covered = found.rows[-1]
    assert (covered.lacks, covered.state, covered.item.clause) == ((), "Đã có đủ", "III.1.1")
    counts = {one.indicator.code: one.unit_count for one in covered.measured}
    assert (counts["CT1"], counts["CT6"], counts["CT10"]) == (2, 4, 1)


def test_what_the_draft_foretells_is_what_the_launch_does(ward: wards.Ward, movement: Movement) -> None:
    before = [(row.item.pk, row.lacks, row.measured) for row in coverage(movement).rows]
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    actions.launch_movement(movement, by=ward.leader, at=wards.AT)
    after = [
        (row.item.pk, row.lacks, row.measured)
        for row in queries.coverage_of(movement, on=wards.AT.date()).rows
    ]
    assert after == before


def test_a_dropped_criterion_lacks_nothing(ward: wards.Ward, movement: Movement) -> None:
    item = wards.item_of(movement, ItemKind.CRITERION)
    actions.drop_item(item, reason="Thử", by=ward.planner, at=wards.AT)
    assert item not in [row.item for row in coverage(movement).rows]


def test_an_indicator_without_reporters_or_proof_is_named(ward: wards.Ward, movement: Movement) -> None:
    Unit.objects.exclude(kind="neighbourhood").filter(parent__isnull=False).update(valid_to="2025-08-31")
    Definition.objects.filter(indicator__code="CT9").update(evidence_rule="")
    measured = next(row for row in coverage(movement).rows if row.measured)
    reporters, proof = measured.lacks
    assert (reporters.startswith("đơn vị báo cáo CT1, CT2"), proof) == (True, "cách kiểm chứng CT9")


def test_cover_item_closes_the_gap_and_the_launch_keeps_it(ward: wards.Ward, movement: Movement) -> None:
    first, second, third = [row.item for row in coverage(movement).rows[:3]]
    owner, gone = ward.units[wards.OFFICE], ward.units["Tổ dân phố 2"]
    cover(first, ward, owner, " Báo cáo năm ")
    cover(second, ward, reason="Chờ hướng dẫn")
    cover(third, ward, gone, "Biên bản")
    Unit.objects.filter(pk=gone.pk).update(valid_to="2025-08-31")
    found = {
        row.item: (row.owner, row.evidence_rule, row.uncovered_reason, row.lacks)
        for row in coverage(movement).rows
    }
    assert found[first] == (owner, "Báo cáo năm", "", ())
    assert found[second] == (None, "", "Chờ hướng dẫn", ())
    assert found[third] == (None, "", "", WANTING)
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    actions.launch_movement(movement, by=ward.leader, at=wards.AT)
    kept = {row.item: (row.owner, row.evidence_rule, row.uncovered_reason) for row in movement.criteria.all()}
    assert (kept[first], kept[second]) == ((owner, "Báo cáo năm", ""), (None, "", "Chờ hướng dẫn"))
    assert kept[third] == (None, "", "")


def test_cover_item_survives_a_change_and_a_new_reading(ward: wards.Ward, movement: Movement) -> None:
    changed, pending = [row.item for row in coverage(movement).rows[:2]]
    for item in (changed, pending):
        cover(item, ward, reason="Chờ")
    actions.change_item(changed, text="Lời khác", facts_given={}, by=ward.planner, at=wards.AT)
    assert row_of(movement, changed).uncovered_reason == "Chờ"
    actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=ward.planner, at=wards.AT)
    kept = {row.item.text: row.uncovered_reason for row in coverage(movement).rows if row.uncovered_reason}
    assert kept == {"Lời khác": "Chờ", pending.text: "Chờ"}


@pytest.mark.parametrize(
    ("has_owner", "rule", "reason"),
    [(False, "", ""), (True, "", ""), (False, "Báo cáo", ""), (True, "Báo cáo", "Chờ"), (True, "", "Chờ")],
)
def test_cover_item_refuses_half_an_answer(
    ward: wards.Ward, movement: Movement, has_owner: bool, rule: str, reason: str
) -> None:
    item = wards.item_of(movement, ItemKind.CRITERION)
    with pytest.raises(errors.CoverageUndecided):
        cover(item, ward, ward.units[wards.OFFICE] if has_owner else None, rule, reason)


def test_cover_item_refuses_other_kinds_units_and_states(ward: wards.Ward, movement: Movement) -> None:
    with pytest.raises(errors.NotACriterion):
        cover(wards.item_of(movement, ItemKind.AIM), ward, reason="Chờ")
    item = wards.item_of(movement, ItemKind.CRITERION)
    foreign = wards.found_ward("noi-khac").units[wards.OFFICE]
    with pytest.raises(errors.OutsideTheCommune):
        cover(item, ward, foreign, "Báo cáo")
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    with pytest.raises(Refused, match="rút lại"):
        cover(item, ward, reason="Chờ")


def client_of(ward: wards.Ward, role: str) -> Client:
    client = Client()
    client.force_login(ward.users[role])
    return client


def test_movement_coverage_shows_a_leader_the_gaps_before_approval(
    ward: wards.Ward, movement: Movement
) -> None:
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    leader = client_of(ward, "leader")
    hub = leader.get(reverse("movement:movement_show", args=[movement.pk])).content.decode()
    address = reverse("movement:movement_coverage", args=[movement.pk])
    assert ("10 trong 11 tiêu chí đã xác nhận chưa có" in hub, address in hub) == (True, True)
    page = leader.get(address).content.decode()
    assert ("Còn 10 tiêu chí thiếu" in page, page.count("Còn thiếu: chỉ tiêu đo")) == (True, 10)
    assert "Ghi cách theo dõi" not in page


def test_item_cover(ward: wards.Ward, movement: Movement) -> None:
    item, client = wards.item_of(movement, ItemKind.CRITERION), client_of(ward, "standing_body")
    address = reverse("movement:item_cover", args=[item.pk])
    back = reverse("movement:movement_coverage", args=[movement.pk])
    assert (client.get(address).status_code, address in client.get(back).content.decode()) == (200, True)
    seen = seen_on(client, address)
    assert client.post(address, {"evidence_rule": "Báo cáo"} | seen).status_code == 422
    typed = {"owner": str(ward.units[wards.OFFICE].pk), "evidence_rule": "Báo cáo năm"} | seen
    assert client.post(address, typed)["Location"] == back
    assert "Kiểm chứng: Báo cáo năm" in client.get(back).content.decode()
    again = client.get(address).content.decode()
    assert ("Báo cáo năm" in again, f'value="{typed["owner"]}" selected' in again) == (True, True)


def test_movement_coverage_of_a_draft_costs_the_same_however_long_the_plan(
    ward: wards.Ward, movement: Movement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, plan = client_of(ward, "leader"), wards.plan_of(movement)
    for count in (1, 60):
        PlanItemFactory.create_batch(count, plan=plan, kind=ItemKind.CRITERION)
        with django_assert_num_queries(8):
            client.get(reverse("movement:movement_coverage", args=[movement.pk]))
