"""The door: signing in and out, demonstration roles, forgotten passwords, founding, one's own account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.clock import local
from tests.factories import org
from thidua.org import actions, jobs
from thidua.org.models import Commune, Membership, ResetLink, Unit, User

SHORT = "Mật khẩu cần ít nhất 14 ký tự. Mật khẩu còn thiếu chữ hoa, chữ số, dấu câu hoặc dấu cách."
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra rồi nhập lại."
FOUNDING = {
    "name": "phường Nam Đồng",
    "founded_on": "2025-07-01",
    "slug": "",
    "place": "Nam Đồng",
    "issuer": "Ủy ban nhân dân phường Nam Đồng",
    "parent_issuer": "Ủy ban nhân dân thành phố Hải Phòng",
    "province": "thành phố Hải Phòng",
    "full_name": "Vũ Thị Quản",
    "username": "quan.tri",
    "email": "",
    "password": org.PASSWORD,
}


def sign_in(client, username, password=org.PASSWORD, **extra):
    return client.post("/dang-nhap/", {"username": username, "password": password} | extra)


@pytest.fixture
def person(neighbourhood) -> User:
    user = org.UserFactory(home=neighbourhood.commune, username="ong.on", email="on@x.vn")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


@pytest.mark.parametrize("username", ["ong.on", "ONG.ON", " Ong.On "])
def test_sign_in_whatever_the_capitals(client, person, username):
    answer = sign_in(client, username, next="/don-vi/")
    assert (answer.status_code, answer.url) == (303, "/don-vi/")
    assert client.get("/don-vi/").status_code == 200


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client, person, wanted):
    assert sign_in(client, "ong.on", next=wanted).url == "/"


def test_refusal_does_not_tell_which_part_was_wrong(client, person):
    locked = org.UserFactory(home=person.home, username="khoa", is_active=False)
    answers = [sign_in(client, "ong.on", "sai"), sign_in(client, "ai.do"), sign_in(client, locked.username)]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert [answer.context["form"].non_field_errors() for answer in answers] == [[WRONG]] * 3
    assert "_auth_user_id" not in client.session


def test_sign_out_is_a_post(client, person):
    sign_in(client, "ong.on")
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").url == "/dang-nhap/"
    assert client.get("/don-vi/").url == "/dang-nhap/?next=/don-vi/"


def test_signing_out_leaves_nothing_in_the_browser_or_here(client, person):
    sign_in(client, "ong.on")
    key = client.session.session_key
    assert client.post("/dang-xuat/")["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = key
    assert client.get("/don-vi/").url == "/dang-nhap/?next=/don-vi/"


def test_empty_installation_leads_to_its_founding(client, db):
    assert client.get("/").url == "/thiet-lap/"
    assert client.get("/don-vi/", follow=True).redirect_chain[-1][0] == "/thiet-lap/"


def test_found_a_commune_then_be_guided(client, db):
    answer = client.post("/thiet-lap/", FOUNDING)
    assert (answer.status_code, answer.url) == (303, "/thiet-lap/buoc-tiep/")
    assert Commune.objects.get().slug == "nam-dong"
    assert (
        client.get(answer.url).url == "/tai-khoan/bao-mat/can-buoc-hai/"
    )  # an administrator from the first minute
    session = client.session
    session["factor"] = "totp"
    session.save()
    guide = client.get(answer.url)
    stands = guide.context["stands"]
    assert (stands.units, stands.people, stands.has_standing_body, stands.has_leader) == (0, 1, False, False)


def test_founding_keeps_what_was_typed(client, db):
    answer = client.post("/thiet-lap/", FOUNDING | {"password": "ngắn"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"password": [SHORT]}
    assert "Ủy ban nhân dân phường Nam Đồng" in answer.content.decode()


def test_founding_is_closed_for_good(client, ward):
    assert client.get("/thiet-lap/").status_code == 422
    assert client.post("/thiet-lap/", FOUNDING).status_code == 422
    assert Commune.objects.count() == 1


def roles_offered(client, **extra) -> list[str]:
    return [one.role for one in client.get("/dang-nhap/", **extra).context["offered"]]


def test_demonstration_offers_one_person_a_role(client, ward, person, settings):
    settings.DEMO = True
    org.MembershipFactory(unit=person.home, role="leader")
    org.MembershipFactory(unit=person.home, role="leader")
    assert roles_offered(client) == ["leader", "reporter"]
    held = Membership.objects.get(user=person)
    answer = client.post("/dang-nhap/vai-minh-hoa/", {"membership": held.pk})
    assert (answer.status_code, int(client.session["_auth_user_id"])) == (303, person.pk)


@pytest.mark.parametrize(
    ("demo", "extra"),
    [
        (False, {}),
        (True, {"REMOTE_ADDR": "192.168.1.7"}),
        (True, {"REMOTE_ADDR": ""}),
        (True, {"HTTP_X_FORWARDED_FOR": "1.2.3.4"}),
    ],
)
def test_roles_are_offered_nowhere_else(client, person, settings, demo, extra):
    settings.DEMO = demo
    held = Membership.objects.get(user=person)
    assert roles_offered(client, **extra) == []
    assert client.post("/dang-nhap/vai-minh-hoa/", {"membership": held.pk}, **extra).status_code == 404
    assert "_auth_user_id" not in client.session


def test_choose_the_role_shown_first_and_the_commune(client, ward, person, elsewhere):
    second = org.MembershipFactory(unit=ward, user=person, role="leader")
    other = org.MembershipFactory(
        unit=Unit.objects.get(pk=elsewhere.commune_id), user=person, role="overseer"
    )
    client.force_login(person)
    own = Membership.objects.get(user=person, role="reporter")
    shown = []
    for one in (own, second, other):
        assert client.post("/vai-tro/chon/", {"membership": one.pk}).status_code == 303
        actor = client.get("/tai-khoan/").context["actor"]
        shown.append((actor.shown.role, actor.commune_id))
    assert shown == [("reporter", ward.pk), ("leader", ward.pk), ("overseer", elsewhere.commune_id)]
    theirs = org.MembershipFactory(unit=ward)
    assert client.post("/vai-tro/chon/", {"membership": theirs.pk}).status_code == 404
    assert client.get("/vai-tro/chon/").status_code == 405


def test_changed_password_ends_the_other_sessions(person):
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(person)
    new = {"new_password1": "Một câu thật dài 9", "new_password2": "Một câu thật dài 9"}
    answer = here.post("/tai-khoan/mat-khau/", {"old_password": org.PASSWORD} | new)
    assert answer.url == "/tai-khoan/"
    assert [browser.get("/tai-khoan/").status_code for browser in (here, there)] == [200, 302]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"old_password": "sai"}, "old_password", "Mật khẩu hiện tại chưa đúng."),
        ({"new_password2": "khác hẳn đi"}, "new_password2", "Hai lần nhập chưa giống nhau."),
        ({"new_password1": "ngắn", "new_password2": "ngắn"}, "__all__", SHORT),
    ],
)
def test_password_that_is_not_changed(client, person, changes, field, sentence):
    client.force_login(person)
    facts = {
        "old_password": org.PASSWORD,
        "new_password1": "Một câu đủ dài 9",
        "new_password2": "Một câu đủ dài 9",
    }
    answer = client.post("/tai-khoan/mat-khau/", facts | changes)
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})


def test_forgotten_password_answers_the_same(client, person):
    known = client.post("/quen-mat-khau/", {"email": "ON@x.vn"})
    unknown = client.post("/quen-mat-khau/", {"email": "ai@x.vn"})
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
    bodies = [strip.sub("", answer.content.decode()) for answer in (known, unknown)]
    assert (known.status_code, bodies[0]) == (unknown.status_code, bodies[1])


def test_mailed_link_leads_to_a_new_password(client, person, settings):
    settings.BASE_URL = "https://thidua.example"
    assert jobs.send_link_mail.call(person.pk) is True
    assert [(one.to, one.subject) for one in mail.outbox] == [(["on@x.vn"], "Đặt lại mật khẩu Thi Đua Số")]
    url = re.search(r"https://thidua.example(/mat-khau/\S+)", mail.outbox[0].body).group(1)
    there = Client()
    there.force_login(person)
    assert client.get(url).context["link"].user == person
    new = {"new_password1": "Một câu thật dài 9", "new_password2": "Một câu thật dài 9"}
    assert client.post(url, new).url == "/dang-nhap/"
    assert sign_in(client, "ong.on", "Một câu thật dài 9").status_code == 303
    assert there.get("/tai-khoan/").status_code == 302
    assert client.post(url, new).status_code == 410


def test_mail_is_not_sent_twice_to_locked_or_without_address(person):
    locked = org.UserFactory(home=person.home, email="a@x.vn", is_active=False)
    without = org.UserFactory(home=person.home)
    pks = (person.pk, person.pk, locked.pk, without.pk, 0)
    assert [jobs.send_link_mail.call(pk) for pk in pks] == [True, False, False, False, False]
    assert len(mail.outbox) == 1


def test_mail_server_that_is_away_is_no_fault_of_the_page(person, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert jobs.send_link_mail.call(person.pk) is False
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_request_puts_the_mail_in_the_queue_without_the_secret(client, person):
    from django_tasks_db.models import DBTaskResult

    client.post("/quen-mat-khau/", {"email": "on@x.vn"})
    queued = DBTaskResult.objects.get()
    assert (queued.task_path, queued.args_kwargs["args"]) == ("thidua.org.jobs.send_link_mail", [person.pk])
    assert ResetLink.objects.count() == 0


def test_expired_link_is_gone(client, admin, person, set_clock):
    at = local(2026, 6, 1)
    secret = actions.issue_reset_link(person, by=admin, at=at)
    set_clock(at + timedelta(hours=72))
    for answer in (client.get(f"/mat-khau/{secret}/"), client.get("/mat-khau/khong-co/")):
        assert answer.status_code == 410
        assert "Đường dẫn này không dùng được nữa" in answer.content.decode()


def test_weak_password_by_link_stays_on_the_page(client, admin, person, set_clock):
    set_clock(local(2026, 6, 1))
    secret = actions.issue_reset_link(person, by=admin, at=local(2026, 6, 1))
    answer = client.post(f"/mat-khau/{secret}/", {"new_password1": "ngắn", "new_password2": "ngắn"})
    assert answer.status_code == 422
    assert User.objects.get(pk=person.pk).check_password(org.PASSWORD)
