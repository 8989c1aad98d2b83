"""Draw src/thidua/core/root/favicon.ico from star.svg: what browsers ask for beside pages that name no icon (JSON, files).

.venv/bin/python tools/favicon.py
"""

import struct
from pathlib import Path

from thidua.documents.rendering import pictures

CORE = Path(__file__).parents[1] / "src" / "thidua" / "core"
SIZES = (16, 32, 48)
MILLIMETRES_AN_INCH = 25.4


def main() -> None:
    svg = (CORE / "static" / "thidua" / "star.svg").read_bytes()
    drawn = [pictures.chart_png(svg, width_mm=MILLIMETRES_AN_INCH, ppi=size) for size in SIZES]
    (CORE / "root" / "favicon.ico").write_bytes(icon(drawn))


def icon(drawn: list[bytes]) -> bytes:
    """An .ico of PNGs: a head, 16 bytes for each picture, the pictures."""
    place = 6 + 16 * len(drawn)
    head, body = struct.pack("<HHH", 0, 1, len(drawn)), b""
    for png in drawn:
        width, height = struct.unpack(">II", png[16:24])
        head += struct.pack("<BBBBHHII", width, height, 0, 0, 1, 32, len(png), place + len(body))
        body += png
    return head + body


if __name__ == "__main__":
    main()
