"""Every icon that a page names is in the sprite: a missing one leaves a hole and says nothing."""

import re
from pathlib import Path

import pytest

import thidua

PACKAGE = Path(thidua.__file__).parent
SPRITE = PACKAGE / "core" / "static" / "vendor" / "icons.svg"
NAMED = re.compile(r"""icon_name="([\w-]+)"|{% icon "([\w-]+)\"""")


def icons_named() -> list[tuple[str, str]]:
    return sorted(
        {
            (path.name, next(filter(None, found)))
            for path in PACKAGE.rglob("templates/**/*.html")
            for found in NAMED.findall(path.read_text(encoding="utf-8"))
        }
    )


@pytest.mark.parametrize(("template", "name"), icons_named())
def test_icon_is_in_the_sprite(template: str, name: str) -> None:
    assert f'id="{name}"' in SPRITE.read_text(encoding="utf-8")
