"""Handing over: the roles of one officer pass to another in one act, with the list of what goes with them."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.utils import timezone

from thidua.core import audit, formatting
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import errors as org_errors
from thidua.org import handing, sights, telling
from thidua.org import queries as org_queries
from thidua.org.access import errors, queries
from thidua.org.actions import memberships as membership_actions
from thidua.org.models import Handover, Membership, User

ROLES = "Vai trò"


@action("org.hand_over", look=sights.ACCOUNT)
def hand_over(
    person: User,
    *,
    taker: User,
    memberships: Collection[int],
    from_day: date,
    reason: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> Handover:
    """`taker` holds the chosen roles (ids of memberships in `by`'s commune) from that day on, `person` up to the day before.

    Not into the past: what was done until now stays under the name of who did it. Both are told. The record keeps the list
    as it stood.
    """
    today = timezone.localdate(at)
    if from_day < today:
        raise errors.HandoverInThePast
    if taker.pk == person.pk or not _may_take(taker, by):
        raise errors.NobodyToTake
    passed = list(queries.memberships_to_pass(person, by, on=from_day).filter(pk__in=memberships))
    if not passed:
        raise errors.NothingToHandOver
    items = _list(person, passed, by, on=today)
    for membership in passed:
        _pass(membership, taker, from_day=from_day, reason=reason, by=by, at=at)
    record = Handover.objects.create(
        commune_id=by.commune_id,
        giver=person,
        taker=taker,
        from_day=from_day,
        reason=reason.strip(),
        items=[asdict(item) for item in items],
        handed_at=at,
        handed_by_id=by.user_id or 0,
    )
    audit.note(handover=record.pk, taker=taker.pk, memberships=[one.pk for one in passed], from_day=from_day)
    _tell_both(record, by, at=at)
    return record


def _may_take(taker: User, by: Actor) -> bool:
    return taker.is_active and User.objects.known_in(by.commune_id).filter(pk=taker.pk).exists()


def _list(person: User, passed: list[Membership], by: Actor, *, on: date) -> list[handing.Item]:
    """The roles, then what the apps know of: whatever is in the hands of the holder of these roles in this commune."""
    roles = [
        handing.Item(ROLES, one.get_role_display(), f"{one.unit.name}, từ {formatting.day(one.valid_from)}")
        for one in passed
    ]
    holder = org_queries.actor_for(person, on=on, commune_id=by.commune_id)
    if holder is None or holder.commune_id != by.commune_id:
        return roles
    return roles + handing.items_of(holder, on=on)


def _pass(
    membership: Membership, taker: User, *, from_day: date, reason: str, by: Actor, at: datetime
) -> None:
    """First given, then ended: a commune is never without the role in between. Who holds it already keeps it."""
    with suppress(org_errors.MembershipOverlaps):
        membership_actions.grant_membership(
            membership.unit,
            person=taker,
            role=membership.role,
            valid_from=max(from_day, membership.valid_from),
            valid_to=membership.valid_to,
            by=by,
            at=at,
        )
    last = from_day - timedelta(days=1)
    membership_actions.end_membership(membership, valid_to=last, reason=reason, by=by, at=at)


def _tell_both(record: Handover, by: Actor, *, at: datetime) -> None:
    day = formatting.day(record.from_day)
    words = {
        record.giver: f"Ông/bà bàn giao cho {record.taker.full_name} từ ngày {day}.",
        record.taker: f"Ông/bà nhận bàn giao từ {record.giver.full_name} từ ngày {day}.",
    }
    for person, body in words.items():
        telling.tell(
            [person],
            commune_id=by.commune_id,
            title=f"Bàn giao công việc từ ngày {day}",
            body=f"{body} Lý do: {record.reason}",
            url=f"/ban-giao/{record.pk}/",
            key=f"handover-{record.pk}",
            at=at,
        )
