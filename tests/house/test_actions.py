"""Every deed is gated, audited, keyword-only and carries one name."""

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.house import source
from thidua.core import permissions
from thidua.core.actions import registry
from thidua.org import roles

DEEDS = sorted(registry.items())
# The first steps on an empty installation and the way back in for those who lost their password: nobody acts yet.
BEFORE_ANY_ACTOR = {
    "found_commune",
    "found_first_commune",
    "appoint_first_administrator",
    "suggested_slug",
    "record_sign_in",
    "record_refused_entry",
    "request_reset_link",
    "usable_link",
    "choose_password",
}


def faults(name: str, function: Callable[..., Any]) -> list[str]:
    """What is wrong with one action."""
    app, _, verb = name.partition(".")
    first, *others = inspect.signature(function).parameters.values()
    wrong = []
    if verb != function.__name__:
        wrong.append(f"named {function.__name__}")
    if not function.__module__.startswith(f"thidua.{app}.actions"):
        wrong.append(f"lives in {function.__module__}")
    if first.kind is not first.POSITIONAL_OR_KEYWORD:
        wrong.append("has no thing to act on")
    if any(other.kind is not other.KEYWORD_ONLY for other in others):
        wrong.append("takes more than its thing by position")
    if not {"by", "at"} <= {other.name for other in others}:
        wrong.append("does not say by whom and when")
    if name not in permissions.registry:
        wrong.append("has no permission of its name")
    return wrong


def test_there_are_actions() -> None:
    assert len(DEEDS) > 10


@pytest.mark.parametrize(("name", "function"), DEEDS, ids=[name for name, _ in DEEDS])
def test_action(name: str, function: Callable[..., Any]) -> None:
    assert faults(name, function) == []


def test_faults_of_an_action_are_found() -> None:
    def do_it(thing: object, second: object, *, at: object) -> None: ...

    assert faults("core.do_other", do_it) == [
        "named do_it",
        f"lives in {__name__}",
        "takes more than its thing by position",
        "does not say by whom and when",
        "has no permission of its name",
    ]


def ungated(code: ast.Module) -> list[str]:
    """Public functions of an actions module that no `@action` guards."""
    return [
        node.name
        for node in code.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not any(
            ast.unparse(mark).startswith(("action(", "actions.action(")) for mark in node.decorator_list
        )
    ]


def calls(text: str, names: set[str]) -> list[str]:
    """Which of these functions are called by way of some app's `actions`."""
    return [name for name in re.findall(r"actions(?:\.\w+)?\.(\w+)\(", text) if name in names]


def test_only_actions_share_what_is_not_gated() -> None:
    """Steps that several actions share are public inside the actions of an app; nobody else may take them."""
    shared = {
        name
        for path in source.python_files()
        if source.app_of(path) not in ("", "core") and _holds_actions(path)
        for name in ungated(source.tree(path))
    }
    wrong = {
        str(path.relative_to(source.ROOT)): calls(path.read_text(encoding="utf-8"), shared - BEFORE_ANY_ACTOR)
        for path in source.python_files()
        if not _holds_actions(path)
    }
    assert {path: names for path, names in wrong.items() if names} == {}


def _holds_actions(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions"


def test_a_call_of_an_ungated_function_is_found() -> None:
    code = ast.parse('@action("a.b")\ndef b(): ...\ndef c(): ...\ndef _d(): ...')
    assert ungated(code) == ["c"]
    assert calls("org_actions.c(x)\nactions.people.c()\nactions.b()", {"c"}) == ["c", "c"]


def test_every_permission_is_held_by_a_role() -> None:
    held = {
        permission
        for role in (*roles.ROLES, roles.SYSTEM, roles.LINK_HOLDER)
        for permission in role.permissions
    }
    assert (sorted(set(permissions.registry) - held), sorted(held - set(permissions.registry))) == ([], [])
