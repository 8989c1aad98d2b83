"""Signing in by an outside identity: a real round trip over HTTP against a provider of our own, and every refusal."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.test import Client
from django.utils import timezone
from joserfc.jwk import RSAKey

from tests.factories import org
from tests.org import provider as providers
from tests.sight import sent
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import actions, queries
from thidua.org.access import errors, oidc, totp
from thidua.org.models import Identity, User

BACK = "/dang-nhap/dinh-danh/ve/"


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args, **_more):
        return None


@pytest.fixture(scope="module")
def server():
    with providers.running() as running:
        yield running


@pytest.fixture
def provider(server, settings):
    """The provider as it behaves well; its address is that of the installation."""
    fresh = providers.Provider(address=server.address, key=server.key)
    for name in ("subject", "change", "header", "published", "exchanges"):
        setattr(server, name, getattr(fresh, name))
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = server.address, providers.CLIENT
    settings.OIDC_CLIENT_SECRET = providers.SECRET
    oidc.forget_provider()
    yield server
    oidc.forget_provider()


@pytest.fixture
def person(ward, neighbourhood) -> User:
    user = org.UserFactory(home=ward, username="ba.danh", email="lanh.dao@x.vn")
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


def bound(person, provider, subject="cong-dan-001") -> Identity:
    return org.IdentityFactory(user=person, issuer=provider.address, subject=subject)


def over_there(address: str) -> dict[str, str]:
    """What a browser brings back from the provider: the query of the address that it is sent to."""
    try:
        build_opener(Stay).open(address, timeout=5)
    except Exception as answer:
        location = answer.headers["Location"]  # the redirect that we did not follow
    parts = urlsplit(location)
    assert parts.path == BACK
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def round_trip(client, start="/dang-nhap/dinh-danh/", **changes):
    """Press the button, agree at the provider, come back; `changes` alter what is brought back."""
    led = client.post(start, {"next": "/don-vi/"})
    assert led.status_code == 303
    brought = over_there(led.url) | changes
    shown = client.get(BACK, brought)
    assert shown.context["told"] == {name: brought.get(name, "") for name in ("code", "state")}
    return client.post(BACK, brought)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_button_stands_only_where_a_provider_is_set(client, ward, provider, settings):
    assert "Đăng nhập bằng tài khoản định danh điện tử" in client.get("/dang-nhap/").content.decode()
    settings.OIDC_ISSUER = ""
    assert "định danh" not in client.get("/dang-nhap/").content.decode()
    assert client.post("/dang-nhap/dinh-danh/").status_code == 404


def test_without_the_extra_there_is_no_button(client, ward, provider, monkeypatch):
    monkeypatch.setattr(oidc, "has_extra", lambda: False)
    assert (oidc.is_wanted(), oidc.is_configured()) == (True, False)
    assert "định danh" not in client.get("/dang-nhap/").content.decode()


def test_bound_identity_opens_the_account(client, person, provider):
    identity = bound(person, provider)
    answer = round_trip(client)
    assert (answer.url, int(client.session["_auth_user_id"])) == ("/don-vi/", person.pk)
    identity.refresh_from_db()
    assert identity.used_at is not None
    assert AuditEvent.objects.filter(action="org.sign_in").last().detail == {"how": "identity"}


def test_request_carries_pkce_state_and_nonce(client, person, provider):
    led = client.post("/dang-nhap/dinh-danh/")
    asked = parse_qs(urlsplit(led.url).query)
    assert {name: len(asked[name][0]) for name in ("state", "nonce", "code_challenge")} == {
        "state": 43, "nonce": 43, "code_challenge": 43,
    }  # fmt: skip
    kept = client.session["identity"]
    assert kept["verifier"] not in led.url
    client.post(BACK, over_there(led.url))
    assert provider.exchanges[-1]["code_verifier"] == kept["verifier"]


def test_address_alone_opens_nothing(client, person, provider):
    """The provider names the very address of the account; nobody bound the two."""
    answer = round_trip(client)
    assert (answer.status_code, is_in(client)) == (403, False)
    assert "Danh tính này chưa liên kết" in answer.content.decode()


def test_unknown_subject_opens_nothing(client, person, provider):
    bound(person, provider)
    provider.subject = "cong-dan-002"
    assert (round_trip(client).status_code, is_in(client)) == (403, False)


def test_same_subject_of_another_issuer_opens_nothing(client, person, provider):
    org.IdentityFactory(user=person, issuer="https://other.example", subject="cong-dan-001")
    assert (round_trip(client).status_code, is_in(client)) == (403, False)


def test_disabled_account_stays_closed(client, person, provider):
    bound(person, provider)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert (round_trip(client).status_code, is_in(client)) == (403, False)


LIES = {
    "nonce": lambda claims: claims | {"nonce": "another"},
    "no nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "issuer": lambda claims: claims | {"iss": "https://other.example"},
    "audience": lambda claims: claims | {"aud": "another-client"},
    "two audiences": lambda claims: claims | {"aud": [providers.CLIENT, "another"]},
    "authorized party": lambda claims: claims | {"azp": "another-client"},
    "expired": lambda claims: claims | {"exp": claims["iat"] - 61},
    "no expiry": lambda claims: {name: value for name, value in claims.items() if name != "exp"},
    "expiry in words": lambda claims: claims | {"exp": "mai"},
    "from tomorrow": lambda claims: claims | {"iat": claims["iat"] + 86_400},
    "no subject": lambda claims: claims | {"sub": ""},
    "subject no text": lambda claims: claims | {"sub": 7},
}


@pytest.mark.parametrize("lie", LIES)
def test_token_that_lies_is_refused(client, person, provider, lie, caplog):
    bound(person, provider)
    provider.change = LIES[lie]
    answer = round_trip(client)
    assert (answer.url, is_in(client)) == ("/dang-nhap/", False)
    assert "outside identity not taken" in caplog.text


def test_several_audiences_with_ours_as_the_authorized_party(client, person, provider):
    bound(person, provider)
    ours = providers.CLIENT
    provider.change = lambda claims: claims | {"aud": [ours, "another"], "azp": ours}
    assert round_trip(client).url == "/don-vi/"


def test_token_without_a_signature_is_refused(client, person, provider):
    bound(person, provider)
    provider.header = {"alg": "none"}
    assert (round_trip(client).url, is_in(client)) == ("/dang-nhap/", False)


def test_token_signed_with_the_public_key_as_a_secret_is_refused(client, person, provider):
    """The old trick: HS256 with what everybody can read."""
    bound(person, provider)
    provider.header = {"alg": "HS256", "kid": "k1"}
    assert (round_trip(client).url, is_in(client)) == ("/dang-nhap/", False)


def test_token_signed_by_another_key_is_refused(client, person, provider, monkeypatch):
    bound(person, provider)
    monkeypatch.setattr(provider, "published", provider.key)
    monkeypatch.setattr(provider, "key", RSAKey.generate_key(2048, parameters={"kid": "k1"}))
    assert (round_trip(client).url, is_in(client)) == ("/dang-nhap/", False)


def test_provider_may_change_its_key(client, person, provider, monkeypatch):
    bound(person, provider)
    assert round_trip(client).url == "/don-vi/"
    monkeypatch.setattr(provider, "key", RSAKey.generate_key(2048, parameters={"kid": "k1"}))
    assert round_trip(Client()).url == "/don-vi/"


@pytest.mark.parametrize("changes", [{"state": "another"}, {"state": ""}, {"code": "guessed"}, {"code": ""}])
def test_answer_that_we_did_not_ask_for_is_refused(client, person, provider, changes):
    bound(person, provider)
    assert (round_trip(client, **changes).url, is_in(client)) == ("/dang-nhap/", False)


def test_answer_is_taken_once_and_not_late(client, person, provider, set_clock):
    bound(person, provider)
    led = client.post("/dang-nhap/dinh-danh/")
    brought = over_there(led.url)
    set_clock(timezone.now() + timedelta(minutes=10, seconds=1))
    assert client.post(BACK, brought).url == "/dang-nhap/"
    assert client.post(BACK, brought).url == "/dang-nhap/"
    assert not is_in(client)


def test_answer_in_another_browser_opens_nothing(person, provider):
    bound(person, provider)
    led = Client().post("/dang-nhap/dinh-danh/")
    there = Client()
    assert (there.post(BACK, over_there(led.url)).url, is_in(there)) == ("/dang-nhap/", False)


def test_coming_back_by_get_writes_nothing(client, person, provider):
    bound(person, provider)
    led = client.post("/dang-nhap/dinh-danh/")
    shown = client.get(BACK, over_there(led.url))
    assert (shown.status_code, is_in(client)) == (200, False)


def test_second_factor_is_asked_for_all_the_same(client, person, provider, set_clock):
    from thidua.org.access import sealing
    from thidua.org.models import TotpDevice

    secret = totp.new_secret()
    at = timezone.now()
    TotpDevice.objects.create(user=person, sealed_secret=sealing.seal(secret), added_at=at)
    bound(person, provider)
    assert round_trip(client).url == "/dang-nhap/buoc-hai/"
    assert not is_in(client)
    code = totp.code_at(secret, int(timezone.now().timestamp()) // 30)
    assert client.post("/dang-nhap/buoc-hai/", {"code": code}).url == "/don-vi/"


def test_provider_that_is_away_is_said_in_words(client, ward, provider, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:1"
    oidc.forget_provider()
    answer = client.post("/dang-nhap/dinh-danh/", follow=True)
    assert "Chưa xác nhận được danh tính" in answer.content.decode()


@pytest.mark.parametrize("issuer", ["http://dinh-danh.example", "ftp://127.0.0.1/x", "file:///etc"])
def test_addresses_that_are_not_safe_are_never_asked(settings, issuer):
    settings.OIDC_ISSUER = issuer
    oidc.forget_provider()
    with pytest.raises(oidc.IdentityUnproven, match="not a safe address"):
        oidc.begin("https://x/")


def test_provider_must_call_itself_as_we_do(provider, settings):
    settings.OIDC_ISSUER = provider.address + "/"
    oidc.forget_provider()
    with pytest.raises(oidc.IdentityUnproven, match="calls itself otherwise"):
        oidc.begin("https://x/")


def test_person_binds_and_unbinds_it_himself(client, person, provider):
    client.post("/dang-nhap/", {"username": person.username, "password": org.PASSWORD})
    assert round_trip(client, "/tai-khoan/dinh-danh/lien-ket/").url == "/tai-khoan/bao-mat/"
    identity = Identity.objects.get(user=person)
    assert (identity.issuer, identity.subject, identity.label) == (
        provider.address, "cong-dan-001", "Nguyễn Thị Danh",
    )  # fmt: skip
    assert "Nguyễn Thị Danh" in client.get("/tai-khoan/bao-mat/").content.decode()
    assert round_trip(Client()).url == "/don-vi/"
    assert client.post(f"/tai-khoan/dinh-danh/{identity.pk}/go/").url == "/tai-khoan/bao-mat/"
    assert round_trip(Client()).status_code == 403
    codes = AuditEvent.objects.filter(action__endswith="_identity").values_list("action", flat=True)
    assert list(codes) == ["org.link_identity", "org.unlink_identity"]


def test_binding_wants_the_password_of_a_moment_ago(client, person, provider, set_clock):
    client.post("/dang-nhap/", {"username": person.username, "password": org.PASSWORD})
    set_clock(timezone.now() + timedelta(minutes=11))
    asked = client.post("/tai-khoan/dinh-danh/lien-ket/")
    assert asked.url == "/tai-khoan/bao-mat/xac-nhan/?next=/tai-khoan/bao-mat/"
    identity = bound(person, provider)
    assert client.post(f"/tai-khoan/dinh-danh/{identity.pk}/go/").url == asked.url
    assert Identity.objects.count() == 1


def test_one_identity_opens_one_account(client, person, provider, ward):
    other = org.UserFactory(home=ward)
    org.MembershipFactory(unit=ward, user=other)
    bound(other, provider)
    client.post("/dang-nhap/", {"username": person.username, "password": org.PASSWORD})
    shown = client.post(
        BACK, over_there(client.post("/tai-khoan/dinh-danh/lien-ket/").url), follow=True
    ).content.decode()
    assert "Danh tính này đã liên kết với một tài khoản" in shown
    assert Identity.objects.get().user == other


def test_binding_ends_with_the_person_who_began_it(client, person, provider, ward):
    """A session that changed hands in between binds nothing."""
    client.post("/dang-nhap/", {"username": person.username, "password": org.PASSWORD})
    led = client.post("/tai-khoan/dinh-danh/lien-ket/")
    session = client.session
    kept = session["identity"]
    kept["person"] = person.pk + 1
    session["identity"] = kept
    session.save()
    client.post(BACK, over_there(led.url))
    assert Identity.objects.count() == 0


def test_administrator_binds_and_withdraws_for_others(admin, elsewhere, person, provider):
    browser = Client()
    browser.force_login(User.objects.get(pk=admin.user_id))
    url = f"/nguoi-dung/{person.pk}/dinh-danh/"
    typed = {"subject": " cong-dan-001 ", "reason": "Đã xem giấy tờ"}
    assert sent(browser, url, typed).url == f"/nguoi-dung/{person.pk}/"
    assert round_trip(Client()).url == "/don-vi/"
    again = sent(browser, url, typed)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["subject"])
    identity = Identity.objects.get()
    assert sent(browser, f"{url}{identity.pk}/go/", {"reason": "Nghỉ việc"}).status_code == 303
    event = AuditEvent.objects.get(action="org.withdraw_identity")
    assert (event.object_id, event.reason) == (person.pk, "Nghỉ việc")
    facts = {"issuer": "x", "subject": "y", "reason": "", "at": timezone.now()}
    with pytest.raises(Refused):
        actions.assign_identity(person, **facts, by=elsewhere)


def test_nobody_unbinds_what_is_not_his(admin, person, provider):
    identity = bound(person, provider)
    who = queries.actor_for(org.MembershipFactory(unit=person.home).user, on=timezone.localdate())
    at = timezone.now()
    with pytest.raises(errors.IdentityGone):
        actions.unlink_identity(who, identity=identity.pk, proved_at=at, by=who, at=at)
    assert Identity.objects.count() == 1


def test_libraries_are_not_loaded_before_they_are_needed():
    import subprocess
    import sys

    code = (
        "import os, sys\nos.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\nimport django\ndjango.setup()\n"
        "from django.urls import get_resolver\nget_resolver().url_patterns\n"
        "print([one for one in ('joserfc', 'fido2', 'cryptography', 'segno') if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
