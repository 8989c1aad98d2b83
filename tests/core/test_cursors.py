"""Cursors of SQLite: statements reach the database as with Django's own."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.utils import load_backend

from thidua.config import env
from thidua.core.sqlite import cursors
from thidua.core.sqlite.base import DatabaseWrapper
from thidua.core.sqlite.cursors import Cursor


@pytest.fixture
def cursor() -> Iterator[Cursor]:
    wrapper = DatabaseWrapper(env.sqlite(":memory:"))
    wrapper.connection = sqlite3.connect(":memory:")
    yield wrapper.create_cursor()
    wrapper.connection.close()


def test_is_the_engine_of_sqlite() -> None:
    assert load_backend(str(env.sqlite("file")["ENGINE"])).DatabaseWrapper is DatabaseWrapper


@pytest.mark.parametrize(
    ("statement", "values", "found"),
    [
        ("SELECT %s, '%%', '%%s', %s", [1, "%s"], (1, "%", "%s", "%s")),
        ("SELECT '%s'", None, ("%s",)),
        ("SELECT %(a)s, %(b)s, %(a)s", {"a": 1, "b": 2}, (1, 2, 1)),
        ("SELECT 1", [], (1,)),
    ],
)
def test_places_are_found_the_first_time_and_the_next(
    cursor: Cursor, statement: str, values: Any, found: Any
) -> None:
    django = cursor.connection.cursor(factory=SQLiteCursorWrapper)
    for one in (django, cursor, cursor):
        assert one.execute(statement, values).fetchone() == found


def test_many_rows(cursor: Cursor) -> None:
    cursor.execute("CREATE TABLE t (a, b)")
    cursor.executemany("INSERT INTO t VALUES (%s, %s)", [(1, 2), (3, 4)])
    cursor.executemany("INSERT INTO t VALUES (%(a)s, %(b)s)", [{"a": 5, "b": 6}])
    assert cursor.execute("SELECT * FROM t").fetchall() == [(1, 2), (3, 4), (5, 6)]


def test_a_statement_is_read_through_once(cursor: Cursor) -> None:
    cursors._placed.cache_clear()
    for number in range(3):
        cursor.execute("SELECT %s", [number])
    assert (cursors._placed.cache_info().misses, cursors._placed.cache_info().hits) == (1, 2)
