"""Mutants of true files: the same seed gives the same mutant on any machine. Pure.

mutant("7-123", whole_file, others)    # bytes; `others` are files to graft pieces of
"""

import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence

Chance = random.Random
Change = Callable[[bytes, Chance, Sequence[bytes]], bytes]

TAG = re.compile(rb"<[^<>]{1,300}>")
VALUE = re.compile(rb'="([^"<>]{0,60})"|>([^<>]{1,60})<')
NUMBER = re.compile(rb"\d{1,10}")
# What has broken readers before.
WORDS = [
    *(b"0 -1 1e400 -1e400 NaN INF 1.234 1.234,5 1,234 0.1 999999999999999 1234567890123456789 4294967296".split()),
    *(b"XFD1048576 A1 A0 ../../x &lol; &#0; &#xFFFF; &#x202E; =1+1 @x +1 -1 %00 %n s str b e d n inlineStr".split()),
    b"H\xb5 N\xe9i", "Đặng".encode(), b"=HYPERLINK(1)", b"", b" " * 50, b"9" * 40, b"x" * 40_000,
]  # fmt: skip
MARKS = [
    b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x05\x06", b"%PDF-1.7\n", b"<!DOCTYPE x>", b"<![CDATA[", b"]]>",
    b"<x>", b"</x>", b'"', b";", b",", b"\r", b"\n", b"\t", b"<!--", b"\xc3", b"endobj\n", b"stream\n",
]  # fmt: skip


def mutant(seed: str, whole: bytes, others: Sequence[bytes] = ()) -> bytes:
    """`whole` after one to three changes drawn by `seed`."""
    chance = Chance(seed)
    kinds = ZIP_CHANGES if whole.startswith(b"PK") and chance.random() < 0.75 else BYTE_CHANGES
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        whole = chance.choice(kinds)(whole, chance, others)
    return whole


# --- bytes --------------------------------------------------------------------------------------------------------


def flip_bits(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64)) if data else 0):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def drop_piece(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def double_piece(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 3, 50)) + data[end:]


def cut_off(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def insert_mark(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(MARKS) + data[place:]


def graft(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """A piece of another file in place of a piece of this one."""
    other = chance.choice(others) if others else data
    start, end = _span(data, chance)
    begin, stop = _span(other, chance)
    return data[:start] + other[begin:stop] + data[end:]


def change_token(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """Another number, value or tag where one stood."""
    found = list(chance.choice((NUMBER, NUMBER, VALUE, TAG)).finditer(data))
    if not found:
        return insert_mark(data, chance, others)
    one = chance.choice(found)
    group = next((number for number in range(1, (one.re.groups or 0) + 1) if one[number] is not None), 0)
    put = chance.choice((chance.choice(WORDS), chance.choice(found)[0], b""))
    return data[: one.start(group)] + put + data[one.end(group) :]


def _span(data: bytes, chance: Chance) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 4, 16, 64, 512, 4096)))


BYTE_CHANGES: tuple[Change, ...] = (
    flip_bits,
    flip_bits,
    drop_piece,
    double_piece,
    cut_off,
    insert_mark,
    graft,
    change_token,
    change_token,
)

# --- parts of an office file --------------------------------------------------------------------------------------


def change_part(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """One part unpacked, changed by its bytes or tokens, packed again: its checksum fits."""
    parts = _parts(data)
    if not parts:
        return flip_bits(data, chance, others)
    place = chance.randrange(len(parts))
    if chance.random() < 0.6:  # the parts with values in them
        rich = [
            i for i, (name, _) in enumerate(parts) if re.search(r"sheet\d|sharedStrings|document\.xml$", name)
        ]
        place = chance.choice(rich) if rich else place
    name, body = parts[place]
    for _ in range(chance.choice((1, 1, 2, 5))):
        body = chance.choice(
            (change_token, change_token, change_token, double_piece, flip_bits, insert_mark)
        )(body, chance, others)
    parts[place] = (name, body)
    return _packed(parts)


def change_directory(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """Parts lost, doubled, renamed, in another order, beside strangers."""
    parts = _parts(data)
    if not parts:
        return flip_bits(data, chance, others)
    place = chance.randrange(len(parts))
    name, body = parts[place]
    odd = chance.choice(
        ("../x", "/x", "xl\\x", name.upper(), "xl/vbaProject.bin", "a" * 300, "mimetype", name)
    )
    deed = chance.randrange(5)
    if deed == 0:
        del parts[place]
    elif deed == 1:
        parts.append((odd, body))
    elif deed == 2:
        parts[place] = (odd, body)
    elif deed == 3:
        parts[place] = (name, chance.choice(parts)[1])
    else:
        chance.shuffle(parts)
    return _packed(parts)


def change_heads(data: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """Bits of the records that say what is where and how large."""
    heads = [found.start() for found in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not heads:
        return flip_bits(data, chance, others)
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 2, 4))):
        place = min(len(data) - 1, chance.choice(heads) + chance.randrange(46))
        spoilt[place] = chance.choice((0, 1, 8, 255, spoilt[place] ^ (1 << chance.randrange(8))))
    return bytes(spoilt)


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return []


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, body in parts:
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


ZIP_CHANGES: tuple[Change, ...] = (
    change_part,
    change_part,
    change_part,
    change_part,
    change_directory,
    change_heads,
)
