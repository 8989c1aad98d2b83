"""What a browser carries from the page to a deed that judges (core/sight.py)."""

import re
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from thidua.core.errors import DomainError
from thidua.core.sight import Look


def seen_on(client: Client, address: str) -> dict[str, str]:
    """The sealed field of the page at `address`, to be posted with the deed."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    return {"seen": found.group(1)}


def sent(client: Client, address: str, typed: dict[str, Any], *, page: str = "") -> Any:
    """The answer to a form that was opened (on `page`, else at its own address), filled in and sent, without JavaScript."""
    return client.post(address, typed | seen_on(client, page or address))


def sealed(look: Look[Any], thing: Any) -> dict[str, str]:
    """The same for how `thing` stands now, without opening the page."""
    return {"seen": look.of(thing, at=timezone.now()).sealed()}


def at_once(*runs: Callable[[], object]) -> list[str]:
    """What became of deeds begun at the same moment in threads of their own: names of refusals, "done" for the rest."""
    start, ends = threading.Barrier(len(runs)), list[str]()

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            deed()
            ends.append("done")
        except DomainError as refused:
            ends.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(ends)
