"""Worlds that are built once for all tests of a module.

    @pytest.fixture(scope="module")
    def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
        with worlds.kept(django_db_blocker):
            yield build()

Each test works in a savepoint of its own inside it, so it finds the world as it was built; objects that it may change it
takes as a copy. Not for modules with tests of real transactions (`transaction=True`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone


@contextmanager
def kept(blocker: Any) -> Iterator[None]:
    """What is built inside stays until the module ends, then nothing of it was ever there."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """As `set_clock`, while a world is built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield
