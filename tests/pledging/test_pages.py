"""Units' plans by their pages: at a desk, on a phone, on the board; what waits, what is handed over, which way leads here."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import org as make_org
from tests.factories import pledging as make
from tests.pledging.ground import AT, DUE, ON, WORK, Ground, ground, lines, target
from thidua.movement import doors
from thidua.org import handing
from thidua.pledging import actions
from thidua.pledging.enums import PlanState, PromiseKind
from thidua.pledging.models import UnitPlan
from thidua.pledging.queries import work
from thidua.web.work import pledges

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(set_clock: Any) -> Ground:
    set_clock(AT)
    return ground()


def enter(client: Client, here: Ground, role: str, unit: Any = None) -> Any:
    person = make_org.MembershipFactory(unit=unit or here.commune, role=role).user
    client.force_login(person)
    return person


def seen_at(client: Client, address: str) -> str:
    return str(client.get(address).context["sight"].sealed())


def filled(plan: UnitPlan, **more: Any) -> dict[str, Any]:
    boxes = {f"lam-{one.pk}": "on" for one in lines(plan, PromiseKind.CONTENT)}
    numbers = {f"muc-{one.pk}": "80" for one in lines(plan, PromiseKind.TARGET)}
    return boxes | numbers | {"head": "Bà Hoa", "officer": "Ông Nam"} | more


def test_a_department_plans_at_a_desk(here: Ground, client: Client) -> None:
    unit = here.unit()
    enter(client, here, "reporter", unit)
    begun = client.post(reverse("pledging:unit_plan_begin", args=[here.movement.pk, unit.pk]))
    plan = UnitPlan.objects.get()
    paper = {"document_number": "05/KH-VH", "document_on": "2026-05-30"}
    typed = filled(plan, **paper, seen=seen_at(client, begun["Location"]))
    assert client.post(begun["Location"], typed).status_code == 303
    add = reverse("pledging:promise_add", args=[plan.pk])
    task = {"text": WORK.text, "product": WORK.product, "due_words": "quý III", "due_on": DUE.isoformat()}
    assert client.post(add, task | {"seen": seen_at(client, add)}).status_code == 303
    show = reverse("pledging:unit_plan_show", args=[plan.pk])
    send = reverse("pledging:unit_plan_submit", args=[plan.pk])
    assert client.post(send, {"seen": seen_at(client, show)}).status_code == 303
    plan.refresh_from_db()
    assert (plan.state, plan.document_number) == (PlanState.SUBMITTED, "05/KH-VH")


def test_number_and_day_of_the_paper_go_together(here: Ground, client: Client) -> None:
    unit = here.unit()
    enter(client, here, "reporter", unit)
    plan = here.begun(unit)
    address = reverse("pledging:unit_plan_write", args=[plan.pk])
    typed = filled(plan, document_number="05/KH", seen=seen_at(client, address))
    answer = client.post(address, typed)
    assert (answer.status_code, "đi cùng nhau" in answer.content.decode()) == (422, True)


def test_a_number_in_two_readings_is_asked_about(here: Ground, client: Client) -> None:
    unit = here.unit()
    enter(client, here, "reporter", unit)
    plan = here.begun(unit)
    address = reverse("pledging:unit_plan_write", args=[plan.pk])
    typed = filled(plan, seen=seen_at(client, address)) | {f"muc-{target(plan).pk}": "79.99"}
    assert client.post(address, typed).status_code == 422


def test_a_neighbourhood_fills_one_page_and_sends_it(here: Ground, client: Client) -> None:
    unit = here.unit("neighbourhood")
    enter(client, here, "reporter", unit)
    plan = here.begun(unit)
    address = reverse("pledging:unit_plan_write", args=[plan.pk])
    rows = {"viec-0": WORK.text, "san-pham-0": WORK.product, "han-0": DUE.isoformat(), "send": "1"}
    typed = filled(plan, **rows, seen=seen_at(client, address)) | {"officer": ""}
    assert client.post(address, typed).status_code == 303
    plan.refresh_from_db()
    assert (plan.state, plan.officer) == (PlanState.SUBMITTED, "Bà Hoa")


def test_what_lacks_is_told_on_the_same_page_and_kept(here: Ground, client: Client) -> None:
    unit = here.unit("neighbourhood")
    enter(client, here, "reporter", unit)
    plan = here.begun(unit)
    address = reverse("pledging:unit_plan_write", args=[plan.pk])
    answer = client.post(address, filled(plan, send="1", seen=seen_at(client, address)))
    assert (answer.status_code, "Xin ghi ít nhất một nhiệm vụ" in answer.content.decode()) == (422, True)
    plan.refresh_from_db()
    assert (plan.head, plan.state) == ("Bà Hoa", PlanState.DRAFT)


def test_the_short_form_stands_in_one_column_of_real_fields(here: Ground, client: Client) -> None:
    """What a phone needs: every field has its label, dates and numbers their keyboards, nothing is a table."""
    unit = here.unit("neighbourhood")
    enter(client, here, "reporter", unit)
    page = client.get(reverse("pledging:unit_plan_write", args=[here.begun(unit).pk])).content.decode()
    form = page[page.index('enctype="multipart/form-data"') :]
    named = set(re.findall(r'<(?:input|textarea|select)[^>]* id="(id_[^"]+)"', form))
    assert named <= set(re.findall(r'<label for="([^"]+)"', form))
    assert ("<table" in form, 'type="date"' in form) == (False, True)


def test_a_returned_plan_shows_only_what_was_returned(here: Ground, client: Client) -> None:
    unit = here.unit()
    plan, _ = here.sent(unit)
    enter(client, here, "standing_body")
    check = reverse("pledging:unit_plan_check", args=[plan.pk])
    wrong = target(plan)
    returned = {f"tra-{wrong.pk}": "Mức chưa rõ", "remark": "", "seen": seen_at(client, check)}
    assert client.post(check, returned).status_code == 303
    enter(client, here, "reporter", unit)
    page = client.get(reverse("pledging:unit_plan_write", args=[plan.pk])).content.decode()
    assert ("Mức chưa rõ" in page, 'name="lam-' in page, 'name="head"' in page) == (True, False, False)


def test_the_page_of_a_plan_says_what_waits_and_leads_to_what_was_returned(
    here: Ground, client: Client
) -> None:
    unit = here.unit()
    plan, _ = here.sent(unit)
    enter(client, here, "standing_body")
    show, check = (reverse(f"pledging:unit_plan_{page}", args=[plan.pk]) for page in ("show", "check"))
    assert [line.badge for line in client.get(show).context["shown"].targets] == [("waiting", "Chờ xem xét")]
    wrong = target(plan)
    client.post(check, {f"tra-{wrong.pk}": "Mức chưa rõ", "seen": seen_at(client, check)})
    page = client.get(show).content.decode()
    place = f"muc-{wrong.pk}"
    assert (f'href="#{place}"' in page, f'id="{place}"' in page, page.count("Mức chưa rõ") >= 2) == (
        True,
    ) * 3


def test_a_returned_task_is_reached_from_the_form(here: Ground, client: Client) -> None:
    unit = here.unit()
    plan, _ = here.sent(unit)
    (wrong,) = lines(plan, PromiseKind.TASK)
    enter(client, here, "standing_body")
    check = reverse("pledging:unit_plan_check", args=[plan.pk])
    client.post(check, {f"tra-{wrong.pk}": "Ghi rõ mấy lớp", "seen": seen_at(client, check)})
    enter(client, here, "reporter", unit)
    page = client.get(reverse("pledging:unit_plan_write", args=[plan.pk])).content.decode()
    change = reverse("pledging:promise_change", args=[wrong.pk])
    assert ("Ghi rõ mấy lớp" in page, change in page, "Lưu kế hoạch" in page) == (True, True, False)


def test_reasons_and_acceptance_do_not_go_together(here: Ground, client: Client) -> None:
    plan, _ = here.sent(here.unit())
    enter(client, here, "standing_body")
    check = reverse("pledging:unit_plan_check", args=[plan.pk])
    both = {f"tra-{target(plan).pk}": "Sai", "accept": "1", "seen": seen_at(client, check)}
    assert client.post(check, both).status_code == 422
    assert client.post(check, {"accept": "1", "seen": seen_at(client, check)}).status_code == 303
    plan.refresh_from_db()
    assert plan.state == PlanState.ACCEPTED


def test_two_at_once_the_second_is_shown_what_changed(here: Ground, client: Client) -> None:
    plan, who = here.sent(here.unit())
    enter(client, here, "standing_body")
    check = reverse("pledging:unit_plan_check", args=[plan.pk])
    seen = seen_at(client, check)
    actions.recall_plan(plan, by=who, at=AT)
    answer = client.post(check, {"accept": "1", "seen": seen})
    assert (answer.status_code, "Đang soạn" in answer.content.decode()) == (409, True)


def test_one_click_reminds(here: Ground, client: Client) -> None:
    here.ready(here.unit())
    enter(client, here, "standing_body")
    board = client.get(reverse("pledging:unit_plan_board", args=[here.movement.pk])).content.decode()
    assert "Nhắc 1 đơn vị còn thiếu" in board
    answer = client.post(reverse("pledging:unit_plan_remind", args=[here.movement.pk]))
    assert answer.status_code == 303


def test_the_bar_of_plans_counts_every_unit_once(here: Ground, client: Client) -> None:
    here.sent(here.unit())
    here.ready(here.unit())
    enter(client, here, "leader")
    for page in (
        reverse("pledging:unit_plan_list"),
        reverse("pledging:unit_plan_board", args=[here.movement.pk]),
    ):
        assert "Chờ xem xét: 1; Chưa gửi: 1" in client.get(page).content.decode()


@pytest.mark.parametrize(("query", "shown"), [("", 2), ("?tinh-trang=submitted", 1), ("?loai=school", 0)])
def test_the_board_is_narrowed(here: Ground, client: Client, query: str, shown: int) -> None:
    here.sent(here.unit())
    here.ready(here.unit())
    enter(client, here, "leader")
    rows = client.get(reverse("pledging:unit_plan_board", args=[here.movement.pk]) + query).context["rows"]
    assert len(rows) == shown


@pytest.mark.parametrize("many", [1, 3])
def test_pages_ask_the_same_number_of_times(
    here: Ground, client: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    plans = [here.sent(here.unit())[0] for _ in range(many)]
    enter(client, here, "standing_body")
    with django_assert_max_num_queries(8):
        client.get(reverse("pledging:unit_plan_board", args=[here.movement.pk]))
    with django_assert_max_num_queries(8):
        client.get(reverse("pledging:registration_list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("pledging:unit_plan_show", args=[plans[0].pk]))


def test_the_hub_leads_to_the_board_or_to_one_s_own(here: Ground) -> None:
    wide, own = here.actor("leader"), here.actor("reporter", here.unit())
    board = reverse("pledging:unit_plan_board", args=[here.movement.pk])
    urls = {door.url for door in doors.doors_of(wide, here.movement)}
    assert board in urls
    assert reverse("pledging:unit_plan_list") in {door.url for door in doors.doors_of(own, here.movement)}
    here.movement.launched_at = None
    assert doors.doors_of(wide, here.movement) == []


def test_my_work_names_what_waits(here: Ground) -> None:
    unit = here.unit()
    who, officer = here.actor("reporter", unit), here.actor("standing_body")
    assert [task.state for task in pledges.unit_plans_to_begin(who, ON)] == ["Chưa lập"]
    here.ready(unit, who)
    assert [task.state for task in pledges.unit_plans_in_work(who, ON)] == ["Chưa gửi"]
    here.sent(here.unit())
    make.RegistrationFactory(unit=unit, state="signed", version=1, signed_at=AT)
    assert [task.state for task in pledges.unit_plans_in_work(officer, ON)] == ["Chờ xem xét"]
    assert [task.state for task in pledges.registrations_in_work(officer, ON)] == ["Chờ ghi nhận"]
    assert pledges.registrations_in_work(who, ON) == []


def test_those_without_such_work_cost_nothing(here: Ground, django_assert_num_queries: Any) -> None:
    who = here.actor("overseer")
    with django_assert_num_queries(0):
        found = [*work.plans_to_begin(who), *work.plans_in_work(who), *work.registrations_in_work(who)]
    assert found == []


def test_plans_and_registrations_are_handed_over(here: Ground) -> None:
    unit = here.unit(name="Phòng Văn hóa")
    _, who = here.ready(unit)
    make.RegistrationFactory(unit=unit)
    listed = [(item.heading, item.what, item.how) for item in handing.items_of(who, on=ON)]
    assert ("Kế hoạch của đơn vị", "Phòng Văn hóa", "Đang soạn") in listed
    assert ("Đăng ký thi đua năm 2027", "Phòng Văn hóa", "Đang soạn") in listed
