"""Keep requirements.txt and requirements-dev.txt true to pyproject.toml.

    python tools/requirements.py --check    do they belong to the dependencies that pyproject.toml lists? (offline)
    python tools/requirements.py --write    resolve again; add --upgrade for newer versions

The first line of each file holds a digest of the dependencies it was made from.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = {"requirements.txt": [], "requirements-dev.txt": ["--group", "dev"]}
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--quiet",
]


def digest() -> str:
    """Of what pyproject.toml lists, in any order."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    lists = [project["project"]["requires-python"], sorted(project["project"]["dependencies"])]
    lists += [sorted(project["project"].get("optional-dependencies", {}).items())]
    lists += [sorted(project["dependency-groups"]["dev"])]
    return hashlib.sha256(json.dumps(lists).encode()).hexdigest()


def header() -> str:
    return f"# Made by tools/requirements.py from pyproject.toml, whose dependencies have the digest {digest()}\n"


def check() -> list[str]:
    """What is wrong, one sentence a file."""
    wrong = []
    for name in FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        if not text.startswith(header()):
            wrong.append(f"{name} was made from other dependencies: python tools/requirements.py --write")
        if "://" in text:
            wrong.append(f"{name} names a host")
    return wrong


def write(*, upgrade: bool) -> None:
    for name, group in FILES.items():
        more = ["--upgrade"] if upgrade else []
        command = ["uv", "pip", "compile", *OPTIONS, *more, *group, "pyproject.toml", "--output-file", name]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        file = ROOT / name
        file.write_text(header() + file.read_text(encoding="utf-8"), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser()
    for option in ("--check", "--write", "--upgrade"):
        parser.add_argument(option, action="store_true")
    arguments = parser.parse_args()
    if arguments.write:
        write(upgrade=arguments.upgrade)
    wrong = check()
    print("\n".join(wrong) or "requirements.txt and requirements-dev.txt belong to pyproject.toml")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
