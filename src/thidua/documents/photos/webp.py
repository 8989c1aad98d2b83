"""WebP: RIFF chunks, padded to even length; EXIF and XMP stand in chunks of their own."""

import struct
from collections.abc import Iterator

from thidua.documents.photos import exif
from thidua.documents.photos.parts import PLACE_IN_XMP, Cleaned, Damaged

NEEDED = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
HAS_EXIF, HAS_XMP = 0x08, 0x04
MOST_CHUNKS = 10_000


def clean(content: bytes) -> Cleaned:
    """Only what draws the picture, its colours, how it was held and when; raises Damaged."""
    kept: list[tuple[bytes, bytes]] = []
    facts, had_place, size = exif.Facts(), False, (0, 0)
    for name, body in _chunks(content):
        size = max(size, _size(name, body))
        if name == b"EXIF":
            facts = exif.read(body.removeprefix(b"Exif\x00\x00"))
            had_place = had_place or facts.has_place
        elif name in NEEDED:
            kept.append((name, body))
        else:
            had_place = had_place or PLACE_IN_XMP.search(body) is not None
    if not all(size) or not {b"VP8 ", b"VP8L", b"ANMF"} & {name for name, _ in kept}:
        raise Damaged
    is_extended = kept[0][0] == b"VP8X"
    if is_extended:
        kept[0] = (b"VP8X", _flags(kept[0][1], has_exif=facts.is_worth_keeping))
        if facts.is_worth_keeping:
            kept.append((b"EXIF", exif.write(facts)))
    whole = b"WEBP" + b"".join(_chunk(name, body) for name, body in kept)
    return Cleaned(b"RIFF" + struct.pack("<I", len(whole)) + whole, *size, had_place)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, body) within the length that the head gives; Damaged when there is less."""
    end = 8 + int.from_bytes(content[4:8], "little")
    place = 12
    for _ in range(MOST_CHUNKS):
        if place >= end:
            return
        name, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        body = content[place + 8 : place + 8 + length]
        if len(content) < end or len(name) < 4 or len(body) != length or place + 8 + length > end:
            raise Damaged
        yield name, body
        place += 8 + length + length % 2
    raise Damaged


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _flags(body: bytes, *, has_exif: bool) -> bytes:
    flags = body[0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if has_exif else 0)
    return bytes([flags]) + body[1:]


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    """Width and height where this chunk tells them; (0, 0) else."""
    if name == b"VP8X":
        if len(body) < 10:
            raise Damaged
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) >= 10:
        return (
            int.from_bytes(body[6:8], "little") & 0x3FFF,
            int.from_bytes(body[8:10], "little") & 0x3FFF,
        )
    if name == b"VP8L" and body[:1] == b"\x2f" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0
