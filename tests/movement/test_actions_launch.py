from datetime import date

import pytest

from tests.factories.org import UnitFactory
from tests.movement import ward as wards
from tests.movement.conftest import World
from thidua.core.errors import Refused
from thidua.indicator.errors import DefinitionMissing
from thidua.indicator.models import Indicator
from thidua.movement import actions, errors, queries
from thidua.movement.enums import ItemKind
from thidua.movement.models import Assignment, Movement
from thidua.notifications.models import Notice
from thidua.org.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(launched_world: World) -> wards.Ward:
    return launched_world[0]


@pytest.fixture
def movement(launched_world: World) -> Movement:
    return launched_world[1]


def assign(
    ward: wards.Ward, movement: Movement, code: str, *units: Unit, variant: str = ""
) -> list[Assignment]:
    return actions.assign_indicator(
        movement,
        indicator=Indicator.objects.get(code=code),
        units=units,
        variant=variant,
        by=ward.planner,
        at=wards.AT,
    )


def test_launch_movement_leaves_out_what_was_dropped_or_unbound(other_ward: wards.Ward) -> None:
    movement = wards.read_seed(other_ward)
    group = wards.item_of(movement, ItemKind.TARGET_GROUP, "Đối với doanh nghiệp")
    figures = wards.item_of(movement, ItemKind.CRITERION, "Thực hiện thủ tục hành chính")
    unbound = wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    for item in (group, figures):
        actions.drop_item(item, reason="Thử", by=other_ward.planner, at=wards.AT)
    told = {"indicator": "", "unbound_reason": "Chưa có phép đo"}
    actions.change_item(unbound, text=unbound.text, facts_given=told, by=other_ward.planner, at=wards.AT)
    wards.decide_all(movement, other_ward)
    actions.submit_plan(movement, by=other_ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=other_ward.leader, at=wards.AT)
    actions.launch_movement(movement, by=other_ward.leader, at=wards.AT)
    assert (movement.criteria.count(), movement.criteria.filter(target_group=None).count()) == (10, 2)
    assert (movement.target_lines.count(), movement.target_lines.filter(criterion=None).count()) == (10, 10)


def test_launch_movement_asks_only_units_that_exist(other_ward: wards.Ward) -> None:
    closed = other_ward.units["Trung tâm Phục vụ hành chính công"]
    Unit.objects.filter(pk=closed.pk).update(valid_to=date(2025, 8, 31))
    movement = wards.launched(other_ward)
    assert movement.assignments.filter(unit=closed).count() == 0
    assert movement.assignments.filter(indicator__code="CT1").count() == 1


def test_assign_indicator_asks_those_not_asked_yet(ward: wards.Ward, movement: Movement) -> None:
    one, two = ward.units["Tổ dân phố 1"], ward.units["Tổ dân phố 2"]
    assert [row.unit for row in assign(ward, movement, "BD3", one)] == [one]
    assert [row.unit for row in assign(ward, movement, "BD3", one, two)] == [two]
    with pytest.raises(errors.AlreadyAssigned):
        assign(ward, movement, "BD3", one, two)


def test_assign_indicator_tells_the_people_of_the_unit(ward: wards.Ward, movement: Movement) -> None:
    assign(ward, movement, "BD3", ward.units["Tổ dân phố 1"], ward.units["Tổ dân phố 2"])
    told = Notice.objects.filter(title="Đơn vị được giao thêm chỉ tiêu")
    assert sorted(told.values_list("user__username", flat=True)) == [
        "nam-dong-reporter",
        "nam-dong-unit_head",
    ]


def test_assign_indicator_takes_a_variant_that_stands(ward: wards.Ward, movement: Movement) -> None:
    unit = ward.units["Tổ dân phố 1"]
    with pytest.raises(DefinitionMissing):
        assign(ward, movement, "CT1", unit, variant="Z")
    assert [row.variant for row in assign(ward, movement, "CT1", unit, variant="B")] == ["B"]


def test_assign_indicator_refuses_units_elsewhere_or_closed(ward: wards.Ward, movement: Movement) -> None:
    elsewhere = wards.found_ward("noi-khac").units["Tổ dân phố 1"]
    closed = UnitFactory(parent=ward.root, valid_to=date(2025, 8, 31))
    for unit in (elsewhere, closed):
        with pytest.raises(errors.OutsideTheCommune):
            assign(ward, movement, "BD3", unit)


def test_end_assignment_leaves_the_row_and_lets_it_be_given_again(
    ward: wards.Ward, movement: Movement
) -> None:
    row = movement.assignments.filter(indicator__code="CT10").get()
    with pytest.raises(errors.ReasonMissing):
        actions.end_assignment(row, reason="", by=ward.planner, at=wards.AT)
    actions.end_assignment(row, reason="Chuyển đơn vị", by=ward.planner, at=wards.AT)
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.end_assignment(row, reason="Lần nữa", by=ward.planner, at=wards.AT)
    assign(ward, movement, "CT10", row.unit)
    assert movement.assignments.filter(indicator__code="CT10").count() == 2


