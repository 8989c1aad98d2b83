"""Two administrators at one account, role, unit or request: nobody undoes unseen what the other did, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.clock import local
from tests.factories import org as make
from tests.sight import at_once, seen_on
from thidua.core.permissions import Actor
from thidua.org import actions, sights
from thidua.org.models import Commune, DataRequest, Membership, Unit, User

pytestmark = pytest.mark.django_db
NOW = local(2026, 6, 10, 9)
LATER = local(2026, 6, 10, 10)
Clock = Callable[[datetime], None]


@dataclass
class Office:
    """An administrator with his browser, and another who works beside him."""

    browser: Client
    admin: Actor
    other: Actor
    ward: Unit
    unit: Unit
    person: User
    held: Membership
    asked: DataRequest

    @property
    def by(self) -> dict[str, Any]:
        return {"by": self.other, "at": LATER}


@pytest.fixture
def here(ward: Unit, neighbourhood: Unit, admin: Actor, set_clock: Clock) -> Office:
    set_clock(NOW)
    person = make.UserFactory(home=ward, full_name="Đỗ Thị Ơn")
    held = make.MembershipFactory(unit=neighbourhood, user=person)
    make.PasskeyFactory(user=person)
    other = make.actor("administrator", ward, full_name="Lê Văn Kia")
    asked = make.DataRequestFactory(commune=ward, filed_on=NOW.date(), due_on=date(2026, 6, 25))
    browser = Client()
    browser.force_login(User.objects.get(pk=admin.user_id))
    return Office(browser, admin, other, ward, neighbourhood, person, held, asked)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


Case = tuple[str, dict[str, Any], Callable[[Office], object], str, str]
WHY = {"reason": "Theo quyết định."}
UNIT = {"name": "Tổ của tôi", "short_name": "", "code": "", "kind": "neighbourhood"}


def unit_facts(name: str) -> dict[str, Any]:
    return {"name": name, "short_name": "", "code": "", "kind": "neighbourhood", "is_standing_body": False}


def head(place: str) -> dict[str, Any]:
    return {"place": place, "issuer": "A", "parent_issuer": "B", "province": "C"}


def change_commune(here: Office) -> object:
    return actions.change_commune(Commune.objects.get(pk=here.ward.pk), **head("Nơi khác"), **here.by)


def end_role(here: Office) -> object:
    held = Membership.objects.get(pk=here.held.pk)
    return actions.end_membership(held, valid_to=date(2026, 6, 20), **WHY, **here.by)


# address, what is typed, what the other does meanwhile, what must be shown as it is now, what typed must still be there
CASES: dict[str, Case] = {
    "change_person": (
        "/nguoi-dung/{person}/sua/",
        {"full_name": "Tên của tôi", "position": "", "email": ""},
        lambda here: actions.change_person(
            User.objects.get(pk=here.person.pk), full_name="Tên khác", position="", email="", **here.by
        ),
        "Tên khác",
        'value="Tên của tôi"',
    ),
    "disable_person": ("/nguoi-dung/{person}/khoa/", WHY, end_role, "đến 20/06/2026", WHY["reason"]),
    "end_membership": (
        "/vai-tro/{held}/ket-thuc/",
        WHY | {"valid_to": "2026-06-15"},
        end_role,
        "đến 20/06/2026",
        WHY["reason"],
    ),
    "change_unit": (
        "/don-vi/{unit}/sua/",
        UNIT,
        lambda here: actions.change_unit(
            Unit.objects.get(pk=here.unit.pk), **unit_facts("Tổ đổi tên"), **here.by
        ),
        "Tổ đổi tên",
        'value="Tổ của tôi"',
    ),
    "close_unit": (
        "/don-vi/{unit}/ket-thuc/",
        WHY | {"valid_to": "2026-06-30"},
        lambda here: make.MembershipFactory(unit=here.unit),
        "<strong>2</strong>",
        WHY["reason"],
    ),
    "change_commune": ("/dia-phuong/sua/", head("Của tôi"), change_commune, "Nơi khác", 'value="Của tôi"'),
    "reset_factors": (
        "/nguoi-dung/{person}/buoc-hai/dat-lai/",
        WHY,
        lambda here: make.PasskeyFactory(user=here.person, name="Khóa mới"),
        "Khóa mới",
        WHY["reason"],
    ),
    "answer_data_request": (
        "/yeu-cau-du-lieu/{asked}/tra-loi/",
        {"answer": "Đã xóa số điện thoại."},
        lambda here: actions.acknowledge_data_request(DataRequest.objects.get(pk=here.asked.pk), **here.by),
        "10:00 ngày 10/06/2026",
        "Đã xóa số điện thoại.</textarea>",
    ),
}


@pytest.mark.parametrize("deed", CASES)
def test_a_stale_page_is_shown_what_stands_and_loses_nothing(
    here: Office, set_clock: Clock, deed: str
) -> None:
    address, typed, meanwhile, now, kept = CASES[deed]
    address = address.format(person=here.person.pk, held=here.held.pk, unit=here.unit.pk, asked=here.asked.pk)
    typed = typed | ({"parent": here.ward.pk, "valid_from": "2025-07-01"} if deed == "change_unit" else {})
    seen = seen_on(here.browser, address)
    set_clock(LATER)
    meanwhile(here)
    answer = here.browser.post(address, typed | seen)
    shown = text_of(answer)
    assert (answer.status_code, now in shown, kept in shown) == (409, True, True)
    assert "Vẫn " in shown
    again = typed | {"seen": answer.context["form"].overtaken.now.sealed()}
    assert here.browser.post(address, again).status_code == 303


def test_a_disabled_account_is_not_disabled_again_but_told_by_whom(here: Office, set_clock: Clock) -> None:
    address = f"/nguoi-dung/{here.person.pk}/khoa/"
    seen = seen_on(here.browser, address)
    set_clock(LATER)
    actions.disable_person(User.objects.get(pk=here.person.pk), reason="Nghỉ hưu.", **here.by)
    answer = here.browser.post(address, WHY | seen)
    shown = text_of(answer)
    assert answer.status_code == 409
    assert [
        words in shown for words in ("Lê Văn Kia", "Nghỉ hưu.", "nay không làm được nữa", "disabled")
    ] == [True] * 4
    assert WHY["reason"] in shown
    assert here.browser.post(address, WHY).status_code == 403


def test_a_second_slip_shows_the_first_that_may_be_in_somebody_s_hands(
    here: Office, set_clock: Clock
) -> None:
    page, address = f"/nguoi-dung/{here.person.pk}/", f"/nguoi-dung/{here.person.pk}/duong-dan/"
    seen = seen_on(here.browser, page)
    set_clock(LATER)
    secret = actions.issue_reset_link(User.objects.get(pk=here.person.pk), **here.by)
    answer = here.browser.post(address, seen)
    assert (answer.status_code, "cấp lúc 10:00 ngày 10/06/2026" in text_of(answer)) == (409, True)
    assert actions.usable_link(secret, at=LATER) is not None
    assert here.browser.post(address, {"seen": answer.context["clash"].now.sealed()}).status_code == 200
    assert actions.usable_link(secret, at=LATER) is None


def test_a_handover_shows_the_role_that_ended_meanwhile(here: Office, set_clock: Clock) -> None:
    taker = make.UserFactory(home=here.ward, full_name="Người Nhận")
    spare = make.MembershipFactory(unit=here.ward, user=here.person, role="overseer")
    address = f"/nguoi-dung/{here.person.pk}/ban-giao/"
    typed = {"memberships": [here.held.pk, spare.pk], "taker": taker.pk, "from_day": "2026-06-25"} | WHY
    seen = seen_on(here.browser, address)
    set_clock(LATER)
    end_role(here)
    answer = here.browser.post(address, typed | seen)
    shown = text_of(answer)
    assert (answer.status_code, "đến 20/06/2026" in shown, WHY["reason"] in shown) == (409, True, True)
    again = typed | {"seen": answer.context["form"].overtaken.now.sealed()}
    assert here.browser.post(address, again).status_code == 303


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_two_ends_of_one_role_at_once_one_is_done(here: Office, turn: int) -> None:
    seen = sights.MEMBERSHIP.of(here.held, at=NOW)
    copies = [Membership.objects.get(pk=here.held.pk) for _ in range(2)]
    ends = at_once(
        *(
            lambda copy=copy, day=day: actions.end_membership(  # type: ignore[misc]
                copy, valid_to=date(2026, 6, day), reason="Chuyển.", seen=seen, by=here.admin, at=NOW
            )
            for day, copy in enumerate(copies, start=14)
        )
    )
    assert ends == ["Overtaken", "done"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_an_answer_and_a_refusal_at_once_one_is_done(here: Office, turn: int) -> None:
    seen = sights.DATA_REQUEST.of(here.asked, at=NOW)
    copies = [DataRequest.objects.get(pk=here.asked.pk) for _ in range(2)]
    ends = at_once(
        lambda: actions.answer_data_request(copies[0], answer="Đã sửa.", seen=seen, by=here.admin, at=NOW),
        lambda: actions.refuse_data_request(
            copies[1], answer="Luật buộc giữ.", seen=seen, by=here.other, at=NOW
        ),
    )
    assert ends == ["Overtaken", "done"]
