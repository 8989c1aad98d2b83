"""Who is acting, and which units and people one may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from thidua.core.permissions import Actor, Grant
from thidua.core.prepared import Prepared
from thidua.org import importing, roles
from thidua.org.enums import UnitKind
from thidua.org.models import (
    Commune,
    ImportDraft,
    Membership,
    Unit,
    UnitQuerySet,
    User,
    UserQuerySet,
    valid_on,
)

ROLE_ORDER = {role.code: place for place, role in enumerate(roles.ROLES)}


def actor_for(
    user: User, *, on: date, commune_id: int | None = None, first: int | None = None
) -> Actor | None:
    """The person as an actor in one commune (the chosen one, else the first); None without a valid membership.

    `first` is the id of the unit whose membership pages put first.
    """
    held = [_Held(*row) for row in _held(user.pk, on)]
    if commune_id is not None:
        held = [one for one in held if one.commune_id == commune_id] or held
    if not held:
        return None
    root = held[0]
    own = [one for one in held if one.commune_id == root.commune_id]
    own.sort(key=lambda one: (one.unit_id != first, ROLE_ORDER[one.role]))
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        commune_id=root.commune_id,
        commune_name=root.commune_name,
        commune_slug=root.commune_slug,
        commune_path=root.commune_path,
        grants=tuple(
            _grant(roles.BY_CODE[one.role], one.unit_id, one.unit_name, one.unit_path) for one in own
        ),
    )


class _Held(NamedTuple):
    """A membership with its unit and its commune."""

    role: str
    unit_id: int
    unit_name: str
    unit_path: str
    commune_id: int
    commune_name: str
    commune_path: str
    commune_slug: str


_held = Prepared(  # asked by every page of a signed-in person
    lambda user_id, on: (
        Membership.objects.valid_on(on)
        .filter(user_id=user_id)
        .order_by("unit__commune_id", "pk")
        .values_list(
            "role",
            "unit_id",
            "unit__name",
            "unit__path",
            "unit__commune__pk",
            "unit__commune__name",
            "unit__commune__path",
            "unit__commune__commune_profile__slug",
        )
    ),
    int,
    date,
)


def holder_among(person: User, held: Iterable[Membership], who: Actor, *, on: date) -> Actor | None:
    """The person as an actor in `who`'s commune, by memberships at hand with their units; asks the database for nothing."""
    valid = [one for one in held if one.is_valid_on(on) and one.unit.is_valid_on(on) and person.is_active]
    if not valid:
        return None
    own = ((roles.BY_CODE[one.role], one.unit) for one in valid)
    grants = tuple(_grant(role, unit.pk, unit.name, unit.path) for role, unit in own)
    return replace(who, user_id=person.pk, name=person.full_name, grants=grants)


def system_actor(commune: Unit) -> Actor:
    """The software itself, for what the clock does."""
    return Actor(
        user_id=None,
        name=roles.SYSTEM.name,
        commune_id=commune.pk,
        commune_name=commune.name,
        commune_slug=commune.commune_profile.slug,
        commune_path=commune.path,
        grants=(_grant(roles.SYSTEM, commune.pk, commune.name, commune.path),),
    )


def _grant(role: roles.Role, unit_id: int, unit_name: str, unit_path: str) -> Grant:
    return Grant(
        role=role.code,
        role_name=role.name,
        unit_id=unit_id,
        unit_name=unit_name,
        unit_path=unit_path,
        permissions=role.permissions,
        is_commune_wide=role.is_commune_wide,
    )


def is_founded() -> bool:
    """Whether there is any commune; until then the first visitor founds one."""
    return Commune.objects.exists()


def commune_of(who: Actor) -> Commune:
    return Commune.objects.select_related("unit").get(pk=who.commune_id)


def visible_units(who: Actor) -> UnitQuerySet:
    """Every unit of the commune: names of units are known to all of its members."""
    return Unit.objects.in_commune(who.commune_id) if who.may("org.view_units") else Unit.objects.none()


def visible_people(who: Actor) -> UserQuerySet:
    """People whose account the commune keeps or who hold or held a role in it; hidden from those who manage nobody."""
    if not who.may("org.view_people"):
        return User.objects.get_queryset().none()
    return User.objects.known_in(who.commune_id)


