"""The writes of every deed: composed once, then only the values change. The reads are in prepared.py.

    keep_typed = update(Figure, "state", "numerator", "denominator", "version")
    keep_typed(*figures)

`save` and `bulk_create` spend several times on composing and collecting what the database needs to write. Here nothing
happens but the statement: no signals, no key that comes back.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, connection, models

from thidua.core import given

M = TypeVar("M", bound=models.Model)
Column = models.Field[Any, Any]

# A value of just this type goes into such a column as it is; every other one goes through its field.
PLAIN: dict[type, type] = {
    models.BigAutoField: int,
    models.BigIntegerField: int,
    models.BooleanField: bool,
    models.CharField: str,
    models.DecimalField: Decimal,
    models.ForeignKey: int,
    models.PositiveBigIntegerField: int,
    models.PositiveIntegerField: int,
    models.TextField: str,
}

# What has been sent and not been answered: cursor, rows to be touched, statement. None while each write waits for its answer.
_awaited: ContextVar[list[tuple[Any, int, str]] | None] = ContextVar("writes_awaited", default=None)


@contextmanager
def together() -> Iterator[None]:
    """The writes in the block go to the server in one journey, where it lies beyond a socket; answered when the block ends.

    For statements of this module and others run by a cursor. A model's `save` does not belong here: it asks at once how many
    rows it touched, which nobody knows yet. Errors may come later than they arise, but before the block is left.
    """
    if connection.vendor != "postgresql" or _awaited.get() is not None:
        yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection
    awaited: list[tuple[Any, int, str]] = []
    token = _awaited.set(awaited)
    try:
        with connection.wrap_database_errors, raw.pipeline():
            yield
    finally:
        _awaited.reset(token)
    for cursor, count, statement in awaited:
        _need(count, cursor.rowcount, statement)


def _expect(count: int, cursor: Any, statement: str) -> None:
    awaited = _awaited.get()
    if awaited is None:
        _need(count, cursor.rowcount, statement)
    else:
        awaited.append((cursor.cursor, count, statement))


def _need(count: int, touched: int, statement: str) -> None:
    if touched != count:
        raise DatabaseError(f"{touched} of {count} rows: {statement}")


class Write(Generic[M]):
    """A statement that takes one value for each of `columns`, run for each instance that is given."""

    def __init__(self, statement: str, columns: Iterable[Column], at_once: str = "") -> None:
        self._statement = statement
        self._at_once = at_once  # the same for many rows at once, with {} where they stand
        self._columns = [(column, column.attname, PLAIN.get(type(column))) for column in columns]
        for column, _, _ in self._columns:
            if isinstance(column, models.FileField) or getattr(column, "auto_now", False):
                raise ValueError(f"{column} is not written as it stands")

    def __call__(self, *things: M) -> None:
        if not things:
            return
        rows = [self._values(thing) for thing in things]
        with connection.cursor() as cursor:
            if len(rows) > 1 and self._at_once and given.is_one_value():
                columns = [column for column, _, _ in self._columns]
                cursor.execute(self._at_once.format(given.table_of(columns)), [given.value_of(columns, rows)])
            elif len(rows) > 1:
                cursor.executemany(self._statement, rows)
            else:
                cursor.execute(self._statement, rows[0])
            _expect(len(rows), cursor, self._statement)

    def _values(self, thing: M) -> list[Any]:
        held = vars(thing)
        return [
            held[name] if type(held[name]) is plain else column.get_db_prep_save(held[name], connection)
            for column, name, plain in self._columns
        ]


def update(model: type[M], *names: str) -> Write[M]:
    """These columns of rows that are there."""
    columns = [_column(model, name) for name in names]
    places = ", ".join(f'"{one.column}" = %s' for one in columns)
    key: Any = model._meta.pk
    statement = f'UPDATE "{model._meta.db_table}" SET {places} WHERE "{key.column}" = %s'  # noqa: S608  # our own names
    taken = ", ".join(f'"{one.column}" = given."{one.column}"' for one in columns)
    table = f'"{model._meta.db_table}"'
    at_once = f'UPDATE {table} SET {taken} FROM {{}} WHERE {table}."{key.column}" = given."{key.column}"'  # noqa: S608
    is_plain = not any(isinstance(one, models.JSONField) for one in columns)
    return Write(statement, [*columns, key], at_once if is_plain else "")


def insert(model: type[M]) -> Write[M]:
    """New rows, whose keys the database gives. The instances do not learn them."""
    columns: list[Any] = [one for one in model._meta.concrete_fields if not one.primary_key]
    names = ", ".join(f'"{one.column}"' for one in columns)
    places = ", ".join(["%s"] * len(columns))
    return Write(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', columns)  # noqa: S608


def _column(model: type[M], name: str) -> Any:
    return model._meta.get_field(name)
