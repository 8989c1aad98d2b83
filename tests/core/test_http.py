"""Pages: declared access, refusals, answers after a deed, no writing in a GET."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from tests.factories import org
from thidua.core import http
from thidua.core.errors import DomainError, Refused
from thidua.org import queries
from thidua.org.models import Unit, User

pytestmark = pytest.mark.django_db


class NameForm(forms.Form):
    name = forms.CharField()


def request_of(actor=None, method="GET", **data):
    request = RequestFactory().generic(method, "/x/")
    if method == "POST":
        request = RequestFactory().post("/x/", data)
    request.user = User.objects.get(pk=actor.user_id) if actor else AnonymousUser()
    request.actor = actor
    request.htmx = False
    return request


@pytest.fixture
def unit():
    return org.UnitFactory(name="Tổ dân phố 1")


def test_views_tell_their_access():
    assert http.public(lambda request: None).access == "public"
    assert http.signed_in(lambda request: None).access == "signed_in"
    assert http.requires("org.view_units")(lambda request: None).access == "org.view_units"


@pytest.mark.parametrize("declare", [http.signed_in, http.requires("org.view_units")])
def test_strangers_are_sent_to_the_door_with_the_way_back(declare):
    answer = declare(lambda request: HttpResponse("in"))(request_of())
    assert (answer.status_code, answer.url) == (302, "/dang-nhap/?next=/x/")


def test_person_without_a_role_is_told_so(unit):
    request = request_of()
    request.user = org.UserFactory(home=unit.commune)
    with pytest.raises(Refused, match="không thuộc đơn vị nào"):
        http.signed_in(lambda request: HttpResponse("in"))(request)


def test_requires_loads_the_object_and_refuses_with_reason_or_as_unknown(unit):
    seen = http.requires("org.change_unit", queries.visible_units)(
        lambda request, thing: HttpResponse(thing.name)
    )
    assert (
        seen(request_of(org.actor("administrator", unit.commune)), pk=unit.pk).content.decode() == unit.name
    )
    with pytest.raises(Refused) as refused:
        seen(request_of(org.actor("reporter", unit)), pk=unit.pk)
    assert (refused.value.hidden, refused.value.status) == (False, 403)
    for pk, actor in [
        (unit.pk, org.actor("administrator", org.UnitFactory())),
        (0, org.actor("leader", unit)),
    ]:
        with pytest.raises(Http404):
            seen(request_of(actor), pk=pk)


def test_requires_takes_only_its_methods(unit):
    view = http.requires("org.view_units", methods=("POST",))(lambda request: HttpResponse("in"))
    who = org.actor("leader", unit)
    assert view(request_of(who)).status_code == 405
    assert view(request_of(who, "POST")).status_code == 200
    assert view(request_of(who, "DELETE")).status_code == 405


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_get_refuses_writes(unit, method):
    def write(request):
        Unit.objects.filter(pk=unit.pk).update(name="Khác")

    with pytest.raises(http.WriteInGet), transaction.atomic():
        http.public(write)(request_of(method=method))
    assert Unit.objects.get(pk=unit.pk).name == "Tổ dân phố 1"
    http.public(write)(request_of(method="POST"))
    assert Unit.objects.get(pk=unit.pk).name == "Khác"


@pytest.mark.parametrize("sql", ["DELETE FROM org_unit", "  insert into x values (1)", "\nUpdate x set y=1"])
def test_reading_only_sees_every_kind_of_write(sql):
    with http.reading_only(), pytest.raises(http.WriteInGet):
        connection.cursor().execute(sql)


def test_go_to_is_303_or_a_full_navigation_for_htmx():
    request = request_of(method="POST")
    plain = http.go_to(request, "/y/")
    request.htmx = True
    swapped = http.go_to(request, "/y/")
    assert (plain.status_code, plain.url) == (303, "/y/")
    assert (swapped.status_code, swapped["HX-Redirect"]) == (204, "/y/")


def test_refusals_become_errors_of_the_form():
    form = NameForm({"name": "a"})
    assert form.is_valid()
    with http.refusals_in(form):
        raise DomainError("Tên đã có.", field="name")
    with http.refusals_in(form):
        raise DomainError("Chưa được.", field="elsewhere")
    assert form.errors == {"name": ["Tên đã có."], "__all__": ["Chưa được."]}


def test_closed_gate_is_no_error_of_the_form():
    form = NameForm({"name": "a"})
    with pytest.raises(Refused), http.refusals_in(form):
        raise Refused
    assert form.errors == {}


def test_page_is_422_only_when_a_posted_form_has_errors(unit, client):
    get = http.page(request_of(), "404.html", form=NameForm())
    wrong = http.page(request_of(method="POST"), "404.html", form=NameForm({}))
    right = http.page(request_of(method="POST"), "404.html", form=NameForm({"name": "a"}))
    assert [get.status_code, wrong.status_code, right.status_code] == [200, 422, 200]


def test_page_of_a_signed_in_person_is_not_kept_by_others(unit):
    request = request_of(org.actor("leader", unit))
    assert "no-store" in http.page(request, "404.html")["Cache-Control"]
    assert "Cache-Control" not in http.page(request_of(), "404.html")


def test_every_answer_brings_the_content_policy_of_the_settings(client, settings):
    policy = client.get("/dang-nhap/")["Content-Security-Policy"]
    said = dict(part.partition(" ")[::2] for part in policy.split("; "))
    wanted = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert said == {name: " ".join(values) for name, values in wanted.items()}
    assert client.get("/khong-co-trang-nay/")["Content-Security-Policy"] == policy