def visible_memberships(who: Actor) -> QuerySet[Membership]:
    if not who.may("org.view_people"):
        return Membership.objects.none()
    return Membership.objects.in_commune(who.commune_id).select_related("user", "unit")


def visible_imports(who: Actor) -> QuerySet[ImportDraft]:
    """One's own tables: nobody else looks into what is not applied."""
    return ImportDraft.objects.filter(commune_id=who.commune_id, uploaded_by_id=who.user_id)


def root_of(who: Actor) -> Unit:
    return Unit.objects.get(pk=who.commune_id)


def holders(commune_id: int, roles_wanted: set[str], *, on: date, unit: Unit | None = None) -> list[User]:
    """People who hold one of the roles on that day, in the commune or in one unit; each once."""
    found: Any = Membership.objects.in_commune(commune_id).valid_on(on).filter(role__in=roles_wanted)
    if unit is not None:
        found = found.filter(unit=unit)
    return list({membership.user_id: membership.user for membership in found.select_related("user")}.values())


def answering(commune_id: int, unit_ids: Iterable[int], *, on: date) -> list[User]:
    """Heads and reporters of these units of the commune on that day, each once. One query."""
    held: Any = Membership.objects.in_commune(commune_id).valid_on(on)
    held = held.filter(unit_id__in=list(unit_ids), role__in=roles.ANSWERING)
    return list({membership.user_id: membership.user for membership in held.select_related("user")}.values())


def known_units(commune_id: int) -> list[importing.KnownUnit]:
    """Every unit of the commune, closed ones too, as the planning of an import takes them."""
    return [
        importing.KnownUnit(
            id=unit.pk,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            parent_id=unit.parent_id,
            valid_from=unit.valid_from,
            is_closed=unit.valid_to is not None,
            is_standing_body=unit.is_standing_body,
        )
        for unit in Unit.objects.in_commune(commune_id)
    ]


def known_people(commune_id: int, *, on: date) -> list[importing.KnownPerson]:
    held: dict[int, set[tuple[int, str]]] = defaultdict(set)
    # A role that begins tomorrow is known as well: a list must not give it twice.
    current = Membership.objects.in_commune(commune_id).filter(is_void=False)
    current = current.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    for user_id, unit_id, role in current.values_list("user_id", "unit_id", "role"):
        held[user_id].add((unit_id, role))
    return [
        importing.KnownPerson(
            id=person.pk,
            username=person.username,
            full_name=person.full_name,
            email=person.email,
            position=person.position,
            is_active=person.is_active,
            is_at_home=person.home_id == commune_id,
            roles=frozenset(held[person.pk]),
        )
        for person in User.objects.known_in(commune_id)
    ]


def unit_plan(draft: ImportDraft, *, on: date) -> importing.Plan[importing.UnitFacts]:
    return importing.plan_units(
        _rows(draft), known_units(draft.commune_id), kinds=dict(UnitKind.choices), today=on
    )


def people_plan(draft: ImportDraft, *, on: date) -> importing.Plan[importing.PersonFacts]:
    return importing.plan_people(
        _rows(draft),
        known_people(draft.commune_id, on=on),
        known_units(draft.commune_id),
        roles=dict(roles.CHOICES),
        wide=roles.COMMUNE_WIDE,
        taken=frozenset(User.objects.values_list("username", flat=True)),
    )


def _rows(draft: ImportDraft) -> list[importing.Row]:
    return [importing.Row(row["number"], row["cells"]) for row in draft.rows]


ORDERS = {"ten": "sort_key", "ma": "code", "loai": "kind", "tu": "valid_from"}
VALIDITIES = {"": "Đang hoạt động", "het": "Đã kết thúc", "tat-ca": "Tất cả"}


@dataclass(frozen=True, slots=True)
class UnitSearch:
    """What is asked of the list of units; every field may be empty. `order` is a key of ORDERS, "-" turns it round."""

    words: str = ""
    kind: str = ""
    validity: str = ""
    order: str = ""

    @property
    def is_tree(self) -> bool:
        """Whether the whole tree is asked for, in its own order."""
        return not (self.words or self.kind or self.order)


