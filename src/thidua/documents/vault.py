"""The bytes of stored files: `files/<commune>/<first two of the hash>/<hash>` in the data folder.

A file appears there whole or not at all. It may stay without a row when the transaction around it fails; that is harmless,
and the next upload of the same content takes it over.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from thidua.documents import errors


def path_of(commune_id: int, sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / str(commune_id) / sha256[:2] / sha256


def keep(commune_id: int, content: bytes) -> str:
    """Write `content` unless it is there already, unharmed; returns its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = path_of(commune_id, sha256)
    if not _holds(place, content):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(place, content)
    return sha256


def read(commune_id: int, sha256: str) -> bytes:
    """The bytes, checked against their hash; raises FileDamaged."""
    try:
        content = path_of(commune_id, sha256).read_bytes()
    except OSError:
        raise errors.FileDamaged from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise errors.FileDamaged
    return content


def _holds(place: Path, content: bytes) -> bool:
    return place.is_file() and place.stat().st_size == len(content) and place.read_bytes() == content


def _write_whole(place: Path, content: bytes) -> None:
    """A temporary file beside the place, on the disk, then renamed: a cut in between leaves nothing half."""
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
