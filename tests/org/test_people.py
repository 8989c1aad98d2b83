"""Pages of people: hidden from those without the right, changes for the administrator."""

import re
import unicodedata
from datetime import date

import pytest
from django.utils import timezone

from tests.factories import org
from tests.sight import sent
from thidua.org.models import Membership, User


@pytest.fixture
def as_admin(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.fixture
def person(neighbourhood) -> User:
    user = org.UserFactory(home=neighbourhood.commune, full_name="Đỗ Thị Ơn", username="ong.on")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


def listed(client, query="") -> list[str]:
    return [person.full_name for person in client.get(f"/nguoi-dung/{query}").context["people"]]


def test_list_sorts_by_ten(as_admin, ward):
    for name in ("Trần Văn Ơn", "Lê Ánh", "Nguyễn Văn An", "Phạm Đức", "Bùi Dũng"):
        org.UserFactory(home=ward, full_name=name)
    ordered = ["Nguyễn Văn An", "Lê Ánh", "Bùi Dũng", "Phạm Đức", "Trần Văn Ơn", "Vũ Thị Quản"]
    assert listed(as_admin) == ordered
    assert listed(as_admin, "?xep=-ten") == ordered[::-1]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_people(as_admin, person, form):
    for words in ("do on", "Đỗ Ơn", "ong.on"):
        answer = as_admin.get("/nguoi-dung/", {"tim": unicodedata.normalize(form, words)})
        assert [one.pk for one in answer.context["people"]] == [person.pk]


def test_filter_by_role_unit_and_state(as_admin, ward, department, neighbourhood, person):
    locked = org.UserFactory(home=ward, full_name="Bị Khóa", is_active=False)
    fresh = org.UserFactory(home=ward, full_name="Chưa Đặt")
    fresh.set_unusable_password()
    fresh.save()
    assert listed(as_admin, "?vai-tro=reporter") == [person.full_name]
    assert listed(as_admin, f"?don-vi={neighbourhood.pk}") == [person.full_name]
    assert listed(as_admin, f"?don-vi={department.pk}") == []
    assert len(listed(as_admin, f"?don-vi={ward.pk}")) == 2
    assert listed(as_admin, "?trang-thai=khoa") == [locked.full_name]
    assert listed(as_admin, "?trang-thai=chua-dat") == [fresh.full_name]
    assert len(listed(as_admin, "?trang-thai=tat-ca")) == 4
    assert listed(as_admin, "?don-vi=x&vai-tro=&trang=0") != []


def test_list_costs_the_same_for_one_and_three(
    as_admin, neighbourhood, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8) as first:
        as_admin.get("/nguoi-dung/")
    for _ in range(2):
        org.MembershipFactory(unit=neighbourhood)
    with django_assert_num_queries(len(first)):
        as_admin.get("/nguoi-dung/")


@pytest.mark.parametrize("role", ["leader", "reporter", "overseer"])
def test_people_are_unknown_to_those_who_may_not_see_them(client, ward, person, role):
    client.force_login(User.objects.get(pk=org.actor(role, ward).user_id))
    held = person.memberships.get()
    pages = [
        "/nguoi-dung/",
        "/nguoi-dung/them/",
        f"/nguoi-dung/{person.pk}/",
        f"/nguoi-dung/{person.pk}/sua/",
        f"/nguoi-dung/{person.pk}/vai-tro/them/",
        f"/vai-tro/{held.pk}/ket-thuc/",
    ]
    assert [client.get(url).status_code for url in pages] == [404] * len(pages)
    assert client.post(f"/nguoi-dung/{person.pk}/duong-dan/").status_code == 404


def test_standing_body_sees_people_and_changes_nobody(client, ward, person):
    client.force_login(User.objects.get(pk=org.actor("standing_body", ward).user_id))
    assert [client.get(url).status_code for url in ("/nguoi-dung/", f"/nguoi-dung/{person.pk}/")] == [
        200,
        200,
    ]
    assert client.get(f"/nguoi-dung/{person.pk}/vai-tro/them/").status_code == 403
    assert client.get(f"/nguoi-dung/{person.pk}/sua/").status_code == 404
    assert "Sửa" not in client.get(f"/nguoi-dung/{person.pk}/").content.decode()


def test_people_of_another_commune_are_unknown(as_admin, elsewhere):
    assert as_admin.get(f"/nguoi-dung/{elsewhere.user_id}/").status_code == 404


def test_create_person_with_first_role(as_admin, neighbourhood):
    facts = {"full_name": "Nguyễn Văn An", "position": "", "email": "", "username": ""}
    first = {"role": "reporter", "unit": neighbourhood.pk, "valid_from": "2026-06-01"}
    answer = as_admin.post("/nguoi-dung/them/", facts | first)
    person = User.objects.get(username="nguyen.van.an")
    assert (answer.status_code, answer.url) == (303, f"/nguoi-dung/{person.pk}/")
    assert [(one.role, one.unit, one.valid_from) for one in person.memberships.all()] == [
        ("reporter", neighbourhood, date(2026, 6, 1))
    ]


def test_a_leader_needs_no_unit_on_the_page(as_admin, ward):
    facts = {"full_name": "Nguyễn Văn An", "role": "leader", "unit": "", "valid_from": "2026-06-01"}
    assert as_admin.post("/nguoi-dung/them/", facts).status_code == 303
    assert User.objects.get(username="nguyen.van.an").memberships.get().unit == ward
    refused = as_admin.post("/nguoi-dung/them/", facts | {"role": "reporter"})
    assert refused.context["form"].errors == {
        "unit": ["Xin chọn đơn vị. Chỉ vai trò của toàn địa phương mới để trống được."]
    }


def test_create_person_keeps_what_was_typed(as_admin, neighbourhood, person):
    facts = {"full_name": "Nguyễn Văn An", "username": "ong.on", "role": "reporter", "unit": neighbourhood.pk}
    answer = as_admin.post("/nguoi-dung/them/", facts | {"valid_from": "2026-06-01"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["username"])
    assert "Nguyễn Văn An" in answer.content.decode()
    missing = as_admin.post("/nguoi-dung/them/", {})
    assert set(missing.context["form"].errors) == {"full_name", "role", "unit", "valid_from"}


def test_change_person(as_admin, person):
    url = f"/nguoi-dung/{person.pk}/sua/"
    assert as_admin.post(url, {"full_name": "Đỗ Thị Ớt", "email": "sai"}).status_code == 422
    assert (
        sent(as_admin, url, {"full_name": "Đỗ Thị Ớt", "email": "", "position": "Tổ trưởng"}).status_code
        == 303
    )
    person.refresh_from_db()
    assert (person.full_name, person.position) == ("Đỗ Thị Ớt", "Tổ trưởng")


def test_disable_and_enable_need_a_reason(as_admin, person):
    for verb, is_active in [("khoa", False), ("mo-khoa", True)]:
        url = f"/nguoi-dung/{person.pk}/{verb}/"
        assert as_admin.post(url, {"reason": ""}).status_code == 422
        assert sent(as_admin, url, {"reason": "Theo đề nghị"}).status_code == 303
        assert User.objects.get(pk=person.pk).is_active is is_active
        assert as_admin.get(url).status_code == 403


def test_nobody_locks_oneself_out(as_admin, admin):
    page = as_admin.get(f"/nguoi-dung/{admin.user_id}/").content.decode()
    assert "Ông/bà không thể khóa tài khoản của chính mình." in page
    assert as_admin.get(f"/nguoi-dung/{admin.user_id}/khoa/").status_code == 403


def test_disabled_person_is_out_at_once(client, person, admin):
    client.force_login(person)
    assert client.get("/don-vi/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/don-vi/").status_code == 302


def test_grant_and_end_membership(as_admin, person, department):
    url = f"/nguoi-dung/{person.pk}/vai-tro/them/"
    facts = {"role": "unit_head", "unit": department.pk, "valid_from": "2026-06-01", "valid_to": ""}
    assert as_admin.post(url, facts).status_code == 303
    again = as_admin.post(url, facts)
    assert again.context["form"].non_field_errors() == ["Người này đang giữ vai trò đó ở đơn vị đó."]
    held = Membership.objects.get(user=person, role="unit_head")
    end = f"/vai-tro/{held.pk}/ket-thuc/"
    assert as_admin.post(end, {"valid_to": "2026-07-01", "reason": ""}).status_code == 422
    assert sent(as_admin, end, {"valid_to": "2026-07-01", "reason": "Chuyển"}).status_code == 303
    assert Membership.objects.get(pk=held.pk).valid_to == date(2026, 7, 1)


def test_last_administrator_is_told_why(as_admin, admin):
    held = Membership.objects.get(user_id=admin.user_id)
    today = timezone.localdate().isoformat()
    answer = sent(as_admin, f"/vai-tro/{held.pk}/ket-thuc/", {"valid_to": today, "reason": "Nghỉ"})
    assert "quản trị hệ thống cuối cùng" in answer.context["form"].non_field_errors()[0]


def test_link_is_shown_once_on_a_slip(as_admin, client, person):
    url = f"/nguoi-dung/{person.pk}/duong-dan/"
    assert as_admin.get(url).status_code == 405
    slip = sent(as_admin, url, {}, page=f"/nguoi-dung/{person.pk}/").content.decode()
    assert [word in slip for word in ("phường Nam Đồng", "Đỗ Thị Ơn", "ong.on")] == [True] * 3
    link = re.search(r"http://testserver(/mat-khau/[\w-]+/)", slip).group(1)
    client.logout()
    assert client.get(link).status_code == 200
    assert link not in str(list(person.reset_links.values()))


def test_guest_is_shown_but_kept_by_home(as_admin, ward, neighbourhood):
    guest = org.UserFactory()
    org.MembershipFactory(unit=neighbourhood, user=guest)
    page = as_admin.get(f"/nguoi-dung/{guest.pk}/").content.decode()
    assert "ở đây chỉ giao được vai trò" in page
    assert as_admin.get(f"/nguoi-dung/{guest.pk}/sua/").status_code == 404
    assert as_admin.post(f"/nguoi-dung/{guest.pk}/duong-dan/").status_code == 404
    assert as_admin.get(f"/nguoi-dung/{guest.pk}/vai-tro/them/").status_code == 200


def test_person_show_and_handover_cost_the_same_however_many_roles(
    as_admin, ward, person, department, django_assert_max_num_queries
):
    for _ in range(2):
        org.MembershipFactory(unit=org.UnitFactory(parent=ward), user=person, role="reporter")
        org.MembershipFactory(unit=department, user=org.UserFactory(home=ward))
        for address in (f"/nguoi-dung/{person.pk}/", f"/nguoi-dung/{person.pk}/ban-giao/"):
            with django_assert_max_num_queries(11):
                assert as_admin.get(address).status_code == 200
