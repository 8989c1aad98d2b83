"""What a role or a person sees, for administrators: looks only, of one's own commune only."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import org
from thidua.core.models import AuditEvent
from thidua.org import duties, roles
from thidua.org.models import Unit, User
from thidua.web import support


@pytest.fixture
def ward(db) -> Unit:
    return org.CommuneFactory().unit


@pytest.fixture
def browser(ward) -> Client:
    user = org.UserFactory(home=ward)
    org.MembershipFactory(unit=ward, user=user, role="administrator")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reporter(ward) -> User:
    return org.MembershipFactory(unit=org.UnitFactory(parent=ward, name="Tổ Một")).user


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.code)
def test_role_opens_what_it_lists_and_nothing_else(browser, ward, reporter, role):
    sight = browser.get(f"/xem-nhu/?vai-tro={role.code}").context["sight"]
    assert sight.open_count == len(role.permissions)
    assert len(sight.own_gates) == len(duties.OWN_ACCOUNT & role.permissions)
    assert len(sight.gates) == sight.open_count + len(sight.closed_gates)


def test_reach_of_a_unit_is_said(browser, reporter):
    sight = browser.get(f"/xem-nhu/?nguoi={reporter.pk}").context["sight"]
    reaches = {gate.words: gate.where for gate in sight.open_gates}
    assert reaches["Gửi báo cáo"] == "Tổ Một và đơn vị trực thuộc"
    assert reaches["Xem đơn vị"] == "toàn địa phương"
    assert ("Người dùng" in sight.places, "Việc của tôi" in sight.places) == (False, True)


def test_person_with_two_roles_sees_the_union(browser, ward, reporter):
    org.MembershipFactory(unit=ward, user=reporter, role="leader")
    sight = browser.get(f"/xem-nhu/?nguoi={reporter.pk}").context["sight"]
    union = roles.BY_CODE["reporter"].permissions | roles.BY_CODE["leader"].permissions
    assert sight.open_count == len(union)


def test_pages_of_a_permission_are_named(browser, reporter):
    sight = browser.get("/xem-nhu/?vai-tro=administrator").context["sight"]
    gate = next(gate for gate in sight.open_gates if gate.words == "Xem một vai trò thấy gì")
    assert gate.addresses == ("/xem-nhu/",)


def test_person_without_a_role_sees_nothing(browser, ward):
    nobody = org.UserFactory(home=ward)
    page = browser.get(f"/xem-nhu/?nguoi={nobody.pk}")
    assert page.context["sight"] is None
    assert "không giữ vai trò nào" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["", "?vai-tro=khong-co", "?nguoi=0", "?nguoi=x", "?nguoi=99999999999999999999"]
)
def test_nothing_chosen(browser, query):
    page = browser.get(f"/xem-nhu/{query}")
    assert (page.status_code, page.context["sight"]) == (200, None)


def test_people_of_another_commune_are_not_there(browser):
    stranger = org.MembershipFactory(unit=org.CommuneFactory().unit).user
    page = browser.get(f"/xem-nhu/?nguoi={stranger.pk}")
    assert (page.context["person"], stranger.full_name in page.content.decode()) == (None, False)


def test_looking_leaves_no_trace_and_changes_nobody(browser, reporter):
    before = browser.session["_auth_user_id"]
    browser.get(f"/xem-nhu/?nguoi={reporter.pk}")
    assert (browser.session["_auth_user_id"], AuditEvent.objects.count()) == (before, 0)
    assert browser.post("/xem-nhu/", {"nguoi": reporter.pk}).status_code == 405


def test_only_administrators_look(reporter):
    client = Client()
    client.force_login(reporter)
    assert client.get("/xem-nhu/").status_code == 404


def test_sight_asks_no_database(ward, reporter):
    from thidua.org import queries

    who = queries.actor_for(reporter, on=org.START)
    with CaptureQueriesContext(connection) as asked:
        support.sight_of(who)
    assert len(asked) == 0


def test_list_costs_the_same_for_one_and_many(browser, ward):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/xem-nhu/?vai-tro=leader")
        counts.append(len(asked))
        for _ in range(3):
            org.MembershipFactory(unit=ward)
    assert counts[0] == counts[1] <= 8
