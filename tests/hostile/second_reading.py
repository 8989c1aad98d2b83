"""An independent reading of what was kept: openpyxl, Python's own csv and XML, never the reader of the product.

`differences(specimen, data, rows)` names cells whose kept value is not what somebody else reads there.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import openpyxl

from tests.hostile.specimens import Specimen
from thidua.core.sheets import Cell

WORD = re.compile(r"\w+")


def differences(specimen: Specimen, data: bytes, rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Cells kept otherwise than an independent reader has them; one line about the whole when nobody else can read it."""
    readings = list(_of_workbook(data) if data.startswith(b"PK") else _of_text(data, specimen.separator))
    found = [_compared(rows, other) for other in readings]
    return min(found, key=len, default=["nobody else can read this"])


def _compared(rows: Sequence[Sequence[Cell]], other: list[list[Any]]) -> list[str]:
    width = max((len(row) for row in (*rows, *other)), default=0)
    height = max(len(rows), len(other))
    pairs = [
        (i, j, _plain(_at(rows, i, j)), _plain(_at(other, i, j))) for i in range(height) for j in range(width)
    ]
    return [
        f"row {i + 1}, column {j + 1}: {ours!r} is {theirs!r}"
        for i, j, ours, theirs in pairs
        if ours != theirs
    ]


def _at(rows: Sequence[Sequence[Any]], i: int, j: int) -> Any:
    return rows[i][j] if i < len(rows) and j < len(rows[i]) else None


def _plain(cell: Any) -> Any:
    """One form for what means the same: numbers to Excel's 15 digits, days without an hour, words in NFC."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, dt.datetime):
        return cell.date() if cell.time() == dt.time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, int | float | Decimal):
        return Decimal(f"{float(cell):.15g}").normalize() + 0
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell).replace("\u00a0", " ").strip() or None
    return cell


def _of_workbook(data: bytes) -> Iterator[list[list[Any]]]:
    # Of a mutant they may raise anything; then it is no second reading.
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        shown = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        yield [[cell.value for cell in row] for row in shown.iter_rows(min_row=1, min_col=1)]
    with suppress(Exception):
        yield list(_by_xml(data))


def _by_xml(data: bytes) -> Iterator[list[Any]]:
    """The first sheet of the archive by its XML alone: values as they are written, dates as their numbers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strings = [_words(one) for one in _children(archive, "xl/sharedStrings.xml", "si")]
        cells = {}
        for cell in _children(archive, "xl/worksheets/sheet1.xml", "c"):
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")).groups()  # type: ignore[union-attr]
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            cells[int(row), column] = _value(cell, strings)
    height, width = max(row for row, _ in cells), max(column for _, column in cells)
    for row in range(1, height + 1):
        yield [cells.get((row, column)) for column in range(1, width + 1)]


def _children(archive: zipfile.ZipFile, part: str, name: str) -> list[ElementTree.Element]:
    if part.lower() not in {name.lower() for name in archive.namelist()}:
        return []
    return [one for one in _parsed(archive, part).iter() if one.tag.endswith("}" + name)]


def _parsed(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    known = {name.lower(): name for name in archive.namelist()}  # names of parts have no case
    return ElementTree.fromstring(archive.read(known[part.lower()]))  # noqa: S314  # the product has refused what declares entities


def _words(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter() if one.tag.endswith("}t"))


def _value(cell: ElementTree.Element, strings: list[str]) -> Any:
    kind, text = cell.get("t", "n"), next((one.text for one in cell if one.tag.endswith("}v")), None)
    if kind == "inlineStr":
        return _words(cell)
    if text is None:
        return None
    if kind == "s":
        return strings[int(text)]
    return float(text) if kind == "n" else text


def _of_text(data: bytes, separator: str) -> Iterator[list[list[Any]]]:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error:
            continue
        yield [[_without_apostrophe(cell) for cell in row] for row in rows]
        if encoding == "utf-8-sig":
            return  # what is good UTF-8 is nothing else


def _without_apostrophe(cell: str) -> str:
    """Our own CSVs put one before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip()[:1] in {*"=+-@＝＋－＠"} else cell


def unknown_words(text: str, data: bytes) -> list[str]:
    """Words of a plan's draft that do not stand in the .docx or .txt it was read from; labels may be counted up."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            said = _words(_parsed(archive, "word/document.xml"))
            said += " ".join(_words(one) for one in _children(archive, "word/document.xml", "p"))
    else:
        said = data.decode("utf-8-sig")
    known = re.sub("[\u200b\ufeff]", "", unicodedata.normalize("NFC", said))  # marks without width
    words = {word for word in WORD.findall(text) if len(word) > 3}
    # Marks of Markdown and HTML are not words, and a worn text's torn words are put together again.
    joined = re.sub(r"<[^<>]*>|[\s*_#`|\\]", "", known)
    return sorted(word for word in words if word not in joined)
