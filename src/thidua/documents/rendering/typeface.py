"""The one typeface of our documents, and which letters it has."""

import functools
import struct
from pathlib import Path

FAMILY = "Liberation Serif"
FOLDER = Path(__file__).resolve().parent.parent / "fonts"

# Drawn where the typeface has no letter: PDF/A forbids a missing glyph, and one emoji in an explanation must not stop
# a report. The .docx keeps what was typed.
SUBSTITUTE = "□"


def font_files() -> list[Path]:
    """The regular, bold, italic and bold italic cut, in a fixed order."""
    return sorted(FOLDER.glob("LiberationSerif-*.ttf"))


def printable(text: str) -> str:
    """`text` with every letter that some cut of the typeface lacks replaced by `SUBSTITUTE`; newlines and tabs stay."""
    covered = covered_code_points()
    return "".join(letter if ord(letter) in covered else SUBSTITUTE for letter in text)


@functools.cache
def covered_code_points() -> frozenset[int]:
    """Code points that every cut can draw, with newline and tab."""
    cuts = [_code_points(path.read_bytes()) for path in font_files()]
    return frozenset.intersection(*cuts) | {0x09, 0x0A}


def _code_points(font: bytes) -> frozenset[int]:
    start = _character_map(font)
    for index in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if (platform, encoding) == (3, 1):  # Windows, Unicode: always format 4 in this family
            return _segments(font, start + offset)
    raise ValueError("the font has no Unicode character map")


def _character_map(font: bytes) -> int:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("the font has no character map")


def _segments(font: bytes, start: int) -> frozenset[int]:
    """Code points of a format 4 subtable (OpenType specification, chapter cmap) that lead to a glyph."""
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", font, start + 16 + 4 * count)
    offsets_at = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    points = set()
    for index, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        for point in range(first, min(end, 0xFFFE) + 1):
            glyph = point
            if offsets[index]:
                place = offsets_at + 2 * index + offsets[index] + 2 * (point - first)
                glyph = struct.unpack_from(">H", font, place)[0]
            if glyph and (glyph + deltas[index]) & 0xFFFF:
                points.add(point)
    return frozenset(points)
