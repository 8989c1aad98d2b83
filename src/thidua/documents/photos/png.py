"""PNG: a chain of chunks, each with its checksum."""

import struct
import zlib
from collections.abc import Iterator

from thidua.documents.photos import exif
from thidua.documents.photos.parts import PLACE_IN_XMP, Cleaned, Damaged

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What draws the picture, moves it and gives it its colours; words, times and private chunks are left out.
NEEDED = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"}
COLOURS = {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"mDCV", b"cLLI"}
MOST_CHUNKS = 100_000


def clean(content: bytes) -> Cleaned:
    """Only what draws the picture, its colours, how it was held and when; raises Damaged."""
    kept: list[bytes] = []
    facts, had_place, has_data = exif.Facts(), False, False
    for number, (name, body) in enumerate(chunks(content)):
        if (name == b"IHDR") != (number == 0):
            raise Damaged
        has_data = has_data or name == b"IDAT"
        if name == b"eXIf":
            facts = exif.read(body)
            had_place = had_place or facts.has_place
        elif name in NEEDED | COLOURS:
            kept.append(_chunk(name, body))
        else:
            had_place = had_place or PLACE_IN_XMP.search(_words(name, body)) is not None
    width, height = struct.unpack(">II", kept[0][8:16])
    if not (has_data and width and height):
        raise Damaged
    if facts.is_worth_keeping:
        kept.insert(1, _chunk(b"eXIf", exif.write(facts)))
    return Cleaned(SIGNATURE + b"".join(kept), width, height, had_place)


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, body) up to IEND; Damaged when it is missing or a checksum does not fit."""
    place = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        length = int.from_bytes(content[place : place + 4], "big")
        name, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        if len(name) < 4 or len(body) != length or (place == len(SIGNATURE) and length != 13):
            raise Damaged
        if content[place + 8 + length : place + 12 + length] != struct.pack(">I", zlib.crc32(name + body)):
            raise Damaged
        yield name, body
        if name == b"IEND":
            return
        place += 12 + length
    raise Damaged


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _words(name: bytes, body: bytes) -> bytes:
    """What a chunk of text says, unpacked as far as a million characters."""
    text = body.partition(b"\x00")[2]
    if name == b"zTXt":
        packed = text[1:]
    elif name == b"iTXt" and text[:1] == b"\x01":
        packed = text[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    else:
        return body
    try:
        return zlib.decompressobj().decompress(packed, 1_000_000)
    except zlib.error:
        return body
