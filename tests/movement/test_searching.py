"""What is searched stands folded in the database, whoever wrote it; words are found in any form of Vietnamese."""

import unicodedata

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.movement import MovementFactory, PlanItemFactory
from tests.movement import ward as wards
from thidua.core.text import fold
from thidua.movement import actions
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, PlanItem
from thidua.movement.queries import public

pytestmark = pytest.mark.django_db


def unfolded() -> list[int]:
    """Items whose column does not say what is written."""
    return [
        item.pk
        for item in PlanItem.objects.all()
        if item.folded != fold(f"{item.text} {item.quote} {item.facts.get('body', '')}")
    ]


def test_whoever_writes_an_item_folds_it() -> None:
    ward = wards.found_ward()
    movement = wards.read_seed(ward)
    assert (PlanItem.objects.count(), unfolded()) == (76, [])
    sector = wards.item_of(movement, ItemKind.SECTOR)
    actions.change_item(sector, text="Chợ Mát số", facts_given={}, by=ward.planner, at=wards.AT)
    duty = wards.item_of(movement, ItemKind.DUTY)
    told = {"body": "Đội trật tự"}
    actions.change_item(duty, text=duty.text, facts_given=told, by=ward.planner, at=wards.AT)
    plan = wards.plan_of(movement)
    actions.add_item(plan, kind="content", text="Điểm hỗ trợ", by=ward.planner, at=wards.AT)
    assert unfolded() == []
    actions.read_plan(movement, draft=wards.seed_draft(), file=None, by=ward.planner, at=wards.AT)
    assert (PlanItem.objects.count(), unfolded()) == (76 * 2 + 2, [])
    found = public.items_matching(ward.planner, "diem ho tro", most=5)
    assert {item.text for item in found} == {"Điểm hỗ trợ"}
    assert public.items_matching(ward.planner, "doi trat tu", most=5) != []


def test_change_movement_folds_its_titles() -> None:
    ward = wards.found_ward()
    movement = wards.by_hand(ward, "Bình dân học vụ")
    assert movement.folded == "binh dan hoc vu binh dan hoc vu"
    changed = {"title": "Chuyển đổi số", "short_title": "Số", "starts_on": wards.AT.date(), "ends_on": None}
    actions.change_movement(movement, **changed, by=ward.planner, at=wards.AT)
    assert Movement.objects.get().folded == "chuyen doi so so"
    assert public.movements_matching(ward.planner, "hoc vu", most=5) == []


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("words", ["binh dan hoc vu", "Bình dân học vụ", "vụ  HỌC", "NFD"])
def test_words_are_found_in_any_form(stored: str, words: str) -> None:
    ward = wards.found_ward()
    name = unicodedata.normalize(stored, "Bình dân học vụ")  # type: ignore[arg-type]
    movement = MovementFactory(commune=ward.root, title=name)
    item = PlanItemFactory(plan__movement=movement, text=f"Phong trào “{name}” số")
    PlanItemFactory(plan=item.plan, text="Binh đoàn học việc")
    asked = unicodedata.normalize("NFD", "học vụ") if words == "NFD" else words
    assert public.items_matching(ward.planner, asked, most=5) == [item]
    assert public.movements_matching(ward.planner, asked, most=5) == [movement]


def test_a_search_reads_no_more_than_it_shows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ward = wards.found_ward()
    item = PlanItemFactory(plan__movement__commune=ward.root, text="Thi đua một")
    PlanItemFactory.create_batch(30, plan=item.plan, text="Thi đua khác")
    planner = ward.planner
    with django_assert_num_queries(1):
        assert len(public.items_matching(planner, "thi dua", most=7)) == 7


def test_marks_of_a_search_are_letters() -> None:
    """% and _ are not wildcards."""
    ward = wards.found_ward()
    PlanItemFactory(plan__movement__commune=ward.root, text="Đạt 80% trở lên")
    found = [bool(public.items_matching(ward.planner, asked, most=5)) for asked in ("80%", "8%0", "8_%")]
    assert found == [True, False, False]
