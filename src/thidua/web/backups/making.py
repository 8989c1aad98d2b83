"""A consistent copy while the product runs.

The database first, then the files: a file is written before the row that names it and never changed, so every row of the
copy finds its file. The secret key stays out: whoever finds a copy must not be able to sign links with it.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from thidua import __version__
from thidua.web import errors
from thidua.web.backups import engines, shelf
from thidua.web.backups.archive import Manifest, Writer

SPARE = 100 * 1024**2  # left over for the pages that go on


def make_copy(place: Path, *, at: datetime) -> shelf.Copy:
    """Write one archive into the folder `place`; whole or not at all. Raises a BackupError or CopyBeingMade."""
    try:
        with shelf.scratch(place, shelf.MAKING) as scratch:
            target = place / shelf.name_of(at)
            if target.exists():
                raise errors.CopyExists(target.name)
            _refuse_little_space(place)
            _write(scratch, target, at=at)
            return shelf.Copy(target, timezone.localtime(at), target.stat().st_size)
    except _faults() as error:
        raise errors.CopyNotWritten(getattr(error, "strerror", None) or str(error)) from error


def _faults() -> tuple[type[Exception], ...]:
    return OSError, DatabaseError, *engines.ours().faults


def _write(scratch: Path, target: Path, *, at: datetime) -> None:
    partial = scratch / "archive"
    partial.touch(mode=0o600)
    with partial.open("wb") as file:
        writer = Writer(file, at=at)
        facts = engines.ours().dump(writer.add, scratch)
        for path, name in _stored_files():
            writer.add(name, path)
        made_at = timezone.localtime(at).isoformat()
        writer.finish(Manifest(made_at, __version__, connection.vendor, facts, writer.parts))
        file.flush()
        os.fsync(file.fileno())
    partial.rename(target)
    _sync_folder(target.parent)


def _stored_files() -> Iterator[tuple[Path, str]]:
    """Path and name in the archive; names that begin with a dot are files on their way in."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path, f"files/{path.relative_to(root).as_posix()}"


def _refuse_little_space(place: Path) -> None:
    """The database stands twice for a moment, beside the archive and in it; the files only in it."""
    needed = 2 * engines.ours().size() + sum(path.stat().st_size for path, _ in _stored_files()) + SPARE
    free = shutil.disk_usage(place).free
    if free < needed:
        raise errors.NotEnoughSpace(needed=needed, free=free)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
