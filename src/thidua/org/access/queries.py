"""What is asked about accounts and the ways into them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from thidua.core.models import AuditEvent
from thidua.core.permissions import Actor
from thidua.org import queries
from thidua.org.access import rules
from thidua.org.enums import LinkPurpose
from thidua.org.models import (
    Handover,
    ImportDraft,
    Membership,
    Passkey,
    RecoveryCode,
    ResetLink,
    Session,
    TotpDevice,
    User,
)

MOST_REFUSALS = 5


def has_factor(person_id: int | None) -> bool:
    """Whether something stands beside the password: an app that makes codes, or a key. Nobody without an id has one."""
    if person_id is None:
        return False
    apps, keys = TotpDevice.objects.filter(user=person_id), Passkey.objects.filter(user=person_id)
    return apps.exists() or keys.exists()


def with_factors(people: QuerySet[User]) -> QuerySet[Any]:
    """Each with `holds_factor`, which is what `has_factor` asks of one."""
    held = [Exists(kind._default_manager.filter(user=OuterRef("pk"))) for kind in (TotpDevice, Passkey)]
    return people.annotate(holds_factor=ExpressionWrapper(held[0] | held[1], BooleanField()))


def refused_entries(person: User) -> list[AuditEvent]:
    """The last times that the account was held up by wrong passwords or codes, the newest first. One query."""
    told = AuditEvent.objects.filter(object_type="User", object_id=person.pk, action="org.refuse_entry")
    return list(told.filter(commune_id=person.home_id).order_by("-sequence")[:MOST_REFUSALS])


def people_to_activate(who: Actor) -> QuerySet[User]:
    """Open accounts of this commune that never had a password, by name."""
    own = queries.visible_people(who).filter(home_id=who.commune_id, is_active=True)
    return own.filter(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))


def people_made_by(draft: ImportDraft) -> set[int]:
    """Ids of the accounts that an applied table created, as its event in the book of deeds tells."""
    events = AuditEvent.objects.filter(
        commune_id=draft.commune_id, action="org.import_people", object_type="ImportDraft", object_id=draft.pk
    )
    rows = (row for detail in events.values_list("detail", flat=True) for row in detail.get("applied", ()))
    return {int(row["id"]) for row in rows if row["new"]}


def link_life(purpose: str, *, on: date) -> timedelta:
    return rules.hours(
        "activation_link_hours" if purpose == LinkPurpose.ACTIVATION else "reset_link_hours", on
    )


def last_link(person: User) -> ResetLink | None:
    """The newest link that was neither used nor taken back; it may be over."""
    unused = ResetLink.objects.filter(user=person, used_at=None, revoked_at=None)
    return unused.order_by("-issued_at", "-pk").first()


def standing_link(person: User, *, at: datetime) -> ResetLink | None:
    """The newest link of the person that still opens."""
    usable = ResetLink.objects.filter(user=person, used_at=None, revoked_at=None, expires_at__gt=at)
    return usable.order_by("-issued_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has beside the password. `usable_keys` are those made for the host that is looked at."""

    app: TotpDevice | None
    keys: tuple[Passkey, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        return bool(self.app or self.keys)


def factors_of(person_id: int) -> Factors:
    """Three queries."""
    return Factors(
        TotpDevice.objects.filter(user=person_id).first(),
        tuple(Passkey.objects.filter(user=person_id)),
        RecoveryCode.objects.filter(user=person_id, used_at=None).count(),
    )


def roles_need_factor(person_id: int, *, on: date) -> bool:
    """In any commune, whatever role is shown at the moment."""
    return any(held.definition.needs_factor for held in queries.own_memberships(person_id, on=on))


def own_sessions(person_id: int, *, at: datetime) -> QuerySet[Session]:
    """Sessions that are still good, the last seen first."""
    return Session.objects.filter(user=person_id, expires_at__gt=at).order_by("-seen_at", "-pk")


def memberships_to_pass(person: User, who: Actor, *, on: date) -> QuerySet[Membership]:
    """Roles in `who`'s commune that the person holds on that day or later."""
    held = Membership.objects.in_commune(who.commune_id).filter(user=person, is_void=False)
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return held.select_related("unit", "user").order_by("unit__sort_key", "role", "pk")


def people_to_take(who: Actor, *, and_also: int) -> list[User]:
    """Who could take over: everybody with an open account, by name; and the person himself (an id), whose roles they are."""
    found = queries.visible_people(who).filter(Q(is_active=True) | Q(pk=and_also))
    return list(found.select_related("home"))


def visible_handovers(who: Actor) -> QuerySet[Handover]:
    """All of the commune for those who hand over, one's own for everybody else."""
    found = Handover.objects.filter(commune_id=who.commune_id).select_related("giver", "taker", "handed_by")
    if who.may("org.hand_over"):
        return found
    return found.filter(Q(giver=who.user_id) | Q(taker=who.user_id))


def people_to_close(*, at: datetime) -> QuerySet[User]:
    """Open accounts with a password that nobody used for so many days, and whose owners were told long enough ago."""
    on = timezone.localdate(at)
    told = at - rules.days("idle_account_notice_days", on)
    return _idle_since(at - rules.days("idle_account_days", on)).filter(idle_told_at__lte=told)


def people_to_tell(*, at: datetime) -> QuerySet[User]:
    """The same a week earlier, where it was not said yet."""
    on = timezone.localdate(at)
    early = rules.days("idle_account_days", on) - rules.days("idle_account_notice_days", on)
    return _idle_since(at - early).filter(idle_told_at=None)


def closes_on(person: User, *, at: datetime) -> date:
    """The day on which an unused account closes, never sooner than the notice allows."""
    on = timezone.localdate(at)
    used = max(filter(None, (person.last_login, person.idle_from, person.created_at)))
    due = timezone.localdate(used + rules.days("idle_account_days", on))
    return max(due, on + rules.days("idle_account_notice_days", on))


def _idle_since(moment: datetime) -> QuerySet[User]:
    """Nobody can come in by an account without a password, so those need no closing."""
    used = Q(last_login__gt=moment) | Q(idle_from__gt=moment) | Q(created_at__gt=moment)
    can_enter = (
        User.objects.filter(is_active=True)
        .exclude(password="")
        .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    )
    return can_enter.exclude(used).select_related("home__commune_profile").order_by("pk")
