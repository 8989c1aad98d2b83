"""Pages of units: the list, one unit, changes for the administrator, read-only for everybody else."""

import unicodedata
from datetime import date

import pytest

from tests.factories import org
from tests.sight import sent
from thidua.core import sheets
from thidua.org import queries
from thidua.org.models import Unit, User

UNIT = {
    "name": "Tổ dân phố 7",
    "short_name": "",
    "code": "T7",
    "kind": "neighbourhood",
    "valid_from": "2026-01-01",
}


@pytest.fixture
def as_admin(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.fixture
def as_reporter(client, neighbourhood):
    client.force_login(User.objects.get(pk=org.actor("reporter", neighbourhood).user_id))
    return client


def listed(client, query="") -> list[str]:
    return [unit.name for unit in client.get(f"/don-vi/{query}").context["units"]]


def test_list_is_the_tree_in_vietnamese_order(as_admin, ward, department):
    for name in ("Tổ dân phố 10", "Tổ dân phố Ơn", "Tổ dân phố 2", "Tổ dân phố Ông"):
        org.UnitFactory(parent=ward, name=name)
    org.UnitFactory(parent=department, name="Tổ Văn hóa")
    assert listed(as_admin) == [
        "phường Nam Đồng",
        "Phòng Văn hóa – Xã hội",
        "Tổ Văn hóa",
        "Tổ dân phố 2",
        "Tổ dân phố 10",
        "Tổ dân phố Ông",
        "Tổ dân phố Ơn",
    ]
    assert listed(as_admin, "?xep=-ten")[:2] == ["Tổ Văn hóa", "Tổ dân phố Ơn"]


@pytest.mark.parametrize("words", ["dong ngo", "Đồng Ngọ", "ĐỒNG NGỌ", "ngo dong", "dn", "dan pho ngo"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_finds_with_and_without_marks_in_any_form(as_admin, department, neighbourhood, words, form):
    answer = as_admin.get("/don-vi/", {"tim": unicodedata.normalize(form, words)})
    assert [unit.pk for unit in answer.context["units"]] == [neighbourhood.pk]


def test_name_typed_in_nfd_is_found(as_admin, admin, ward):
    name = unicodedata.normalize("NFD", "Tổ dân phố Phú Lương")
    as_admin.post(f"/don-vi/{ward.pk}/them/", UNIT | {"name": name, "parent": ward.pk})
    assert listed(as_admin, "?tim=phu+luong") == [unicodedata.normalize("NFC", name)]


def test_list_filters_by_kind_and_validity(as_admin, ward, department, neighbourhood):
    closed = org.UnitFactory(parent=ward, name="Tổ dân phố Cũ", valid_to=date(2026, 1, 1))
    assert listed(as_admin, "?loai=department") == [department.name]
    assert listed(as_admin, "?hieu-luc=het") == [closed.name]
    assert set(listed(as_admin, "?hieu-luc=tat-ca")) == {
        ward.name,
        department.name,
        neighbourhood.name,
        closed.name,
    }
    assert listed(as_admin, "?tim=khong+co") == []


def test_list_has_pages(as_admin, ward):
    for number in range(60):
        org.UnitFactory(parent=ward, name=f"Tổ dân phố {number}")
    assert [len(listed(as_admin, query)) for query in ("", "?trang=2", "?trang=99", "?trang=x")] == [
        50,
        11,
        11,
        50,
    ]


@pytest.mark.parametrize("url", ["/don-vi/", "/don-vi/?xep=ten", "/don-vi/?tim=to"])
def test_list_costs_the_same_for_one_and_three(
    as_reporter, neighbourhood, url, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8) as first:
        as_reporter.get(url)
    for _ in range(2):
        org.UnitFactory(parent=neighbourhood.parent)
    with django_assert_num_queries(len(first)):
        as_reporter.get(url)


def test_list_ends_at_the_commune(as_reporter, elsewhere):
    there = org.UnitFactory(parent=Unit.objects.get(pk=elsewhere.commune_id), name="Tổ dân phố Bên")
    assert listed(as_reporter, "?tim=ben") == []
    assert as_reporter.get(f"/don-vi/{there.pk}/").status_code == 404


def test_export_holds_what_the_list_shows(as_reporter, department, neighbourhood):
    table = sheets.read_table(as_reporter.get("/don-vi/tep/?tim=dong+ngo").content, "don-vi.xlsx")
    assert [row[1:3] for row in table.rows[1:]] == [["DN", "Tổ dân phố Đồng Ngọ"]]


def test_unit_page_shows_people_only_to_those_who_may(client, ward, neighbourhood, admin):
    held = org.MembershipFactory(unit=neighbourhood, user=org.UserFactory(home=ward, full_name="Đỗ Thị Ơn"))
    seen = []
    for user_id in (admin.user_id, held.user_id):
        client.force_login(User.objects.get(pk=user_id))
        page = client.get(f"/don-vi/{neighbourhood.pk}/").content.decode()
        seen.append(("Người giữ vai trò" in page, f"/don-vi/{neighbourhood.pk}/sua/" in page))
    assert seen == [(True, True), (False, False)]


def test_unit_page_names_what_was_before_and_after(as_admin, ward, neighbourhood):
    old = org.UnitFactory(parent=ward, name="Thôn Đồng Ngọ cũ", valid_to=date(2026, 1, 1))
    neighbourhood.predecessors.add(old)
    answers = [as_admin.get(f"/don-vi/{unit.pk}/").content.decode() for unit in (neighbourhood, old)]
    assert [("Được lập ra từ" in page, "Nay là" in page) for page in answers] == [
        (True, False),
        (False, True),
    ]


def test_create_unit_by_page(as_admin, ward, department):
    old = org.UnitFactory(parent=ward, valid_to=date(2025, 12, 31))
    facts = UNIT | {"parent": department.pk, "predecessors": [old.pk], "is_standing_body": "on"}
    answer = as_admin.post(f"/don-vi/{ward.pk}/them/", facts)
    unit = Unit.objects.get(code="T7")
    assert (answer.status_code, answer.url) == (303, f"/don-vi/{unit.pk}/")
    assert (unit.parent, list(unit.predecessors.all()), unit.is_standing_body) == (department, [old], True)


def test_create_unit_keeps_what_was_typed(as_admin, ward, department):
    answer = as_admin.post(f"/don-vi/{ward.pk}/them/", UNIT | {"parent": ward.pk, "code": "VHXH"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"code": ["Mã đơn vị này đã dùng cho đơn vị khác."]}
    assert "Tổ dân phố 7" in answer.content.decode()


def test_form_offers_no_unit_of_another_commune(as_admin, ward, elsewhere):
    answer = as_admin.post(f"/don-vi/{ward.pk}/them/", UNIT | {"parent": elsewhere.commune_id})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])


def test_change_unit_by_page(as_admin, ward, department, neighbourhood):
    facts = UNIT | {"name": "Tổ dân phố Đồng Ngọ 1", "parent": department.pk}
    assert sent(as_admin, f"/don-vi/{neighbourhood.pk}/sua/", facts).status_code == 303
    neighbourhood.refresh_from_db()
    assert (neighbourhood.name, neighbourhood.parent) == ("Tổ dân phố Đồng Ngọ 1", department)
    assert as_admin.get(f"/don-vi/{department.pk}/sua/").status_code == 200
    moved = sent(as_admin, f"/don-vi/{department.pk}/sua/", facts | {"parent": neighbourhood.pk})
    assert list(moved.context["form"].errors) == ["parent"]


def test_change_the_commune_by_page(as_admin, ward):
    root = {"name": "phường Nam Đồng Mới", "short_name": "", "code": "ND", "valid_from": "2025-07-01"}
    assert sent(as_admin, f"/don-vi/{ward.pk}/sua/", root).status_code == 303
    head = {"place": "ND", "issuer": "UBND phường", "parent_issuer": "UBND TP", "province": "Hải Phòng"}
    assert sent(as_admin, "/dia-phuong/sua/", head).status_code == 303
    assert as_admin.post("/dia-phuong/sua/", head | {"place": ""}).status_code == 422
    ward.refresh_from_db()
    assert (ward.name, ward.kind, queries.Commune.objects.get(pk=ward.pk).place) == (
        "phường Nam Đồng Mới",
        "commune",
        "ND",
    )


def test_close_unit_by_page(as_admin, ward, neighbourhood):
    url = f"/don-vi/{neighbourhood.pk}/ket-thuc/"
    assert as_admin.post(url, {"valid_to": "2026-06-30", "reason": ""}).status_code == 422
    early = sent(as_admin, url, {"valid_to": "2025-06-30", "reason": "Sáp nhập"})
    assert list(early.context["form"].errors) == ["valid_to"]
    assert sent(as_admin, url, {"valid_to": "2026-06-30", "reason": "Sáp nhập"}).status_code == 303
    assert Unit.objects.get(pk=neighbourhood.pk).valid_to == date(2026, 6, 30)
    assert as_admin.get(url).status_code == 403
    assert as_admin.get(f"/don-vi/{ward.pk}/ket-thuc/").status_code == 403


def test_others_read_only(as_reporter, neighbourhood):
    pk = neighbourhood.pk
    pages = [
        f"/don-vi/{pk}/them/",
        f"/don-vi/{pk}/sua/",
        f"/don-vi/{pk}/ket-thuc/",
        "/don-vi/nhap/",
        "/dia-phuong/sua/",
    ]
    assert [as_reporter.get(url).status_code for url in pages] == [403] * 5
    assert [as_reporter.post(url, UNIT).status_code for url in pages] == [403] * 5
    assert as_reporter.get(f"/don-vi/{pk}/").status_code == 200
