"""Rows that go to the database as one value come out as they went in."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from thidua.core import given
from thidua.reporting.models import FigureRevision

COLUMNS = [
    FigureRevision._meta.get_field(name) for name in ("id", "numerator", "at", "is_estimate", "explanation")
]
AT = datetime(2026, 6, 1, 1, 0, 0, 123456, tzinfo=UTC)
ROWS = [
    [2, Decimal("0.0001"), AT, True, "Dấu ' và \\ và %s, “Đồng Ngọ”"],
    [1, Decimal("9999999999999999.9999"), None, False, ""],
    [3, None, AT, True, '{"a": [1]}'],
]


def test_a_row_is_told_by_the_names_of_its_columns() -> None:
    [told] = json.loads(given.value_of(COLUMNS, ROWS[1:2]))
    assert told == {
        "id": 1,
        "numerator": "9999999999999999.9999",
        "at": None,
        "is_estimate": False,
        "explanation": "",
    }


def test_a_row_with_too_few_values_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="shorter"):
        given.value_of(COLUMNS, [[1]])


@pytest.mark.django_db
def test_the_database_reads_them_exactly_and_in_their_order() -> None:
    if not given.is_one_value():
        pytest.skip("this database takes its values one by one")
    with connection.cursor() as cursor:
        sql = f"SELECT * FROM {given.table_of(COLUMNS)}"  # noqa: S608  # our own names
        cursor.execute(sql, [given.value_of(COLUMNS, ROWS)])
        assert [list(row) for row in cursor.fetchall()] == ROWS
