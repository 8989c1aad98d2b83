"""What the house tests look at: our own files, read as text and as syntax trees."""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "thidua"
# From the ground up; those in one line may not know each other.
LAYERS = [
    {"core"},
    {"org"},
    {"documents", "notifications"},
    {"indicator"},
    {"movement"},
    {"tasks"},
    {"registers", "pledging"},
    {"reporting"},
    {"outgoing", "urging"},
    {"composing"},
    {"web", "api"},
    {"demo"},
]
RANK = {app: rank for rank, apps in enumerate(LAYERS) for app in apps}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)


def may_use(app: str, other: str) -> bool:
    """Whether `app` may know something of `other`: itself, or an app below it."""
    return app == other or RANK[app] > RANK[other]


def may_link(app: str, other: str) -> bool:
    """Whether a page of `app` may lead to one of `other`: not upwards; a neighbour's address is only a name."""
    return RANK[app] >= RANK[other]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files() -> Iterator[Path]:
    return (path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts)


def app_of(path: Path) -> str:
    """The app that a file of src belongs to; "" for the few files above the apps."""
    parts = path.relative_to(SRC).parts
    return parts[0] if len(parts) > 1 and parts[0] in RANK else ""


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string constant."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@dataclass(frozen=True, slots=True)
class Template:
    app: str
    name: str  # as the loader knows it: "reporting/report_submit.html"
    path: Path

    @property
    def text(self) -> str:
        """Without comments."""
        return COMMENT.sub("", self.path.read_text(encoding="utf-8"))

    @property
    def where(self) -> str:
        return str(self.path.relative_to(ROOT))


def templates() -> list[Template]:
    return [
        Template(folder.parent.name, str(path.relative_to(folder)), path)
        for folder in sorted(SRC.glob("*/templates"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
