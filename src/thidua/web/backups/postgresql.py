"""PostgreSQL: one COPY text per table, all from one snapshot (REPEATABLE READ); nothing but the driver is needed.

The schema is made by the migrations that the copy names, so a copy goes into any server that the product runs on.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import Connection, Error, IsolationLevel, sql

from thidua.web import errors
from thidua.web.backups import facts
from thidua.web.backups.archive import CHUNK, Facts, Manifest, Reader

faults: tuple[type[Exception], ...] = (Error,)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
COLUMNS = """SELECT table_name, column_name, is_identity = 'YES' FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"""


def size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def dump(add: Callable[[str, Path], None], scratch: Path) -> Facts:
    with closing(_own_connection()) as own:
        own.autocommit = False
        own.isolation_level, own.read_only = IsolationLevel.REPEATABLE_READ, True
        ask = _asker(own)
        found = facts.counted(ask, [name for (name,) in ask(TABLES)])
        columns: dict[str, list[str]] = {name: [] for name in found.counts}
        numbers: dict[str, int] = {}
        for table, column, is_counted in ask(COLUMNS):
            if table in columns:
                columns[table].append(column)
                if is_counted:
                    numbers |= _last_number(own, table, column)
        for table, names in columns.items():
            copy = scratch / f"{table}.copy"
            _copy_out(own, table, names, copy)
            add(f"database/{table}.copy", copy)
            copy.unlink()
    return Facts(found.counts, found.heads, found.migrations, columns, numbers)


def refuse_used() -> None:
    if connection.introspection.table_names():
        raise errors.TargetNotEmpty("Cơ sở dữ liệu ở DATABASE_URL")


def refuse_unfit(manifest: Manifest) -> None:
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    if not {(app, name) for app, name in manifest.facts.migrations} <= known:
        raise errors.CopyFromElsewhere(
            "Bản sao có cấu trúc dữ liệu mà phiên bản này không biết. "
            f"Xin cài phiên bản {manifest.version} rồi khôi phục."
        )


def load(reader: Reader, into: Path) -> Facts:
    """Build the schema as it was, then fill it in one transaction; foreign keys are checked at its end."""
    said = reader.manifest.facts
    executor = MigrationExecutor(connection)
    executor.migrate(_ends(executor, said.migrations))
    tables = set(connection.introspection.table_names())
    if set(said.columns) - tables:
        raise errors.CopyFromElsewhere(
            f"Bản sao có bảng lạ: {', '.join(sorted(set(said.columns) - tables))}."
        )
    with transaction.atomic(), connection.cursor() as cursor:
        _empty(cursor, tables)
        for table, columns in said.columns.items():
            _copy_in(cursor, table, columns, reader)
        for place, number in said.numbers.items():
            table, _, column = place.partition(".")
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, number])
    with connection.cursor() as cursor:
        return facts.counted(_django_asker(cursor), said.counts)


@contextmanager
def spare(scratch: Path) -> Iterator[str]:
    """Address of a new, empty database on the same server, dropped afterwards; needs the right CREATEDB."""
    name = f"{str(connection.settings_dict['NAME'])[:50]}_drill"  # one name: a drill that was killed leaves one, not many
    with closing(_own_connection()) as own:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        try:
            own.execute(drop)
            own.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except Error as error:
            raise errors.DrillNotPossible(str(error).splitlines()[0]) from None
        try:
            yield _address(name)
        finally:
            own.execute(drop)


def _own_connection() -> Connection[Any]:
    """Beside Django's: its transaction must not mix with that of the page or job that asks."""
    own = connection.copy()
    own.connect()
    raw: Connection[Any] = own.connection
    raw.autocommit = True
    return raw


def _asker(own: Connection[Any]) -> facts.Ask:
    def ask(query: str) -> list[tuple[Any, ...]]:
        with own.cursor() as cursor:
            cursor.execute(query.encode())
            return cursor.fetchall()

    return ask


def _django_asker(cursor: Any) -> facts.Ask:
    def ask(query: str) -> list[tuple[Any, ...]]:
        cursor.execute(query)
        return list(cursor.fetchall())

    return ask


def _last_number(own: Connection[Any], table: str, column: str) -> dict[str, int]:
    """The last number given out, so that a restored database never gives one out twice; nothing for a fresh counter."""
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [sql.Identifier(table).as_string(), column])
        found = cursor.fetchone()
        schema, _, name = str(found[0] if found else "").partition(".")
        counter = sql.SQL("{}.{}").format(sql.Identifier(schema.strip('"')), sql.Identifier(name.strip('"')))
        cursor.execute(sql.SQL("SELECT last_value FROM {} WHERE is_called").format(counter))
        last = cursor.fetchone()
    return {f"{table}.{column}": int(last[0])} if last else {}


def _copy_out(own: Connection[Any], table: str, columns: list[str], place: Path) -> None:
    query = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with own.cursor() as cursor, place.open("xb") as file, cursor.copy(query) as copy:
        for data in copy:
            file.write(data)


def _copy_in(cursor: Any, table: str, columns: list[str], reader: Reader) -> None:
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with reader.part(f"database/{table}.copy") as file, cursor.copy(query) as copy:
        while chunk := file.read(CHUNK):
            copy.write(chunk)


def _empty(cursor: Any, tables: set[str]) -> None:
    """Migrations fill some tables themselves; the copy has their rows."""
    names = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(tables))
    cursor.execute(sql.SQL("TRUNCATE {}").format(names))


def _ends(executor: MigrationExecutor, applied: list[list[str]]) -> list[tuple[str, str | None]]:
    """The last of the applied migrations of each app."""
    known = {(app, name) for app, name in applied}
    nodes = executor.loader.graph.node_map
    return [
        key
        for key in sorted(known)
        if not any(child.key in known and child.key[0] == key[0] for child in nodes[key].children)
    ]


def _address(name: str) -> str:
    """DATABASE_URL of another database on the same server, as the same user."""
    said = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items() if value}
    who = f"{said.get('USER', '')}:{said.get('PASSWORD', '')}"
    port = f":{said['PORT']}" if "PORT" in said else ""
    return f"postgresql://{who}@{port}/{name}?host={said.get('HOST', '')}"
