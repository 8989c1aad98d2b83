"""Who is acting, and which units and people one may see."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from thidua.core.permissions import Actor, Grant
from thidua.org import roles
from thidua.org.models import Commune, Membership, Unit, UnitQuerySet, User

ROLE_ORDER = {role.code: place for place, role in enumerate(roles.ROLES)}


def actor_for(
    user: User, *, on: date, commune_id: int | None = None, first: int | None = None
) -> Actor | None:
    """The person as an actor in one commune (the chosen one, else the first); None without a valid membership.

    `first` is the id of the unit whose membership pages put first.
    """
    held = list(
        Membership.objects.valid_on(on)
        .filter(user=user)
        .select_related("unit__commune__commune_profile")
        .order_by("unit__commune_id", "pk")
    )
    if commune_id is not None:
        held = [membership for membership in held if membership.unit.commune_id == commune_id] or held
    if not held:
        return None
    root = held[0].unit.commune or held[0].unit
    own = [membership for membership in held if membership.unit.commune_pk == root.pk]
    own.sort(key=lambda membership: (membership.unit_id != first, ROLE_ORDER[membership.role]))
    return _actor(user.pk, user.full_name, root, tuple(_grant(membership) for membership in own))


def system_actor(commune: Unit) -> Actor:
    """The software itself, for what the clock does."""
    grant = Grant(
        role=roles.SYSTEM.code,
        role_name=roles.SYSTEM.name,
        unit_id=commune.pk,
        unit_name=commune.name,
        unit_path=commune.path,
        permissions=roles.SYSTEM.permissions,
        is_commune_wide=True,
    )
    return _actor(None, roles.SYSTEM.name, commune, (grant,))


def _grant(membership: Membership) -> Grant:
    role = membership.definition
    return Grant(
        role=role.code,
        role_name=role.name,
        unit_id=membership.unit_id,
        unit_name=membership.unit.name,
        unit_path=membership.unit.path,
        permissions=role.permissions,
        is_commune_wide=role.is_commune_wide,
    )


def _actor(user_id: int | None, name: str, root: Unit, grants: tuple[Grant, ...]) -> Actor:
    return Actor(
        user_id=user_id,
        name=name,
        commune_id=root.pk,
        commune_name=root.name,
        commune_slug=root.commune_profile.slug,
        commune_path=root.path,
        grants=grants,
    )


def commune_of(who: Actor) -> Commune:
    return Commune.objects.select_related("unit").get(pk=who.commune_id)


def visible_units(who: Actor) -> UnitQuerySet:
    """Every unit of the commune: names of units are known to all of its members."""
    return Unit.objects.in_commune(who.commune_id) if who.may("org.view_units") else Unit.objects.none()


def visible_people(who: Actor) -> QuerySet[User]:
    if not who.may("org.view_people"):
        return User.objects.none()
    return User.objects.filter(memberships__unit__commune_id=who.commune_id).distinct()


def visible_memberships(who: Actor) -> QuerySet[Membership]:
    if not who.may("org.view_people"):
        return Membership.objects.none()
    return Membership.objects.in_commune(who.commune_id).select_related("user", "unit")


def holders(commune_id: int, roles_wanted: set[str], *, on: date, unit: Unit | None = None) -> list[User]:
    """People who hold one of the roles on that day, in the commune or in one unit; each once."""
    found: Any = Membership.objects.in_commune(commune_id).valid_on(on).filter(role__in=roles_wanted)
    if unit is not None:
        found = found.filter(unit=unit)
    return list({membership.user_id: membership.user for membership in found.select_related("user")}.values())
