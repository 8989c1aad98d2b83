"""Two officers at one plan: nobody undoes unseen what the other decided; pages without and with htmx, both databases."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.movement import PlanItemFactory
from tests.movement import ward as wards
from tests.sight import at_once, sealed, seen_on
from thidua.movement import actions
from thidua.movement.enums import Decision, ItemKind, MovementState
from thidua.movement.models import Movement, PlanItem
from thidua.movement.queries import sights

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(wards.AT)


@pytest.fixture
def ward() -> wards.Ward:
    return wards.found_ward()


@pytest.fixture
def movement(ward: wards.Ward) -> Movement:
    """A short plan by hand: three contents and a criterion that wait."""
    made = wards.by_hand(ward)
    PlanItemFactory.create_batch(3, plan=wards.plan_of(made), kind=ItemKind.CONTENT)
    PlanItemFactory(plan=wards.plan_of(made), kind=ItemKind.CRITERION)
    return made


@pytest.fixture
def officer(ward: wards.Ward) -> Client:
    client = Client()
    client.force_login(ward.users["standing_body"])
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"movement:{name}", args=args)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def content_of(movement: Movement) -> PlanItem:
    return wards.item_of(movement, ItemKind.CONTENT)


def change(item: PlanItem, ward: wards.Ward, text: str) -> PlanItem:
    fresh = PlanItem.objects.get(pk=item.pk)
    return actions.change_item(fresh, text=text, facts_given={}, by=ward.planner, at=wards.AT)


def test_a_stale_drop_shows_the_other_decision_and_keeps_the_reason(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    item = content_of(movement)
    address = url("item_drop", item.pk)
    typed = {"reason": "Trùng mục khác."} | seen_on(officer, address)
    change(item, ward, "Lời đã sửa")
    answer = officer.post(address, typed)
    shown = text_of(answer)
    item.refresh_from_db()
    assert (answer.status_code, item.decision) == (409, Decision.CONFIRMED)
    assert '<td data-label="Bây giờ"><strong>Lời đã sửa</strong></td>' in shown
    assert ("Trùng mục khác.</textarea>" in shown, "Vẫn bỏ mục này" in shown) == (True, True)
    again = typed | {"seen": answer.context["form"].overtaken.now.sealed()}
    assert officer.post(address, again).status_code == 303
    assert PlanItem.objects.get(pk=item.pk).decision == Decision.DROPPED


def test_a_stale_change_keeps_what_was_typed(ward: wards.Ward, movement: Movement, officer: Client) -> None:
    item = content_of(movement)
    for extra in ({}, HTMX):
        typed = {"text": "Lời của tôi"} | seen_on(officer, url("item_change", item.pk))
        change(item, ward, f"Lời khác {len(extra)}")
        answer = officer.post(url("item_change", item.pk), typed, **extra)
        shown = text_of(answer)
        assert (answer.status_code, "Lời của tôi" in shown, "Vẫn lưu và xác nhận" in shown) == (
            409,
            True,
            True,
        )
        assert ("<html" in shown) == (not extra)


def button_on(review: str, address: str) -> dict[str, str]:
    """What the button that leads to `address` carries."""
    found = re.search(rf'formaction="{address}"[^>]*?name="seen"\s+value="([^"]+)"', review, re.DOTALL)
    assert found is not None
    return {"seen": found.group(1)}


def test_a_stale_button_of_a_card_is_answered_by_the_card_as_it_stands(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    item = content_of(movement)
    address = url("item_confirm", item.pk)
    seen = button_on(officer.get(url("plan_review", movement.pk)).content.decode(), address)
    actions.drop_item(item, reason="Không có trong kế hoạch.", by=ward.planner, at=wards.AT)
    answer = officer.post(address, seen, **HTMX)
    shown = text_of(answer)
    assert (answer.status_code, f'id="muc-{item.pk}"' in shown, "<html" in shown) == (409, True, False)
    assert ("Ai vừa làm gì" in shown, "Lý do: Không có trong kế hoạch." in shown) == (True, True)
    restoring = url("item_restore", item.pk)
    again = button_on(answer.content.decode(), restoring)
    assert officer.post(restoring, again, **HTMX).status_code == 200


def test_the_same_button_without_javascript_leads_to_the_page_that_says_so(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    item = content_of(movement)
    address = url("item_confirm", item.pk)
    seen = button_on(officer.get(url("plan_review", movement.pk)).content.decode(), address)
    change(item, ward, "Lời đã sửa")
    answer = officer.post(address, {"loc": "cho"} | seen)
    assert (answer.status_code, "Lời đã sửa" in text_of(answer)) == (409, True)
    again = {"loc": "cho", "seen": answer.context["clash"].now.sealed()}
    assert officer.post(address, again).status_code == 303


def test_a_group_is_confirmed_but_for_what_changed_since(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    """Cards that I decided one by one meanwhile are no reason to ask again; one that another changed is."""
    address = url("items_confirm", movement.pk)
    review = officer.get(url("plan_review", movement.pk)).content.decode()
    seen = re.search(r'id="nhom-content-da-thay".*?name="seen" value="([^"]+)"', review, re.DOTALL)
    assert seen is not None
    first, second, third = wards.plan_of(movement).items.filter(kind=ItemKind.CONTENT)
    actions.confirm_item(first, by=ward.planner, at=wards.AT)
    typed = {"items": f"{first.pk},{second.pk},{third.pk}", "seen": seen.group(1)}
    other = change(third, ward, "Lời đã sửa")
    actions.restore_item(other, by=ward.planner, at=wards.AT)
    answer = officer.post(address, typed)
    assert (answer.status_code, "Lời đã sửa" in text_of(answer)) == (409, True)
    again = typed | {"seen": answer.context["clash"].now.sealed()}
    assert officer.post(address, again).status_code == 303
    assert not wards.plan_of(movement).items.filter(kind=ItemKind.CONTENT, decision=Decision.PENDING).exists()


def test_a_group_in_which_only_own_decisions_fell_needs_no_second_look(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    contents = list(wards.plan_of(movement).items.filter(kind=ItemKind.CONTENT))
    seen = sealed(sights.ITEMS, contents)
    actions.confirm_item(contents[0], by=ward.planner, at=wards.AT)
    typed = {"items": ",".join(str(one.pk) for one in contents)} | seen
    assert officer.post(url("items_confirm", movement.pk), typed).status_code == 303


def test_a_submission_shows_what_was_decided_since(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    wards.decide_all(movement, ward)
    hub, address = url("movement_show", movement.pk), url("plan_submit", movement.pk)
    seen = seen_on(officer, hub)
    change(content_of(movement), ward, "Lời đã sửa")
    answer = officer.post(address, seen)
    movement.refresh_from_db()
    assert (answer.status_code, movement.state) == (409, MovementState.DRAFT)
    assert "Ai vừa làm gì" in text_of(answer)
    assert officer.post(address, {"seen": answer.context["clash"].now.sealed()}).status_code == 303


def test_a_submission_after_own_decisions_needs_no_second_look(movement: Movement, officer: Client) -> None:
    items = list(wards.plan_of(movement).items.all())
    for item in items:
        answer = officer.post(url("item_confirm", item.pk), sealed(sights.ITEM, item), **HTMX)
    carried = re.search(r'id="trinh-da-thay".*?value="([^"]+)"', answer.content.decode(), re.DOTALL)
    assert carried is not None
    assert officer.post(url("plan_submit", movement.pk), {"seen": carried.group(1)}).status_code == 303


def test_forms_of_movement_coverage_and_assignment_show_the_other_words(
    ward: wards.Ward, movement: Movement, officer: Client
) -> None:
    item = wards.item_of(movement, ItemKind.CRITERION)
    told = {"owner": None, "evidence_rule": "", "by": ward.planner, "at": wards.AT}
    outline = {"title": "Tên khác", "short_title": "Khác", "starts_on": wards.AT.date(), "ends_on": None}
    mine = {"title": "Tên của tôi", "short_title": "Tôi", "starts_on": "2025-09-01", "ends_on": ""}
    cases = [
        (
            url("item_cover", item.pk),
            {"uncovered_reason": "Chờ số liệu."},
            lambda: actions.cover_item(item, uncovered_reason="Chưa có ai.", **told),
            "Chưa có ai.",
        ),
        (
            url("movement_change", movement.pk),
            mine,
            lambda: actions.change_movement(movement, **outline, by=ward.planner, at=wards.AT),
            "Tên khác",
        ),
    ]
    for address, typed, other, words in cases:
        seen = seen_on(officer, address)
        other()
        answer = officer.post(address, typed | seen)
        shown = text_of(answer)
        assert (answer.status_code, f"<strong>{words}</strong>" in shown) == (409, True)
        assert next(iter(typed.values())) in shown
        again = {"seen": answer.context["form"].overtaken.now.sealed()}
        assert officer.post(address, typed | again).status_code == 303


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_two_decisions_on_one_item_at_once_one_is_done(ward: wards.Ward, turn: int) -> None:
    made = wards.by_hand(ward)
    item = PlanItemFactory(plan=wards.plan_of(made), kind=ItemKind.CONTENT)
    seen, planner = sights.ITEM.of(item, at=wards.AT), ward.planner
    copies = [PlanItem.objects.get(pk=item.pk) for _ in range(2)]
    ends = at_once(
        lambda: actions.confirm_item(copies[0], seen=seen, by=planner, at=wards.AT),
        lambda: actions.drop_item(copies[1], reason="Bỏ.", seen=seen, by=planner, at=wards.AT),
    )
    assert ends == ["Overtaken", "done"]
