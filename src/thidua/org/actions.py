"""Deeds on units, people and roles."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.org import errors, queries, roles
from thidua.org.enums import UnitKind
from thidua.org.models import Commune, Membership, ResetLink, Unit, User, index_person, index_unit, valid_on

LINK_LIFE = timedelta(hours=72)


@transaction.atomic
def found_commune(
    *,
    name: str,
    slug: str,
    place: str,
    issuer: str,
    parent_issuer: str,
    province: str,
    founded_on: date,
    at: datetime,
) -> Unit:
    """Lay the root of a commune. No gate: called by the first visitor of an empty installation, or on the server."""
    root = Unit(kind=UnitKind.COMMUNE, name=text.nfc(name), valid_from=founded_on)
    index_unit(root)
    root.save()
    root.commune = root
    root.path = f"{root.pk}."
    root.save(update_fields=["commune", "path"])
    Commune.objects.create(
        unit=root, slug=slug, place=place, issuer=issuer, parent_issuer=parent_issuer, province=province
    )
    by = queries.system_actor(root)
    audit.write("org.found_commune", root, by=by, at=at, reason="", detail={"slug": slug})
    return root


@transaction.atomic
def appoint_first_administrator(
    commune: Unit, *, full_name: str, username: str, password: str, email: str, at: datetime
) -> User:
    """The first account of a commune. No gate: refused as soon as the commune has any membership."""
    if Membership.objects.in_commune(commune.pk).exists():
        raise errors.AlreadyFounded
    person = _new_person(commune, full_name=full_name, username=username, email=email, position="", at=at)
    set_password(person, password=password)
    person.save()
    on = at.date()
    Membership.objects.create(user=person, unit=commune, role=roles.ROLES[0].code, valid_from=on)
    by = queries.system_actor(commune)
    audit.write("org.appoint_first_administrator", person, by=by, at=at, reason="", detail={})
    return person


@action("org.change_commune", lock=False)
def change_commune(
    commune: Commune, *, place: str, issuer: str, parent_issuer: str, province: str, by: Actor, at: datetime
) -> Commune:
    commune.place, commune.issuer = text.nfc(place), text.nfc(issuer)
    commune.parent_issuer, commune.province = text.nfc(parent_issuer), text.nfc(province)
    commune.save()
    return commune


@action("org.create_unit", lock=False)
def create_unit(
    parent: Unit,
    *,
    name: str,
    kind: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    short_name: str = "",
    code: str = "",
    is_standing_body: bool = False,
    predecessors: tuple[Unit, ...] = (),
) -> Unit:
    """A new unit under `parent`; `predecessors` keep the history of merged, split or renamed units."""
    unit = Unit(
        commune_id=parent.commune_pk,
        parent=parent,
        kind=kind,
        name=text.nfc(name),
        short_name=text.nfc(short_name),
        code=text.nfc(code),
        valid_from=valid_from,
        is_standing_body=is_standing_body,
    )
    index_unit(unit)
    _save_unit(unit)
    unit.path = f"{parent.path}{unit.pk}."
    unit.save(update_fields=["path"])
    unit.predecessors.set(predecessors)
    audit.note(unit=unit.pk, name=unit.name, kind=kind)
    return unit


@action("org.change_unit")
def change_unit(
    unit: Unit,
    *,
    name: str,
    kind: str,
    short_name: str,
    code: str,
    is_standing_body: bool,
    by: Actor,
    at: datetime,
) -> Unit:
    audit.note(before={"name": unit.name, "kind": unit.kind, "code": unit.code})
    unit.name, unit.short_name, unit.code = text.nfc(name), text.nfc(short_name), text.nfc(code)
    if unit.parent_id is not None:
        unit.kind = kind
    unit.is_standing_body = is_standing_body
    index_unit(unit)
    _save_unit(unit)
    return unit


@action("org.close_unit")
def close_unit(unit: Unit, *, valid_to: date, reason: str, by: Actor, at: datetime) -> Unit:
    """The unit's last day. Its figures stay; its memberships end with it."""
    if valid_to < unit.valid_from:
        raise errors.UnitEndsBeforeStart
    if unit.children.filter(valid_to__isnull=True).exists():
        raise errors.UnitHasActiveChildren
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    unit.memberships.filter(valid_to__isnull=True, valid_from__lte=valid_to).update(valid_to=valid_to)
    return unit


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
) -> User:
    """A new account without a password; a reset link lets its owner choose one."""
    person = _new_person(
        commune, full_name=full_name, username=username, email=email, position=position, at=at
    )
    person.set_unusable_password()
    person.save()
    audit.note(person=person.pk)
    return person