def units_found(who: Actor, search: UnitSearch, *, on: date) -> UnitQuerySet:
    """The units of a search, in Vietnamese order by name unless asked otherwise."""
    found = visible_units(who).select_related("parent").matching(search.words)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.validity == "":
        found = found.valid_on(on)
    elif search.validity == "het":
        found = found.filter(valid_to__lt=on)
    column = ORDERS.get(search.order.removeprefix("-"), "sort_key")
    sign = "-" if search.order.startswith("-") else ""
    return found.order_by(f"{sign}{column}", "sort_key", "pk")


def tree_order(units: UnitQuerySet) -> list[int]:
    """The ids of `units` from the root down, sisters in Vietnamese order; a unit whose parent is not there stands on top."""
    below: dict[int | None, list[int]] = defaultdict(list)
    rows = list(units.order_by("sort_key", "pk").values_list("pk", "parent_id"))
    there = {pk for pk, _ in rows}
    for pk, parent_id in rows:
        below[parent_id if parent_id in there else None].append(pk)
    ordered: list[int] = []
    waiting = below[None][::-1]
    while waiting:
        pk = waiting.pop()
        ordered.append(pk)
        waiting.extend(reversed(below[pk]))
    return ordered


PEOPLE_ORDERS = {"ten": "sort_key", "tai-khoan": "username", "lan-cuoi": "last_login"}
ACCOUNT_STATES = {"": "Đang mở", "khoa": "Đang khóa", "chua-dat": "Chưa kích hoạt", "tat-ca": "Tất cả"}


@dataclass(frozen=True, slots=True)
class PeopleSearch:
    """What is asked of the list of people; `unit_id` holds for the unit and everything below it."""

    words: str = ""
    role: str = ""
    unit_id: int | None = None
    state: str = ""
    order: str = ""


def people_found(who: Actor, search: PeopleSearch, *, on: date) -> QuerySet[User]:
    """The people of a search by tên, each with `current`: the memberships in this commune that hold on that day."""
    holding = Membership.objects.in_commune(who.commune_id).filter(valid_on(on), is_void=False)
    found = visible_people(who).matching(search.words)
    if search.role or search.unit_id:
        wanted = holding.filter(user=OuterRef("pk"))
        if search.role:
            wanted = wanted.filter(role=search.role)
        if search.unit_id:
            path = Unit.objects.filter(pk=search.unit_id).values_list("path", flat=True).first() or "-"
            wanted = wanted.filter(unit__path__startswith=path)
        found = found.filter(Exists(wanted))
    if search.state in {"", "khoa", "chua-dat"}:
        found = found.filter(is_active=search.state != "khoa")
    if search.state == "chua-dat":
        found = found.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    column = PEOPLE_ORDERS.get(search.order.removeprefix("-"), "sort_key")
    sign = "-" if search.order.startswith("-") else ""
    shown = Prefetch("memberships", holding.select_related("unit"), to_attr="current")
    return found.prefetch_related(shown).order_by(f"{sign}{column}", "sort_key", "pk")


def offered_in_demonstration(*, on: date) -> list[Membership]:
    """One membership for each role, in the order of the roles: the buttons on the demonstration's sign-in page."""
    held = Membership.objects.valid_on(on).select_related("user", "unit").order_by("unit__commune_id", "pk")
    first: dict[str, Membership] = {}
    for membership in held:
        first.setdefault(membership.role, membership)
    return [first[role.code] for role in roles.ROLES if role.code in first]


def own_memberships(user_id: int, *, on: date) -> list[Membership]:
    """Every role that the person holds today, in all communes."""
    held = Membership.objects.valid_on(on).filter(user_id=user_id).select_related("unit__commune")
    return sorted(held, key=lambda one: (one.unit.commune_pk, ROLE_ORDER[one.role], one.unit.sort_key))


def people_at(email: str) -> QuerySet[User]:
    """Active people with that address; several may share one."""
    return User.objects.filter(email__iexact=email, is_active=True).exclude(email="").order_by("pk")
