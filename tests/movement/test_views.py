"""Pages of movements: who sees what, posts without JavaScript, fragments for htmx, and how many queries they cost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.movement import MovementFactory, PlanItemFactory
from tests.movement import ward as wards
from tests.sight import sealed, seen_on
from thidua.documents.models import StoredFile
from thidua.movement import actions
from thidua.movement.enums import Decision, ItemKind, MovementState
from thidua.movement.models import Movement, PlanItem
from thidua.movement.queries import sights

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
Opens = Callable[[str], Client]


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(wards.AT)


@pytest.fixture
def ward(ward_world: wards.Ward) -> wards.Ward:
    return ward_world


@pytest.fixture
def as_role(ward: wards.Ward) -> Opens:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(ward.users[role])
        return client

    return sign_in


@pytest.fixture
def movement(ward: wards.Ward) -> Movement:
    return wards.read_seed(ward)


def url(name: str, *args: Any) -> str:
    return reverse(f"movement:{name}", args=args)


def part(html: str, key: str) -> str:
    """The element with this id, without what only a fragment carries and what is sealed anew each time."""
    found = re.search(rf'<(\w+)[^>]*\bid="{key}".*?</\1>', html, re.DOTALL)
    assert found is not None, key
    plain = re.sub(r'hx-swap-oob="true"|\bautofocus\b|value="\.?eJ[\w:-]+"', "", found.group())
    return " ".join(plain.replace(" >", ">").split())


def test_movement_list_leads_the_standing_body_to_its_plan(as_role: Opens) -> None:
    page = as_role("standing_body").get(url("movement_list")).content.decode()
    assert ("Chưa có phong trào nào" in page, url("movement_create") in page) == (True, True)
    other = as_role("reporter").get(url("movement_list")).content.decode()
    assert url("movement_create") not in other


def test_movement_list_costs_the_same_for_one_and_for_three(
    ward: wards.Ward, as_role: Opens, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_role("standing_body")
    for _ in range(3):
        MovementFactory(commune=ward.root)
        with django_assert_num_queries(5):
            client.get(url("movement_list"))


def test_movement_create_reads_a_pasted_plan(as_role: Opens) -> None:
    text = wards.SEED.read_text(encoding="utf-8")
    answer = as_role("standing_body").post(url("movement_create"), {"text": text})
    movement = Movement.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("plan_review", movement.pk))
    assert wards.plan_of(movement).items.count() == 76


@pytest.mark.usefixtures("data_folder")
def test_movement_create_keeps_the_file(as_role: Opens) -> None:
    file = SimpleUploadedFile("ke-hoach.md", wards.SEED.read_bytes())
    as_role("standing_body").post(url("movement_create"), {"file": file})
    stored = StoredFile.objects.get()
    assert (wards.plan_of(Movement.objects.get()).file, stored.is_shared) == (stored, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Xin chọn tệp kế hoạch, hoặc dán nội dung kế hoạch."),
        ({"text": "xin chào các đồng chí"}, "Không nhận ra nội dung kế hoạch nào."),
    ],
)
def test_movement_create_refuses_and_keeps_what_was_typed(
    as_role: Opens, typed: dict[str, str], sentence: str
) -> None:
    answer = as_role("standing_body").post(url("movement_create"), typed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, typed.get("text", "") in page) == (422, True, True)
    assert Movement.objects.count() == 0


def test_movement_create_refuses_a_broken_file(as_role: Opens) -> None:
    file = SimpleUploadedFile("ke-hoach.docx", b"PK\x03\x04 not a document")
    answer = as_role("standing_body").post(url("movement_create"), {"file": file})
    assert (answer.status_code, StoredFile.objects.count()) == (422, 0)


def test_movement_create_is_closed_to_others(as_role: Opens) -> None:
    assert {as_role(role).get(url("movement_create")).status_code for role in ("leader", "reporter")} == {403}


def test_movement_create_by_hand(as_role: Opens) -> None:
    typed = {"title": "Học tập số", "short_title": "", "starts_on": "2025-09-01", "ends_on": ""}
    client = as_role("standing_body")
    answer = client.post(url("movement_create_by_hand"), typed)
    movement = Movement.objects.get()
    assert answer["Location"] == url("plan_review", movement.pk)
    assert "Thêm mục bằng tay" in client.get(answer["Location"]).content.decode()
    bad = client.post(url("movement_create_by_hand"), typed | {"ends_on": "2025-08-31"})
    assert (bad.status_code, "Ngày kết thúc phải sau" in bad.content.decode()) == (422, True)


def test_movement_change(as_role: Opens, movement: Movement) -> None:
    typed = {"title": "Tên mới", "short_title": "Mới", "starts_on": "2025-09-01", "ends_on": ""}
    client, address = as_role("standing_body"), url("movement_change", movement.pk)
    client.post(address, typed | seen_on(client, address))
    movement.refresh_from_db()
    assert (movement.title, movement.short_title, movement.ends_on) == ("Tên mới", "Mới", None)


@pytest.mark.parametrize(
    "name", ["movement_show", "plan_review", "movement_coverage", "movement_assignments"]
)
def test_a_draft_is_hidden_from_units_and_other_communes(
    as_role: Opens, movement: Movement, name: str
) -> None:
    stranger = Client()
    stranger.force_login(wards.found_ward("noi-khac").users["standing_body"])
    clients = (as_role("reporter"), stranger)
    assert [client.get(url(name, movement.pk)).status_code for client in clients] == [404, 404]
    assert as_role("leader").get(url(name, movement.pk)).status_code == 200


def test_a_visitor_is_led_to_the_door(movement: Movement) -> None:
    answer = Client().get(url("movement_show", movement.pk))
    assert answer["Location"] == f"{reverse('org:person_sign_in')}?next={url('movement_show', movement.pk)}"


def test_plan_review_links_text_and_cards_both_ways(as_role: Opens, movement: Movement) -> None:
    page = as_role("standing_body").get(url("plan_review", movement.pk)).content.decode()
    items = wards.plan_of(movement).items.exclude(kind=ItemKind.OPEN_POINT).filter(start__isnull=False)
    lost = [
        item.pk
        for item in items
        if not (
            f'id="cho-{item.pk}"' in page
            and f'href="#cho-{item.pk}"' in page
            and f'id="muc-{item.pk}"' in page
        )
    ]
    assert lost == []
    marked = {int(key) for key in re.findall(r'<mark[^>]*><a href="#muc-(\d+)"', page)}
    assert marked <= {item.pk for item in items}


def test_plan_review_shows_open_points_first_and_can_be_filtered(as_role: Opens, movement: Movement) -> None:
    client = as_role("standing_body")
    page = client.get(url("plan_review", movement.pk)).content.decode()
    heads = re.findall(r'<summary>\s*<div class="row-of between"\s+id="(nhom-[\w-]+)"', page)
    assert (heads[:2], "Đã quyết định 0 trong 76" in page) == (["nhom-open-point", "nhom-target-line"], True)
    basis = wards.item_of(movement, ItemKind.BASIS)
    client.post(url("item_confirm", basis.pk), sealed(sights.ITEM, basis))
    filtered = client.get(url("plan_review", movement.pk), {"loc": "cho"}).content.decode()
    assert ('id="nhom-basis"' in filtered, "Xem tất cả 76 mục" in filtered) == (False, True)


def test_plan_review_costs_the_same_however_long_the_plan(
    ward: wards.Ward, as_role: Opens, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_role("standing_body")
    plan = wards.plan_of(wards.by_hand(ward))
    for count in (1, 150):
        PlanItemFactory.create_batch(count, plan=plan, kind=ItemKind.CRITERION)
        with django_assert_num_queries(8):
            client.get(url("plan_review", plan.movement_id))


def test_plan_review_is_read_only_for_the_leader(as_role: Opens, movement: Movement) -> None:
    page = as_role("leader").get(url("plan_review", movement.pk)).content.decode()
    assert ("formaction" in page, "Ghi quyết định" in page) == (False, False)


def test_item_confirm_without_javascript_comes_back_to_the_card(as_role: Opens, movement: Movement) -> None:
    item = wards.item_of(movement, ItemKind.AIM)
    seen = sealed(sights.ITEM, item)
    answer = as_role("standing_body").post(url("item_confirm", item.pk), {"loc": "cho"} | seen)
    assert answer["Location"] == f"{url('plan_review', movement.pk)}?loc=cho&mo=nhom-aim#muc-{item.pk}"
    assert PlanItem.objects.get(pk=item.pk).decision == Decision.CONFIRMED


@pytest.mark.parametrize(
    "kind", [ItemKind.AIM, ItemKind.TARGET_LINE, ItemKind.CRITERION, ItemKind.PHASE, ItemKind.DUTY]
)
def test_item_confirm_fragment_is_the_fresh_page_s_part(
    as_role: Opens, movement: Movement, kind: ItemKind
) -> None:
    client, item = as_role("standing_body"), wards.item_of(movement, kind)
    fragment = client.post(url("item_confirm", item.pk), sealed(sights.ITEM, item), **HTMX).content.decode()
    fresh = client.get(url("plan_review", movement.pk)).content.decode()
    head = f"nhom-{kind.replace('_', '-')}"
    keys = [f"muc-{item.pk}", "tien-do-doc", "muc-luc", head, f"{head}-viec"]
    keys += re.findall(r'id="(doan-\d+)"', fragment)
    assert len(keys) >= 6
    assert [part(fragment, key) for key in keys] == [part(fresh, key) for key in keys]


@pytest.mark.parametrize(("kind", "count"), [(ItemKind.AIM, 12), (ItemKind.TARGET_LINE, 14)])
def test_item_confirm_costs_little(
    as_role: Opens,
    movement: Movement,
    django_assert_num_queries: DjangoAssertNumQueries,
    kind: ItemKind,
    count: int,
) -> None:
    client, item = as_role("standing_body"), wards.item_of(movement, kind)
    seen = sealed(sights.ITEM, item)
    with django_assert_num_queries(count):
        client.post(url("item_confirm", item.pk), seen, **HTMX)


def test_item_confirm_that_needs_more_leads_to_the_form(as_role: Opens, movement: Movement) -> None:
    line = wards.item_of(movement, ItemKind.TARGET_LINE)
    line.facts |= {"indicator": ""}
    line.save()
    seen = sealed(sights.ITEM, line)
    answer = as_role("standing_body").post(url("item_confirm", line.pk), seen, follow=True)
    assert answer.redirect_chain == [(url("item_change", line.pk), 303)]
    assert "Xin gắn chỉ tiêu này" in answer.content.decode()


def test_items_confirm_takes_the_whole_group(as_role: Opens, movement: Movement) -> None:
    client = as_role("standing_body")
    page = client.get(url("plan_review", movement.pk)).content.decode()
    ids = re.findall(r'name="items"\s+value="([\d,]+)"', page)
    contents = ",".join(
        str(pk)
        for pk in wards.plan_of(movement).items.filter(kind=ItemKind.CONTENT).values_list("pk", flat=True)
    )
    assert (contents in ids, "Xác nhận cả 7 mục" in page) == (True, True)
    waiting = list(wards.plan_of(movement).items.filter(kind=ItemKind.CONTENT))
    typed = {"items": contents} | sealed(sights.ITEMS, waiting)
    answer = client.post(url("items_confirm", movement.pk), typed, follow=True)
    assert "Đã xác nhận 7 mục." in answer.content.decode()
    typed["items"] = f"{contents},x,"
    again = client.post(url("items_confirm", movement.pk), typed, follow=True)
    assert "Không còn nội dung nào trong nhóm này" in again.content.decode()


def test_item_change_shows_the_plan_s_words_and_takes_corrections(as_role: Opens, movement: Movement) -> None:
    client, line = as_role("standing_body"), wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    page = client.get(url("item_change", line.pk)).content.decode()
    assert line.quote in page
    typed = {
        "text": line.text,
        "indicator": "CT1",
        "comparator": ">=",
        "level": "required",
        "unit": "%",
        "value": "92,5",
    } | seen_on(client, url("item_change", line.pk))
    answer = client.post(url("item_change", line.pk), typed)
    assert answer.status_code == 303
    assert PlanItem.objects.get(pk=line.pk).facts["value"] == "92.5"


def test_item_change_refuses_and_keeps_what_was_typed(as_role: Opens, movement: Movement) -> None:
    line = wards.item_of(movement, ItemKind.TARGET_LINE, "80%")
    typed = {"text": "Lời mới", "indicator": "CT1", "comparator": ">=", "level": "required", "value": "nhiều"}
    for extra in ({}, HTMX):
        answer = as_role("standing_body").post(url("item_change", line.pk), typed, **extra)
        page = answer.content.decode()
        assert (answer.status_code, "Xin ghi mức bằng số" in page, "Lời mới" in page) == (422, True, True)
        assert ("<html" in page) == (not extra)


def test_item_change_form_takes_the_card_s_place(as_role: Opens, movement: Movement) -> None:
    phase = wards.item_of(movement, ItemKind.PHASE)
    fragment = as_role("standing_body").get(url("item_change", phase.pk), **HTMX).content.decode()
    assert (f'id="muc-{phase.pk}"' in fragment, "<html" in fragment, 'value="2025"' in fragment) == (
        True,
        False,
        True,
    )


def test_item_drop_asks_for_the_reason(as_role: Opens, movement: Movement) -> None:
    client, item = as_role("standing_body"), wards.item_of(movement, ItemKind.RECIPIENT)
    assert client.post(url("item_drop", item.pk), {"reason": ""}).status_code == 422
    typed = {"reason": "Không phải nơi nhận"} | seen_on(client, url("item_drop", item.pk))
    client.post(url("item_drop", item.pk), typed)
    page = client.get(url("plan_review", movement.pk)).content.decode()
    assert "Lý do: Không phải nơi nhận" in page


def test_item_restore(as_role: Opens, movement: Movement) -> None:
    client, item = as_role("standing_body"), wards.item_of(movement, ItemKind.AIM)
    assert client.post(url("item_restore", item.pk)).status_code == 403
    client.post(url("item_confirm", item.pk), sealed(sights.ITEM, item))
    seen = sealed(sights.ITEM, PlanItem.objects.get(pk=item.pk))
    fragment = client.post(url("item_restore", item.pk), seen, **HTMX).content.decode()
    assert "Chờ xác nhận" in fragment


def test_item_settle_keeps_both_levels(as_role: Opens, movement: Movement) -> None:
    client, point = as_role("standing_body"), wards.item_of(movement, ItemKind.OPEN_POINT, "Hai mức")
    answer = client.post(url("item_settle", point.pk), {"choice": "both"} | sealed(sights.ITEM, point))
    assert answer["Location"] == f"{url('plan_review', movement.pk)}?mo=nhom-open-point#muc-{point.pk}"
    page = client.get(url("plan_review", movement.pk)).content.decode()
    assert "Giữ cả hai: mức đạt 90 %, mức phấn đấu 100 %" in page


def test_item_settle_on_its_own_page_when_something_lacks(as_role: Opens, movement: Movement) -> None:
    client, point = as_role("standing_body"), wards.item_of(movement, ItemKind.OPEN_POINT, "Năm 2027")
    for typed in ({"choice": "open", "reason": ""}, {"choice": ""}, {"choice": "both"}):
        typed |= sealed(sights.ITEM, point)
        assert client.post(url("item_settle", point.pk), typed).status_code == 422
    assert client.get(url("item_settle", point.pk)).status_code == 200


def test_item_add_in_two_steps(as_role: Opens, movement: Movement) -> None:
    client = as_role("standing_body")
    assert "?loai=target_line" in client.get(url("item_add", movement.pk)).content.decode()
    address = f"{url('item_add', movement.pk)}?loai=criterion"
    assert client.post(address, {"text": ""}).status_code == 422
    group = wards.item_of(movement, ItemKind.TARGET_GROUP)
    client.post(address, {"text": "Có kế hoạch riêng", "parent": group.pk, "clause": ""})
    added = PlanItem.objects.get(text="Có kế hoạch riêng")
    assert (added.parent, added.decision) == (group, Decision.CONFIRMED)


def test_plan_read_again_makes_a_new_version(as_role: Opens, movement: Movement) -> None:
    text = wards.SEED.read_text(encoding="utf-8")
    answer = as_role("standing_body").post(url("plan_read", movement.pk), {"text": text}, follow=True)
    assert "Đã đọc kế hoạch, bản 2." in answer.content.decode()


def test_plan_submit_counts_what_waits_and_leads_there(as_role: Opens, movement: Movement) -> None:
    seen = sealed(sights.SUBMISSION, movement)
    answer = as_role("standing_body").post(url("plan_submit", movement.pk), seen, follow=True)
    assert answer.redirect_chain == [(f"{url('plan_review', movement.pk)}?loc=cho", 303)]
    assert "Còn 76 mục chưa quyết định" in answer.content.decode()


def test_the_plan_goes_to_the_leader_and_back_and_is_launched(
    ward: wards.Ward, as_role: Opens, movement: Movement
) -> None:
    wards.decide_all(movement, ward)
    planner, leader = as_role("standing_body"), as_role("leader")
    steps = [
        (planner, "plan_submit", {}, MovementState.SUBMITTED),
        (planner, "plan_recall", {}, MovementState.DRAFT),
        (planner, "plan_submit", {}, MovementState.SUBMITTED),
        (leader, "plan_return", {"reason": "Bổ sung số"}, MovementState.RETURNED),
        (planner, "plan_submit", {}, MovementState.SUBMITTED),
        (leader, "plan_approve", {}, MovementState.APPROVED),
        (leader, "movement_launch", {}, MovementState.LAUNCHED),
    ]
    for client, name, typed, state in steps:
        shown = "movement_show" if name in {"plan_submit", "plan_recall", "plan_approve"} else name
        typed |= seen_on(client, url(shown, movement.pk))
        assert client.post(url(name, movement.pk), typed).status_code == 303
        movement.refresh_from_db()
        assert movement.state == state
    assert as_role("reporter").get(url("movement_show", movement.pk)).status_code == 200


@pytest.mark.parametrize(
    ("role", "state", "label"),
    [
        ("standing_body", MovementState.DRAFT, "Xác nhận 1 mục còn chờ"),
        ("standing_body", MovementState.SUBMITTED, "Rút lại để sửa"),
        ("leader", MovementState.SUBMITTED, "Duyệt kế hoạch"),
        ("leader", MovementState.APPROVED, "Phát động phong trào"),
        ("leader", MovementState.DRAFT, "đang soạn kế hoạch"),
        ("standing_body", MovementState.APPROVED, "chờ lãnh đạo phát động"),
        ("reporter", MovementState.LAUNCHED, "Đơn vị nào báo cáo chỉ tiêu nào"),
    ],
)
def test_movement_show_names_the_next_step_of_each_role(
    ward: wards.Ward, as_role: Opens, role: str, state: MovementState, label: str
) -> None:
    at = wards.AT
    movement = MovementFactory(
        commune=ward.root, state=state, submitted_at=at, approved_at=at, launched_at=at
    )
    PlanItemFactory(plan__movement=movement)
    assert label in as_role(role).get(url("movement_show", movement.pk)).content.decode()


def test_movement_show_costs_the_same_however_long_the_plan(
    ward: wards.Ward, as_role: Opens, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, movement = as_role("reporter"), wards.launched(ward)
    plan = wards.plan_of(movement)
    for count in (1, 100):
        PlanItemFactory.create_batch(count, plan=plan, is_counting=True)
        with django_assert_num_queries(9):
            client.get(url("movement_show", movement.pk))


def test_following_pages_cost_the_same_however_many_units(
    ward: wards.Ward, as_role: Opens, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, movement = as_role("overseer"), wards.launched(ward)
    for count in (1, 30):
        for number in range(count):
            wards.unit(ward.root, "neighbourhood", f"Tổ dân phố {count}-{number}")
        with django_assert_num_queries(8):
            client.get(url("movement_assignments", movement.pk))
        with django_assert_num_queries(8):
            client.get(url("movement_coverage", movement.pk))


def test_criterion_cover(ward: wards.Ward, as_role: Opens) -> None:
    movement, client = wards.launched(ward), as_role("standing_body")
    criterion = movement.criteria.filter(target_lines__isnull=True).first()
    assert criterion is not None
    address = url("criterion_cover", criterion.pk)
    assert client.get(address).status_code == 200
    seen = seen_on(client, address)
    assert client.post(address, {"owner": "", "evidence_rule": "Báo cáo"} | seen).status_code == 422
    typed = {"owner": ward.units[wards.OFFICE].pk, "evidence_rule": "Báo cáo năm"} | seen
    assert client.post(address, typed)["Location"] == url("movement_coverage", movement.pk)
    assert "Kiểm chứng: Báo cáo năm" in client.get(url("movement_coverage", movement.pk)).content.decode()
    assert as_role("leader").get(address).status_code == 403


def test_movement_assignments_asks_a_kind_of_units_and_ends_one(ward: wards.Ward, as_role: Opens) -> None:
    movement, client = wards.launched(ward), as_role("standing_body")
    address = url("movement_assignments", movement.pk)
    typed = {"indicator": "BD3", "whom": "kind:neighbourhood"}
    assert "Đã giao BD3 cho 2 đơn vị." in client.post(address, typed, follow=True).content.decode()
    assert client.post(address, typed).status_code == 422
    row = movement.assignments.filter(indicator__code="BD3").first()
    assert row is not None
    ending = url("assignment_end", row.pk)
    client.post(ending, {"reason": "Gộp tổ dân phố"} | seen_on(client, ending))
    assert movement.assignments.current().filter(indicator__code="BD3").count() == 1
    one = {"indicator": "BD3", "whom": str(row.unit_id)}
    assert "Đã giao BD3 cho 1 đơn vị." in client.post(address, one, follow=True).content.decode()


def test_movement_assignments_is_read_only_for_units(ward: wards.Ward, as_role: Opens) -> None:
    movement, client = wards.launched(ward), as_role("reporter")
    address = url("movement_assignments", movement.pk)
    assert "Giao chỉ tiêu" not in client.get(address).content.decode()
    assert client.post(address, {"indicator": "BD3", "whom": "kind:school"}).status_code == 403


def test_pages_that_only_write_refuse_to_be_read(as_role: Opens, movement: Movement) -> None:
    item = wards.item_of(movement, ItemKind.AIM)
    names = [("item_confirm", item.pk), ("items_confirm", movement.pk), ("plan_submit", movement.pk)]
    client = as_role("standing_body")
    assert [client.get(url(name, pk)).status_code for name, pk in names] == [405, 405, 405]


def test_a_locked_plan_says_so_on_its_review(ward: wards.Ward, as_role: Opens, movement: Movement) -> None:
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    client = as_role("standing_body")
    page = client.get(url("plan_review", movement.pk)).content.decode()
    assert "Xin rút lại trước khi sửa." in page
    item = wards.item_of(movement, ItemKind.AIM)
    assert client.post(url("item_restore", item.pk)).status_code == 403


def test_movement_show_tells_what_the_plan_does_not_say(as_role: Opens, movement: Movement) -> None:
    """A target line that the ward added is never shown as words of the plan."""
    client = as_role("standing_body")
    lines = PlanItem.objects.filter(plan__movement=movement, kind=ItemKind.TARGET_LINE)
    lines.update(decision=Decision.CONFIRMED, decided_at=wards.AT)
    said = "Kế hoạch không viết; thêm khi xác nhận."
    before = client.get(url("movement_show", movement.pk)).content.decode().count(said)
    lines.filter(pk=lines.earliest("pk").pk).update(quote="", origin="added")
    assert (before, client.get(url("movement_show", movement.pk)).content.decode().count(said)) == (0, 1)


def test_a_stale_return_undoes_no_approval(ward: wards.Ward, as_role: Opens, movement: Movement) -> None:
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    leader, address = as_role("leader"), url("plan_return", movement.pk)
    seen = seen_on(leader, address)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    answer = leader.post(address, {"reason": "Bổ sung số"} | seen)
    movement.refresh_from_db()
    assert (answer.status_code, movement.state) == (409, MovementState.APPROVED)
    assert "<strong>Đã duyệt, chờ phát động</strong>" in answer.content.decode()
    assert "Bổ sung số</textarea>" in answer.content.decode()
    again = {"reason": "Bổ sung số", "seen": answer.context["form"].overtaken.now.sealed()}
    assert leader.post(address, again).status_code == 303


def test_a_launch_of_what_was_returned_meanwhile_is_closed(
    ward: wards.Ward, as_role: Opens, movement: Movement
) -> None:
    wards.decide_all(movement, ward)
    actions.submit_plan(movement, by=ward.planner, at=wards.AT)
    actions.approve_plan(movement, by=ward.leader, at=wards.AT)
    leader, address = as_role("leader"), url("movement_launch", movement.pk)
    seen = seen_on(leader, address)
    actions.return_plan(movement, reason="Bổ sung số", by=ward.leader, at=wards.AT)
    answer = leader.post(address, seen)
    assert (answer.status_code, "chưa được lãnh đạo duyệt" in answer.content.decode()) == (409, True)
