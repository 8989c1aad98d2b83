"""Proving who one is: by password, by code, by key. Every try is counted first (throttle.py), and a right one given back.

These are no deeds of an actor: nobody acts yet. What they leave behind is bookkeeping, so that no code is taken twice.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from thidua.org.access import codes, origin, passkeys, sealing, throttle, totp
from thidua.org.models import Passkey, RecoveryCode, TotpDevice, User

TOTP, RECOVERY, PASSKEY = "totp", "recovery", "passkey"
CHALLENGE = "challenge"
CHALLENGE_LIVES = 300  # seconds
MOST_QUESTIONS = 300  # in a quarter of an hour from one network: an office of sixty asks once or twice each
MOST_KEYS = 60  # answers of unknown keys from one network in a quarter of an hour


def place_of(request: HttpRequest, person_id: int | None) -> throttle.Place:
    network = origin.network_of(origin.address_of(request))
    return throttle.Place(network, origin.known_device(request, person_id))


def by_password(request: HttpRequest, *, username: str, password: str, at: datetime) -> User | None:
    """The person of that name and password; None whatever is wrong. Names that do not exist cost as much time."""
    name = username.strip().lower()
    known = User.objects.filter(username=name).values_list("pk", flat=True).first()
    ticket = throttle.admit("password", name, place_of(request, known), at=at)
    person = authenticate(request, username=name, password=password)
    if not isinstance(person, User):
        return None
    throttle.forgive(ticket)
    return person


def count_password(request: HttpRequest, person: User, *, at: datetime) -> throttle.Ticket:
    """For a deed that looks at the password itself: count the try; `throttle.forgive` it when the password was right."""
    return throttle.admit("password", person.username, place_of(request, person.pk), at=at)


def count_question(request: HttpRequest, *, at: datetime) -> None:
    """Questions that open a session for a stranger: nobody may fill the table with them."""
    network = origin.network_of(origin.address_of(request))
    throttle.admit_place("question", network, at=at, tries=MOST_QUESTIONS)


def by_code(request: HttpRequest, person: User, code: str, *, at: datetime) -> str | None:
    """TOTP or RECOVERY when the code is right (and was never taken before), else None."""
    ticket = throttle.admit("code", str(person.pk), place_of(request, person.pk), at=at)
    bare = codes.bare(code)
    taken = (
        TOTP
        if _takes_totp(person, bare, at=at)
        else RECOVERY
        if _takes_recovery(person, bare, at=at)
        else None
    )
    if taken:
        throttle.forgive(ticket)
    return taken


def ask_key(request: HttpRequest, person: User | None, *, at: datetime) -> Any:
    """Options for the browser; the challenge waits in the session. None of `person`: any key that it keeps for us."""
    host = host_of(request)
    keys = None if person is None else list(person.passkeys.filter(host=host))
    options, state = passkeys.ask_for_proof(host, keys)
    request.session[CHALLENGE] = {"state": state, "at": int(at.timestamp())}
    return options


def by_key(
    request: HttpRequest, answer: str, *, at: datetime, of: User | None = None
) -> passkeys.Used | None:
    """The key that answered the challenge of this session, `of` that person if one is given; None when it does not hold."""
    here = place_of(request, of.pk if of else None)
    if of is None:
        ticket = throttle.admit_place("key", here.network, at=at, tries=MOST_KEYS)
    else:
        ticket = throttle.admit("key", str(of.pk), here, at=at)
    try:
        used = _take_key(request, answer, at=at, of=of)
    except passkeys.Unproven:
        return None
    throttle.forgive(ticket)
    return used


def take_challenge(request: HttpRequest, *, at: datetime) -> Any:
    """The state that `ask_key` or its like left, once and not for long; raises Unproven."""
    kept = request.session.pop(CHALLENGE, None)
    if kept is None or not 0 <= at.timestamp() - kept["at"] <= CHALLENGE_LIVES:
        raise passkeys.Unproven("no challenge waits")
    return kept["state"]


def host_of(request: HttpRequest) -> str:
    """The name in the address bar, without the port."""
    host = request.get_host()
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host


def _takes_totp(person: User, code: str, *, at: datetime) -> bool:
    """Locked, so that of two uses of one code at once only the first counts."""
    if len(code) != totp.DIGITS or not code.isdecimal():
        return False
    with transaction.atomic():
        device = TotpDevice.objects.select_for_update().filter(user=person).first()
        if device is None:
            return False
        try:
            secret = sealing.unseal(device.sealed_secret)
        except sealing.SealBroken:
            return False
        step = totp.step_of(secret, code, seconds=at.timestamp(), after=device.last_step)
        if step is None:
            return False
        device.last_step = step
        device.save(update_fields=["last_step"])
    return True


def _takes_recovery(person: User, code: str, *, at: datetime) -> bool:
    fresh = RecoveryCode.objects.filter(
        user=person, used_at=None, code_hash=codes.hashed_for(person.pk, code)
    )
    return bool(fresh.update(used_at=at))


def _take_key(request: HttpRequest, answer: str, *, at: datetime, of: User | None) -> passkeys.Used:
    state = take_challenge(request, at=at)
    with transaction.atomic():
        host = host_of(request)
        held = Passkey.objects.select_for_update(of=("self",)).filter(host=host, user__is_active=True)
        key = held.filter(credential_hash=passkeys.key_in(answer)).select_related("user").first()
        if key is None or (of is not None and key.user_id != of.pk):
            raise passkeys.Unproven("no such key")
        used = passkeys.take_proof(host, state, answer, key)
        if of is None and not used.is_verified:
            raise passkeys.Unproven("a key alone must verify its owner")
        key.sign_count, key.used_at = used.sign_count, at
        key.save(update_fields=["sign_count", "used_at"])
    return used
