"""Deeds with one-time links: the slip or mail by which a person chooses a password, the first time or anew."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import errors, sights
from thidua.org.access import codes, queries
from thidua.org.enums import LinkPurpose
from thidua.org.models import ResetLink, User

MAIL_REST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Slip:
    """A link on its way to its person; the secret is known here and on paper, nowhere else."""

    person: User
    secret: str
    expires_at: datetime


@action("org.issue_reset_link", look=sights.LINK)
def issue_reset_link(person: User, *, by: Actor, at: datetime, seen: Sight | None = None) -> str:
    """The secret of a one-time link by which `person` chooses a password; shown once, stored as a hash.

    Links that were handed out before stop working: the slip in hand is the one that counts.
    """
    _take_back([person.pk], at=at)
    return _new_links([person], issued_by=by.user_id, at=at)[0].secret


@action("org.issue_activation_links", lock=False)
def issue_activation_links(commune: Actor, *, people: Collection[int], by: Actor, at: datetime) -> list[Slip]:
    """Slips for those of `people` (ids) who have never had a password, in the order of names.

    Five statements, whatever their number: no password is made, so none is hashed.
    """
    invited = list(queries.people_to_activate(by).filter(pk__in=people).select_related("home"))
    if not invited:
        raise errors.NobodyToActivate
    _take_back([person.pk for person in invited], at=at)
    slips = _new_links(invited, issued_by=by.user_id, at=at)
    audit.note(people=[person.pk for person in invited])
    return slips


@action("org.mail_activation_links", lock=False)
def mail_activation_links(commune: Actor, *, people: Collection[int], by: Actor, at: datetime) -> list[int]:
    """Those of `people` (ids) who have an address and no password yet; the caller queues their mails, which make the links."""
    invited = list(queries.people_to_activate(by).filter(pk__in=people).exclude(email=""))
    if not invited:
        raise errors.NobodyToActivate
    audit.note(people=[person.pk for person in invited])
    return [person.pk for person in invited]


@action("org.revoke_reset_links", look=sights.LINK)
def revoke_reset_links(person: User, *, by: Actor, at: datetime, seen: Sight | None = None) -> int:
    """Every link of the person that could still be used stops working; how many there were."""
    taken_back = _take_back([person.pk], at=at)
    if not taken_back:
        raise errors.NoLinkToRevoke
    audit.note(links=taken_back)
    return taken_back


@transaction.atomic
def request_reset_link(person: User, *, at: datetime) -> str | None:
    """A link for a person who asked by mail; None when one was mailed a moment ago.

    No gate: only the owner of the address reads the secret. Printed links stay good, so nobody can void them from afar.
    """
    if ResetLink.objects.filter(user=person, issued_by=None, issued_at__gt=at - MAIL_REST).exists():
        return None
    return _new_links([person], issued_by=None, at=at)[0].secret


def usable_link(secret: str, *, at: datetime) -> ResetLink | None:
    """The link of a secret that still opens: not used, not taken back, not over, its person not disabled."""
    digest = codes.hashed(codes.tidy(secret))
    usable = ResetLink.objects.filter(
        secret_hash=digest, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return usable.filter(user__is_active=True).select_related("user__home").first()


def take_link(secret: str, *, at: datetime) -> ResetLink:
    """The usable link, used up together with every other of the person; of two uses at once only the first counts."""
    found = usable_link(secret, at=at)
    if found is None:
        raise errors.LinkNotUsable
    open_links = ResetLink.objects.filter(used_at__isnull=True, revoked_at__isnull=True)
    locked = open_links.select_for_update().filter(pk=found.pk).first()
    if locked is None:
        raise errors.LinkNotUsable
    open_links.filter(user_id=found.user_id).update(used_at=at)
    return found


def _take_back(people: Collection[int], *, at: datetime) -> int:
    standing = ResetLink.objects.filter(user__in=people, used_at__isnull=True, expires_at__gt=at)
    return standing.filter(revoked_at__isnull=True).update(revoked_at=at)


def _new_links(people: list[User], *, issued_by: int | None, at: datetime) -> list[Slip]:
    made, slips = [], []
    for person in people:
        is_first = not person.has_usable_password()
        purpose = LinkPurpose.ACTIVATION if is_first else LinkPurpose.RESET
        slip = Slip(person, codes.new_secret(), at + queries.link_life(purpose, on=timezone.localdate(at)))
        slips.append(slip)
        made.append(
            ResetLink(
                user=person,
                purpose=purpose,
                secret_hash=codes.hashed(slip.secret),
                issued_at=at,
                issued_by_id=issued_by,
                expires_at=slip.expires_at,
            )
        )
    ResetLink.objects.bulk_create(made)
    return slips
