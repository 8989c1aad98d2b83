"""Keep docs/reference/permissions.md true to the roles, the gates and the pages.

python tools/permissions.py --check    is it what the code says?
python tools/permissions.py --write    write it anew
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from thidua.core.deeds import SAYS  # noqa: E402  # what each permission lets one do: add words there

FILE = ROOT / "docs" / "reference" / "permissions.md"
INTRO = """# Permissions

Made by `python tools/permissions.py --write` from `org/roles.py`, the gates in each app's `permissions.py` and the pages; a house
test keeps it fresh. What state allows beyond this (a report already sent, a period already locked) stands as rules in
`permissions.py`. What each page answers to whom, cell by cell and asked by real requests: `tests/house/authorisation.txt`.

A person's rights are the union of the roles held today in the ward. Nothing of another ward is ever shown: it answers as if it
were not there (404). Without the permission a page refuses with the reason (403); a permission marked *hidden* answers 404.
"""


def document() -> str:
    """The whole page; needs Django to be set up."""
    return "\n".join([INTRO, *_roles(), "", *_permissions(), "", *_pages(), ""])


def _roles() -> list[str]:
    from thidua.org import roles

    rows = ["## Roles", "", "| Role | Code | Counts in | What for |", "|---|---|---|---|"]
    for role in (*roles.ROLES, roles.SYSTEM):
        where = "the whole ward" if role.is_commune_wide else "its unit and those below"
        rows.append(f"| {role.name} | `{role.code}` | {where} | {role.description} |")
    return rows


def _permissions() -> list[str]:
    from thidua.core import permissions
    from thidua.org import roles

    held = (*roles.ROLES, roles.SYSTEM)
    rows = [
        "## Permissions",
        "",
        "*Unit*: the role must cover the thing's unit. *Ward*: any role in the ward that lists the permission counts.",
        "",
        "| Permission | Allows | Reach | " + " | ".join(role.name for role in held) + " |",
        "|---|---|---|" + ":-:|" * len(held),
    ]
    for name in sorted(permissions.registry):
        gate = permissions.registry[name]
        reach = ("unit" if gate.scope is permissions.Scope.UNIT else "ward") + (
            ", hidden" if gate.is_hidden else ""
        )
        marks = " | ".join("●" if name in role.permissions else "" for role in held)
        rows.append(f"| `{name}` | {SAYS[name]} | {reach} | {marks} |")
    return rows


def _pages() -> list[str]:
    from tests.house.pages import is_of_the_api, pages

    rows = ["## Pages", "", "What a page asks for first; its deeds ask for their own permission besides.", ""]
    rows += ["| Address | Name | Asks for |", "|---|---|---|"]
    said = {"public": "nothing: open to everybody", "signed_in": "signing in, and a role today"}
    for page in pages():
        access = "public" if is_of_the_api(page) else page.view.access  # type: ignore[attr-defined]
        rows.append(f"| `/{page.address}` | `{page.name}` | {said.get(access, f'`{access}`')} |")
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    deed = parser.add_mutually_exclusive_group(required=True)
    deed.add_argument("--check", action="store_true")
    deed.add_argument("--write", action="store_true")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    if parser.parse_args().write:
        FILE.write_text(document(), encoding="utf-8")
        return 0
    if FILE.read_text(encoding="utf-8") != document():
        sys.stderr.write("permissions.md differs: python tools/permissions.py --write\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
