"""Limits on guessing: what is let through, who must wait and how long, and who never has to."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.clock import local
from tests.factories import org
from thidua.core.models import AuditEvent
from thidua.org.access import origin, throttle
from thidua.org.access.errors import TooManyTries
from thidua.org.models import Guess, User

AT = local(2026, 11, 20, 9)
OFFICE, HOME = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def person(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, username="ong.on", full_name="Ông Ổn")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


def sign_in(client, password, username="ong.on", address=OFFICE):
    return client.post("/dang-nhap/", {"username": username, "password": password}, REMOTE_ADDR=address)


def tries(place, times, at=AT, account="ong.on") -> int:
    """How many of so many wrong tries in a row are let through."""
    through = 0
    for _ in range(times):
        try:
            throttle.admit("password", account, place, at=at)
        except TooManyTries:
            continue
        through += 1
    return through


def test_five_wrong_passwords_then_one_waits(client, person, set_clock):
    set_clock(AT)
    answers = [sign_in(client, "sai").status_code for _ in range(10)]
    assert answers == [422] * 5 + [429] * 5
    refused = sign_in(client, org.PASSWORD)
    assert refused.status_code == 429  # the right one has to wait as well
    assert "Xin thử lại sau 09:01 (còn khoảng 1 phút)." in refused.content.decode()
    assert refused["Retry-After"] == "60"
    set_clock(AT + timedelta(seconds=61))
    assert sign_in(client, org.PASSWORD).status_code == 303


@pytest.mark.parametrize("username", ["ong.on", "khong.co"])
def test_names_that_do_not_exist_are_answered_alike(client, person, set_clock, username):
    set_clock(AT)
    answers = [sign_in(client, "sai", username) for _ in range(6)]
    assert [one.status_code for one in answers] == [422] * 5 + [429]
    assert answers[-1]["Retry-After"] == "60"


def test_every_wrong_answer_costs_one_hash(client, person, set_clock, monkeypatch):
    """The time of an answer does not tell whether a name exists, is disabled or was never activated."""
    from django.contrib.auth import hashers

    counted = []
    hasher = hashers.get_hasher()
    original = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *a, **k: (counted.append(1), original(*a, **k))[1])
    org.UserFactory(home=person.home, username="khoa", is_active=False)
    never = org.UserFactory(home=person.home, username="moi")
    never.set_unusable_password()
    never.save()
    costs = []
    for name in ("ong.on", "khong.co", "khoa", "moi"):
        counted.clear()
        sign_in(client, "sai", name)
        costs.append(len(counted))
    assert costs == [1, 1, 1, 1]


def test_wait_doubles_up_to_an_hour(db):
    here, at, waits = throttle.Place(OFFICE), AT, []
    assert tries(here, 5) == 5
    for _ in range(9):
        with pytest.raises(TooManyTries) as refused:
            throttle.admit("password", "ong.on", here, at=at)
        waits.append(refused.value.retry_after)
        at += timedelta(seconds=refused.value.retry_after)
        throttle.admit("password", "ong.on", here, at=at)
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_sixty_people_behind_one_address_while_one_guesses(ward, set_clock):
    set_clock(AT)
    people = [org.UserFactory(home=ward, username=f"can.bo{number}") for number in range(60)]
    for user in people:
        org.MembershipFactory(unit=ward, user=user)
    answers = []
    for place, user in enumerate(people):
        sign_in(Client(), "đoán mò", "can.bo0" if place else "lanh.dao")
        answers.append(sign_in(Client(), org.PASSWORD, user.username).status_code)
    assert answers == [303] + [303] * 59


def test_account_asked_from_everywhere_rests_but_not_for_its_owner(client, person, set_clock):
    set_clock(AT)
    assert sign_in(client, org.PASSWORD, address=HOME).status_code == 303  # this browser is known from now on
    through = [tries(throttle.Place(f"192.0.2.{number}"), 4) for number in range(10)]
    assert sum(through) == 20
    client.post("/dang-xuat/")
    assert sign_in(Client(), org.PASSWORD, address=HOME).status_code == 429
    assert sign_in(client, org.PASSWORD, address=HOME).status_code == 303
    assert sign_in(client, org.PASSWORD, address="192.0.2.200").status_code == 303  # wherever it is carried


def test_wide_limits_are_never_long(db):
    for number in range(30):
        tries(throttle.Place(f"192.0.2.{number}"), 4)
    with pytest.raises(TooManyTries) as refused:
        throttle.admit("password", "ong.on", throttle.Place(HOME), at=AT)
    assert refused.value.retry_after <= 600


def test_spraying_over_many_names_stops_at_the_address(db):
    names = [tries(throttle.Place(OFFICE), 1, account=f"ten{number}") for number in range(170)]
    assert sum(names) == 150
    assert tries(throttle.Place(HOME), 1, account="ten0") == 1
    assert tries(throttle.Place(OFFICE, device="x" * 22), 1, account="ten0") == 1
    assert tries(throttle.Place(OFFICE), 1, account="ten0", at=AT + timedelta(minutes=16)) == 1


def test_known_browser_is_counted_by_itself(db):
    assert tries(throttle.Place(OFFICE, device="a" * 22), 9) == 5
    assert tries(throttle.Place(OFFICE), 9) == 5


def test_right_try_is_given_back(db):
    for _ in range(500):
        throttle.forgive(throttle.admit("password", "ong.on", throttle.Place(OFFICE), at=AT))
    assert {row.tries for row in Guess.objects.all()} == {0}


def test_kinds_do_not_block_each_other(db):
    assert tries(throttle.Place(OFFICE), 9) == 5
    throttle.admit("code", "ong.on", throttle.Place(OFFICE), at=AT)


def test_keys_tell_nothing(db):
    tries(throttle.Place(OFFICE), 1, account="mat-khau-go-nham-o")
    kept = str(list(Guess.objects.values()))
    assert ("go-nham" in kept, OFFICE in kept) == (False, False)


def test_old_counters_are_forgotten(db):
    tries(throttle.Place(OFFICE), 1)
    assert throttle.prune(at=AT + timedelta(days=2)) == 0
    assert throttle.prune(at=AT + timedelta(days=2, seconds=1)) == 3


def test_windows_begin_anew(db):
    here = throttle.Place(OFFICE)
    assert tries(here, 4) == 4
    assert tries(here, 9, at=AT + timedelta(hours=24, seconds=1)) == 5


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_do_not_slip_through():
    through, lock = [], threading.Lock()

    def guess() -> None:
        try:
            throttle.admit("password", "ong.on", throttle.Place(OFFICE), at=AT)
            with lock:
                through.append(1)
        except TooManyTries:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(through) == 5


def test_links_and_mails_have_limits_of_their_own(client, person, set_clock):
    set_clock(AT)
    url = "/mat-khau/abcd-efgh-jkmn-pqrs-2345/"
    assert [client.post(url).status_code for _ in range(61)] == [410] * 60 + [429]
    asked = [client.post("/quen-mat-khau/", {"email": "ai@x.vn"}).status_code for _ in range(41)]
    assert asked == [200] * 40 + [429]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("1.2.3.4, 203.0.113.7", "203.0.113.7"), ("nonsense", ""), ("", "127.0.0.1"), ("::1", "::1")],
)
def test_only_our_own_proxy_is_believed(rf, settings, forwarded, address):
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)
    assert origin.address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert origin.address_of(request) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_one_subscriber_is_one_place(address, network):
    assert origin.network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130 Safari/537.36",
            "Chrome trên Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130.0", "Edge trên Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari trên iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14; SM-A155) Chrome/130 Mobile Safari/537.36", "Chrome trên Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox trên Linux"),
        ("curl/8.0", "Trình duyệt khác"),
        ("", "Trình duyệt khác"),
    ],
)
def test_device_in_plain_words(rf, agent, words):
    assert origin.device_of(rf.get("/", HTTP_USER_AGENT=agent)) == words


@pytest.mark.parametrize("cookie", ["", "x", "a" * 22, "a" * 22 + ".0123", "../../etc"])
def test_nobody_makes_up_a_known_browser(rf, person, cookie):
    request = rf.get("/")
    request.COOKIES[origin.COOKIE] = cookie
    assert origin.known_device(request, person.pk) == ""


def test_browser_of_one_is_not_known_for_another(client, person, set_clock):
    set_clock(AT)
    sign_in(client, org.PASSWORD)
    request = client.get("/").wsgi_request
    assert origin.known_device(request, person.pk) != ""
    assert origin.known_device(request, person.pk + 1) == ""
    cookie = client.cookies[origin.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 180 * 24 * 3600)


def test_guessing_the_present_password_has_its_limit_too(client, person, set_clock):
    set_clock(AT)
    client.force_login(person)
    new = {"new_password1": "Sáng nay, 3 con thuyền", "new_password2": "Sáng nay, 3 con thuyền"}
    tried = [client.post("/tai-khoan/mat-khau/", new | {"old_password": "sai"}).status_code for _ in range(6)]
    assert tried == [422] * 5 + [429]
    assert client.post("/tai-khoan/mat-khau/", new | {"old_password": org.PASSWORD}).status_code == 429


def test_weak_new_password_is_no_guess(client, person, set_clock):
    set_clock(AT)
    client.force_login(person)
    weak = {"old_password": org.PASSWORD, "new_password1": "ngắn", "new_password2": "ngắn"}
    assert [client.post("/tai-khoan/mat-khau/", weak).status_code for _ in range(8)] == [422] * 8


def test_questions_of_strangers_have_a_limit(client, ward, set_clock):
    set_clock(AT)
    asked = [client.post("/dang-nhap/khoa/hoi/").status_code for _ in range(301)]
    assert asked == [200] * 300 + [429]


# ---- what the book of deeds tells of it


def told_of(person):
    events = AuditEvent.objects.filter(action="org.refuse_entry", object_type="User", object_id=person.pk)
    return [(event.detail["how"], event.detail["tries"]) for event in events.order_by("sequence")]


def wrong(client, name, times):
    return [
        client.post("/dang-nhap/", {"username": name, "password": "sai"}).status_code for _ in range(times)
    ]


def test_an_account_that_must_wait_is_told_of_once_an_hour(person, client, set_clock):
    set_clock(AT)
    wrong(client, person.username, 4)
    assert told_of(person) == []
    wrong(client, person.username, 10)
    assert told_of(person) == [("password", 5)]
    set_clock(AT + timedelta(minutes=30))
    wrong(client, person.username, 10)
    assert told_of(person) == [("password", 5)]
    set_clock(AT + timedelta(hours=2))
    wrong(client, person.username, 10)
    assert [how for how, _ in told_of(person)] == ["password", "password"]


def test_names_of_nobody_leave_nothing_in_the_book(person, client, set_clock):
    set_clock(AT)
    before = AuditEvent.objects.count()
    wrong(client, "khong.co.ai", 12)
    assert AuditEvent.objects.count() == before


def test_an_account_held_up_from_many_places_is_told_of_once(person, set_clock):
    set_clock(AT)
    for number in range(25):
        wrong(Client(REMOTE_ADDR=f"203.0.113.{number}"), person.username, 1)
    assert told_of(person) == [("password", 20)]


def test_the_administrator_and_the_person_read_of_it(person, client, set_clock):
    set_clock(AT)
    wrong(client, person.username, 5)
    admin = org.MembershipFactory(unit=person.home, role="administrator").user
    for reader, address in ((admin, f"/nguoi-dung/{person.pk}/"), (person, "/tai-khoan/nhat-ky/")):
        browser = Client()
        browser.force_login(reader)
        shown = browser.get(address).content.decode()
        assert "nhiều lần" in shown
        assert "203.0.113" not in shown
