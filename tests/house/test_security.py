"""docs/reference/security.md names all of level 1, and nothing that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/security.md").read_text(encoding="utf-8")
# How many requirements of level 1 each chapter of ASVS 5.0.0 holds.
CHAPTERS = {1: 8, 2: 4, 3: 8, 4: 2, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 10: 5, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3}
NAMED = sorted(set(re.findall(r"`([\w./@-]+\.(?:py|md|txt|toml|json|conf|service)(?:::\w+)?)`", PAGE)))


def test_each_requirement_of_level_1_has_its_row() -> None:
    level_1 = PAGE.partition("## Level 1")[2].partition("## Level 2")[0]
    numbers = re.findall(r"^\| (\d+)\.\d+\.\d+ \|", level_1, re.MULTILINE)
    assert {chapter: numbers.count(str(chapter)) for chapter in CHAPTERS} == CHAPTERS
    assert len(set(re.findall(r"^\| (\d+\.\d+\.\d+) \|", level_1, re.MULTILINE))) == 70


@pytest.mark.parametrize("named", NAMED)
def test_what_holds_it_exists(named: str) -> None:
    file, _, test = named.partition("::")
    place = next((base / file for base in (ROOT / "tests", ROOT) if (base / file).exists()), None)
    assert place is not None
    assert not test or f"def {test}(" in place.read_text(encoding="utf-8")
