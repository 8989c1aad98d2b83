"""A connection to PostgreSQL that lives is not asked; one that was ended is found out before it is used."""

from typing import Any

import pytest
from django.db import connection
from django.db.utils import load_backend
from django.test.utils import CaptureQueriesContext

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose"),
]


@pytest.fixture
def other() -> Any:
    """A second connection to the same database."""
    settings = connection.settings_dict
    made = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "other")
    made.connect()
    yield made
    made.close()


def test_a_silent_connection_is_usable_without_a_question(other: Any) -> None:
    with CaptureQueriesContext(other) as asked:
        assert other.is_usable()
    assert len(asked) == 0


def test_a_connection_that_the_server_ended_is_not_usable(other: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [other.connection.info.backend_pid])
        cursor.execute("SELECT pg_sleep(0.2)")
    assert not other.is_usable()


def test_one_that_was_ended_is_replaced_by_the_next_request(other: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [other.connection.info.backend_pid])
        cursor.execute("SELECT pg_sleep(0.2)")
    other.health_check_done, other.health_check_enabled = False, True
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_one_that_was_closed_here_is_not_usable(other: Any) -> None:
    other.connection.close()
    assert not other.is_usable()