@action("org.change_person")
def change_person(
    person: User, *, full_name: str, email: str, position: str, by: Actor, at: datetime
) -> User:
    person.full_name, person.email, person.position = text.nfc(full_name), email.strip(), text.nfc(position)
    index_person(person)
    person.save(update_fields=["full_name", "email", "position", "folded", "sort_key"])
    return person


@action("org.disable_person")
def disable_person(person: User, *, reason: str, by: Actor, at: datetime) -> User:
    _keep_an_administrator(person.home_id, without=person, on=at.date())
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@action("org.enable_person")
def enable_person(person: User, *, reason: str, by: Actor, at: datetime) -> User:
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


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
    """`person` holds `role` in `unit`; the same role there twice at a time is refused."""
    held = Membership.objects.filter(valid_on(valid_from), user=person, unit=unit, role=role)
    if held.exists():
        raise errors.MembershipOverlaps
    membership = Membership.objects.create(
        user=person, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to
    )
    audit.note(membership=membership.pk, person=person.pk, role=role)
    return membership


@action("org.end_membership")
def end_membership(
    membership: Membership, *, valid_to: date, reason: str, by: Actor, at: datetime
) -> Membership:
    """The last day of the membership; a day before its start makes it never have counted."""
    if membership.role == roles.ROLES[0].code:
        _keep_an_administrator(membership.commune_pk, without=membership.user, on=at.date())
    membership.valid_to = max(valid_to, membership.valid_from)
    membership.save(update_fields=["valid_to"])
    return membership


@action("org.issue_reset_link", lock=False)
def issue_reset_link(person: User, *, by: Actor, at: datetime) -> str:
    """The secret of a one-time link by which `person` chooses a password; shown once, stored as a hash."""
    return _new_link(person, issued_by=by.user_id, at=at)


@transaction.atomic
def request_reset_link(person: User, *, at: datetime) -> str:
    """The same for a person who asked by mail. No gate: only the owner of the address reads the secret."""
    return _new_link(person, issued_by=None, at=at)


@transaction.atomic
def choose_password(secret: str, *, password: str, at: datetime) -> User:
    """Use a reset link: set the password, close every link of the person. No gate but the secret itself."""
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


def set_password(person: User, *, password: str) -> None:
    """Set without saving; a weak password is refused with all reasons."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise errors.WeakPassword(" ".join(error.messages)) from None
    person.set_password(password)


def usable_link(secret: str, *, at: datetime) -> ResetLink | None:
    digest = hashlib.sha256(secret.encode()).hexdigest()
    usable = ResetLink.objects.filter(secret_hash=digest, used_at__isnull=True, expires_at__gt=at)
    return usable.select_related("user__home").first()


def _usable_link(secret: str, *, at: datetime) -> ResetLink | None:
    found = usable_link(secret, at=at)
    return (
        ResetLink.objects.select_for_update().filter(pk=found.pk, used_at__isnull=True).first()
        if found
        else None
    )


def _new_link(person: User, *, issued_by: int | None, at: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    ResetLink.objects.create(
        user=person, secret_hash=digest, issued_at=at, issued_by_id=issued_by, expires_at=at + LINK_LIFE
    )
    return secret


def _new_person(
    commune: Unit, *, full_name: str, username: str, email: str, position: str, at: datetime
) -> User:
    if User.objects.filter(username__iexact=username.strip()).exists():
        raise errors.UsernameTaken
    person = User(
        home_id=commune.commune_pk,
        full_name=text.nfc(full_name),
        username=username.strip().lower(),
        email=email.strip(),
        position=text.nfc(position),
        created_at=at,
    )
    index_person(person)
    return person


def _save_unit(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise errors.UnitCodeTaken from None


def _keep_an_administrator(commune_id: int, *, without: User, on: date) -> None:
    administrators = queries.holders(commune_id, {roles.ROLES[0].code}, on=on)
    if all(person.pk == without.pk for person in administrators):
        raise errors.LastAdministrator
