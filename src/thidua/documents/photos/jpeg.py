"""JPEG: a chain of segments, the scans between them, an end; behind the end some phones hang a second picture."""

import re
import struct
from collections.abc import Iterator

from thidua.documents.photos import exif
from thidua.documents.photos.parts import PLACE_IN_IPTC, PLACE_IN_XMP, Cleaned, Damaged

START, END, SCAN = 0xD8, 0xD9, 0xDA
JFIF, EXIF, PROFILE, IPTC, ADOBE = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Tables and frames: what a decoder needs. 0xFE is a comment, 0xE0 to 0xEF are for programs.
NEEDED = {*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, SCAN}
KNOWN = {JFIF: b"JFIF\x00", PROFILE: b"ICC_PROFILE\x00", ADOBE: b"Adobe"}
AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
MOST_SEGMENTS = 5_000


def clean(content: bytes) -> Cleaned:
    """Only what draws the picture, its colours, how it was held and when; raises Damaged. JFIF loses its small picture."""
    kept, facts, size, had_place = [], exif.Facts(), (0, 0), False
    for marker, body, scan in _segments(content):
        if marker in FRAMES:
            size = max(size, _size(body))
        if marker == EXIF and body.startswith(b"Exif\x00\x00"):
            found = exif.read(body[6:])
            facts, had_place = found, had_place or found.has_place
        elif marker in NEEDED or (marker in KNOWN and body.startswith(KNOWN[marker])):
            kept.append(_segment(marker, body[:12] + b"\x00\x00" if marker == JFIF else body) + scan)
        else:
            had_place = had_place or _tells_place(marker, body)
    if not all(size):
        raise Damaged
    if facts.is_worth_keeping:
        kept.insert(_place_of_exif(kept), _segment(EXIF, b"Exif\x00\x00" + exif.write(facts)))
    return Cleaned(b"\xff\xd8" + b"".join(kept) + b"\xff\xd9", *size, had_place)


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(marker, body, the scan behind it) up to the end of the picture; Damaged when there is none."""
    place = 2
    for _ in range(MOST_SEGMENTS):
        if content[place : place + 1] != b"\xff":
            raise Damaged
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        marker = content[place + 1] if place + 1 < len(content) else START
        if marker == END:
            return
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        body = content[place + 4 : place + 2 + length]
        if marker in {START, 0x00, 0x01} or 0xD0 <= marker <= 0xD7 or length < 2 or len(body) != length - 2:
            raise Damaged
        place += 2 + length
        scan = b""
        if marker == SCAN:
            found = AFTER_SCAN.search(content, place)
            if found is None:
                raise Damaged
            scan, place = content[place : found.start()], found.start()
        yield marker, body, scan
    raise Damaged


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _size(body: bytes) -> tuple[int, int]:
    if len(body) < 6:
        raise Damaged
    return int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")


def _place_of_exif(kept: list[bytes]) -> int:
    """Behind JFIF's own segment, which must be the first."""
    return 1 if kept and kept[0][1] == JFIF else 0


def _tells_place(marker: int, body: bytes) -> bool:
    if marker == IPTC:
        return PLACE_IN_IPTC.search(body) is not None
    return marker == EXIF and PLACE_IN_XMP.search(body) is not None
