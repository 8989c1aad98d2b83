"""Deeds on memberships: who holds which role where."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import errors, queries, roles, sights
from thidua.org.models import Membership, Unit, User


@action("org.grant_membership", lock=False)
def grant_membership(
    unit: Unit,
    *,
    person: User,
    role: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_to: date | None = None,
) -> Membership:
    """`person`, known in this commune, holds `role` in `unit`; the same role there twice at a time is refused."""
    if not User.objects.known_in(unit.commune_pk).filter(pk=person.pk).exists():
        raise errors.PersonElsewhere
    membership = add_membership(unit, person=person, role=role, valid_from=valid_from, valid_to=valid_to)
    audit.note(membership=membership.pk, person=person.pk, role=role)
    return membership


@action("org.end_membership", look=sights.MEMBERSHIP)
def end_membership(
    membership: Membership, *, valid_to: date, reason: str, by: Actor, at: datetime, seen: Sight | None = None
) -> Membership:
    """The last day of the membership; a day before its start makes it never have counted."""
    if membership.valid_to is not None and membership.valid_to <= valid_to:
        raise errors.MembershipEnded
    if valid_to < membership.valid_from:
        membership.is_void = True
    else:
        membership.valid_to = valid_to
    membership.save(update_fields=["valid_to", "is_void"])
    keep_an_administrator(membership.commune_pk, on=max(timezone.localdate(at), valid_to + timedelta(days=1)))
    audit.note(person=membership.user_id, unit=membership.unit_id, role=membership.role, valid_to=valid_to)
    return membership


def add_membership(
    unit: Unit, *, person: User, role: str, valid_from: date, valid_to: date | None = None
) -> Membership:
    """A saved membership; for actions only, which open the gate and write the event. Marks the unit of a standing body."""
    if valid_to is not None and valid_to < valid_from:
        raise errors.MembershipDatesReversed
    overlapping = Membership.objects.filter(user=person, unit=unit, role=role, is_void=False)
    overlapping = overlapping.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.exists():
        raise errors.MembershipOverlaps
    if role == roles.STANDING_BODY.code and unit.parent_id is not None and not unit.is_standing_body:
        # The office that runs the movement is the standing body, whichever of the two is said first.
        unit.is_standing_body = True
        unit.save(update_fields=["is_standing_body"])
    return Membership.objects.create(
        user=person, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to
    )


def add_first_memberships(held: Iterable[tuple[User, int, str]], *, valid_from: date) -> None:
    """Roles (person, unit's id, role) of accounts that are new, so that nothing can overlap; for actions only."""
    Membership.objects.bulk_create(
        Membership(user=person, unit_id=unit_id, role=role, valid_from=valid_from)
        for person, unit_id, role in held
    )


def keep_an_administrator(commune_id: int, *, on: date) -> None:
    """Called after the change, in its transaction: a commune that nobody can administer any more is refused."""
    if not queries.holders(commune_id, {roles.ADMINISTRATOR.code}, on=on):
        raise errors.LastAdministrator
