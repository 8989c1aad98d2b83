"""SQLite: the copy is one file, made by VACUUM INTO on a connection of its own; writers go on meanwhile."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from thidua.web import errors
from thidua.web.backups import facts
from thidua.web.backups.archive import Facts, Manifest, Reader

PART = "database/thidua.sqlite3"
FILE = "thidua.sqlite3"
WAIT_SECONDS = 60
faults: tuple[type[Exception], ...] = (sqlite3.Error,)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def size() -> int:
    """Bytes of the database, with what still waits in its log."""
    name = Path(connection.settings_dict["NAME"])
    return sum(file.stat().st_size for file in (name, Path(f"{name}-wal")) if file.exists())


def dump(add: Callable[[str, Path], None], scratch: Path) -> Facts:
    copy = scratch / FILE
    source = sqlite3.connect(connection.settings_dict["NAME"], timeout=WAIT_SECONDS, isolation_level=None)
    with closing(source):
        source.execute("VACUUM INTO ?", [str(copy)])
    found = counted(copy)
    add(PART, copy)
    copy.unlink()
    return found


def counted(file: Path) -> Facts:
    """What a database file at rest holds; raises CopyDamaged where SQLite finds it unsound."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)) as copy:
        if copy.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise errors.CopyDamaged
        tables = [str(name) for (name,) in copy.execute(TABLES)]
        return facts.counted(lambda sql: copy.execute(sql).fetchall(), tables)


def refuse_used() -> None:
    """The folder is the whole of the target, and it was looked at already."""


def load(reader: Reader, into: Path) -> Facts:
    reader.extract(PART, into / FILE)
    return counted(into / FILE)


def refuse_unfit(manifest: Manifest) -> None:
    """SQLite's file brings its own schema."""


@contextmanager
def spare(scratch: Path) -> Iterator[str]:
    """Address of an empty database for a drill; here the folder that is restored into brings one."""
    yield f"sqlite:///{scratch / 'unused.sqlite3'}"
