"""Search finds what one may see, with or without marks, and nothing else."""

import unicodedata
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import org as make_org
from tests.factories import reporting as make
from tests.web import stage
from thidua.core.text import fold
from thidua.movement.enums import Decision, ItemKind, MovementState
from thidua.movement.models import Movement, Plan, PlanItem
from thidua.web import searching

pytestmark = pytest.mark.django_db


def town() -> make.Ward:
    """A ward with the same word in a unit, a plan item, a person, and in things of another commune."""
    here = make.ward(indicators=1)
    make.new_unit(here.commune, "Tổ dân phố Đồng Ngọ")
    here.person("reporter").__class__.objects.filter(pk=here.person("reporter").pk).update(
        full_name="Đồng Ngọ Anh", folded="dong ngo anh"
    )
    add_item(here.movement, "Xóa vùng lõm sóng ở khu Đồng Ngọ")
    there = make.new_commune("phường Khác")
    make.new_unit(there, "Thôn Đồng Ngọ xa")
    add_item(make.new_movement(there), "Đồng Ngọ của nơi khác")
    return here


def add_item(movement: Movement, text: str) -> PlanItem:
    first = {"edition": 1, "effective_on": movement.starts_on, "adopted_at": movement.launched_at}
    plan, _ = Plan.objects.get_or_create(movement=movement, version=1, defaults=first)
    item: PlanItem = PlanItem.objects.create(
        plan=plan,
        kind=ItemKind.CONTENT,
        position=plan.items.count(),
        text=text,
        folded=fold(text),
        decision=Decision.CONFIRMED,
        decided_at=stage.NOW,
    )
    return item


def found(here: make.Ward, role: str, words: str) -> dict[str, list[str]]:
    sections = searching.found_for(here.actor(role), words, on=stage.TODAY)
    return {section.title: [hit.title for hit in section.hits] for section in sections}


@pytest.mark.parametrize(
    "words", ["dong ngo", "Đồng Ngọ", "ĐỒNG NGỌ", unicodedata.normalize("NFD", "Đồng Ngọ"), "ngo  dong"]
)
def test_words_are_found_with_and_without_marks(words: str) -> None:
    assert found(town(), "standing_body", words) == {
        "Mục của kế hoạch": ["Xóa vùng lõm sóng ở khu Đồng Ngọ"],
        "Đơn vị": ["Tổ dân phố Đồng Ngọ"],
        "Người dùng": ["Đồng Ngọ Anh"],
    }


@pytest.mark.parametrize("role", ["reporter", "unit_head", "leader", "council_member", "overseer"])
def test_people_are_found_only_by_those_who_may_see_them(role: str) -> None:
    assert list(found(town(), role, "dong ngo")) == ["Mục của kế hoạch", "Đơn vị"]


def test_a_draft_plan_is_found_only_by_those_who_prepare_it() -> None:
    here = town()
    Movement.objects.filter(pk=here.movement.pk).update(state=MovementState.DRAFT, launched_at=None)
    assert "Mục của kế hoạch" not in found(here, "reporter", "dong ngo")
    assert "Mục của kế hoạch" in found(here, "standing_body", "dong ngo")


def test_movements_and_indicators_are_found() -> None:
    here = town()
    assert found(here, "reporter", "binh dan hoc vu")["Phong trào"] == ["Bình dân học vụ số"]
    indicator = here.indicators[0]
    assert found(here, "reporter", indicator.name)["Chỉ tiêu"] == [f"{indicator.code} · {indicator.name}"]


@pytest.mark.parametrize("words", ["", "   ", "!!!", "\x00"])
def test_nothing_asked_finds_nothing(words: str) -> None:
    here = town()
    response = stage.signed_in(here.person("reporter")).get(reverse("web:search_show"), {"q": words})
    assert (response.status_code, "Mục của kế hoạch</h2>" in stage.text_of(response)) == (200, False)


def test_a_long_list_is_cut_and_says_so() -> None:
    here = make.ward()
    for number in range(25):
        make_org.UnitFactory(parent=here.commune, name=f"Tổ dân phố Sao {number}")
    (section,) = searching.found_for(here.actor("reporter"), "sao", on=stage.TODAY)
    assert (len(section.hits), section.is_cut) == (20, True)


def test_every_hit_leads_to_a_page() -> None:
    here = town()
    inside = stage.signed_in(here.person("standing_body"))
    for section in searching.found_for(here.actor("standing_body"), "dong ngo", on=stage.TODAY):
        for hit in section.hits:
            assert (hit.title, inside.get(hit.url).status_code) == (hit.title, 200)


def test_the_page_is_well_formed_and_bounded(django_assert_max_num_queries: Any) -> None:
    inside = stage.signed_in(town().person("standing_body"))
    with django_assert_max_num_queries(12):
        response = inside.get(reverse("web:search_show"), {"q": "dong ngo"})
    assert stage.faults_of(stage.text_of(response)) == []
    assert "3 kết quả cho “dong ngo”" in stage.text_of(response)


def test_what_is_typed_is_shown_as_text() -> None:
    inside = stage.signed_in(make.ward().person("reporter"))
    text = stage.text_of(inside.get(reverse("web:search_show"), {"q": "<script>x"}))
    assert ("<script>x" in text, "&lt;script&gt;x" in text) == (False, True)
