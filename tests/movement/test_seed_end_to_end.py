"""The signed plan of the seed, from its text to a running movement."""

from collections import Counter

import pytest

from tests.movement import ward as wards
from thidua.movement import actions, queries
from thidua.movement.enums import ItemKind, MovementState
from thidua.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> wards.Ward:
    made = wards.found_ward()
    wards.load_library(made)
    return made


def test_seed_gives_every_thing_of_the_plan_and_nothing_more(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    counts = Counter(wards.plan_of(movement).items.values_list("kind", flat=True))
    assert counts == {
        ItemKind.BASIS: 1,
        ItemKind.AIM: 3,
        ItemKind.REQUIREMENT: 3,
        ItemKind.CONTENT: 7,
        ItemKind.SECTOR: 6,
        ItemKind.TARGET_GROUP: 4,
        ItemKind.CRITERION: 11,
        ItemKind.TARGET_LINE: 11,
        ItemKind.SOLUTION: 4,
        ItemKind.PHASE: 2,
        ItemKind.MILESTONE: 2,
        ItemKind.DUTY: 5,
        ItemKind.REPORTING_DUTY: 2,
        ItemKind.INSPECTION_DUTY: 1,
        ItemKind.RECIPIENT: 6,
        ItemKind.OPEN_POINT: 8,
    }


def test_seed_is_titled_and_dated_as_its_plan(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    assert (movement.short_title, f"{movement.starts_on}", f"{movement.ends_on}") == (
        "Đổi mới sáng tạo, chuyển đổi số và Bình dân học vụ số",
        "2025-08-01",
        "2030-12-31",
    )


def test_every_quote_stands_where_it_says(ward: wards.Ward) -> None:
    plan = wards.plan_of(wards.read_seed(ward))
    placed = [item for item in plan.items.all() if item.start is not None]
    assert [item.quote for item in placed] == [plan.text[item.start : item.end] for item in placed]


def test_seed_runs_from_reading_to_launch(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.return_plan(movement, reason="Bổ sung số kế hoạch", by=ward.leader, at=wards.AT)
    assert (movement.state, movement.return_reason) == (MovementState.RETURNED, "Bổ sung số kế hoạch")
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    actions.launch_movement(movement, by=ward.leader, at=wards.AT)
    assert movement.state == MovementState.LAUNCHED


def test_launch_sets_eleven_lines_on_ten_indicators(ward: wards.Ward) -> None:
    lines = wards.launched(ward).target_lines.select_related("indicator", "criterion__item")
    assert (len(lines), len({line.indicator_id for line in lines})) == (11, 10)
    assert {line.criterion.item.clause for line in lines if line.criterion} == {"III.1.1"}
    assert [(f"{line.value:.0f}", line.level) for line in lines if line.indicator.code == "CT2"] == [
        ("90", "required"),
        ("100", "aspired"),
    ]


def test_launch_sets_phases_and_criteria(ward: wards.Ward) -> None:
    movement = wards.launched(ward)
    assert [(one.name, f"{one.starts_on}", f"{one.ends_on}") for one in movement.phases.all()] == [
        ("Giai đoạn 1", "2025-01-01", "2027-12-31"),
        ("Giai đoạn 2", "2027-01-01", "2030-12-31"),
    ]
    groups = Counter(row.target_group.clause for row in movement.criteria.all() if row.target_group)
    assert groups == {"III.1.1": 7, "III.1.2": 2, "III.1.3": 1, "III.1.4": 1}
    assert movement.criteria.filter(target_lines__isnull=True).count() == 10


def test_launch_asks_the_units_that_the_library_names(ward: wards.Ward) -> None:
    movement = wards.launched(ward)
    asked = Counter(movement.assignments.values_list("indicator__code", flat=True))
    assert asked == {
        "CT1": 2,  # the office of procedures and the committee
        "CT2": 1,
        "CT3a": 1,
        "CT3b": 1,
        "CT5": 2,
        "CT6": 4,
        "CT7": 3,
        "CT8": 4,
        "CT9": 4,
        "CT10": 1,
    }
    alone = movement.assignments.get(indicator__code="CT10")
    assert (alone.unit.name, alone.variant) == ("Phòng Văn hóa - Xã hội", "A")


def test_launch_tells_the_units(ward: wards.Ward) -> None:
    wards.launched(ward)
    told = Notice.objects.filter(title="Phong trào đã phát động").values_list("user__username", flat=True)
    assert sorted(told) == ["nam-dong-reporter", "nam-dong-standing_body", "nam-dong-unit_head"]


def test_coverage_after_launch_leaves_the_ten_without_figures(ward: wards.Ward) -> None:
    coverage = queries.coverage_of(wards.launched(ward), on=wards.AT.date())
    assert (len(coverage.rows), coverage.gap_count, coverage.covered_count) == (11, 10, 1)
