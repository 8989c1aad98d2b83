"""The groups of the review page: folded where nothing waits, unfolded where one is led to; contents with counts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.movement import ward as wards
from tests.sight import sealed
from thidua.movement import actions
from thidua.movement.enums import ItemKind
from thidua.movement.models import Movement, PlanItem
from thidua.movement.queries import sights

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(wards.AT)


@pytest.fixture
def ward(ward_world: wards.Ward) -> wards.Ward:
    return ward_world


def page_of(ward: wards.Ward, role: str, movement: Movement, **query: str) -> str:
    client = Client()
    client.force_login(ward.users[role])
    return str(client.get(reverse("movement:plan_review", args=[movement.pk]), query).content.decode())


def folds(page: str) -> dict[str, bool]:
    """Group → whether it is unfolded."""
    found = re.findall(
        r'<details class="review-group"\s+id="nhom-([\w-]+)-muc"\s+data-remembers\s*(open)?', page
    )
    return {kind: bool(is_open) for kind, is_open in found}


def contents(page: str) -> dict[str, str]:
    """Address of a group → its counts, as the contents at the top tell them."""
    nav = page[page.index('id="muc-luc"') : page.index("</nav>", page.index('id="muc-luc"'))]
    found = re.findall(r'href="#(nhom-[\w-]+)">.*?<span>(.*?)</span></a>', nav, re.DOTALL)
    return {key: re.sub(r"<[^>]+>", "", counts) for key, counts in found}


def test_while_it_is_prepared_what_waits_is_unfolded(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    assert set(folds(page_of(ward, "standing_body", movement)).values()) == {True}
    actions.confirm_item(wards.item_of(movement, ItemKind.BASIS), by=ward.planner, at=wards.AT)
    page = page_of(ward, "standing_body", movement)
    assert [kind for kind, is_open in folds(page).items() if not is_open] == ["basis"]
    told = contents(page)
    assert (told["nhom-basis"], told["nhom-criterion"]) == ("1/1", "0/11 còn 11")
    assert (len(folds(page)), len(told)) == (16, 16)


def test_a_leader_has_every_group_folded(ward: wards.Ward) -> None:
    assert set(folds(page_of(ward, "leader", wards.read_seed(ward))).values()) == {False}


@pytest.mark.parametrize(
    ("asked", "unfolded"),
    [("", 0), ("nhom-criterion", 1), ("tat-ca", 16), ("nhom-khong-co", 0), ("criterion", 0)],
)
def test_after_the_launch_only_what_is_asked_for_is_unfolded(
    ward: wards.Ward, asked: str, unfolded: int
) -> None:
    page = page_of(ward, "reporter", wards.launched(ward), mo=asked)
    assert (sum(folds(page).values()), contents(page)["nhom-criterion"]) == (unfolded, "11")
    assert "tien-do-doc" not in page


def test_words_of_the_plan_lead_into_folded_groups(ward: wards.Ward) -> None:
    """Without a script: a link to a card that is folded away would lead nowhere."""
    movement = wards.launched(ward)
    line = wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    folded = page_of(ward, "reporter", movement)
    assert f'href="?mo=nhom-target-line#muc-{line.pk}"' in folded
    unfolded = page_of(ward, "reporter", movement, mo="nhom-target-line")
    assert f'href="#muc-{line.pk}"' in unfolded


def test_the_filtered_page_leads_to_what_it_leaves_out(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    aim = wards.item_of(movement, ItemKind.AIM)
    actions.confirm_item(aim, by=ward.planner, at=wards.AT)
    page = page_of(ward, "standing_body", movement, loc="cho")
    assert (f'id="muc-{aim.pk}"' in page, f'href="?mo=nhom-aim#muc-{aim.pk}"' in page) == (False, True)


def test_a_decision_answers_with_the_contents_of_the_filtered_page(ward: wards.Ward) -> None:
    movement = wards.read_seed(ward)
    client = Client()
    client.force_login(ward.users["standing_body"])
    keys = {}
    for loc in ("", "cho"):
        item = wards.item_of(movement, ItemKind.INSPECTION_DUTY)
        actions.restore_item(item, by=ward.planner, at=wards.AT) if item.decided_at else None
        basis = wards.item_of(movement, ItemKind.BASIS)
        if basis.decided_at is None:
            actions.confirm_item(basis, by=ward.planner, at=wards.AT)
        address = reverse("movement:item_confirm", args=[item.pk])
        typed = {"loc": loc} | sealed(sights.ITEM, PlanItem.objects.get(pk=item.pk))
        answer = client.post(address, typed, headers={"HX-Request": "true"}).content.decode()
        keys[loc] = contents(answer)
    assert ("nhom-basis" in keys[""], "nhom-basis" in keys["cho"]) == (True, False)
    assert keys["cho"]["nhom-inspection-duty"] == "1/1"
