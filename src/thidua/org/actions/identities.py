"""Deeds on outside identities: an account is bound to one by its owner or by an administrator, never by an address."""

from datetime import datetime

from django.db import IntegrityError, transaction

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import sights
from thidua.org.access import errors
from thidua.org.actions import factors
from thidua.org.models import Identity, User


@action("org.link_identity")
def link_identity(
    who: Actor,
    *,
    issuer: str,
    subject: str,
    label: str,
    proved_at: datetime | None,
    by: Actor,
    at: datetime,
) -> Identity:
    """One's own account, with the identity that the provider has just vouched for."""
    factors.insist_on_proof(proved_at, at=at)
    person = User.objects.get(pk=who.user_id or 0)
    return _bind(person, issuer=issuer, subject=subject, label=label, by=by, at=at)


@action("org.unlink_identity")
def unlink_identity(
    who: Actor, *, identity: int, proved_at: datetime | None, by: Actor, at: datetime
) -> None:
    factors.insist_on_proof(proved_at, at=at)
    _unbind(User.objects.get(pk=who.user_id or 0), identity)


@action("org.assign_identity", look=sights.IDENTITIES)
def assign_identity(
    person: User,
    *,
    issuer: str,
    subject: str,
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Identity:
    """By an administrator who has seen the person's papers; the provider's name of the person is typed in."""
    return _bind(person, issuer=issuer, subject=subject.strip(), label="", by=by, at=at)


@action("org.withdraw_identity", look=sights.IDENTITIES)
def withdraw_identity(
    person: User, *, identity: int, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> None:
    _unbind(person, identity)


def _bind(person: User, *, issuer: str, subject: str, label: str, by: Actor, at: datetime) -> Identity:
    found = Identity(
        user=person, issuer=issuer, subject=subject, label=label, linked_at=at, linked_by_id=by.user_id
    )
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise errors.IdentityTaken from None
    audit.note(identity=found.pk)
    return found


def _unbind(person: User, identity: int) -> None:
    gone, _ = Identity.objects.filter(pk=identity, user=person).delete()
    if not gone:
        raise errors.IdentityGone
    audit.note(identity=identity)
