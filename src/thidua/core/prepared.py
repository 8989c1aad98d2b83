"""Queries that every request asks: their SQL is composed once in a process, then only the values change.

    _figures = Prepared(lambda pk: Figure.objects.filter(report_id=pk).select_related("indicator"), int)
    held = _figures(report.pk)

Composing a query with joins costs Django several times what the database needs to answer it. The query must keep its
shape whatever the values are, and give model instances (`select_related` and annotations too; no prefetch) or the
tuples of `values_list`, which cost a fraction of what instances do.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.signals import post_init, pre_init

R = TypeVar("R")  # a row: an instance of a model or a tuple
SHAPES: tuple[Any, ...] = (ModelIterable, ValuesListIterable)

# Values that stand in for the real ones while the SQL is composed; nobody asks for these.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 4_611_686_018_427_000_000 + place,
    str: lambda place: f"\x01value {place}\x01",
    date: lambda place: date(1, 1, 1 + place),
    datetime: lambda place: datetime(1, 1, 1 + place, tzinfo=UTC),
}


class Prepared(Generic[R]):
    """`build` makes the query from values of the given types; a call takes the values and gives fresh rows."""

    def __init__(self, build: Callable[..., QuerySet[Any, R]], *types: type) -> None:
        self._build = build
        self._types = types
        self._composed: _Composed[R] | None = None

    def __call__(self, *values: Any) -> list[R]:
        if self._composed is None:  # two threads may both do it once; either result serves
            stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(self._types)]
            self._composed = _Composed(self._build(*stand_ins), stand_ins)
        return self._composed.fetch(values)

    def first(self, *values: Any) -> R | None:
        return next(iter(self(*values)), None)


class _Composed(Generic[R]):
    """What Django works out about a query before it runs it. Holds no connection: `connection` is that of the asking thread."""

    def __init__(self, query: QuerySet[Any, R], stand_ins: list[Any]) -> None:
        shape: Any = query._iterable_class  # noqa: SLF001  # nothing public tells it
        if shape not in SHAPES:
            raise ValueError("a prepared query gives instances or the tuples of values_list")
        self._compiler = query.query.get_compiler(connection=connection)
        self._sql, params = self._compiler.as_sql()
        adapted = [_adapted(value) for value in stand_ins]
        self._params = [
            (adapted.index(param), param) if param in adapted else (None, param) for param in params
        ]
        if {place for place, _ in self._params} - {None} != set(range(len(stand_ins))):
            raise ValueError("a prepared query must use each of its values as it is")
        select: Any = self._compiler.select
        self._converters = self._compiler.get_converters([column for column, _, _ in select])
        self._as_row: Callable[[Any], Any] = tuple
        if shape is ModelIterable:
            self._as_row = _Instances(self._compiler)

    def fetch(self, values: tuple[Any, ...]) -> list[R]:
        given = [_adapted(value) for value in values]
        params = [param if place is None else given[place] for place, param in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows: Any = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return [self._as_row(row) for row in rows]


class _Instances:
    """Rows of a composed query as instances of its model, with what is joined and annotated."""

    def __init__(self, compiler: Any) -> None:
        self._model = _Model(compiler.klass_info, compiler.select)
        self._annotations = dict(compiler.annotation_col_map or {})

    def __call__(self, row: Any) -> Any:
        found = self._model.instance(row)
        for name, place in self._annotations.items():
            setattr(found, name, row[place])
        return found


class _Model:
    """Where the columns of one model stand in a row, and which others hang on it.

    An instance is what `Model.from_db` makes of the same row, filled directly: going through `Model.__init__` field by
    field was two thirds of what a prepared query costs. So nobody may listen there, nor do anything of his own.
    """

    def __init__(self, info: Any, select: Any) -> None:
        self._class = info["model"]
        self._alias = connection.alias
        if info.get("from_parent") or not _is_plain(self._class):
            raise ValueError(f"a prepared query cannot make instances of {self._class.__name__}")
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        self._columns = slice(first, last)
        self._names = [column.target.attname for column, _, _ in select[first:last]]
        self._key = first + self._names.index(self._class._meta.pk.attname)
        self._joined = [
            (_Model(other, select), other["local_setter"], other["remote_setter"])
            for other in info.get("related_klass_infos", ())
        ]

    def instance(self, row: Any) -> Any:
        """None where an outer join found nothing."""
        if row[self._key] is None:
            return None
        found = self._class.__new__(self._class)
        state = ModelState()
        state.adding, state.db = False, self._alias
        found.__dict__.update(zip(self._names, row[self._columns], strict=True), _state=state)
        for model, keep, keep_back in self._joined:
            other = model.instance(row)
            keep(found, other)
            if other is not None:
                keep_back(other, found)
        return found


def _is_plain(model: type[models.Model]) -> bool:
    is_own = model.__init__ is models.Model.__init__ and "from_db" not in {
        name for base in model.__mro__ if base is not models.Model for name in vars(base)
    }
    return is_own and not pre_init.has_listeners(model) and not post_init.has_listeners(model)


def _adapted(value: Any) -> Any:
    """As the database gets it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
