"""Deeds on second factors: an app that makes codes, keys, recovery codes. Each wants a fresh proof of who one is."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.core import audit, steady, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import sights, telling
from thidua.org.access import codes, errors, passkeys, queries, rules, sealing, totp
from thidua.org.models import Passkey, RecoveryCode, TotpDevice, User

MOST_KEYS = 10
OFFER_LIVES = timedelta(minutes=20)


@action("org.add_totp")
def add_totp(
    who: Actor, *, offer: str, code: str, proved_at: datetime | None, by: Actor, at: datetime
) -> list[str]:
    """The app that scanned `offer` (a sealed secret) and shows `code`; it takes the place of the one before.

    Gives the recovery codes when these are the first, to be shown once.
    """
    insist_on_proof(proved_at, at=at)
    try:
        secret = sealing.unseal(offer, within=OFFER_LIVES).removeprefix(f"{who.user_id}:")
    except sealing.SealBroken:
        raise errors.WrongCode from None
    step = totp.step_of(secret, codes.bare(code), seconds=at.timestamp()) if ":" not in secret else None
    if step is None:
        raise errors.WrongCode
    person = _locked(who)
    TotpDevice.objects.filter(user=person).delete()
    TotpDevice.objects.create(user=person, sealed_secret=sealing.seal(secret), added_at=at, last_step=step)
    return _first_codes(person)


@action("org.remove_totp")
def remove_totp(who: Actor, *, proved_at: datetime | None, by: Actor, at: datetime) -> None:
    insist_on_proof(proved_at, at=at)
    person = _locked(who)
    TotpDevice.objects.filter(user=person).delete()
    _see_to_the_rest(person, at=at)


@action("org.add_passkey")
def add_passkey(
    who: Actor,
    *,
    host: str,
    state: Any,
    answer: str,
    name: str,
    proved_at: datetime | None,
    by: Actor,
    at: datetime,
) -> list[str]:
    """The key that answered the challenge in `state`; recovery codes when these are the first."""
    insist_on_proof(proved_at, at=at)
    try:
        made = passkeys.take_new(host, state, answer)
    except passkeys.Unproven:
        raise errors.KeyNotTaken from None
    person = _locked(who)
    if person.passkeys.count() >= MOST_KEYS:
        raise errors.TooManyKeys
    key = Passkey(user=person, name=text.nfc(name)[:60] or "Khóa", host=host, added_at=at)
    key.credential_hash, key.credential, key.sign_count = (
        made.credential_hash,
        made.credential,
        made.sign_count,
    )
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError:
        raise errors.KeyKnown from None
    audit.note(key=key.pk)
    return _first_codes(person)


@action("org.rename_passkey")
def rename_passkey(who: Actor, *, key: Passkey, name: str, by: Actor, at: datetime) -> None:
    _own(who, key).update(name=text.nfc(name)[:60] or key.name)
    audit.note(key=key.pk)


@action("org.remove_passkey")
def remove_passkey(who: Actor, *, key: Passkey, proved_at: datetime | None, by: Actor, at: datetime) -> None:
    insist_on_proof(proved_at, at=at)
    person = _locked(who)
    audit.note(key=key.pk)
    _own(who, key).delete()
    _see_to_the_rest(person, at=at)


@action("org.renew_recovery_codes")
def renew_recovery_codes(who: Actor, *, proved_at: datetime | None, by: Actor, at: datetime) -> list[str]:
    """Ten new codes, to be shown once; the earlier ones open nothing any more."""
    insist_on_proof(proved_at, at=at)
    person = _locked(who)
    if not queries.has_factor(person.pk):
        raise errors.NoFactorToReset
    RecoveryCode.objects.filter(user=person).delete()
    return _first_codes(person)


@action("org.reset_factors", look=sights.FACTORS)
def reset_factors(person: User, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> None:
    """For somebody who lost his telephone: the second factor goes, every session ends, the person is told."""
    if not queries.has_factor(person.pk):
        raise errors.NoFactorToReset
    _forget_factors(person)
    person.sessions.all().delete()
    telling.tell(
        [person],
        commune_id=by.commune_id,
        title="Bước xác thực thứ hai của ông/bà đã được đặt lại",
        body=f"{by.name} đã đặt lại lúc {timezone.localtime(at):%H:%M ngày %d/%m/%Y}. Lý do: {reason}\n"
        "Nếu ông/bà không đề nghị việc này, xin báo ngay cho quản trị hệ thống.",
        url="/tai-khoan/bao-mat/",
        key=f"factors-reset-{person.pk}-{at:%Y%m%d%H%M%S}",
        at=at,
    )


def insist_on_proof(proved_at: datetime | None, *, at: datetime) -> None:
    """For actions that change how one comes in: the password or a factor was given a moment ago, not hours."""
    lately = rules.minutes("proof_minutes", timezone.localdate(at))
    if proved_at is None or not steady.is_within(lately, since=proved_at, at=at):
        raise errors.ProofTooOld


def _locked(who: Actor) -> User:
    return User.objects.select_for_update().get(pk=who.user_id or 0)


def _own(who: Actor, key: Passkey) -> Any:
    """Only one's own, whatever was handed over."""
    return Passkey.objects.filter(pk=key.pk, user_id=who.user_id or 0)


def _see_to_the_rest(person: User, *, at: datetime) -> None:
    """After one factor went: the last one may only go where the role and the password can do without."""
    if queries.has_factor(person.pk):
        return
    if queries.roles_need_factor(person.pk, on=timezone.localdate(at)):
        raise errors.FactorNeeded
    if not person.password_stands_alone:
        raise errors.PasswordTooShortAlone
    _forget_factors(person)


def _forget_factors(person: User) -> None:
    TotpDevice.objects.filter(user=person).delete()
    Passkey.objects.filter(user=person).delete()
    RecoveryCode.objects.filter(user=person).delete()


def _first_codes(person: User) -> list[str]:
    """Recovery codes where there are none yet."""
    if RecoveryCode.objects.filter(user=person).exists():
        return []
    made = codes.new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=person, code_hash=codes.hashed_for(person.pk, code)) for code in made
    )
    return made
