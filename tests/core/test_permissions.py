"""The gate: who, where, in what state; what lies outside is hidden, what is closed says why."""

from dataclasses import dataclass

import pytest

from thidua.core import permissions
from thidua.core.errors import Refused
from thidua.core.permissions import Actor, Grant, Scope, rule


@dataclass
class Thing:
    commune_pk: int = 1
    scope_path: str = "1.5."
    is_open: bool = True
    is_late: bool = False


@rule(otherwise="Đã đóng.")
def is_open(who: Actor, thing: Thing) -> bool:
    return thing.is_open


@rule(otherwise="Đã trễ.")
def is_in_time(who: Actor, thing: Thing) -> bool:
    return not thing.is_late


def grant(*names: str, path: str = "1.5.", wide: bool = False, role: str = "reporter") -> Grant:
    return Grant(role, role.title(), 5, f"Đơn vị {path}", path, frozenset(names), wide)


def actor(*grants: Grant, commune: int = 1) -> Actor:
    return Actor(7, "An", commune, "Phường", "phuong", f"{commune}.", grants)


@pytest.fixture(autouse=True)
def gates(monkeypatch):
    monkeypatch.setattr(permissions, "registry", {})
    permissions.allow("t.write", is_open & is_in_time)
    permissions.allow("t.either", is_open | is_in_time)
    permissions.allow("t.commune", scope=Scope.COMMUNE)
    permissions.allow("t.secret", is_hidden=True)


def outcome(who: Actor, name: str, what: Thing) -> str:
    refused = permissions.refusal(who, name, what)
    return "open" if refused is None else "hidden" if refused.hidden else str(refused)


@pytest.mark.parametrize(
    ("thing", "both", "either"),
    [
        (Thing(), "open", "open"),
        (Thing(is_open=False), "Đã đóng.", "open"),
        (Thing(is_late=True), "Đã trễ.", "open"),
        (Thing(is_open=False, is_late=True), "Đã đóng.", "Đã trễ."),
    ],
)
def test_rules_compose_and_say_why(thing, both, either):
    who = actor(grant("t.write", "t.either"))
    assert [outcome(who, "t.write", thing), outcome(who, "t.either", thing)] == [both, either]


def test_role_without_the_permission_is_told_so():
    assert outcome(actor(grant()), "t.write", Thing()) == (
        "Vai trò của ông/bà (Reporter) không có quyền làm việc này."
    )
    assert "chưa được giao" in outcome(actor(), "t.write", Thing())


def test_hidden_gate_tells_nothing():
    assert outcome(actor(grant("t.write")), "t.secret", Thing()) == "hidden"
    assert outcome(actor(grant("t.secret")), "t.secret", Thing()) == "open"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("1.5.", "open"), ("1.5.9.", "open"), ("1.", "hidden"), ("1.55.", "hidden"), ("1.6.", "hidden")],
)
def test_membership_counts_in_its_unit_and_below(path, expected):
    assert outcome(actor(grant("t.write")), "t.write", Thing(scope_path=path)) == expected


def test_wide_role_and_commune_scope_count_everywhere():
    far = Thing(scope_path="1.6.")
    assert outcome(actor(grant("t.write", wide=True)), "t.write", far) == "open"
    assert outcome(actor(grant("t.commune")), "t.commune", far) == "open"


@pytest.mark.parametrize("name", ["t.write", "t.commune", "t.secret"])
def test_other_commune_is_hidden_whatever_the_role(name):
    who = actor(grant(name, wide=True), commune=2)
    assert outcome(who, name, Thing()) == "hidden"


def test_rights_are_the_union_of_memberships():
    who = actor(grant(path="1.6."), grant("t.write"))
    assert outcome(who, "t.write", Thing()) == "open"
    # a permission of one membership does not reach into the unit of another
    assert outcome(who, "t.write", Thing(scope_path="1.6.")) == "hidden"


def test_deed_is_done_by_the_membership_that_allows_it():
    shown, giving = grant(path="1.6."), grant("t.write", role="head")
    who = actor(shown, giving)
    assert who.grant_for("t.write", "1.5.") == giving
    assert who.grant_for("t.unknown", "1.5.") == shown
    assert actor().grant_for("t.write", "1.5.") is None


def test_paths_name_the_subtrees_of_a_permission():
    who = actor(grant("t.write"), grant("t.write", wide=True), grant(path="1.7."))
    assert who.paths_with("t.write") == ["1.5.", "1."]
    assert who.paths_with("t.none") == []


def test_check_raises_and_twice_declared_is_a_mistake():
    with pytest.raises(Refused):
        permissions.check(actor(), "t.write", Thing())
    permissions.check(actor(grant("t.write")), "t.write", Thing())
    with pytest.raises(ValueError, match="declared twice"):
        permissions.allow("t.write")
