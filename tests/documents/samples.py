"""Small true files of every accepted kind, and the ones that only pretend."""

import io
import struct
import zipfile
import zlib

# One page of nothing; as few marks as a reader needs.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n160\n%%EOF\n"
)
CSV = "Đơn vị;Số hồ sơ\nTổ dân phố 1;12\nTổ dân phố 2;7\n".encode()
TEXT = "Biên bản họp tổ dân phố.\nĐã thống nhất các nội dung.\n".encode()

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64)
HTML = b"<!DOCTYPE html>\n<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 1, height: int = 1, *, extra: bytes = b"", behind: bytes = b"") -> bytes:
    """A grey picture; `extra` chunks stand before its data."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    lines = zlib.compress((b"\x00" + b"\x80" * min(width, 64)) * min(height, 64))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", lines) + chunk(b"IEND", b"") + behind


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(width: int = 16, height: int = 8, *, extra: bytes = b"", behind: bytes = b"") -> bytes:
    """A grey picture of 8 × 8 blocks, each "as the one before"; `extra` segments stand behind the first."""
    table = bytes([1]) + bytes(15) + b"\x00"  # one code, one bit long
    blocks = ((min(width, 64) + 7) // 8) * ((min(height, 64) + 7) // 8)
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            extra,
            segment(0xDB, b"\x00" + bytes([16] * 64)),
            segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"),
            segment(0xC4, b"\x00" + table),
            segment(0xC4, b"\x10" + table),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            bytes((blocks + 3) // 4),
            b"\xff\xd9",
            behind,
        )
    )


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture of one dot; with `chunks` in the extended form, which says that there are more."""
    dot = (b"VP8L", b"\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07")
    parts = [(b"VP8X", b"\x0c" + bytes(9)), dot, *chunks] if chunks else [dot]
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2) for name, part in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


PNG = png()
JPEG = jpeg()
WEBP = webp()


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def docx(**others: bytes) -> bytes:
    """A file with the parts of a Word document; `others` are further parts, `__` stands for a slash."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return packed(parts | {name.replace("__", "/"): body for name, body in others.items()})


def xlsx() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


# Of a photograph of 8 October 2026, 9:30, held upright by somebody lying down (6), at 20.86° north, 106.68° east.
def exif(*, is_big: bool = False, has_place: bool = True, orientation: int = 6) -> bytes:
    """A TIFF block as phones write it: directory, details, place."""
    order = ">" if is_big else "<"
    entries = [(0x0112, 3, 1, struct.pack(order + "HH", orientation, 0)), (0x8769, 4, 1, b"details ")]
    entries += [(0x8825, 4, 1, b"place   ")] if has_place else []
    first = 8 + 2 + 12 * len(entries) + 4
    moment = first + 18
    place = moment + 20
    values = {b"details ": struct.pack(order + "I", first), b"place   ": struct.pack(order + "I", place)}
    block = (b"MM\x00*" if is_big else b"II*\x00") + struct.pack(order + "IH", 8, len(entries))
    for tag, kind, count, value in entries:
        block += struct.pack(order + "HHI", tag, kind, count) + values.get(value, value)
    block += bytes(4)
    block += struct.pack(order + "HHHII", 1, 0x9003, 2, 20, moment) + bytes(4) + b"2026:10:08 09:30:00\x00"
    if has_place:
        degrees = struct.pack(order + "6I", 20, 1, 51, 1, 36, 1)
        block += struct.pack(order + "HHHII", 1, 0x0002, 5, 3, place + 18) + bytes(4) + degrees
    return block
