"""Deeds on people's accounts."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import errors, sights
from thidua.org.actions import memberships
from thidua.org.importing import PersonFacts, suggested_username
from thidua.org.models import Membership, Unit, User, index_person

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,79}")


@action("org.create_person", lock=False)
def create_person(
    commune: Unit,
    *,
    full_name: str,
    username: str,
    by: Actor,
    at: datetime,
    email: str = "",
    position: str = "",
    role: str = "",
    unit: Unit | None = None,
    valid_from: date | None = None,
) -> User:
    """A new account without a password; a reset link lets its owner choose one. `role` in `unit` is the first one.

    Without a `username` one is made from the name: nguyen.van.an, nguyen.van.an2.
    """
    if not username.strip():
        username = suggested_username(full_name, set(User.objects.values_list("username", flat=True)))
    person = add_person(
        commune, full_name=full_name, username=username, email=email, position=position, at=at
    )
    if role and unit is not None:
        memberships.grant_membership(
            unit, person=person, role=role, valid_from=valid_from or timezone.localdate(at), by=by, at=at
        )
    audit.note(person=person.pk, username=person.username)
    return person


@action("org.change_person", look=sights.PERSON)
def change_person(
    person: User,
    *,
    full_name: str,
    email: str,
    position: str,
    by: Actor,
    at: datetime,
    seen: Sight | None = None,
) -> User:
    audit.note(changed=edit_person(person, full_name=full_name, email=email, position=position))
    return person


@action("org.disable_person", look=sights.ACCOUNT)
def disable_person(person: User, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> User:
    """The account cannot be entered from now on: open sessions and reset links end, memberships do not count."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.sessions.all().delete()
    served = Membership.objects.filter(user=person).select_related("unit")
    for commune_id in {membership.commune_pk for membership in served} | {person.home_id}:
        memberships.keep_an_administrator(commune_id, on=timezone.localdate(at))
    return person


@action("org.enable_person", look=sights.ACCOUNT)
def enable_person(person: User, *, reason: str, by: Actor, at: datetime, seen: Sight | None = None) -> User:
    person.is_active, person.idle_from, person.idle_told_at = True, at, None
    person.save(update_fields=["is_active", "idle_from", "idle_told_at"])
    return person


def new_person(
    commune: Unit, *, full_name: str, username: str, email: str, position: str, at: datetime
) -> User:
    """An account that is not saved yet; refuses a username that is taken anywhere in the installation."""
    chosen = username.strip().lower()
    if not USERNAME.fullmatch(chosen):
        raise errors.UsernameInvalid
    if User.objects.filter(username=chosen).exists():
        raise errors.UsernameTaken
    person = User(
        home_id=commune.commune_pk,
        full_name=text.nfc(full_name),
        username=chosen,
        email=email.strip(),
        position=text.nfc(position),
        created_at=at,
    )
    index_person(person)
    return person


def add_person(
    commune: Unit, *, full_name: str, username: str, email: str, position: str, at: datetime
) -> User:
    """A saved account without a password; for actions only, which open the gate and write the event."""
    person = new_person(
        commune, full_name=full_name, username=username, email=email, position=position, at=at
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody else took the name between the question and the answer
        raise errors.UsernameTaken from None
    return person


def add_people(commune: Unit, rows: Sequence[PersonFacts], *, at: datetime) -> list[User]:
    """Accounts without a password for checked rows, in two statements whatever their number; for actions only."""
    made = [_newcomer(commune, facts, at=at) for facts in rows]
    if User.objects.filter(username__in=[person.username for person in made]).exists():
        raise errors.ImportChanged
    try:
        with transaction.atomic():
            return User.objects.bulk_create(made)
    except IntegrityError:  # somebody else took a name between the question and the answer
        raise errors.ImportChanged from None


def _newcomer(commune: Unit, facts: PersonFacts, *, at: datetime) -> User:
    person = User(
        home_id=commune.commune_pk,
        full_name=text.nfc(facts.full_name),
        username=facts.username.strip().lower(),
        email=facts.email.strip(),
        position=text.nfc(facts.position),
        created_at=at,
    )
    if not USERNAME.fullmatch(person.username):
        raise errors.UsernameInvalid
    person.set_unusable_password()
    index_person(person)
    return person


def edit_person(person: User, *, full_name: str, email: str, position: str) -> list[str]:
    """Change a saved account; for actions only. Gives the names of what changed: the book of deeds keeps no addresses."""
    before = (person.full_name, person.email, person.position)
    person.full_name, person.email, person.position = text.nfc(full_name), email.strip(), text.nfc(position)
    after = (person.full_name, person.email, person.position)
    names = ("full_name", "email", "position")
    index_person(person)
    person.save(update_fields=["full_name", "email", "position", "folded", "sort_key"])
    return [name for name, old, new in zip(names, before, after, strict=True) if old != new]
