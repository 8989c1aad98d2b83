"""Sessions: what is kept of them, the list of one's own, ending them, rest and lock, what they cost."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.clock import local
from tests.factories import org
from thidua.org import sessions
from thidua.org.access import codes, passkeys, presence, proof
from thidua.org.models import Session, User

AT = local(2026, 11, 20, 9)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130 Safari/537.36"
GOOD = "Sáng nay, 3 con thuyền"


@pytest.fixture
def clock(monkeypatch):
    """The machine's clock, which only moves when told to."""
    moment = [sessions.now()]
    monkeypatch.setattr(sessions, "now", lambda: moment[0])

    def move(**by):
        moment[0] += timedelta(**by)

    return move


@pytest.fixture
def person(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, username="ong.on", full_name="Ông Ổn")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


@pytest.fixture
def administrator(admin) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(pk=admin.user_id))
    return browser


def signed_in(user, **extra) -> Client:
    browser = Client(**extra)
    answer = browser.post("/dang-nhap/", {"username": user.username, "password": org.PASSWORD})
    assert answer.status_code == 303
    return browser


def test_key_of_the_cookie_is_kept_as_a_hash(person):
    browser = signed_in(person)
    key = browser.cookies["sessionid"].value
    row = Session.objects.get(user=person)
    assert row.key_hash == codes.hashed(key)
    assert key not in str(Session.objects.values())


