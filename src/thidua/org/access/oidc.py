"""Signing in by an outside identity: OpenID Connect Core 1.0, code flow with PKCE, for one provider of the installation.

Only what stands in a signed ID token is believed, and of it only issuer and subject: to whose account they belong is decided
by a deed of that person or of an administrator. `joserfc` (the extra `oidc`) is loaded at the first return from the provider.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.crypto import constant_time_compare

# Signatures by a key that only the provider has; never "none", never a secret that we know as well.
ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY = 60  # seconds by which clocks may differ
TIMEOUT = 10
LONGEST_ANSWER = 1_000_000
DISCOVERY_LIVES = 3_600


class IdentityUnproven(Exception):
    """The provider's answer does not hold, or there was none; the text is for the log, not for the page."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    label: str


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def is_wanted() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def is_configured() -> bool:
    """Wanted, and the extra that checks signatures is installed; without it there is no button."""
    return is_wanted() and has_extra()


@cache
def has_extra() -> bool:
    return find_spec("joserfc") is not None


def name() -> str:
    """What the button calls the provider."""
    return str(settings.OIDC_NAME)


def begin(return_to: str) -> tuple[str, dict[str, str]]:
    """(address to send the browser to, what the session keeps until it comes back)."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": return_to,
        "scope": settings.OIDC_SCOPES,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    place = _endpoint("authorization_endpoint")
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", kept


def finish(kept: dict[str, str], *, code: str, state: str, return_to: str, at: datetime) -> Outside:
    """Whom the provider vouches for; raises IdentityUnproven."""
    if not state or not constant_time_compare(state, kept["state"]):
        raise IdentityUnproven("state differs")
    if not code:
        raise IdentityUnproven("no code")
    told = _exchange(code, kept["verifier"], return_to)
    token = told.get("id_token")
    if not isinstance(token, str):
        raise IdentityUnproven("no id token")
    return _judged(_claims(token), kept["nonce"], at=at)


def forget_provider() -> None:
    """Read the provider's addresses and keys anew at the next need."""
    _discovered.cache_clear()
    _keys.cache_clear()


def _judged(claims: dict[str, Any], nonce: str, *, at: datetime) -> Outside:
    """OpenID Connect Core, 3.1.3.7."""
    now, audience = at.timestamp(), claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    subject = claims.get("sub")
    checks = {
        "issuer": claims.get("iss") == settings.OIDC_ISSUER,
        "audience": settings.OIDC_CLIENT_ID in audiences,
        "authorized party": claims.get("azp", settings.OIDC_CLIENT_ID) == settings.OIDC_CLIENT_ID
        and (len(audiences) == 1 or "azp" in claims),
        "expiry": _is_time(claims.get("exp")) and claims["exp"] > now - LEEWAY,
        "issue": _is_time(claims.get("iat")) and claims["iat"] <= now + LEEWAY,
        "nonce": constant_time_compare(str(claims.get("nonce", "")), nonce),
        "subject": isinstance(subject, str) and 0 < len(subject) <= 255,
    }
    wrong = [name for name, holds in checks.items() if not holds]
    if wrong:
        raise IdentityUnproven(f"id token: {', '.join(wrong)}")
    label = claims.get("name") or claims.get("preferred_username") or ""
    return Outside(str(claims["iss"]), str(subject), str(label)[:120])


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _claims(token: str) -> dict[str, Any]:
    """What a rightly signed token says. A key that we do not know yet is asked for once: providers change theirs."""
    from joserfc import jwt  # noqa: PLC0415  # the extra `oidc`
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    for is_last in (False, True):
        try:
            keys = KeySet.import_key_set(json.loads(_keys(_hour())))
            return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            if is_last:
                raise IdentityUnproven(f"id token: {type(error).__name__} {error}") from error
            _keys.cache_clear()
    raise AssertionError


def _exchange(code: str, verifier: str, return_to: str) -> dict[str, Any]:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_to,
        "code_verifier": verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    ways = _discovered(_hour()).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if not settings.OIDC_CLIENT_SECRET:
        asked["client_id"] = settings.OIDC_CLIENT_ID
    elif "client_secret_basic" in ways:
        pair = f"{quote(settings.OIDC_CLIENT_ID, safe='')}:{quote(settings.OIDC_CLIENT_SECRET, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        asked |= {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET}
    return _json(_fetch(Request(_endpoint("token_endpoint"), urlencode(asked).encode(), headers)))  # noqa: S310


def _endpoint(name: str) -> str:
    place = _discovered(_hour()).get(name)
    if not isinstance(place, str):
        raise IdentityUnproven(f"the provider names no {name}")
    return _safe(place)


def _hour() -> int:
    return int(time.time()) // DISCOVERY_LIVES


@lru_cache(maxsize=1)
def _discovered(hour: int) -> dict[str, Any]:
    place = settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration"
    found = _json(_fetch(Request(_safe(place))))  # noqa: S310  # _safe
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise IdentityUnproven("the provider calls itself otherwise")
    return found


@lru_cache(maxsize=1)
def _keys(hour: int) -> bytes:
    return _fetch(Request(_endpoint("jwks_uri")))  # noqa: S310


def _safe(place: str) -> str:
    """Only HTTPS; plain HTTP on this very machine, for tests and a provider beside us."""
    parts = urlsplit(place)
    if parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    ):
        return place
    raise IdentityUnproven(f"not a safe address: {place}")


def _fetch(request: Request) -> bytes:
    """The answer's body; redirects are not followed, long answers not read."""
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            body: bytes = answer.read(LONGEST_ANSWER + 1)
    except (URLError, OSError, ValueError) as error:
        raise IdentityUnproven(f"{urlsplit(request.full_url).path}: {error}") from error
    if len(body) > LONGEST_ANSWER:
        raise IdentityUnproven("too long an answer")
    return body


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise IdentityUnproven("not JSON") from error
    if not isinstance(found, dict):
        raise IdentityUnproven("not an object")
    return found
