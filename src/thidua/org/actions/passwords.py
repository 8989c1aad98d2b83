"""Deeds on passwords: one-time links, choosing and changing."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org import errors, queries
from thidua.org.models import ResetLink, User

LINK_LIFE = timedelta(hours=72)
MAIL_REST = timedelta(minutes=5)
# By the codes of Django's validators: their own sentences are partly English.
WEAKNESSES = {
    "password_too_short": "Mật khẩu cần ít nhất 10 ký tự.",
    "password_too_common": "Mật khẩu này nhiều người dùng nên dễ bị đoán.",
    "password_too_similar": "Mật khẩu giống họ tên, tên đăng nhập hoặc thư điện tử nên dễ bị đoán.",
}


@action("org.issue_reset_link")
def issue_reset_link(person: User, *, by: Actor, at: datetime) -> str:
    """The secret of a one-time link by which `person` chooses a password; shown once, stored as a hash.

    Links that were printed before stop working: the slip in hand is the one that counts.
    """
    ResetLink.objects.filter(user=person, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    return _new_link(person, issued_by=by.user_id, at=at)


@transaction.atomic
def request_reset_link(person: User, *, at: datetime) -> str | None:
    """The same for a person who asked by mail; None when one was mailed a moment ago.

    No gate: only the owner of the address reads the secret. Printed links stay good, so nobody can void them from afar.
    """
    if ResetLink.objects.filter(user=person, issued_by=None, issued_at__gt=at - MAIL_REST).exists():
        return None
    return _new_link(person, issued_by=None, at=at)


@transaction.atomic
def choose_password(secret: str, *, password: str, at: datetime) -> User:
    """Use a reset link: set the password, close every link of the person. No gate but the secret itself.

    Sessions opened with the old password end: they carry its hash.
    """
    link = _usable_link(secret, at=at)
    if link is None:
        raise errors.LinkNotUsable
    person = link.user
    set_password(person, password=password)
    person.save(update_fields=["password"])
    ResetLink.objects.filter(user=person, used_at__isnull=True).update(used_at=at)
    by = queries.system_actor(person.home)
    audit.write("org.choose_password", person, by=by, at=at, reason="", detail={"link": link.pk})
    return person


@action("org.change_password")
def change_password(who: Actor, *, old_password: str, password: str, by: Actor, at: datetime) -> User:
    """One's own password, by the one who knows the present one. Every session opened with the old one ends."""
    person = User.objects.select_for_update().get(pk=who.user_id or 0)
    if not person.check_password(old_password):
        raise errors.WrongPassword
    set_password(person, password=password)
    person.save(update_fields=["password"])
    return person


def set_password(person: User, *, password: str) -> None:
    """Set without saving; a weak password is refused with all reasons."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        reasons = [WEAKNESSES.get(str(one.code), str(one.messages[0])) for one in error.error_list]
        raise errors.WeakPassword(" ".join(reasons)) from None
    person.set_password(password)


def usable_link(secret: str, *, at: datetime) -> ResetLink | None:
    digest = hashlib.sha256(secret.encode()).hexdigest()
    usable = ResetLink.objects.filter(secret_hash=digest, used_at__isnull=True, expires_at__gt=at)
    return usable.filter(user__is_active=True).select_related("user__home").first()


def _usable_link(secret: str, *, at: datetime) -> ResetLink | None:
    found = usable_link(secret, at=at)
    if found is None:
        return None
    # Locked, so that of two uses at once only the first counts.
    return ResetLink.objects.select_for_update().filter(pk=found.pk, used_at__isnull=True).first()


def _new_link(person: User, *, issued_by: int | None, at: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    ResetLink.objects.create(
        user=person, secret_hash=digest, issued_at=at, issued_by_id=issued_by, expires_at=at + LINK_LIFE
    )
    return secret
