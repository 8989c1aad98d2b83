"""A mark of how a picture looks: nearly the same picture has nearly the same mark.

Pure; it runs in the process of the examiner. `likeness.py` compares marks.

The picture is drawn small and grey; each of 64 bits says whether a spot is brighter than its neighbour to the right (difference
hash). Resizing and packing anew change few bits, another picture about half. PDFium, which opens our PDFs, does the drawing:
a JPEG as it is, a PNG because its rows are packed as a PDF packs pictures. It cannot draw a WebP, which has no mark; the checker
is told so, and docs/reference/uploads.md says why it stays so.

Of a PDF that is one JPEG a page, as a telephone makes it of photographs, the first counts. A scanned page of print has too
little light and shade for a mark, and that is well: filled-in forms of one kind look alike from afar.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from itertools import islice

import pypdfium2

from thidua.documents.photos import jpeg, png
from thidua.documents.photos.parts import Damaged

COLUMNS, ROWS = 9, 8
BLOCK = 8  # each spot is the mean of so many points a side
SHARPEST = 64  # a page of print is all alike from afar; only what has light and shade can be told apart
LARGEST_SIDE = 12_000
BEGINS = b"\xff\xd8\xff"  # a JPEG
MOSTLY = 0.8  # of the bytes of a PDF that a telephone made of photographs
# By the colour type of a PNG: the PDF's colours and how many numbers a point has. One that shines through (4, 6) is drawn
# without its last number, which a function drops.
COLOURS = {
    0: ("/DeviceGray", 1),
    2: ("/DeviceRGB", 3),
    3: ("", 1),
    4: ("[/DeviceN [/A /B] /DeviceGray 6 0 R]", 2),
    6: ("[/DeviceN [/A /B /C /D] /DeviceRGB 6 0 R]", 4),
}


def mark_of(content: bytes, content_type: str) -> str:
    """Sixteen hexadecimal digits; "" where the picture cannot be drawn here or has too little in it."""
    try:
        if content_type == "image/jpeg":
            return _mark(_drawn_jpeg(content))
        if content_type == "image/png":
            packed = _as_pdf(content)
            return _mark(_drawn(pypdfium2.PdfDocument(packed))) if packed else ""
    except pypdfium2.PdfiumError:
        return ""
    return ""


def mark_of_scan(content: bytes, pages: int, *, most_pixels: int) -> str:
    """Of the first JPEG of a PDF that is little else than one JPEG a page; "" for any other PDF, and where it is too large.

    The JPEG is found by its bytes and no page is opened: what stands on one may unfold to any size.
    """
    found = list(islice(_jpegs(content), pages + 1))
    if len(found) != pages or sum(map(len, found)) < MOSTLY * len(content):
        return ""
    try:
        cleaned = jpeg.clean(found[0])
        if cleaned.width * cleaned.height > most_pixels:
            return ""
        return _mark(_drawn_jpeg(cleaned.content))
    except (Damaged, pypdfium2.PdfiumError):
        return ""


def _jpegs(content: bytes) -> Iterator[bytes]:
    """The streams of a PDF that begin as a JPEG does."""
    place = content.find(BEGINS)
    while place >= 0:
        end = content.find(b"endstream", place)
        if end < 0:
            return
        if content[max(0, place - 8) : place].rstrip(b"\r\n").endswith(b"stream"):
            yield content[place:end].rstrip(b"\r\n")
        place = content.find(BEGINS, end)


def _drawn_jpeg(content: bytes) -> Sequence[int]:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(COLUMNS * BLOCK, ROWS * BLOCK)
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(content), inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(COLUMNS * BLOCK, ROWS * BLOCK))
    page.insert_obj(picture)
    page.gen_content()
    return _drawn(document)


def _drawn(document: pypdfium2.PdfDocument) -> Sequence[int]:
    """The first page as grey points, row by row."""
    bitmap = document[0].render(scale=1, grayscale=True)
    if (bitmap.width, bitmap.height) != (COLUMNS * BLOCK, ROWS * BLOCK):
        return b""
    points = bytes(bitmap.buffer)
    step = bitmap.stride
    return b"".join(points[row * step : row * step + bitmap.width] for row in range(bitmap.height))


def _mark(points: Sequence[int]) -> str:
    if not points:
        return ""
    width = COLUMNS * BLOCK
    spots = [
        sum(
            points[(row * BLOCK + down) * width + column * BLOCK + across]
            for down in range(BLOCK)
            for across in range(BLOCK)
        )
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]
    if max(spots) - min(spots) < SHARPEST * BLOCK * BLOCK:
        return ""
    bits = 0
    for row in range(ROWS):
        for column in range(COLUMNS - 1):
            here = row * COLUMNS + column
            bits = bits << 1 | (spots[here] > spots[here + 1])
    return f"{bits:016x}"


def _as_pdf(content: bytes) -> bytes:
    """One page filled by the picture, its packed rows copied; b"" where a PDF cannot hold them as they are."""
    parts = list(png.chunks(content))
    width, height, depth, colour, _, _, woven = struct.unpack(">IIBBBBB", parts[0][1])
    if colour not in COLOURS or woven or max(width, height) > LARGEST_SIDE:
        return b""
    space, channels = COLOURS[colour]
    if colour == 3:
        palette = next((body for name, body in parts if name == b"PLTE"), b"")
        space = f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"
    packed = b"".join(body for name, body in parts if name == b"IDAT")
    layout = f"/Predictor 15 /Colors {channels} /BitsPerComponent {depth} /Columns {width}"
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace {space}/BitsPerComponent {depth}"
        f"/Filter/FlateDecode/DecodeParms<<{layout}>>/Length {len(packed)}>>"
    )
    page = f"{COLUMNS * BLOCK} 0 0 {ROWS * BLOCK} 0 0 cm /P Do".encode()
    return _file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {COLUMNS * BLOCK} {ROWS * BLOCK}]"
            "/Resources<</XObject<</P 5 0 R>>>>/Contents 4 0 R>>".encode(),
            f"<</Length {len(page)}>>stream\n".encode() + page + b"\nendstream",
            picture.encode() + b"stream\n" + packed + b"\nendstream",
            _dropping_the_last_of(channels),
        ]
    )


def _dropping_the_last_of(channels: int) -> bytes:
    """A function from so many numbers to all but the last."""
    given, told = " ".join(["0 1"] * channels), " ".join(["0 1"] * max(channels - 1, 1))
    head = f"<</FunctionType 4/Domain[{given}]/Range[{told}]/Length 5>>stream\n"
    return head.encode() + b"{pop}\nendstream"


def _file(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1."""
    told, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(told))
        told += f"{number} 0 obj".encode() + body + b"endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(told)}\n%%EOF\n"
    return told + tail.encode()
