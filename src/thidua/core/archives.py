"""The directory of a zip (.xlsx, .docx) before anybody unpacks it, and its parts read whole and checked.

Pure; says what is wrong as a `Fault`, for which each app has its own sentence.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import IO
from xml.parsers import expat

from thidua.core.limits import Limits

SMALL = 100_000  # a part so small may be packed as tightly as it likes
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
PIECE = 1024**2
LAST = 22  # bytes of the record that ends an archive without a comment
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    OSError,
)


class Fault(StrEnum):
    DAMAGED = "damaged"
    TOO_MANY = "too many parts"
    ASTRAY = "names that lead elsewhere"
    LOCKED = "locked by a password"
    TOO_LARGE = "too large when unpacked"
    TOO_TIGHT = "packed too tightly"
    DECLARES = "a document type inside"


class ArchiveRefused(Exception):
    """`found` is the number that is too high, where the fault is one of size."""

    def __init__(self, fault: Fault, found: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.found = found


def names_in(content: bytes, limits: Limits) -> list[str]:
    """The names in the directory, in its order; raises ArchiveRefused. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect(archive, content, limits)
            return archive.namelist()
    except BROKEN as error:
        raise ArchiveRefused(Fault.DAMAGED) from error


def parts_in(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Every part with its name, after the directory was found in order; what its checksum does not fit is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect(archive, content, limits)
            for info in archive.infolist():
                yield info.filename, archive.read(info)
    except BROKEN as error:
        raise ArchiveRefused(Fault.DAMAGED) from error


def check_parts(content: bytes) -> None:
    """Unpack everything piece by piece, keeping none; raises ArchiveRefused where a checksum does not fit, or XML is not
    well-formed or declares a document type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                with archive.open(info) as part:
                    _pass_over(part, is_xml=info.filename.lower().endswith((".xml", ".rels")))
    except BROKEN as error:
        raise ArchiveRefused(Fault.DAMAGED) from error


def _pass_over(part: IO[bytes], *, is_xml: bool) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        while piece := part.read(PIECE):
            if is_xml:
                parser.Parse(piece, False)
        if is_xml:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ArchiveRefused(Fault.DAMAGED) from error


def _refuse_declaration(*declaration: object) -> None:
    """Office's standard forbids document types; they serve only to blow up or to read other files."""
    raise ArchiveRefused(Fault.DECLARES)


def _inspect(archive: zipfile.ZipFile, content: bytes, limits: Limits) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits.parts:
        raise ArchiveRefused(Fault.TOO_MANY, len(parts))
    if any(_leads_elsewhere(name) for name in names) or len({name.casefold() for name in names}) < len(names):
        raise ArchiveRefused(Fault.ASTRAY)
    if any(part.flag_bits & 1 for part in parts):
        raise ArchiveRefused(Fault.LOCKED)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise ArchiveRefused(Fault.TOO_LARGE, unpacked)
    if any(part.file_size > SMALL and part.file_size > limits.ratio * part.compress_size for part in parts):
        raise ArchiveRefused(Fault.TOO_TIGHT)
    # Something before the first part or behind the directory: two readers could see two different archives.
    starts = min((part.header_offset for part in parts), default=0)
    is_whole = starts == 0 and content[-LAST:].startswith(b"PK\x05\x06")
    if not is_whole or any(part.compress_type not in METHODS for part in parts):
        raise ArchiveRefused(Fault.DAMAGED)


def _leads_elsewhere(name: str) -> bool:
    return ".." in name or name.startswith("/") or any(bad in name for bad in "\\:\x00")
