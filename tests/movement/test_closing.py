"""The end of a movement: proposed, decided, declined, taken back; what it closes and what stays open."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.clock import local
from tests.factories.movement import ClosingFactory
from tests.movement import ward as wards
from tests.movement.conftest import World
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.movement import actions, errors, queries
from thidua.movement.enums import ClosingState, MovementState
from thidua.movement.models import Closing, Movement
from thidua.notifications.models import Notice

pytestmark = pytest.mark.django_db
LATER = local(2027, 12, 20)
END = date(2027, 12, 15)
WHY = "Đã tổng kết giai đoạn 1."


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[Any], None]) -> None:
    set_clock(LATER)


@pytest.fixture
def ward(launched_world: World) -> wards.Ward:
    return launched_world[0]


@pytest.fixture
def movement(launched_world: World) -> Movement:
    return launched_world[1]


def close(ward: wards.Ward, movement: Movement, **other: Any) -> Movement:
    told = {"ends_on": END, "reason": WHY} | other
    return actions.close_movement(movement, **told, by=ward.leader, at=LATER)


def propose(ward: wards.Ward, movement: Movement, **other: Any) -> Closing:
    told = {"ends_on": END, "reason": WHY} | other
    return actions.propose_closing(movement, **told, by=ward.planner, at=LATER)


def told_to(title: str) -> list[str]:
    found = Notice.objects.filter(title=title).values_list("user__username", flat=True)
    return sorted(name.removeprefix("nam-dong-") for name in found)


def test_close_movement_ends_it_with_a_day_a_reason_and_a_document(
    ward: wards.Ward, movement: Movement
) -> None:
    close(ward, movement, document_number=" 12/QĐ-UBND ", document_on=date(2027, 12, 10))
    movement.refresh_from_db()
    closing = movement.closing
    assert closing is not None
    assert (movement.state, movement.ends_on, closing.state) == (
        MovementState.CLOSED,
        END,
        ClosingState.CLOSED,
    )
    assert (closing.document_number, closing.decided_by_id, closing.ended_before) == (
        "12/QĐ-UBND",
        ward.leader.user_id,
        date(2030, 12, 31),
    )
    event = AuditEvent.objects.get(action="movement.close_movement")
    assert (event.reason, event.detail["document"]) == (WHY, "12/QĐ-UBND")
    assert told_to("Phong trào đã kết thúc") == ["reporter", "standing_body", "unit_head"]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"reason": "  "}, errors.ReasonMissing),
        ({"document_number": "12/QĐ-UBND"}, errors.DocumentHalf),
        ({"document_on": END}, errors.DocumentHalf),
        ({"ends_on": date(2027, 12, 21)}, errors.ClosingDayUnfit),
        ({"ends_on": date(2025, 7, 31)}, errors.ClosingDayUnfit),
    ],
)
def test_close_movement_refuses_half_an_answer(
    ward: wards.Ward, movement: Movement, given: dict[str, Any], refused: type[errors.MovementError]
) -> None:
    for deed in (close, propose):
        with pytest.raises(refused):
            deed(ward, movement, **given)
    assert (Closing.objects.count(), movement.state) == (0, MovementState.LAUNCHED)


@pytest.mark.parametrize("day", [date(2025, 8, 1), date(2027, 12, 20)])
def test_close_movement_takes_the_first_day_and_today(
    ward: wards.Ward, movement: Movement, day: date
) -> None:
    assert close(ward, movement, ends_on=day).ends_on == day


def test_propose_closing_waits_for_the_leader(ward: wards.Ward, movement: Movement) -> None:
    closing = propose(ward, movement)
    assert (movement.state, movement.closing, closing.decided_at) == (MovementState.LAUNCHED, closing, None)
    assert told_to("Đề nghị kết thúc phong trào") == ["leader"]
    close(ward, movement, ends_on=date(2027, 12, 18))
    kept = Closing.objects.get()
    assert (kept.proposed_by_id, kept.decided_by_id) == (ward.planner.user_id, ward.leader.user_id)
    assert (kept.ends_on, kept.state) == (date(2027, 12, 18), ClosingState.CLOSED)


def test_propose_closing_again_changes_the_proposal_that_waits(ward: wards.Ward, movement: Movement) -> None:
    propose(ward, movement)
    propose(ward, movement, reason="Theo chỉ đạo của thành phố.")
    assert Closing.objects.get().reason == "Theo chỉ đạo của thành phố."
    events = AuditEvent.objects.filter(action="movement.propose_closing").order_by("sequence")
    assert [event.detail.get("before", {}).get("reason") for event in events] == [None, WHY]


def test_decline_closing_lets_the_movement_go_on(ward: wards.Ward, movement: Movement) -> None:
    propose(ward, movement)
    with pytest.raises(errors.ReasonMissing):
        actions.decline_closing(movement, reason=" ", by=ward.leader, at=LATER)
    actions.decline_closing(movement, reason="Chờ sơ kết.", by=ward.leader, at=LATER)
    assert (movement.state, movement.closing) == (MovementState.LAUNCHED, None)
    assert told_to("Chưa đồng ý kết thúc phong trào") == ["standing_body"]
    with pytest.raises(Refused, match="Không có đề nghị"):
        actions.decline_closing(movement, reason="Lần nữa.", by=ward.leader, at=LATER)
    propose(ward, movement)
    assert [one.answer for one in queries.earlier_closings(movement)] == ["Chờ sơ kết."]


def test_reopen_movement_gives_it_back_its_end(ward: wards.Ward, movement: Movement) -> None:
    close(ward, movement)
    with pytest.raises(errors.ReasonMissing):
        actions.reopen_movement(movement, reason="", by=ward.leader, at=LATER)
    actions.reopen_movement(movement, reason="Kết thúc nhầm.", by=ward.leader, at=LATER)
    movement.refresh_from_db()
    assert (movement.state, movement.ends_on, movement.closing) == (
        MovementState.LAUNCHED,
        date(2030, 12, 31),
        None,
    )
    assert told_to("Phong trào được mở lại") == ["reporter", "standing_body", "unit_head"]
    kept = queries.earlier_closings(movement)[0]
    assert (kept.state, kept.reason, kept.answer) == (ClosingState.REOPENED, WHY, "Kết thúc nhầm.")
    close(ward, movement)
    assert movement.closings.count() == 2


def test_a_closed_movement_takes_no_more_work_but_stays_to_be_read(
    ward: wards.Ward, movement: Movement
) -> None:
    row = movement.assignments.first()
    close(ward, movement)
    assert row is not None
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.end_assignment(row, reason="Thử", by=ward.planner, at=LATER)
    client = client_of(ward, "reporter")
    for name in ("movement_show", "plan_review", "movement_coverage", "movement_assignments"):
        assert client.get(reverse(f"movement:{name}", args=[movement.pk])).status_code == 200
    assert movement in queries.visible_movements(ward.actor("reporter"))


def test_the_database_holds_what_a_closed_movement_needs() -> None:
    movement = ClosingFactory(is_decided=True).movement
    for change in ({"closing": None}, {"ends_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Movement.objects.filter(pk=movement.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.update(document_number="12/QĐ-UBND")


def client_of(ward: wards.Ward, role: str) -> Client:
    client = Client()
    client.force_login(ward.users[role])
    return client


def seen(client: Client, address: str) -> dict[str, str]:
    """What a browser sends back of the page besides what is typed."""
    page = client.get(address)
    assert page.status_code == 200
    return {"seen": page.context["sight"].sealed()}


def test_movement_close_from_proposal_to_reopening(ward: wards.Ward, movement: Movement) -> None:
    officer, leader = client_of(ward, "standing_body"), client_of(ward, "leader")
    hub = reverse("movement:movement_show", args=[movement.pk])
    asks = reverse("movement:closing_propose", args=[movement.pk])
    assert asks in officer.get(hub).content.decode()
    typed = {"ends_on": "2027-12-15", "reason": WHY}
    assert officer.post(asks, typed | seen(officer, asks))["Location"] == hub
    closes = reverse("movement:movement_close", args=[movement.pk])
    page = leader.get(hub).content.decode()
    assert ("đề nghị kết thúc hết ngày <strong>15/12/2027</strong>" in page, closes in page) == (True, True)
    assert WHY in leader.get(closes).content.decode()
    bad = leader.post(closes, typed | {"document_number": "12/QĐ"} | seen(leader, closes))
    assert (bad.status_code, "Xin ghi cả số và ngày" in bad.content.decode()) == (422, True)
    assert leader.post(closes, typed | seen(leader, closes))["Location"] == hub
    assert (
        "kết thúc hết ngày <strong>15/12/2027</strong>"
        in client_of(ward, "reporter").get(hub).content.decode()
    )
    opens = reverse("movement:movement_reopen", args=[movement.pk])
    assert opens in leader.get(hub).content.decode()
    leader.post(opens, {"reason": "Nhầm"} | seen(leader, opens))
    assert "Phát động lúc" in leader.get(hub).content.decode()
    assert "Đã mở lại" in leader.get(closes).content.decode()


def test_movement_close_shows_what_changed_meanwhile(ward: wards.Ward, movement: Movement) -> None:
    leader = client_of(ward, "leader")
    closes = reverse("movement:movement_close", args=[movement.pk])
    held = seen(leader, closes)
    propose(ward, movement, reason="Theo chỉ đạo mới.")
    answer = leader.post(closes, {"ends_on": "2027-12-15", "reason": WHY} | held)
    assert (answer.status_code, "Theo chỉ đạo mới." in answer.content.decode()) == (409, True)
    movement.refresh_from_db()
    assert movement.state == MovementState.LAUNCHED


def test_closing_decline(ward: wards.Ward, movement: Movement) -> None:
    propose(ward, movement)
    leader = client_of(ward, "leader")
    address = reverse("movement:closing_decline", args=[movement.pk])
    assert leader.post(address, {"reason": ""} | seen(leader, address)).status_code == 422
    leader.post(address, {"reason": "Chờ sơ kết."} | seen(leader, address))
    assert Closing.objects.get().answer == "Chờ sơ kết."


def test_my_work_leads_the_leader_to_a_proposal(ward: wards.Ward, movement: Movement) -> None:
    work = reverse("web:my_work")
    title = f"Quyết định đề nghị kết thúc: {movement.short_title}"
    assert title not in client_of(ward, "leader").get(work).content.decode()
    propose(ward, movement)
    assert title in client_of(ward, "leader").get(work).content.decode()
    assert title not in client_of(ward, "standing_body").get(work).content.decode()


def test_movement_show_costs_the_same_with_a_closing(
    ward: wards.Ward, movement: Movement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(ward, "leader")
    address = reverse("movement:movement_show", args=[movement.pk])
    for deed in (None, propose, close):
        if deed:
            deed(ward, movement)
        with django_assert_num_queries(9):
            client.get(address)


def test_the_form_offers_the_planned_end_once_it_has_come(
    ward: wards.Ward, movement: Movement, set_clock: Callable[[Any], None]
) -> None:
    client = client_of(ward, "leader")
    address = reverse("movement:movement_close", args=[movement.pk])
    assert client.get(address).context["form"].initial["ends_on"] == LATER.date()
    set_clock(local(2031, 1, 5) + timedelta(hours=1))
    assert client.get(address).context["form"].initial["ends_on"] == date(2030, 12, 31)
