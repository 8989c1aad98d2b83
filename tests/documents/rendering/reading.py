"""What a reader finds in a PDF: its words, its fonts, and where the words stand."""

import re
import zlib
from typing import NamedTuple

import pypdfium2

POINTS_PER_MM = 72 / 25.4


class Box(NamedTuple):
    """Millimetres from the left and the bottom edge of the page."""

    left: float
    bottom: float
    right: float
    top: float


def flat(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def page_texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [flat(page.get_textpage().get_text_range()) for page in document]


def boxes(pdf: bytes) -> list[list[Box]]:
    """For each page, the boxes round its stretches of text."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            count = text.count_rects()
            found.append([Box(*(edge / POINTS_PER_MM for edge in text.get_rect(i))) for i in range(count)])
    return found


def page_sizes_mm(pdf: bytes) -> set[tuple[int, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return {tuple(round(edge / POINTS_PER_MM) for edge in page.get_size()) for page in document}


def inflated(pdf: bytes) -> bytes:
    """The file with the contents of its compressed streams appended."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def font_names(pdf: bytes) -> set[str]:
    """Names of all fonts, without the prefix that marks a subset."""
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([\w-]+)", inflated(pdf))}


def missing_in_order(sentences: list[str], text: str) -> list[str]:
    """The sentences that do not follow, one after the other, in `text`."""
    missing, position = [], 0
    for sentence in map(flat, sentences):
        found = text.find(sentence, position)
        if found < 0:
            missing.append(sentence)
        else:
            position = found + len(sentence)
    return missing


def raw_text(pdf: bytes) -> str:
    """The words with the ends of lines as they fall on paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
