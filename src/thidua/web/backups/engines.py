"""How each kind of database is copied and brought back; a further one is a module with these names and a line here.

A module is loaded when its kind of database is met: the driver of PostgreSQL takes 10 MB, which no process on SQLite needs.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from django.db import connection

from thidua.web.backups.archive import Facts, Manifest, Reader


@dataclass(frozen=True, slots=True)
class Engine:
    """`spare` lends the address of an empty database for a drill; `load` returns what then stands in the target.

    `faults` are the errors of its driver that `dump` may raise.
    """

    faults: tuple[type[Exception], ...]
    size: Callable[[], int]
    dump: Callable[[Callable[[str, Path], None], Path], Facts]
    refuse_used: Callable[[], None]
    refuse_unfit: Callable[[Manifest], None]
    load: Callable[[Reader, Path], Facts]
    spare: Callable[[Path], AbstractContextManager[str]]


ENGINES = {"sqlite": "thidua.web.backups.sqlite", "postgresql": "thidua.web.backups.postgresql"}


@cache
def named(vendor: str) -> Engine:
    module = import_module(ENGINES[vendor])
    return Engine(**{name: getattr(module, name) for name in Engine.__dataclass_fields__})


def ours() -> Engine:
    return named(connection.vendor)
