"""Second factors: apps that make codes, recovery codes, the gate for roles that need one, resetting another's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.clock import local
from tests.factories import org
from tests.sight import sent
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.notifications.models import Notice
from thidua.org import actions, queries, roles
from thidua.org.access import codes, errors, proof, sealing, totp
from thidua.org.models import RecoveryCode, TotpDevice, User

AT = local(2026, 11, 20, 9)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238: "12345678901234567890"


@pytest.fixture
def person(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, username="ong.on")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


@pytest.fixture
def leader(ward) -> User:
    user = org.UserFactory(home=ward, username="chu.tich")
    org.MembershipFactory(unit=ward, user=user, role="leader")
    return user


def acting(user):
    return queries.actor_for(user, on=AT.date())


def code(at=AT, secret=SECRET) -> str:
    return totp.code_at(secret, int(at.timestamp()) // 30)


def with_app(user, at=AT) -> list[str]:
    """The person adds the app with SECRET; gives the recovery codes."""
    who = acting(user)
    offer = sealing.seal(f"{user.pk}:{SECRET}")
    shown = actions.add_totp(who, offer=offer, code=code(at), proved_at=at, by=who, at=at)
    TotpDevice.objects.filter(user=user).update(last_step=0)  # tests go on within the same half minute
    return shown


def at_the_door(client, user, **extra):
    return client.post("/dang-nhap/", {"username": user.username, "password": org.PASSWORD} | extra)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("1970-01-01T00:00:59", "94287082"),
        ("2005-03-18T01:58:29", "07081804"),
        ("2005-03-18T01:58:31", "14050471"),
        ("2009-02-13T23:31:30", "89005924"),
        ("2033-05-18T03:33:20", "69279037"),
        ("2603-10-11T11:33:20", "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(moment, expected):
    """RFC 6238, appendix B, SHA-1."""
    seconds = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
    assert totp.code_at(SECRET, int(seconds) // 30, digits=8) == expected
    assert totp.step_of(SECRET, expected[2:], seconds=seconds) == int(seconds) // 30


@pytest.mark.parametrize(
    ("drift", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_clock_of_the_telephone_may_be_half_a_minute_off(drift, is_taken):
    now = 1_800_000_015
    shown = totp.code_at(SECRET, (now + drift) // 30)
    assert (totp.step_of(SECRET, shown, seconds=now) is not None) is is_taken


def test_code_is_never_taken_twice():
    now = 1_800_000_015
    step = totp.step_of(SECRET, totp.code_at(SECRET, now // 30), seconds=now)
    assert totp.step_of(SECRET, totp.code_at(SECRET, now // 30), seconds=now, after=step) is None


def test_address_of_the_app():
    assert totp.address("ABC", account="ong.on", issuer="Thi Dua So") == (
        "otpauth://totp/Thi%20Dua%20So:ong.on?secret=ABC&issuer=Thi%20Dua%20So&digits=6&period=30"
    )


def test_seal_opens_here_only(settings):
    sealed = sealing.seal("bí mật")
    assert (sealing.unseal(sealed), "bí" in sealed) == ("bí mật", False)
    settings.SECRET_KEY = "another installation's key, long enough"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed)


def test_app_is_set_up_by_its_own_code(client, person, set_clock):
    set_clock(AT)
    assert at_the_door(client, person).url == "/"
    page = client.get("/tai-khoan/bao-mat/ung-dung/")
    secret = page.context["secret"].replace(" ", "")
    offer = page.context["offer"]
    wrong = client.post("/tai-khoan/bao-mat/ung-dung/", {"offer": offer, "code": "000000"})
    assert (wrong.status_code, wrong.context["secret"].replace(" ", "")) == (
        422,
        secret,
    )  # the scan stays good
    answer = client.post("/tai-khoan/bao-mat/ung-dung/", {"offer": offer, "code": code(secret=secret)})
    assert (answer.status_code, len(answer.context["codes"])) == (200, 10)
    assert "no-store" in answer["Cache-Control"]
    kept = str(list(TotpDevice.objects.values()) + list(RecoveryCode.objects.values()))
    assert [one for one in (secret, *answer.context["codes"]) if one in kept] == []


def test_page_of_the_app_without_a_fresh_proof_asks_for_the_password(client, person, set_clock):
    set_clock(AT)
    at_the_door(client, person)
    set_clock(AT + timedelta(minutes=10, seconds=1))
    asked = client.get("/tai-khoan/bao-mat/ung-dung/")
    assert asked.url == "/tai-khoan/bao-mat/xac-nhan/?next=/tai-khoan/bao-mat/ung-dung/"
    wrong = client.post(asked.url, {"password": "sai"})
    assert (wrong.status_code, wrong.context["form"].errors) == (422, {"password": ["Mật khẩu chưa đúng."]})
    right = client.post(asked.url, {"password": org.PASSWORD, "next": "/tai-khoan/bao-mat/ung-dung/"})
    assert right.url == "/tai-khoan/bao-mat/ung-dung/"
    assert client.get(right.url).status_code == 200


@pytest.mark.parametrize("proved_at", [None, AT - timedelta(minutes=10, seconds=1)])
def test_deed_itself_insists_on_a_fresh_proof(person, proved_at):
    who = acting(person)
    offer = sealing.seal(f"{person.pk}:{SECRET}")
    with pytest.raises(errors.ProofTooOld):
        actions.add_totp(who, offer=offer, code=code(), proved_at=proved_at, by=who, at=AT)
    with_app(person)
    with pytest.raises(errors.ProofTooOld):
        actions.remove_totp(who, proved_at=proved_at, by=who, at=AT)
    with pytest.raises(errors.ProofTooOld):
        actions.renew_recovery_codes(who, proved_at=proved_at, by=who, at=AT)


@pytest.mark.parametrize("offer", ["nonsense", ""])
def test_offer_that_is_not_ours(person, leader, offer):
    who = acting(person)
    theirs = sealing.seal(f"{leader.pk}:{SECRET}")
    for one in (offer, theirs):
        with pytest.raises(errors.WrongCode):
            actions.add_totp(who, offer=one, code=code(), proved_at=AT, by=who, at=AT)


def test_second_step_at_the_door(client, person, set_clock):
    set_clock(AT)
    with_app(person)
    asked = at_the_door(client, person, next="/don-vi/")
    assert asked.url == "/dang-nhap/buoc-hai/"
    assert "_auth_user_id" not in client.session
    assert client.get("/don-vi/").status_code == 302
    assert client.post("/dang-nhap/buoc-hai/", {"code": "000000"}).status_code == 422
    assert client.post("/dang-nhap/buoc-hai/", {"code": code()[:3] + " " + code()[3:]}).url == "/don-vi/"
    assert client.session["factor"] == "totp"
    event = AuditEvent.objects.filter(action="org.sign_in").last()
    assert (event.actor_id, event.detail) == (person.pk, {"how": "password, totp"})


def test_code_opens_one_door_only(person, set_clock):
    set_clock(AT)
    with_app(person)
    answers = []
    for browser in (Client(), Client()):
        at_the_door(browser, person)
        answers.append(browser.post("/dang-nhap/buoc-hai/", {"code": code()}).status_code)
    assert answers == [303, 422]


def test_session_key_changes_at_every_step(client, person, set_clock):
    set_clock(AT)
    with_app(person)
    keys = []
    client.get("/dang-nhap/")
    for step in (
        lambda: at_the_door(client, person),
        lambda: client.post("/dang-nhap/buoc-hai/", {"code": code()}),
    ):
        step()
        keys.append(client.session.session_key)
    assert len(set(keys)) == 2


def test_second_step_waits_ten_minutes(client, person, set_clock):
    set_clock(AT)
    with_app(person)
    at_the_door(client, person)
    late = AT + timedelta(minutes=10, seconds=1)
    set_clock(late)
    answer = client.post("/dang-nhap/buoc-hai/", {"code": code(late)})
    assert (answer.url, "_auth_user_id" in client.session) == ("/dang-nhap/", False)


def test_guessing_codes_has_its_limit(client, person, set_clock):
    set_clock(AT)
    with_app(person)
    at_the_door(client, person)
    answers = [client.post("/dang-nhap/buoc-hai/", {"code": "000000"}).status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert client.post("/dang-nhap/buoc-hai/", {"code": code()}).status_code == 429
    later = AT + timedelta(seconds=61)
    set_clock(later)
    assert client.post("/dang-nhap/buoc-hai/", {"code": code(later)}).status_code == 303


def test_recovery_code_opens_once(person, set_clock):
    set_clock(AT)
    shown = with_app(person)
    answers = []
    for browser in (Client(), Client()):
        at_the_door(browser, person)
        answers.append(browser.post("/dang-nhap/buoc-hai/", {"code": shown[0].upper()}).status_code)
    assert answers == [303, 422]
    assert RecoveryCode.objects.filter(user=person, used_at=None).count() == 9


def test_recovery_code_is_of_one_person(person, leader):
    assert codes.hashed_for(person.pk, "abcde-fghjk") != codes.hashed_for(leader.pk, "abcde-fghjk")
    assert codes.hashed_for(person.pk, "ABCDE fghjk") == codes.hashed_for(person.pk, "abcde-fghjk")


def test_new_recovery_codes_end_the_old_ones(person, set_clock):
    first = with_app(person)
    who = acting(person)
    second = actions.renew_recovery_codes(who, proved_at=AT, by=who, at=AT)
    assert (len(second), set(first) & set(second)) == (10, set())
    assert RecoveryCode.objects.filter(code_hash=codes.hashed_for(person.pk, first[0])).exists() is False


def test_without_a_factor_there_are_no_recovery_codes(person):
    who = acting(person)
    with pytest.raises(errors.NoFactorToReset):
        actions.renew_recovery_codes(who, proved_at=AT, by=who, at=AT)


def test_new_telephone_takes_the_place_of_the_old_one(person):
    with_app(person)
    who, other = acting(person), totp.new_secret()
    offer = sealing.seal(f"{person.pk}:{other}")
    shown = actions.add_totp(who, offer=offer, code=code(secret=other), proved_at=AT, by=who, at=AT)
    assert (shown, TotpDevice.objects.filter(user=person).count()) == ([], 1)


def test_last_factor_goes_where_role_and_password_allow(person, leader):
    with_app(person)
    who = acting(person)
    actions.remove_totp(who, proved_at=AT, by=who, at=AT)
    assert RecoveryCode.objects.filter(user=person).exists() is False
    with_app(leader)
    needing = acting(leader)
    with pytest.raises(errors.FactorNeeded):
        actions.remove_totp(needing, proved_at=AT, by=needing, at=AT)
    org.PasskeyFactory(user=leader)
    actions.remove_totp(needing, proved_at=AT, by=needing, at=AT)
    assert leader.passkeys.count() == 1


def test_short_password_keeps_its_factor(person):
    with_app(person)
    who = acting(person)
    facts = {"old_password": org.PASSWORD, "by": who, "at": AT}
    actions.change_password(who, password="thuyền b", **facts)
    assert User.objects.get(pk=person.pk).password_stands_alone is False
    with pytest.raises(errors.PasswordTooShortAlone):
        actions.remove_totp(who, proved_at=AT, by=who, at=AT)


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_roles_that_need_a_factor_get_only_the_page_to_set_it_up(client, ward, role, set_clock):
    set_clock(AT)
    user = org.UserFactory(home=ward, username="ai.do")
    place = ward if roles.BY_CODE[role].is_commune_wide else org.UnitFactory(parent=ward)
    org.MembershipFactory(unit=place, user=user, role=role)
    at_the_door(client, user)
    needs = role in {"administrator", "leader"}
    page = "/tai-khoan/bao-mat/can-buoc-hai/"
    for address in ("/", "/don-vi/", "/tai-khoan/"):
        answer = client.get(address, follow=True)
        assert (answer.redirect_chain[-1:] == [(page, 302)]) is needs, address
    assert client.get("/nam-dong/").status_code == 200
    posted = client.post("/vai-tro/chon/", {})
    assert (posted.status_code, posted.get("Location", "")) == ((302, page) if needs else (404, ""))
    assert client.get("/tai-khoan/bao-mat/ung-dung/").status_code == 200
    assert client.post("/dang-xuat/").status_code == 303


def test_gate_opens_as_soon_as_the_factor_is_set(client, leader, set_clock):
    set_clock(AT)
    at_the_door(client, leader)
    page = client.get("/tai-khoan/bao-mat/ung-dung/")
    shown = code(secret=page.context["secret"].replace(" ", ""))
    client.post("/tai-khoan/bao-mat/ung-dung/", {"offer": page.context["offer"], "code": shown})
    assert client.get("/don-vi/").status_code == 200


def test_gate_closes_when_somebody_becomes_a_leader(client, ward, person, set_clock):
    set_clock(AT)
    at_the_door(client, person)
    assert client.get("/don-vi/").status_code == 200
    org.MembershipFactory(unit=ward, user=person, role="leader")
    assert client.get("/don-vi/").url == "/tai-khoan/bao-mat/can-buoc-hai/"


def test_buttons_of_the_demonstration_pass_the_gate_there_and_nowhere_else(
    client, ward, leader, settings, set_clock
):
    set_clock(AT)
    settings.DEMO = True
    shown = client.get("/dang-nhap/").content.decode()
    assert "không hỏi mật khẩu và bước xác thực thứ hai" in " ".join(shown.split())
    client.post("/dang-nhap/vai-minh-hoa/", {"membership": leader.memberships.get().pk})
    assert client.get("/don-vi/").status_code == 200
    settings.DEMO = False
    assert client.get("/don-vi/").url == "/tai-khoan/bao-mat/can-buoc-hai/"


def test_administrator_resets_a_lost_factor(client, ward, admin, person, set_clock):
    set_clock(AT)
    with_app(person)
    there = Client()
    there.force_login(person)
    browser = Client()
    browser.force_login(User.objects.get(pk=admin.user_id))
    answer = sent(browser, f"/nguoi-dung/{person.pk}/buoc-hai/dat-lai/", {"reason": "Mất điện thoại"})
    assert answer.status_code == 303
    assert (TotpDevice.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert there.get("/don-vi/").status_code == 302
    event = AuditEvent.objects.get(action="org.reset_factors")
    assert (event.object_id, event.reason) == (person.pk, "Mất điện thoại")
    told = Notice.objects.get(user=person)
    assert ("Mất điện thoại" in told.body, told.kind) == (True, "account")
    again = sent(browser, f"/nguoi-dung/{person.pk}/buoc-hai/dat-lai/", {"reason": "Nữa"})
    assert again.status_code == 422


def test_nobody_resets_his_own_factor_or_a_strangers(admin, elsewhere, person):
    own = User.objects.get(pk=admin.user_id)
    for by, whom in ((admin, own), (elsewhere, person), (acting(person), own)):
        with pytest.raises(Refused):
            actions.reset_factors(whom, reason="", by=by, at=AT)


def test_short_password_without_its_factor_must_be_changed(client, admin, person, set_clock):
    set_clock(AT)
    with_app(person)
    who = acting(person)
    actions.change_password(who, old_password=org.PASSWORD, password="thuyền b", by=who, at=AT)
    actions.reset_factors(person, reason="Mất máy", by=admin, at=AT)
    client.post("/dang-nhap/", {"username": person.username, "password": "thuyền b"})
    assert client.get("/don-vi/").url == "/tai-khoan/mat-khau/"
    good = "Sáng nay, 3 con thuyền"
    new = {"old_password": "thuyền b", "new_password1": good, "new_password2": good}
    assert client.post("/tai-khoan/mat-khau/", new).status_code == 303
    assert client.get("/don-vi/").status_code == 200


def test_secret_sealed_by_another_installation_opens_nothing(client, person, set_clock, settings):
    set_clock(AT)
    with_app(person)
    settings.SECRET_KEY = "another installation's key, long enough"
    at_the_door(client, person)
    assert client.post("/dang-nhap/buoc-hai/", {"code": code()}).status_code == 422


def test_key_answers_that_hold_nothing(client, person, set_clock):
    set_clock(AT)
    org.PasskeyFactory(user=person)
    at_the_door(client, person)
    options = client.post("/dang-nhap/khoa/hoi/").json()
    assert (len(options["allowCredentials"]), options["rpId"]) == (1, "testserver")
    said = ("", "{", "[]", '{"rawId": 7}', '{"rawId": "a2hvYS10aHU"}', "x" * 20_001)
    answers = [client.post("/dang-nhap/khoa/", {"answer": answer}).status_code for answer in said]
    assert answers == [303] * 5 + [429]
    assert "_auth_user_id" not in client.session


def test_challenge_is_used_once(rf, person):
    request = rf.get("/")
    request.session = {}
    proof.ask_key(request, person, at=AT)
    assert proof.take_challenge(request, at=AT)
    with pytest.raises(proof.passkeys.Unproven):
        proof.take_challenge(request, at=AT)
    proof.ask_key(request, person, at=AT)
    with pytest.raises(proof.passkeys.Unproven):
        proof.take_challenge(request, at=AT + timedelta(seconds=301))


def test_no_keys_on_a_bare_address(client, person, set_clock):
    set_clock(AT)
    assert client.post("/dang-nhap/khoa/hoi/", HTTP_HOST="127.0.0.1:8000").status_code == 404
    assert client.get("/dang-nhap/", HTTP_HOST="127.0.0.1:8000").context["can_use_keys"] is False
    assert client.get("/dang-nhap/", HTTP_HOST="localhost").context["can_use_keys"] is True
