"""Print what has grown past the house's sizes: a smell to look at, never a failure."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FUNCTION, MODULE, VIEW, TEMPLATE, TEST = 30, 400, 25, 150, 25


def smells(path: Path) -> Iterator[str]:
    """Functions and the module itself, with their number of lines."""
    name = path.relative_to(ROOT)
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > (TEMPLATE if path.suffix == ".html" else MODULE):
        yield f"{lines:5} lines  {name}"
    if path.suffix != ".py" or "migrations" in path.parts:
        return
    limit = TEST if "tests" in path.parts else VIEW if "views" in path.parts else FUNCTION
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > limit:
                yield f"{length:5} lines  {name}:{node.lineno} {node.name}"


def main() -> None:
    files = [
        path
        for folder in ("src", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"}
    ]
    found = sorted({smell for path in files for smell in smells(path)}, reverse=True)
    print("\n".join(found) or "Nothing has grown past the house's sizes.")


if __name__ == "__main__":
    main()
