"""The units below a unit, as its page shows them."""

from datetime import date

import pytest

from tests.factories import org
from thidua.org import tree
from thidua.org.enums import UnitKind
from thidua.org.models import User

TODAY = date(2026, 6, 1)


def shape(branches) -> list:
    return [(one.unit.name, shape(one.children)) if one.children else one.unit.name for one in branches]


@pytest.fixture
def below(ward):
    committee = org.UnitFactory(parent=ward, name="Ủy ban nhân dân", kind=UnitKind.COMMITTEE)
    office = org.UnitFactory(parent=committee, name="Văn phòng", kind=UnitKind.DEPARTMENT, code="VP")
    org.UnitFactory(parent=office, name="Tổ Một cửa", kind=UnitKind.OTHER)
    org.UnitFactory(parent=ward, name="Tổ dân phố 10", kind=UnitKind.NEIGHBOURHOOD)
    org.UnitFactory(parent=ward, name="Tổ dân phố 2", kind=UnitKind.NEIGHBOURHOOD)
    org.UnitFactory(
        parent=ward, name="Tổ dân phố Cũ", kind=UnitKind.NEIGHBOURHOOD, valid_to=date(2026, 5, 31)
    )
    return ward


def test_units_stand_by_kind_with_what_lies_below_them(below):
    found = tree.tree_below(below, on=TODAY)
    assert [(one.label, shape(one.branches)) for one in found.groups] == [
        ("Ủy ban nhân dân", [("Ủy ban nhân dân", [("Văn phòng", ["Tổ Một cửa"])])]),
        ("Tổ dân phố, thôn", ["Tổ dân phố 2", "Tổ dân phố 10"]),
        ("Đã kết thúc hoạt động", ["Tổ dân phố Cũ"]),
    ]
    assert (found.count, found.groups[0].branches[0].below) == (5, 2)


def test_a_unit_on_its_last_day_has_not_ended(below):
    assert tree.tree_below(below, on=date(2026, 5, 31)).count == 6


@pytest.mark.parametrize(("many", "is_open"), [(12, True), (13, False)])
def test_many_units_are_folded(ward, many, is_open):
    for number in range(many):
        kind = UnitKind.SCHOOL if number % 2 else UnitKind.NEIGHBOURHOOD
        org.UnitFactory(parent=ward, kind=kind)
    found = tree.tree_below(ward, on=TODAY)
    assert (found.is_open, found.is_worth_a_search) == (is_open, not is_open)


def test_search_finds_at_any_depth_without_marks(below, admin):
    found = tree.search_below(admin, below, " mot  CUA ")
    assert (found.words, [one.name for one in found.units], found.count) == ("mot CUA", ["Tổ Một cửa"], 1)
    assert [one.name for one in tree.search_below(admin, below, "vp").units] == ["Văn phòng"]
    assert tree.search_below(admin, below, "khong co").units == ()
    assert tree.search_below(admin, below, "  ") is None


def test_search_stays_below_the_unit(below, admin, elsewhere):
    office = below.units.get(code="VP")
    assert [one.name for one in tree.search_below(admin, office, "to").units] == ["Tổ Một cửa"]
    org.UnitFactory(parent=org.CommuneFactory().unit, name="Tổ Một cửa")
    assert tree.search_below(admin, below, "mot cua").count == 1


@pytest.fixture
def as_admin(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


def test_page_folds_searches_and_costs_the_same(below, as_admin, django_assert_max_num_queries):
    url = f"/don-vi/{below.pk}/"
    with django_assert_max_num_queries(12) as first:
        page = as_admin.get(url).content.decode()
    assert "5 đơn vị trực thuộc đang hoạt động." in page
    assert page.count('<details class="more" open>') == 2  # the ended ones stay folded
    for _ in range(12):
        org.UnitFactory(parent=below, kind=UnitKind.SCHOOL)
    with django_assert_max_num_queries(len(first)):
        page = as_admin.get(url).content.decode()
    assert '<details class="more" open>' not in page
    found = as_admin.get(url, {"tim": "mot cua"}).content.decode()
    assert "1 đơn vị khớp với “mot cua”." in found
    assert "thuộc Văn phòng" in found


def test_the_commune_says_its_own_kind(as_admin, below):
    page = as_admin.get(f"/don-vi/{below.pk}/")
    assert page.context["facts"][0] == ("Loại", "Phường")
    assert "Cơ quan thường trực" not in dict(page.context["facts"])
