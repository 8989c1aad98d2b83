"""Passkeys (WebAuthn): what the browser is asked, and whether its answer holds. The library is loaded at the first ceremony.

`Host` is the name in the address bar: a key made for one name is of no use for another, and browsers make none for a bare
IP address. The challenge waits in the session between the two halves and is used once.
"""

import base64
import hashlib
import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from thidua.org.models import Passkey

SITE = "Thi Đua Số"
LONGEST_ANSWER = 20_000


class Unproven(Exception):
    """The browser's answer does not hold."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new key as it is kept."""

    credential_hash: str
    credential: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Used:
    """A key that proved itself. `is_verified`: the device itself asked for finger, face or PIN."""

    key: Passkey
    sign_count: int
    is_verified: bool


def can_be_used_on(host: str) -> bool:
    """Browsers bind keys to names; an IP address has none."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def handle_of(person_id: int) -> bytes:
    """How a key knows its owner: 32 bytes that tell nothing about him."""
    return salted_hmac("thidua.passkey", str(person_id), algorithm="sha256").digest()


def ask_for_new(
    host: str, *, person_id: int, username: str, name: str, known: Sequence[Passkey]
) -> tuple[Any, Any]:
    """(options for the browser, what to keep for `take_new`). Keys that the person has already are not made twice."""
    from fido2.webauthn import (  # noqa: PLC0415
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    user = PublicKeyCredentialUserEntity(name=username, display_name=name, id=handle_of(person_id))
    options, state = _server(host).register_begin(
        user,
        [_descriptor(key) for key in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options)["publicKey"], _plain(state)


def take_new(host: str, state: Any, answer: str) -> Made:
    """The key of the browser's answer; raises Unproven."""
    try:
        made = _server(host).register_complete(state, _read(answer))
    except Exception as error:  # the library raises whatever its parsing meets; the answer comes from outside
        raise Unproven(str(error)) from error
    data = made.credential_data
    if data is None:
        raise Unproven("no credential")
    return Made(hash_of(data.credential_id), base64.b64encode(bytes(data)).decode(), made.counter)


def ask_for_proof(host: str, keys: Sequence[Passkey] | None) -> tuple[Any, Any]:
    """The same for proving a key: one of `keys`, or with None any that the browser keeps for us, its owner verified."""
    from fido2.webauthn import UserVerificationRequirement  # noqa: PLC0415

    wanted = UserVerificationRequirement.REQUIRED if keys is None else UserVerificationRequirement.PREFERRED
    allowed = None if keys is None else [_descriptor(key) for key in keys]
    options, state = _server(host).authenticate_begin(allowed, user_verification=wanted)
    return dict(options)["publicKey"], _plain(state)


def key_in(answer: str) -> str:
    """The hash by which the key of an answer is found; raises Unproven."""
    raw = _read(answer).get("rawId")
    if not isinstance(raw, str):
        raise Unproven("no id")
    try:
        return hash_of(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    except ValueError as error:
        raise Unproven("no id") from error


def take_proof(host: str, state: Any, answer: str, key: Passkey) -> Used:
    """`key` signed our challenge; raises Unproven, also for a copied key (its counter went back) or another's handle."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse  # noqa: PLC0415

    try:
        told = AuthenticationResponse.from_dict(_read(answer))
        credential = AttestedCredentialData(base64.b64decode(key.credential))
        _server(host).authenticate_complete(state, [credential], told)
    except Exception as error:  # as above
        raise Unproven(str(error)) from error
    handle = told.response.user_handle
    if handle and handle != handle_of(key.user_id):
        raise Unproven("somebody else's key")
    count = told.response.authenticator_data.counter
    if key.sign_count and count <= key.sign_count:
        raise Unproven("the counter went back: a copy of the key")
    return Used(key, count, told.response.authenticator_data.is_user_verified())


def hash_of(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _server(host: str) -> Any:
    from fido2.server import Fido2Server  # noqa: PLC0415
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415

    return Fido2Server(PublicKeyCredentialRpEntity(name=SITE, id=host))


def _descriptor(key: Passkey) -> Any:
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415

    return AttestedCredentialData(base64.b64decode(key.credential))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise Unproven("too long")
    try:
        found = json.loads(answer)
    except ValueError as error:
        raise Unproven("not JSON") from error
    if not isinstance(found, dict):
        raise Unproven("not an object")
    return found


def _plain(state: Any) -> dict[str, Any]:
    """As the session can keep it."""
    wanted = state["user_verification"]
    return {
        "challenge": state["challenge"],
        "user_verification": wanted and str(getattr(wanted, "value", wanted)),
    }
