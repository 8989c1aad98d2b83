from collections.abc import Iterator
from typing import Any

import pytest

from tests import worlds
from tests.house.cast import NOW, Cast, assemble


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The people and things of the authorisation matrix, built once a module."""
    with worlds.kept(django_db_blocker):
        with worlds.clock_at(NOW):
            made = assemble()
        yield made
