"""What somebody else sees: worked out from the gates and the addresses, never by acting as him."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from thidua.core import deeds, permissions
from thidua.core.permissions import Actor, Grant, Permission, Scope
from thidua.org.duties import OWN_ACCOUNT
from thidua.org.models import Unit
from thidua.org.roles import Role
from thidua.web import navigation


@dataclass(frozen=True, slots=True)
class Gate:
    """One permission as the page shows it: whether it is open, where it counts, which addresses ask for it first."""

    words: str
    is_open: bool
    is_own: bool
    where: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that the holder of these grants finds."""

    places: tuple[str, ...]
    account: tuple[str, ...]
    gates: tuple[Gate, ...]

    @property
    def open_gates(self) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if gate.is_open and not gate.is_own)

    @property
    def own_gates(self) -> tuple[Gate, ...]:
        """What everybody may with the own account; kept apart, so that the deeds of the role are not lost among them."""
        return tuple(gate for gate in self.gates if gate.is_open and gate.is_own)

    @property
    def open_count(self) -> int:
        return len(self.open_gates) + len(self.own_gates)

    @property
    def closed_gates(self) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if not gate.is_open)


def imagined(who: Actor, role: Role, unit: Unit) -> Actor:
    """Nobody in particular: the holder of `role` in `unit`, as the gates would see him. Not an actor of any deed."""
    grant = Grant(role.code, role.name, unit.pk, unit.name, unit.path, role.permissions, role.is_commune_wide)
    return replace(who, user_id=None, name=role.name, grants=(grant,))


def sight_of(holder: Actor) -> Sight:
    """Pure of the database: roles are code, and so are gates, addresses and the navigation."""
    return Sight(
        places=tuple(label for label, _, gate in navigation.PLACES if not gate or holder.may(gate)),
        account=tuple(label for label, _, gate in navigation.ACCOUNT if not gate or holder.may(gate)),
        gates=tuple(_gate(holder, permissions.registry[name]) for name in sorted(permissions.registry)),
    )


def _gate(holder: Actor, permission: Permission) -> Gate:
    words = deeds.SAYS.get(permission.name, permission.name)
    where = ", ".join(
        dict.fromkeys(_where(grant, permission) for grant in holder.grants if _gives(grant, permission))
    )
    return Gate(
        words, bool(where), permission.name in OWN_ACCOUNT, where, _asked_by().get(permission.name, ())
    )


def _gives(grant: Grant, permission: Permission) -> bool:
    return permission.name in grant.permissions


def _where(grant: Grant, permission: Permission) -> str:
    if permission.scope is Scope.COMMUNE or grant.is_commune_wide:
        return "toàn địa phương"
    return f"{grant.unit_name} và đơn vị trực thuộc"


@cache
def _asked_by() -> dict[str, tuple[str, ...]]:
    """Addresses by the permission that each asks for first."""
    found: dict[str, list[str]] = {}
    for address, view in _walk(get_resolver().url_patterns, "/"):
        found.setdefault(getattr(view, "access", "public"), []).append(address)
    return {access: tuple(addresses) for access, addresses in found.items()}


def _walk(patterns: list[Any], address: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for pattern in patterns:
        here = f"{address}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            found.append((re.sub(r"<[^>]+>", "…", here), pattern.callback))
    return found
