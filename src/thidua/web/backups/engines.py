"""How each kind of database is copied and brought back; a further one is a module with these functions and a line here."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from thidua.web.backups import postgresql, sqlite
from thidua.web.backups.archive import Facts, Manifest, Reader


@dataclass(frozen=True, slots=True)
class Engine:
    """`spare` lends the address of an empty database for a drill; `load` returns what then stands in the target."""

    size: Callable[[], int]
    dump: Callable[[Callable[[str, Path], None], Path], Facts]
    refuse_used: Callable[[], None]
    refuse_unfit: Callable[[Manifest], None]
    load: Callable[[Reader, Path], Facts]
    spare: Callable[[Path], AbstractContextManager[str]]


def _engine(module: object) -> Engine:
    return Engine(**{name: getattr(module, name) for name in Engine.__dataclass_fields__})


ENGINES = {"sqlite": _engine(sqlite), "postgresql": _engine(postgresql)}


def ours() -> Engine:
    return ENGINES[connection.vendor]
