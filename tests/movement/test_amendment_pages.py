"""The way of an amendment through the pages: begun, compared, decided on, submitted, approved; who sees what."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.clock import local
from tests.movement import ward as wards
from tests.movement.conftest import World
from tests.movement.test_amendments import TEXT, begin, line_of, raise_level, submit
from thidua.movement import actions, queries
from thidua.movement.enums import AmendmentState, Decision
from thidua.movement.models import Amendment, Movement
from thidua.movement.queries import sights

pytestmark = pytest.mark.django_db
LATER = local(2026, 3, 2, 9)


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(LATER)


@pytest.fixture
def ward(launched_world: World) -> wards.Ward:
    return launched_world[0]


@pytest.fixture
def movement(launched_world: World) -> Movement:
    return launched_world[1]


@pytest.fixture
def amendment(ward: wards.Ward, movement: Movement) -> Amendment:
    return begin(ward, movement)


def opens(ward: wards.Ward, role: str) -> Client:
    client = Client()
    client.force_login(ward.users[role])
    return client


def url(name: str, pk: int) -> str:
    return reverse(f"movement:{name}", args=[pk])


def sealed(amendment: Amendment) -> dict[str, str]:
    fresh = Amendment.objects.select_related("movement", "plan", "base").get(pk=amendment.pk)
    return {"seen": sights.AMENDMENT.of(fresh, at=LATER).sealed()}


def show(client: Client, amendment: Amendment) -> str:
    return client.get(url("amendment_show", amendment.pk)).content.decode()


def test_amendment_open_takes_a_document_by_its_number(ward: wards.Ward, movement: Movement) -> None:
    client = opens(ward, "standing_body")
    assert "Điều chỉnh kế hoạch" in client.get(url("movement_show", movement.pk)).content.decode()
    typed = {"way": "clauses", "document_number": "45/KH-UBND", "document_on": "01/03/2026"}
    answer = client.post(url("amendment_open", movement.pk), typed, follow=True)
    assert "So với bản thứ 1: không khác bản trước" in answer.content.decode()
    assert Amendment.objects.get().document_words == "số 45/KH-UBND ngày 01/03/2026"
    hub = client.get(url("movement_show", movement.pk)).content.decode()
    assert ("Mở lần điều chỉnh" in hub, url("amendment_open", movement.pk) in hub) == (True, False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"way": "clauses"}, "Xin chọn tệp kế hoạch, hoặc dán nội dung kế hoạch."),
        ({"way": "whole", "document_number": "1/KH", "document_on": "01/03/2026"}, "Xin chọn tệp kế hoạch"),
        ({"document_number": "1/KH", "document_on": "01/03/2026"}, "way"),
    ],
)
def test_amendment_open_keeps_what_was_typed(
    ward: wards.Ward, movement: Movement, typed: dict[str, str], words: str
) -> None:
    answer = opens(ward, "standing_body").post(url("amendment_open", movement.pk), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_amendment_open_reads_a_plan_issued_anew(ward: wards.Ward, movement: Movement) -> None:
    text = TEXT.replace("90% cung cấp dịch vụ công", "95% cung cấp dịch vụ công")
    file = SimpleUploadedFile("ke-hoach.md", text.encode(), content_type="text/markdown")
    client = opens(ward, "standing_body")
    answer = client.post(url("amendment_open", movement.pk), {"way": "whole", "file": file}, follow=True)
    page = answer.content.decode()
    assert "Ban hành lại cả kế hoạch" in page
    assert "Còn" in page
    amendment = Amendment.objects.get()
    changed = amendment.plan.items.filter(decision=Decision.PENDING).exclude(before=None)
    assert [item.text[:3] for item in changed.filter(kind="target_line")] == ["95%"]
    assert amendment.file is not None


def test_amendment_open_takes_a_few_clauses_that_are_no_plan(ward: wards.Ward, movement: Movement) -> None:
    typed = {"way": "clauses", "text": "Sửa khoản 1 như sau: nâng lên 95 %."}
    answer = opens(ward, "standing_body").post(url("amendment_open", movement.pk), typed, follow=True)
    assert "nâng lên 95 %" in answer.content.decode()


def test_amendment_show_sets_old_and_new_side_by_side(
    ward: wards.Ward, movement: Movement, amendment: Amendment
) -> None:
    old = line_of(amendment, "CT10").facts["value"]
    raise_level(ward, amendment, "CT10", "99")
    page = show(opens(ward, "standing_body"), amendment)
    told = re.findall(r'<td data-label="Bản (?:trước|này)">(.*?)</td>', page, re.DOTALL)
    assert (f"≥ {old} %" in told, "<strong>≥ 99 %</strong>" in told) == (True, True)
    assert f"Mức cần đạt của CT10 đổi từ ≥ {old} % sang ≥ 99 %" in page
    assert "Trình điều chỉnh để duyệt" in page


def test_items_of_an_amendment_lead_back_to_it(
    ward: wards.Ward, movement: Movement, amendment: Amendment
) -> None:
    client, line = opens(ward, "standing_body"), line_of(amendment, "CT10")
    form = client.get(url("item_change", line.pk)).content.decode()
    assert url("amendment_show", amendment.pk) in form
    typed = {"text": line.text, "comparator": ">=", "value": "99", "unit": "%", "level": "required"}
    typed |= {"indicator": "CT10", "seen": sights.ITEM.of(line, at=LATER).sealed()}
    answer = client.post(url("item_change", line.pk), typed)
    assert answer["Location"].startswith(url("amendment_show", amendment.pk))
    line.refresh_from_db()
    assert (line.facts["value"], line.quote, line.is_amended) == ("99", "", True)


@pytest.mark.parametrize("role", ["reporter", "unit_head", "administrator", "overseer", "council_member"])
def test_others_see_an_amendment_only_once_it_is_approved(
    ward: wards.Ward, movement: Movement, amendment: Amendment, role: str
) -> None:
    raise_level(ward, amendment, "CT10", "99")
    submit(ward, amendment)
    client = opens(ward, role)
    assert client.get(url("amendment_show", amendment.pk)).status_code == 404
    assert "Đang điều chỉnh" not in client.get(url("movement_show", movement.pk)).content.decode()
    assert set(queries.visible_items(ward.actor(role)).values_list("plan", flat=True)) == {amendment.base_id}
    actions.approve_amendment(amendment, effective_on=LATER.date(), by=ward.leader, at=LATER)
    assert "Bản thứ 2, có hiệu lực từ 02/03/2026" in show(client, amendment)


def test_the_leader_approves_with_a_day(ward: wards.Ward, movement: Movement, amendment: Amendment) -> None:
    raise_level(ward, amendment, "CT10", "99")
    submit(ward, amendment)
    client, address = opens(ward, "leader"), url("amendment_approve", amendment.pk)
    assert "Mức cần đạt của CT10" in client.get(address).content.decode()
    early = client.post(address, {"effective_on": "31/08/2025"} | sealed(amendment))
    assert (early.status_code, "sớm nhất từ 01/09/2025" in early.content.decode()) == (422, True)
    client.post(address, {"effective_on": "02/03/2026"} | sealed(amendment))
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.APPROVED
    hub = client.get(url("movement_show", movement.pk)).content.decode()
    assert "Bản thứ 2, có hiệu lực từ 02/03/2026" in hub
    old = client.get(url("plan_review", movement.pk), {"ban": "1"}).content.decode()
    assert "Bản thứ 1, có hiệu lực từ 01/09/2025." in old
    assert client.get(url("plan_review", movement.pk), {"ban": "3"}).status_code == 404


@pytest.mark.parametrize("name", ["amendment_approve", "amendment_return"])
def test_the_leader_decides_on_what_he_has_seen(
    ward: wards.Ward, movement: Movement, amendment: Amendment, name: str
) -> None:
    raise_level(ward, amendment, "CT10", "99")
    submit(ward, amendment)
    seen = sealed(amendment)
    actions.recall_amendment(amendment, by=ward.planner, at=LATER)
    raise_level(ward, amendment, "CT10", "98")
    actions.submit_amendment(amendment, by=ward.planner, at=local(2026, 3, 2, 10))
    typed = {"effective_on": "02/03/2026", "reason": "Xem lại"} | seen
    answer = opens(ward, "leader").post(url(name, amendment.pk), typed)
    assert (answer.status_code, "Ai vừa làm gì" in answer.content.decode()) == (409, True)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.SUBMITTED


def test_submit_on_the_page_counts_what_waits(
    ward: wards.Ward, movement: Movement, amendment: Amendment
) -> None:
    line = raise_level(ward, amendment, "CT10", "99")
    actions.restore_item(line, by=ward.planner, at=LATER)
    client = opens(ward, "standing_body")
    answer = client.post(url("amendment_submit", amendment.pk), sealed(amendment), follow=True)
    assert "Còn 1 mục chưa quyết định: 1 chỉ tiêu." in answer.content.decode()


def test_the_pages_of_an_amendment_cost_the_same_however_long_the_plan(
    ward: wards.Ward,
    movement: Movement,
    amendment: Amendment,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = opens(ward, "reporter")
    raise_level(ward, amendment, "CT10", "99")
    submit(ward, amendment)
    actions.approve_amendment(amendment, effective_on=LATER.date(), by=ward.leader, at=LATER)
    lines = amendment.plan.items.filter(kind="target_line")
    for level in ("98", "97"):
        with django_assert_num_queries(8):
            client.get(url("amendment_show", amendment.pk))
        for line in lines:
            line.facts = line.facts | {"value": level}
            line.save()
