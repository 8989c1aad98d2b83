"""EXIF, read for three facts and written again with two: how the camera was held and when; never where.

The format is TIFF's: a header, then directories of 12-byte entries (tag, type, count, value or its place).
"""

import re
import struct
from dataclasses import dataclass

ORIENTATION = 0x0112
DETAILS = 0x8769
PLACE = 0x8825
TAKEN = 0x9003
SHORT, LONG, ASCII = 3, 4, 2
MOST_ENTRIES = 500
MOMENT = re.compile(rb"[12][0-9]{3}:[01][0-9]:[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]")


@dataclass(frozen=True, slots=True)
class Facts:
    """`orientation` from 1 (upright) to 8; `taken` as "2026:10:08 09:30:00" or empty."""

    orientation: int = 1
    taken: bytes = b""
    has_place: bool = False

    @property
    def is_worth_keeping(self) -> bool:
        return self.orientation != 1 or self.taken != b""


def read(block: bytes) -> Facts:
    """The facts of a TIFF block; of a broken one, those that can be made out."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if order is None:
        return Facts()
    entries = _entries(block, order, _number(block, order + "I", 4))
    details = _entries(block, order, _number(block, order + "I", entries.get(DETAILS, 0) + 8))
    return Facts(
        orientation=_orientation(block, order, entries),
        taken=_moment(block, order, details),
        has_place=PLACE in entries,
    )


def write(facts: Facts) -> bytes:
    """A TIFF block that says how the camera was held and when, and nothing else."""
    held = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, facts.orientation, 0)
    if not facts.taken:
        return b"MM\x00*" + struct.pack(">IH", 8, 1) + held + bytes(4)
    first = struct.pack(">IH", 8, 2) + held + struct.pack(">HHII", DETAILS, LONG, 1, 38) + bytes(4)
    second = struct.pack(">H", 1) + struct.pack(">HHII", TAKEN, ASCII, 20, 56) + bytes(4)
    return b"MM\x00*" + first + second + facts.taken + b"\x00"


def _entries(block: bytes, order: str, start: int) -> dict[int, int]:
    """Tag → where its entry begins, of the directory at `start`; nothing where none is."""
    if not 8 <= start <= len(block) - 2:
        return {}
    count = min(_number(block, order + "H", start), MOST_ENTRIES)
    places = range(start + 2, start + 2 + 12 * count, 12)
    return {_number(block, order + "H", place): place for place in places if place + 12 <= len(block)}


def _orientation(block: bytes, order: str, entries: dict[int, int]) -> int:
    place = entries.get(ORIENTATION)
    value = _number(block, order + "H", place + 8) if place else 1
    return value if 1 <= value <= 8 else 1


def _moment(block: bytes, order: str, details: dict[int, int]) -> bytes:
    place = details.get(TAKEN)
    start = _number(block, order + "I", place + 8) if place else 0
    written = block[start : start + 19]
    return written if MOMENT.fullmatch(written) else b""


def _number(block: bytes, form: str, place: int) -> int:
    """0 beyond the end: no directory, no value is there."""
    if place + struct.calcsize(form) > len(block):
        return 0
    number: int = struct.unpack_from(form, block, place)[0]
    return number
