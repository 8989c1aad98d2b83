"""What is committed runs anywhere: it names no machine's folders and no package index."""

import re
import subprocess

import pytest

from tests.house import source

BINARY = {".png", ".jpg", ".woff2", ".ttf", ".pdf", ".docx", ".xlsx", ".ico", ".gz", ".mo"}
PLACES = re.compile(
    r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+|opt/pypi\S*)/|\bpypi\.org\b|pythonhosted|registry\.npmjs|npmjs\.(?:org|com)"
)


def tracked() -> list[str]:
    """Committed files; in an unpacked archive without history, the files of our folders."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=source.ROOT, capture_output=True, check=False)
    if told.returncode == 0:
        return [name for name in told.stdout.decode().split("\0") if name]
    folders = [source.ROOT / name for name in ("src", "tests", "docs", "tools")]
    return [
        str(path.relative_to(source.ROOT))
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    ]


def places(text: str) -> list[str]:
    return [found[0] for found in PLACES.finditer(text)]


def test_no_file_names_a_machine_or_an_index() -> None:
    wrong = {}
    for name in tracked():
        path = source.ROOT / name
        if path.suffix in BINARY or "vendor" in path.parts or not path.is_file() or path.samefile(__file__):
            continue
        found = places(path.read_text(encoding="utf-8"))
        if found:
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "text", ["cd /work/main", "/home/ann/x", "https://pypi.org/simple", "files.pythonhosted.org"]
)
def test_places_are_found(text: str) -> None:
    assert len(places(text)) == 1


@pytest.mark.parametrize("text", ["/nam-dong/", "src/work/x", "/var/lib/thidua", "tests/home/x/"])
def test_ordinary_paths_pass(text: str) -> None:
    assert places(text) == []
