"""Vendored files are exactly those that VENDOR.md names, licence beside each."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "src/thidua/core/static/vendor", ROOT / "tests/vendor")
ROW = re.compile(r"^\| `([^`]+)` \| (\S+) \| (\S+) \| (\S+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)


def rows(folder: Path) -> list[tuple[str, str, str, str, str]]:
    return ROW.findall((folder / "VENDOR.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_hashes_are_the_written_ones(folder: Path) -> None:
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "VENDOR.md"
    }
    assert present == {name: digest for name, _, _, _, digest in rows(folder)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_package_brings_its_licence(folder: Path) -> None:
    packages = {package for _, package, _, _, _ in rows(folder)}
    licensed = {package for name, package, _, _, _ in rows(folder) if name.endswith(".LICENSE.txt")}
    assert packages == licensed


def test_icons_are_symbols_that_can_be_used_by_name() -> None:
    sprite = (FOLDERS[0] / "icons.svg").read_text(encoding="utf-8")
    names = re.findall(r'<symbol id="([a-z0-9-]+)" viewBox="0 0 16 16"><path ', sprite)
    assert len(names) == sprite.count("<symbol") >= 40
    assert names == sorted(set(names))
