"""Many rows as one value of a statement, where the database can read them so.

PostgreSQL spends more on hundreds of parameters, and we on sending them, than on what they say; it takes the rows as JSON and
reads it by the types of the columns. SQLite has no such cost and gets its values one by one.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Column = models.Field[Any, Any]


def is_one_value() -> bool:
    """Whether this database takes rows as one value."""
    return connection.vendor == "postgresql"


def table_of(columns: Iterable[Column]) -> str:
    """What stands after FROM: rows called `given` with these columns, from one parameter (`value_of`)."""
    types = ", ".join(f'"{one.column}" {one.rel_db_type(connection)}' for one in columns)
    return f"json_to_recordset(%s) AS given ({types})"


def value_of(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> str:
    """The rows as that parameter. Numbers and moments go as text, which the types of the columns read exactly."""
    names = [one.column for one in columns]
    told = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(told, ensure_ascii=False, default=str)