def test_cover_criterion_takes_an_owner_with_a_rule_or_a_reason(ward: wards.Ward, movement: Movement) -> None:
    criterion = movement.criteria.filter(target_lines__isnull=True).first()
    assert criterion is not None
    owner = ward.units[wards.OFFICE]
    common = {"by": ward.planner, "at": wards.AT}
    actions.cover_criterion(criterion, owner=owner, evidence_rule="Báo cáo", uncovered_reason="", **common)  # type: ignore[arg-type]
    assert (criterion.owner, criterion.evidence_rule) == (owner, "Báo cáo")
    actions.cover_criterion(criterion, owner=None, evidence_rule="", uncovered_reason="Chờ", **common)  # type: ignore[arg-type]
    assert (criterion.owner, criterion.evidence_rule, criterion.uncovered_reason) == (None, "", "Chờ")


@pytest.mark.parametrize(
    ("has_owner", "rule", "reason"),
    [(False, "", ""), (True, "", ""), (False, "Báo cáo", ""), (True, "Báo cáo", "Chờ"), (True, "  ", " ")],
)
def test_cover_criterion_refuses_half_an_answer(
    ward: wards.Ward, movement: Movement, has_owner: bool, rule: str, reason: str
) -> None:
    criterion = movement.criteria.first()
    assert criterion is not None
    with pytest.raises(errors.CoverageUndecided):
        actions.cover_criterion(
            criterion,
            owner=ward.units[wards.OFFICE] if has_owner else None,
            evidence_rule=rule,
            uncovered_reason=reason,
            by=ward.planner,
            at=wards.AT,
        )


def test_coverage_puts_gaps_first_and_closes_with_each_answer(ward: wards.Ward, movement: Movement) -> None:
    first = queries.coverage_of(movement, on=wards.AT.date()).rows[0].criterion
    assert first is not None
    actions.cover_criterion(
        first, owner=None, evidence_rule="", uncovered_reason="Chờ", by=ward.planner, at=wards.AT
    )
    coverage = queries.coverage_of(movement, on=wards.AT.date())
    assert (coverage.gap_count, coverage.covered_count) == (9, 2)
    assert [row.state for row in coverage.rows[-2:]] == ["Chưa theo dõi, có lý do", "Đã có đủ"]


def test_coverage_sees_an_indicator_that_nobody_reports(ward: wards.Ward, movement: Movement) -> None:
    for row in movement.assignments.filter(indicator__code="CT10"):
        actions.end_assignment(row, reason="Thử", by=ward.planner, at=wards.AT)
    gaps = [row.gap for row in queries.coverage_of(movement, on=wards.AT.date()).rows if row.measured]
    assert gaps == ["Còn thiếu: đơn vị báo cáo CT10."]


def test_board_shows_each_unit_and_those_without_work(ward: wards.Ward, movement: Movement) -> None:
    board = queries.board_of(movement, on=wards.AT.date())
    assert ([row.unit.name for row in board.rows][:1], len(board.indicators), board.assignment_count) == (
        ["Phòng Kinh tế, Hạ tầng và Đô thị"],
        10,
        23,
    )
    assert [unit.name for unit in board.idle] == ["Tổ dân phố 1", "Tổ dân phố 2"]


def test_hub_holds_what_counts_in_the_plan_s_own_order(ward: wards.Ward, movement: Movement) -> None:
    hub = queries.hub_of(movement, on=wards.AT.date())
    assert [len(group.children) for group in hub.groups] == [7, 2, 1, 1]
    assert [len(content.children) for content in hub.contents] == [0, 0, 0, 0, 0, 0, 6]
    assert ([one.words for one in hub.phases], [f"{one.on}" for one in hub.milestones]) == (
        ["2025 – 2027", "2027 – 2030"],
        ["2027-12-31", "2030-12-31"],
    )
    assert (len(hub.targets), hub.indicator_count, len(hub.duties), len(hub.left_open)) == (11, 10, 5, 7)


def test_hub_names_a_basis_as_the_plan_does(ward: wards.Ward, movement: Movement) -> None:
    assert [
        (basis.item.text, basis.sentence) for basis in queries.hub_of(movement, on=wards.AT.date()).bases
    ] == [
        (
            "2144/UBND-NVKTGS",
            (
                "Thực hiện Công văn số 2144/UBND-NVKTGS ngày 15/8/2025 của UBND thành phố Hải Phòng về việc triển khai "
                "thực hiện phong trào thi đua “Cả nước thi đua đổi mới sáng tạo và chuyển đổi số” và “Bình dân học vụ số”"
            ),
        )
    ]


def test_hub_leaves_out_what_waits(other_ward: wards.Ward) -> None:
    hub = queries.hub_of(wards.read_seed(other_ward), on=wards.AT.date())
    assert (hub.is_empty, hub.progress.pending, hub.targets, hub.contents) == (True, 76, (), ())
