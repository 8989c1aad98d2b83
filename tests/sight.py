"""What a browser carries from the page to a deed that judges (core/sight.py)."""

import re

from django.test import Client


def seen_on(client: Client, address: str) -> dict[str, str]:
    """The sealed field of the page at `address`, to be posted with the deed."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    return {"seen": found.group(1)}
