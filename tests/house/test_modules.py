"""Names, imports between apps, text in one form."""

import ast
import unicodedata
from pathlib import Path

import pytest

from tests.house import source

FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
}
PRIVATE = {"forms", "views", "urls", "templatetags"}
TEXT = {".py", ".html", ".txt", ".json", ".md", ".typ", ".css", ".js", ".svg", ".csv", ".toml"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        path for path in source.SRC.rglob("*") if path.suffix in {"", ".py"} and path.stem in FORBIDDEN_NAMES
    ]
    assert found == []


def test_every_app_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in source.SRC.glob("*/__init__.py")}
    assert folders - {"config"} == set(source.RANK)


def intrusions(app: str, code: ast.Module) -> list[str]:
    """Imports of another app's forms, views or addresses."""
    found = []
    for node in ast.walk(code):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if (
                parts[0] == "thidua"
                and len(parts) > 2
                and parts[1] not in {app, "core"}
                and parts[2] in PRIVATE
            ):
                found.append(name)
    return found


def test_nobody_imports_forms_or_views_of_another_app() -> None:
    wrong = {
        str(path.relative_to(source.ROOT)): intrusions(source.app_of(path), source.tree(path))
        for path in source.python_files()
    }
    assert {path: names for path, names in wrong.items() if names} == {}


def test_an_import_of_a_view_is_found() -> None:
    code = ast.parse(
        "from thidua.org import views\nimport thidua.org.forms.people\nfrom thidua.org import queries"
    )
    assert intrusions("web", code) == ["thidua.org.views", "thidua.org.forms.people"]
    assert intrusions("org", code) == []


def test_forms_call_no_action() -> None:
    wrong = [
        str(path.relative_to(source.ROOT))
        for path in source.python_files()
        if path.name == "forms.py" or path.parent.name == "forms"
        if "actions"
        in {
            alias.name
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
    ]
    assert wrong == []


def text_files() -> list[Path]:
    return [
        path for path in sorted(source.SRC.rglob("*")) if path.suffix in TEXT and "vendor" not in path.parts
    ]


@pytest.mark.parametrize("path", text_files(), ids=lambda path: str(path.relative_to(source.SRC)))
def test_vietnamese_is_in_nfc(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        assert (number, line) == (number, unicodedata.normalize("NFC", line))