def test_row_says_who_whence_and_by_what(person):
    signed_in(person, HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.7")
    row = Session.objects.get(user=person)
    assert (row.address, row.device) == ("203.0.113.7", "Chrome trên Windows")


def test_stranger_is_kept_an_hour_and_a_person_half_a_day(person, clock):
    store = sessions.SessionStore()
    store["x"] = 1
    store.save()
    assert Session.objects.get().expires_at - Session.objects.get().started_at == timedelta(hours=1)
    signed_in(person)
    row = Session.objects.get(user=person)
    assert row.expires_at - row.started_at == timedelta(hours=12)


def test_nothing_moves_the_last_hour(person, clock):
    browser = signed_in(person)
    for _ in range(60):
        clock(minutes=12)
        answer = browser.get("/tai-khoan/")
        if answer.status_code != 200:
            break
    assert answer.url == "/dang-nhap/?next=/tai-khoan/"
    assert _ == 59


def test_what_is_over_is_cleared(person, clock):
    signed_in(person)
    clock(hours=12)
    sessions.SessionStore.clear_expired()
    assert Session.objects.count() == 0


def test_unknown_key_is_a_stranger(client, db):
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/tai-khoan/").status_code == 302


def test_seen_costs_one_statement_a_minute_and_nothing_between(person, clock):
    browser = signed_in(person)
    browser.get("/tai-khoan/")
    counts, seen = [], []
    for seconds in (0, 59, 1, 10):
        clock(seconds=seconds)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/tai-khoan/")
        counts.append(sum("UPDATE" in one["sql"] for one in asked))
        seen.append(Session.objects.get(user=person).seen_at)
    assert counts == [0, 0, 1, 0]
    assert seen[2] - seen[0] == timedelta(seconds=60)


def test_gate_asks_the_database_for_nothing(person, monkeypatch):
    from thidua.org.access import gate

    browser = signed_in(person)
    with CaptureQueriesContext(connection) as with_gate:
        browser.get("/tai-khoan/")
    monkeypatch.setattr(gate.GateMiddleware, "process_view", lambda *_: None)
    with CaptureQueriesContext(connection) as without:
        browser.get("/tai-khoan/")
    assert len(with_gate) == len(without)


def test_database_that_takes_no_writes_can_be_read(person, clock, monkeypatch, caplog):
    browser = signed_in(person)

    def refuse(self):
        raise DatabaseError("read-only")

    monkeypatch.setattr(sessions.SessionStore, "touch", refuse)
    clock(minutes=2)
    assert browser.get("/tai-khoan/").status_code == 200
    assert "could not be touched" in caplog.text


def test_list_of_ones_own_sessions(person, admin, clock):
    here = signed_in(person, HTTP_USER_AGENT=CHROME)
    there = signed_in(person, HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1")
    signed_in(User.objects.get(pk=admin.user_id))
    rows = here.get("/tai-khoan/bao-mat/").context["sessions"]
    assert {(row["session"].device, row["is_here"]) for row in rows} == {
        ("Chrome trên Windows", True),
        ("Safari trên iPhone", False),
    }
    other = next(row["session"] for row in rows if not row["is_here"])
    assert here.post(f"/tai-khoan/phien/{other.pk}/ket-thuc/").url == "/tai-khoan/bao-mat/"
    assert [one.get("/tai-khoan/").status_code for one in (here, there)] == [200, 302]
    assert here.post(f"/tai-khoan/phien/{other.pk}/ket-thuc/").status_code == 404


def test_other_machines_are_signed_out(person, admin):
    here, *others = [signed_in(person) for _ in range(3)]
    stranger = signed_in(User.objects.get(pk=admin.user_id))
    assert here.post("/tai-khoan/phien/khac/ket-thuc/").status_code == 303
    assert [one.get("/tai-khoan/").status_code for one in (here, *others)] == [200, 302, 302]
    assert stranger.get("/tai-khoan/bao-mat/can-buoc-hai/").status_code == 200


def test_session_of_somebody_else_is_not_there(person, admin):
    signed_in(User.objects.get(pk=admin.user_id))
    theirs = Session.objects.get(user_id=admin.user_id)
    assert signed_in(person).post(f"/tai-khoan/phien/{theirs.pk}/ket-thuc/").status_code == 404
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_changed_password_leaves_this_session_only(person):
    here, there = signed_in(person), signed_in(person)
    new = {"old_password": org.PASSWORD, "new_password1": GOOD, "new_password2": GOOD}
    key = here.cookies["sessionid"].value
    assert here.post("/tai-khoan/mat-khau/", new).status_code == 303
    assert [one.get("/tai-khoan/").status_code for one in (here, there)] == [200, 302]
    assert Session.objects.filter(user=person).count() == 1
    assert here.cookies["sessionid"].value != key


def test_key_rotates_at_sign_in(person, client):
    client.cookies["sessionid"] = key = "a" * 32  # laid into the browser by somebody else
    client.post("/dang-nhap/", {"username": person.username, "password": org.PASSWORD})
    assert client.cookies["sessionid"].value != key


def test_disabled_person_is_out_at_once(person, admin):
    from thidua.org import actions

    browser = signed_in(person)
    actions.disable_person(person, reason="", by=admin, at=AT)
    assert browser.get("/tai-khoan/").status_code == 302
    assert Session.objects.filter(user=person).count() == 0


@pytest.mark.parametrize(("seconds", "is_open"), [(899, True), (900, False)])
def test_session_locks_after_a_quarter_of_an_hour(person, clock, seconds, is_open):
    browser = signed_in(person)
    clock(seconds=seconds)
    answer = browser.get("/don-vi/?tim=a")
    assert answer.status_code == (200 if is_open else 302)
    if not is_open:
        assert answer.url == "/phien/mo-khoa/?next=/don-vi/%3Ftim%3Da"


@pytest.mark.parametrize(("seconds", "is_open"), [(299, True), (300, False)])
def test_session_of_an_administrator_locks_after_five_minutes(administrator, clock, seconds, is_open):
    clock(seconds=seconds)
    assert administrator.get("/don-vi/").status_code == (200 if is_open else 302)


def test_work_goes_on_after_the_password(person, clock):
    browser = signed_in(person)
    clock(minutes=20)
    asked = browser.get("/don-vi/")
    key = browser.cookies["sessionid"].value
    assert browser.get(asked.url).status_code == 200
    assert browser.post(asked.url, {"password": "sai"}).status_code == 422
    opened = browser.post("/phien/mo-khoa/", {"password": org.PASSWORD, "next": "/don-vi/"})
    assert (opened.status_code, opened.url) == (303, "/don-vi/")
    assert browser.get("/don-vi/").status_code == 200
    assert browser.cookies["sessionid"].value != key


def test_what_was_typed_is_kept_over_the_lock(administrator, ward, clock):
    clock(minutes=6)
    typed = {
        "name": "Tổ dân phố Mới", "kind": "neighbourhood", "parent": ward.pk, "valid_from": "2026-11-20",
        "short_name": "", "code": "MOI",
    }  # fmt: skip
    url = f"/don-vi/{ward.pk}/them/"
    locked = administrator.post(url, typed)
    shown = locked.content.decode()
    assert (locked.status_code, 'value="Tổ dân phố Mới"' in shown) == (403, True)
    assert ward.children.count() == 0
    wrong = administrator.post(url, typed | {"unlock_password": "sai"})
    assert ("Mật khẩu chưa đúng." in wrong.content.decode(), ward.children.count()) == (True, 0)
    assert administrator.post(url, typed | {"unlock_password": org.PASSWORD}).status_code == 303
    assert [unit.name for unit in ward.children.all()] == ["Tổ dân phố Mới"]


def test_passwords_are_never_sent_along(person, clock):
    browser = signed_in(person)
    clock(minutes=20)
    typed = {"old_password": org.PASSWORD, "new_password1": GOOD, "new_password2": GOOD}
    shown = browser.post("/tai-khoan/mat-khau/", typed).content.decode()
    assert (GOOD in shown, org.PASSWORD in shown) == (False, False)


def test_unlocking_has_its_limit(person, clock):
    browser = signed_in(person)
    clock(minutes=20)
    answers = [browser.post("/phien/mo-khoa/", {"password": "sai"}).status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    resent = browser.post("/vai-tro/chon/", {"unlock_password": org.PASSWORD})
    assert (resent.status_code, "Xin thử lại sau" in resent.content.decode()) == (429, True)


def test_locked_session_sees_public_pages_as_a_stranger(person, clock):
    browser = signed_in(person)
    clock(minutes=20)
    page = browser.get("/nam-dong/")
    assert (page.status_code, page.wsgi_request.actor) == (200, None)
    assert browser.get("/").url.startswith("/phien/mo-khoa/")
    assert browser.post("/dang-xuat/").status_code == 303


def test_looking_how_long_is_left_is_no_sign_of_life(person, clock):
    browser = signed_in(person)
    lefts = []
    for _ in range(3):
        clock(minutes=5)
        lefts.append(browser.get("/phien/").json()["left"])
    assert lefts == [600, 300, 0]
    assert browser.get("/don-vi/").status_code == 302


def test_somebody_who_types_keeps_the_session_open(person, clock):
    browser = signed_in(person)
    for _ in range(10):
        clock(minutes=10)
        assert browser.post("/phien/").json() == {"left": 900}


def test_script_is_told_only_where_a_session_can_lock(person, client, settings, clock):
    browser = signed_in(person)
    clock(seconds=40)
    page = browser.get("/tai-khoan/").content.decode()
    assert '<meta name="thidua-rests-for" content="900" data-left="860" data-url="/phien/"' in page
    settings.DEMO = True
    client.post("/dang-nhap/vai-minh-hoa/", {"membership": person.memberships.get().pk})
    assert "thidua-rests-for" not in client.get("/tai-khoan/").content.decode()


def test_demonstration_never_locks(person, client, settings, clock):
    settings.DEMO = True
    client.post("/dang-nhap/vai-minh-hoa/", {"membership": person.memberships.get().pk})
    clock(hours=11)
    assert client.get("/don-vi/").status_code == 200


def test_administrator_changes_his_password_every_two_months(admin, set_clock):
    user = User.objects.get(pk=admin.user_id)
    User.objects.filter(pk=user.pk).update(password_set_at=AT)
    answers = []
    for after in (timedelta(days=60), timedelta(days=60, seconds=1)):
        set_clock(AT + after)
        browser = Client()
        browser.force_login(user)
        answers.append(browser.get("/don-vi/").status_code)
    assert answers == [200, 302]
    assert browser.get("/don-vi/").url == "/tai-khoan/mat-khau/"
    new = {"old_password": org.PASSWORD, "new_password1": GOOD, "new_password2": GOOD}
    assert browser.post("/tai-khoan/mat-khau/", new).status_code == 303
    assert browser.get("/don-vi/").status_code == 200


def test_others_keep_their_password(person, set_clock):
    User.objects.filter(pk=person.pk).update(password_set_at=AT)
    set_clock(AT + timedelta(days=700))
    browser = Client()
    browser.force_login(person)
    assert browser.get("/don-vi/").status_code == 200


def test_same_password_again_is_no_change(person):
    browser = signed_in(person)
    again = {"old_password": org.PASSWORD, "new_password1": org.PASSWORD, "new_password2": org.PASSWORD}
    answer = browser.post("/tai-khoan/mat-khau/", again)
    assert answer.context["form"].errors == {"new_password1": ["Mật khẩu mới phải khác mật khẩu hiện tại."]}


def test_marks_of_a_session(rf):
    request = rf.get("/")
    request.session = {}
    assert presence.proved_at(request) is None
    presence.mark_proved(request, at=AT, factor="totp")
    assert presence.is_proved_lately(request, at=AT + timedelta(minutes=10))
    assert not presence.is_proved_lately(request, at=AT + timedelta(minutes=10, seconds=1))


def test_a_key_that_holds_nothing_opens_no_resting_session(person, clock):
    browser = signed_in(person)
    clock(minutes=20)
    org.PasskeyFactory(user=person)
    browser.post("/dang-nhap/khoa/hoi/")
    answer = browser.post("/phien/mo-khoa/", {"answer": '{"rawId": "a2hvYS10aHU"}', "next": "/don-vi/"})
    shown = answer.content.decode()
    assert (answer.status_code, "Khóa chưa được nhận" in shown) == (422, True)
    assert "Mở khóa bằng khóa trên máy này" in shown
    assert browser.get("/don-vi/").status_code == 302
    assert browser.get("/phien/mo-khoa/").status_code == 200


@pytest.mark.parametrize(("is_verified", "status"), [(False, 422), (True, 303)])
def test_a_touch_alone_opens_no_resting_session(person, clock, monkeypatch, is_verified, status):
    browser = signed_in(person)
    clock(minutes=20)
    used = passkeys.Used(org.PasskeyFactory(user=person), 2, is_verified)
    monkeypatch.setattr(proof, "by_key", lambda *args, **kwargs: used)
    assert browser.post("/phien/mo-khoa/", {"answer": "{}", "next": "/don-vi/"}).status_code == status
    assert (browser.get("/don-vi/").status_code == 200) is is_verified
