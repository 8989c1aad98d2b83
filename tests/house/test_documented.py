"""Every command and every setting is written down, and nothing is written down that does not exist."""

import ast
import re

from django.core.management import get_commands

from tests.house import source
from thidua.core import permissions
from tools import permissions as permissions_page

REFERENCE = source.ROOT / "docs" / "reference"
READERS = {"text", "flag", "number", "words", "database"}
VARIABLE = re.compile(r"^\| `([A-Z_]+)`", re.MULTILINE)
COMMAND = re.compile(r"^## `thidua (\w+)", re.MULTILINE)


def variables(code: ast.Module) -> set[str]:
    """Names of environment variables that this code reads."""
    found = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            reads = node.func.attr in READERS and ast.unparse(node.func.value) == "env"
            looks = ast.unparse(node.func) in {"os.environ.get", "os.getenv"}
            if isinstance(name, str) and (reads or looks):
                found.add(name)
    return found


def test_every_setting_is_documented() -> None:
    read = set().union(*(variables(source.tree(path)) for path in source.python_files()))
    assert set(VARIABLE.findall((REFERENCE / "settings.md").read_text(encoding="utf-8"))) == read


def test_variables_are_found() -> None:
    code = ast.parse('a = env.text("A")\nb = os.environ.get("B")\nc = env.flag(name)\nd = other.text("D")')
    assert variables(code) == {"A", "B"}


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app.startswith("thidua.")}
    assert set(COMMAND.findall((REFERENCE / "commands.md").read_text(encoding="utf-8"))) == ours


def test_every_permission_is_explained_and_nothing_else() -> None:
    assert sorted(set(permissions_page.SAYS) ^ set(permissions.registry)) == []


def test_the_page_of_permissions_is_fresh() -> None:
    """Otherwise: python tools/permissions.py --write"""
    assert (REFERENCE / "permissions.md").read_text(encoding="utf-8") == permissions_page.document()
