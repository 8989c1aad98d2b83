"""One copy is one .tar that proves itself.

    database/…      the database: one SQLite file, or one COPY text per table of PostgreSQL
    files/…         the stored files under their own names
    manifest.json   what must be inside: SHA-256 and size of every part, rows per table, heads of the books of deeds
    SHA256          over every byte before this entry

The last entry with the two empty blocks after it has one possible form for each digest, so there is no byte in the
archive whose change goes unseen. It shows damage, not forgery: whoever can write the archive can compute it anew.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from thidua.web import errors

FORMAT = 1
MANIFEST = "manifest.json"
TAIL_SIZE = 4 * tarfile.BLOCKSIZE  # header, digest, two empty blocks
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Facts:
    """What stood in the database at the moment of the copy.

    `heads`: commune → "sequence:hash". `columns` and `numbers` (table.column → last number given out) are PostgreSQL's.
    """

    counts: dict[str, int]
    heads: dict[str, str]
    migrations: list[list[str]]
    columns: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    version: str
    engine: str
    facts: Facts
    parts: dict[str, Part]
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises CopyFromElsewhere for a format that this version does not know."""
        said: dict[str, Any] = json.loads(text)
        if said["format"] != FORMAT:
            raise errors.CopyFromElsewhere("Bản sao do phiên bản khác của phần mềm tạo ra, không đọc được.")
        parts = {name: Part(**part) for name, part in said["parts"].items()}
        return cls(**{**said, "facts": Facts(**said["facts"]), "parts": parts})


class _Summed:
    """A file whose passing bytes are hashed, for reading or for writing."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        return self._taken(self.file.read(size))

    def write(self, data: bytes) -> int:
        self._taken(data)
        return self.file.write(data)

    def tell(self) -> int:
        return self.size

    def _taken(self, data: bytes) -> bytes:
        self.sum.update(data)
        self.size += len(data)
        return data


class Writer:
    """Puts parts into an open file one after the other; `finish` once at the end."""

    def __init__(self, file: BinaryIO, *, at: datetime) -> None:
        self._file = _Summed(file)
        self._tar = tarfile.open(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)  # type: ignore[call-overload]  # noqa: SIM115
        self._at = at
        self.parts: dict[str, Part] = {}

    def add(self, name: str, path: Path) -> None:
        """Stream the file at `path` in under `name`; raises OSError when it shrinks meanwhile."""
        with path.open("rb") as file:
            self.parts[name] = self._put(name, file, path.stat().st_size)

    def finish(self, manifest: Manifest) -> None:
        text = manifest.to_json()
        self._put(MANIFEST, io.BytesIO(text), len(text))
        self._file.write(_tail(self._file.sum.hexdigest()))

    def _put(self, name: str, file: IO[bytes], size: int) -> Part:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(self._at.timestamp())
        summed = _Summed(file)
        self._tar.addfile(entry, summed)
        self._tar.members.clear()  # a hundred thousand files need not be remembered
        return Part(summed.sum.hexdigest(), summed.size)


class Reader:
    """A copy that was found whole."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar, self.manifest = tar, manifest

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        file = self._tar.extractfile(name)
        if file is None:
            raise errors.CopyDamaged
        with file:
            yield file

    def extract(self, name: str, place: Path) -> None:
        """Write one part to `place`, where nothing may stand yet."""
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600, exist_ok=False)
        with self.part(name) as file, place.open("wb") as target:
            while chunk := file.read(CHUNK):
                target.write(chunk)


@contextmanager
def checked(path: Path) -> Iterator[Reader]:
    """The copy at `path`, after every byte and every part was checked; raises CopyDamaged or CopyUnreadable."""
    try:
        _check_bytes(path)
        tar = tarfile.open(path, mode="r:")  # noqa: SIM115
    except OSError as error:
        raise errors.CopyUnreadable(path.name, error.strerror or str(error)) from None
    except tarfile.TarError:
        raise errors.CopyDamaged from None
    with tar:
        yield Reader(tar, _check_parts(tar))


def _check_bytes(path: Path) -> None:
    size = path.stat().st_size - TAIL_SIZE
    if size <= 0:
        raise errors.CopyDamaged
    total = hashlib.sha256()
    with path.open("rb") as file:
        while size:
            chunk = file.read(min(CHUNK, size))
            if not chunk:
                raise errors.CopyDamaged
            total.update(chunk)
            size -= len(chunk)
        if file.read() != _tail(total.hexdigest()):
            raise errors.CopyDamaged


def _check_parts(tar: tarfile.TarFile) -> Manifest:
    found: dict[str, Part] = {}
    text = b""
    for entry in tar:
        file = tar.extractfile(entry) if entry.isreg() and _is_within(entry.name) else None
        if file is None:
            raise errors.CopyDamaged
        summed = _Summed(file)
        if entry.name == MANIFEST:
            text = summed.read()
        while summed.read(CHUNK):
            pass
        found[entry.name] = Part(summed.sum.hexdigest(), summed.size)
    found = {name: part for name, part in found.items() if name not in {MANIFEST, "SHA256"}}
    manifest = Manifest.from_json(text)
    if manifest.parts != found:
        raise errors.CopyDamaged
    return manifest


def _is_within(name: str) -> bool:
    """Whether the name of an entry stays inside the folder that it is unpacked into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _tail(digest: str) -> bytes:
    entry = tarfile.TarInfo("SHA256")
    text = f"{digest}\n".encode()
    entry.size, entry.mode = len(text), 0o600
    block = text.ljust(tarfile.BLOCKSIZE, b"\0")
    return entry.tobuf(tarfile.USTAR_FORMAT) + block + bytes(2 * tarfile.BLOCKSIZE)
