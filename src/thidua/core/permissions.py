"""Who may do what, and what state allows it: rules that carry the reason for a refusal.

    @rule(otherwise="Báo cáo đã nộp, không sửa được nữa.")
    def is_draft(who: Actor, report: Report) -> bool: ...

    allow("reporting.submit_report", is_draft)

A permission is open to an actor when (1) one of the actor's memberships grants it, (2) that membership's unit covers
the object, or the permission counts for the whole commune, and (3) the rules hold. What lies outside the actor's
commune or units is hidden (404), never merely refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from thidua.core import communes
from thidua.core.errors import Refused


class Scoped(Protocol):
    """What an action works on: it belongs to a commune and sits at a place in its unit tree."""

    @property
    def commune_pk(self) -> int: ...

    @property
    def scope_path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership valid at the actor's moment: a role in a unit."""

    role: str
    role_name: str
    unit_id: int
    unit_name: str
    unit_path: str
    permissions: frozenset[str]
    is_commune_wide: bool

    def covers(self, path: str) -> bool:
        return self.is_commune_wide or path.startswith(self.unit_path)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) acting in one commune, with the memberships valid at that moment.

    Rights are the union of the grants; `shown` only decides what the pages put first.
    """

    user_id: int | None
    name: str
    commune_id: int
    commune_name: str
    commune_slug: str
    commune_path: str
    grants: tuple[Grant, ...]

    @property
    def commune_pk(self) -> int:
        return self.commune_id

    @property
    def scope_path(self) -> str:
        """An actor stands for its commune where an action has no other object."""
        return self.commune_path

    @property
    def commune_word(self) -> str:
        """What its sentences call the commune: phường, xã, đặc khu."""
        return communes.kind_word(self.commune_name)

    @property
    def shown(self) -> Grant | None:
        return self.grants[0] if self.grants else None

    @property
    def role_label(self) -> str:
        return self.shown.role_name if self.shown else ""

    @property
    def unit_name(self) -> str:
        return self.shown.unit_name if self.shown else ""

    def has_role(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def may(self, permission: str) -> bool:
        """Whether any membership grants `permission`, wherever."""
        return any(permission in grant.permissions for grant in self.grants)

    def covers(self, permission: str, path: str) -> bool:
        return any(permission in grant.permissions and grant.covers(path) for grant in self.grants)

    def grant_for(self, permission: str, path: str) -> Grant | None:
        """The membership by which a deed at `path` is done; the one shown first where none names `permission`."""
        giving = (grant for grant in self.grants if permission in grant.permissions and grant.covers(path))
        return next(giving, self.shown)

    def paths_with(self, permission: str) -> list[str]:
        """Paths of the subtrees in which the actor holds `permission`; the commune's own path means everywhere."""
        return [
            self.commune_path if grant.is_commune_wide else grant.unit_path
            for grant in self.grants
            if permission in grant.permissions
        ]


Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A predicate with the sentence that is said when it does not hold."""

    refusal: Callable[[Actor, Any], str | None]

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(lambda who, what: self.refusal(who, what) or other.refusal(who, what))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda who, what: self.refusal(who, what) and other.refusal(who, what))


def rule(*, otherwise: str) -> Callable[[Test], Rule]:
    def wrap(test: Test) -> Rule:
        return Rule(lambda who, what: None if test(who, what) else otherwise)

    return wrap


always = Rule(lambda who, what: None)


class Scope(Enum):
    UNIT = "unit"  # a membership counts in its unit and below
    COMMUNE = "commune"  # any membership in the commune counts


@dataclass(frozen=True, slots=True)
class Permission:
    name: str
    rule: Rule
    scope: Scope
    is_hidden: bool


registry: dict[str, Permission] = {}


def allow(name: str, rule: Rule = always, *, scope: Scope = Scope.UNIT, is_hidden: bool = False) -> None:
    """Open the gate `name` to those whose role lists it, where `rule` holds. Twice the same name is a mistake.

    `is_hidden` keeps from all others that there is anything behind the gate (404 instead of 403).
    """
    if name in registry:
        raise ValueError(f"permission {name} is declared twice")
    registry[name] = Permission(name, rule, scope, is_hidden)


def refusal(who: Actor, name: str, what: Scoped) -> Refused | None:
    """Why `who` may not do `name` to `what`; None when the gate is open."""
    permission = registry[name]
    if what.commune_pk != who.commune_id:
        return Refused(hidden=True)
    if not who.may(name):
        return Refused(
            f"Vai trò của ông/bà ({who.role_label or 'chưa được giao'}) không có quyền làm việc này.",
            hidden=permission.is_hidden,
        )
    if permission.scope is Scope.UNIT and not who.covers(name, what.scope_path):
        return Refused(hidden=True)
    sentence = permission.rule.refusal(who, what)
    return Refused(sentence, is_of_state=True) if sentence else None


def check(who: Actor, name: str, what: Scoped) -> None:
    """Raise the refusal, if there is one."""
    refused = refusal(who, name, what)
    if refused:
        raise refused
