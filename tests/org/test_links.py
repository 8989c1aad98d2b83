"""Activation and reset by one-time links: slips, mail, expiry, use, taking back; 600 at once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.clock import local
from tests.factories import org
from tests.sight import sent
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import actions, errors, jobs
from thidua.org.access import codes, qr, queries
from thidua.org.models import ResetLink, User

AT = local(2026, 11, 20)
GOOD = "Sáng nay, 3 con thuyền"
NEW = {"new_password1": GOOD, "new_password2": GOOD}


def newcomer(home, **facts) -> User:
    """An account that never had a password."""
    person = org.UserFactory(home=home, **facts)
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def fresh(ward, neighbourhood) -> User:
    person = newcomer(ward, username="ba.mai", full_name="Bà Mai", email="mai@x.vn")
    org.MembershipFactory(unit=neighbourhood, user=person)
    return person


@pytest.fixture
def browser(admin) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


def secrets_in(answer) -> list[str]:
    return re.findall(r'<strong class="slip-code">([a-z0-9-]+)</strong>', answer.content.decode())


def test_secrets_are_long_plain_and_all_different():
    made = {codes.new_secret() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}", one) for one in made)


@pytest.mark.parametrize(
    "typed", ["ABCD efgh jkmn pqrs 2345", "abcdefghjkmnpqrs2345", " abcd-efgh-jkmn-pqrs-2345 "]
)
def test_code_is_taken_however_it_is_typed(typed):
    assert codes.tidy(typed) == "abcd-efgh-jkmn-pqrs-2345"


def test_what_is_no_code_stays_what_it_is():
    assert codes.tidy(" abc/../x ") == "abc/../x"


def test_slip_activates_once_and_leads_in(client, admin, fresh, set_clock):
    set_clock(AT)
    secret = actions.issue_reset_link(fresh, by=admin, at=AT)
    url = f"/kich-hoat/{secret}/"
    assert client.get(url).context["link"].user == fresh
    assert ResetLink.objects.get().used_at is None  # looking uses nothing up
    assert client.post(url, NEW).url == "/"
    assert int(client.session["_auth_user_id"]) == fresh.pk
    person = User.objects.get(pk=fresh.pk)
    assert (person.check_password(GOOD), person.password_set_at, person.password_stands_alone) == (
        True,
        AT,
        True,
    )
    assert AuditEvent.objects.filter(action="org.activate_account", object_id=fresh.pk).count() == 1
    assert Client().post(url, NEW).status_code == 410


def test_page_with_a_secret_is_kept_nowhere(client, admin, fresh):
    secret = actions.issue_reset_link(fresh, by=admin, at=local(2026, 11, 22))
    answer = client.get(f"/kich-hoat/{secret.upper()}/")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("has_password", "hours"), [(False, 336), (True, 72)], ids=["activation", "reset"])
def test_link_lives_as_long_as_its_kind(ward, admin, has_password, hours):
    person = org.UserFactory(home=ward) if has_password else newcomer(ward)
    secret = actions.issue_reset_link(person, by=admin, at=AT)
    end = AT + timedelta(hours=hours)
    opens = [actions.usable_link(secret, at=at) is not None for at in (end - timedelta(seconds=1), end)]
    assert opens == [True, False]


def test_reset_leads_back_to_the_door(client, ward, admin, set_clock):
    set_clock(AT)
    person = org.UserFactory(home=ward)
    secret = actions.issue_reset_link(person, by=admin, at=AT)
    assert client.post(f"/mat-khau/{secret}/", NEW).url == "/dang-nhap/"
    assert "_auth_user_id" not in client.session


def test_typed_code_leads_to_the_page(client, db):
    answer = client.post("/kich-hoat/", {"code": "ABCD EFGH JKMN PQRS 2345"})
    assert (answer.status_code, answer.url) == (303, "/kich-hoat/abcd-efgh-jkmn-pqrs-2345/")
    assert client.get(answer.url).status_code == 410
    assert client.post("/kich-hoat/", {"code": "../x"}).url == "/kich-hoat/..-x/"


def test_sheet_of_slips_for_those_who_wait(browser, admin, ward, fresh, set_clock):
    set_clock(AT)
    without = newcomer(ward, username="ong.tu", full_name="Ông Tư")
    org.UserFactory(home=ward)  # has a password
    newcomer(ward, is_active=False)
    shown = browser.get("/nguoi-dung/kich-hoat/").context["counts"]
    assert shown == {"everybody": 2, "with_mail": 1, "rest": 1}
    answer = browser.post("/nguoi-dung/kich-hoat/", {"way": "print"})
    found = {actions.usable_link(secret, at=AT).user for secret in secrets_in(answer)}
    assert (answer.status_code, found) == (200, {fresh, without})
    assert answer.content.decode().count('<svg role="img"') == 2
    rest = browser.post("/nguoi-dung/kich-hoat/", {"way": "print_rest"})
    assert [actions.usable_link(secret, at=AT).user for secret in secrets_in(rest)] == [without]
    event = AuditEvent.objects.filter(action="org.issue_activation_links").last()
    assert event.detail == {"people": [without.pk]}


def test_new_slip_ends_the_old_one(admin, fresh):
    first = actions.issue_activation_links(admin, people=[fresh.pk], by=admin, at=AT)[0].secret
    second = actions.issue_activation_links(admin, people=[fresh.pk], by=admin, at=AT)[0].secret
    assert [actions.usable_link(one, at=AT) is not None for one in (first, second)] == [False, True]
    assert first not in str(list(ResetLink.objects.values()))


def test_invitation_reaches_nobody_of_another_commune(browser, admin, elsewhere, fresh):
    there = org.UserFactory(home_id=elsewhere.commune_id, password="")
    User.objects.filter(pk=there.pk).update(password="")
    with pytest.raises(errors.NobodyToActivate):
        actions.issue_activation_links(admin, people=[there.pk], by=admin, at=AT)
    slips = actions.issue_activation_links(admin, people=[there.pk, fresh.pk], by=admin, at=AT)
    assert [slip.person for slip in slips] == [fresh]
    with pytest.raises(Refused):
        actions.issue_activation_links(admin, people=[fresh.pk], by=elsewhere, at=AT)


def test_people_of_one_unit_are_invited(browser, fresh, ward, department):
    other = newcomer(ward)
    org.MembershipFactory(unit=department, user=other)
    answer = browser.get(f"/nguoi-dung/kich-hoat/?unit={department.pk}")
    assert answer.context["counts"]["everybody"] == 1
    assert browser.get("/nguoi-dung/kich-hoat/?unit=999999").context["counts"]["everybody"] == 0
    assert browser.get("/nguoi-dung/kich-hoat/?unit=x&draft=y").status_code == 200


def test_way_is_needed(browser, fresh):
    answer = browser.post("/nguoi-dung/kich-hoat/", {})
    assert (answer.status_code, ResetLink.objects.count()) == (422, 0)


def test_mail_invites_by_a_link_of_its_own(browser, client, fresh, settings, set_clock):
    settings.BASE_URL = "https://thidua.example"
    answer = browser.post("/nguoi-dung/kich-hoat/", {"way": "mail"})
    assert answer.status_code == 303
    assert ResetLink.objects.count() == 0  # the queue holds no secret; the job makes it
    assert jobs.send_link_mail.call(fresh.pk) is True
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["mai@x.vn"], "Kích hoạt tài khoản Thi Đua Số")
    ]
    path = re.search(r"https://thidua.example(/kich-hoat/\S+)", mail.outbox[0].body).group(1)
    assert client.post(path, NEW).url == "/"


def test_link_is_taken_back(browser, admin, fresh, set_clock):
    set_clock(AT)
    secret = actions.issue_reset_link(fresh, by=admin, at=AT)
    assert browser.get(f"/nguoi-dung/{fresh.pk}/").context["link"].user_id == fresh.pk
    page, address = f"/nguoi-dung/{fresh.pk}/", f"/nguoi-dung/{fresh.pk}/duong-dan/thu-hoi/"
    assert sent(browser, address, {}, page=page).status_code == 303
    assert (actions.usable_link(secret, at=AT), queries.standing_link(fresh, at=AT)) == (None, None)
    assert sent(browser, address, {}, page=page).status_code == 422


def test_of_two_uses_only_the_first_counts(admin, fresh):
    secret = actions.issue_reset_link(fresh, by=admin, at=AT)
    mailed = actions.request_reset_link(fresh, at=AT)
    actions.choose_password(secret, password=GOOD, at=AT)
    for one in (secret, mailed):
        with pytest.raises(errors.LinkNotUsable):
            actions.choose_password(one, password="Chiều nay, 4 con thuyền", at=AT)


def test_many_links_cost_no_more_statements_than_one(admin, ward):
    people = [newcomer(ward).pk for _ in range(5)]
    counts = []
    for some in (people[:1], people[:1], people):
        with CaptureQueriesContext(connection) as asked:
            actions.issue_activation_links(admin, people=some, by=admin, at=AT)
        counts.append(len(asked))
    assert counts[1] == counts[2]  # the very first deed of a commune also opens its book


def test_picture_is_named_and_can_be_read_by_people_too():
    drawn = str(qr.svg("https://x.vn/kich-hoat/a/", label='Mã của <b> "Mai"'))
    assert drawn.startswith('<svg role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
    assert "<title>Mã của &lt;b&gt;" in drawn
    assert "style=" not in drawn
