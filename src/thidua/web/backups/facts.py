"""What is counted in a database, before and after: asked in plain SQL, so that it needs no models of the right age."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.migrations.recorder import MigrationRecorder

from thidua.core.models import AuditHead
from thidua.web.backups.archive import Facts

Ask = Callable[[str], list[tuple[Any, ...]]]
HEADS = AuditHead._meta.db_table
MIGRATIONS = MigrationRecorder.Migration._meta.db_table


def counted(ask: Ask, tables: Iterable[str]) -> Facts:
    """Rows per table, heads of the books of deeds, migrations; `ask` runs one query on the database in question."""
    counts = {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in sorted(tables)}  # noqa: S608  # names of tables
    heads = ask(f"SELECT commune_id, sequence, hash FROM {HEADS} ORDER BY commune_id")  # noqa: S608
    applied = ask(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")  # noqa: S608
    return Facts(
        counts=counts,
        heads={str(commune): f"{sequence}:{digest}" for commune, sequence, digest in heads},
        migrations=[[app, name] for app, name in applied],
    )
