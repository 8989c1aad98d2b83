"""Cursors of SQLite: statements reach the database as with Django's own."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations, SQLiteCursorWrapper
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.db.utils import load_backend

from tests.factories import org as make_org
from thidua.config import env
from thidua.core.sqlite import cursors
from thidua.core.sqlite.base import DatabaseWrapper
from thidua.core.sqlite.cursors import Cursor
from thidua.org.models import Membership


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


@pytest.mark.parametrize(
    "value", [None, datetime(2026, 10, 8, 2, 12), datetime(2026, 10, 8, tzinfo=UTC), "2026-10-08 02:12:00.5"]
)
def test_moments_are_those_of_django(value: Any) -> None:
    wrapper = DatabaseWrapper({**env.sqlite(":memory:"), "TIME_ZONE": None})
    found = wrapper.ops.convert_datetimefield_value(value, None, wrapper)
    assert found == DatabaseOperations(wrapper).convert_datetimefield_value(value, None, wrapper)
    assert found is None or found.tzinfo is not None


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite gives its columns")
def test_truths_and_days_come_by_the_type_of_their_column_and_where_there_is_none_by_django() -> None:
    user = make_org.MembershipFactory(is_void=False).user
    make_org.MembershipFactory(user=user, is_void=True)
    held = Membership.objects.filter(user=user).order_by("pk")
    worked_out = held.annotate(voids=Max("is_void"), day=Coalesce("valid_to", "valid_from")).values_list(
        "is_void", "valid_from", "unit__valid_from", "voids", "day"
    )
    for plain in (list(held.values_list("is_void", "valid_from")), list(worked_out)):
        assert [one[0] for one in plain] == [False, True]
        assert {type(value) for one in plain for value in one} == {bool, date}
    inner = Membership.objects.filter(pk=OuterRef("pk")).values("is_void")
    assert [one.inner for one in held.annotate(inner=Subquery(inner))] == [False, True]
