"""The database of the tests is migrated once: whoever comes first does it, every other worker and later run takes a copy.

What they share lies in the folder THIDUA_TEST_SHARED, named by test.sh or by the first process of a run. A copy is migrated
once more by Django as any database is, which finds nothing to do. Without that folder each process migrates for itself.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import django
import psycopg
from django.db import connection

TEMPLATE = "thidua_migrated"  # of the throw-away server that tests/postgresql.py starts


@contextmanager
def one_after_another(folder: Path) -> Iterator[None]:
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def shared() -> Iterator[None]:
    """Around the set-up of the database: before it a copy is laid ready, after the first one a copy is kept."""
    given = os.environ.get("THIDUA_TEST_SHARED", "")
    kept = Path(given, f"migrated.{connection.vendor}")
    with one_after_another(kept.parent) if given else nullcontext():
        is_there = bool(given) and kept.exists()
        if is_there:
            _take(kept)
        yield
        if given and not is_there:
            _keep(kept)


def file() -> Path:
    """The migrated database as a file of SQLite; there once the database of the tests was set up on SQLite."""
    return Path(os.environ["THIDUA_TEST_SHARED"], "migrated.sqlite")


def template() -> str:
    """What a new database of PostgreSQL begins as: migrated where this run has one to copy, else empty."""
    given = os.environ.get("THIDUA_TEST_SHARED", "")
    return TEMPLATE if given and Path(given, "migrated.postgresql").exists() else "template1"


def _take(kept: Path) -> None:
    asked = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copyfile(kept, asked["NAME"])
    else:
        asked["TEMPLATE"] = TEMPLATE


def _keep(kept: Path) -> None:
    name = connection.settings_dict["NAME"]
    half = kept.with_suffix(".half")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as made, closing(sqlite3.connect(half)) as copy:
            made.backup(copy)
    else:
        connection.close()  # PostgreSQL copies only what nobody is connected to
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as session:
            session.execute(f'CREATE DATABASE {TEMPLATE} TEMPLATE "{name}"')
        half.touch()
    half.rename(kept)


def main() -> None:
    """For those that come later: test.sh does it while another core is at something else."""
    django.setup()
    with shared():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


if __name__ == "__main__":
    main()
