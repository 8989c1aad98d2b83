"""Tables as text: which encoding, which separator, which rows.

UTF-8, UTF-16 and Windows-1258 are read. TCVN3 (ABC) and VNI are recognised and refused, with an example of what they mean
(`legacy_letters`).
"""

import csv
import io
import re
import unicodedata
from collections import Counter

from thidua.core import legacy_letters
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import SheetRefused

SEPARATORS = "\t;,"
SAMPLE_LINES = 30
ENOUGH = 0.9
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def rows_of(data: bytes, limits: Limits) -> list[list[str | None]]:
    """Cells of a CSV as texts; raises SheetRefused."""
    text = decode(data)
    if "\x00" in text:
        raise SheetRefused("Tệp chứa ký tự rỗng (NUL), không phải bảng chữ. Xin lưu lại dạng CSV UTF-8.")
    separator, text = _separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str | None]] = []
    try:
        for cells in reader:
            if len(rows) == limits.rows:
                raise SheetRefused(f"Bảng có nhiều hơn {limits.rows} hàng được nhận.")
            if len(cells) > limits.columns:
                raise SheetRefused(
                    f"có {len(cells)} cột, nhiều hơn {limits.columns} cột được nhận.",
                    place=f"Hàng {len(rows) + 1}",
                )
            rows.append([_unescaped(cell) for cell in cells])
    except csv.Error as error:
        raise SheetRefused(
            "dấu ngoặc kép không đóng đúng chỗ hoặc ô quá dài.", place=f"Dòng {reader.line_num}"
        ) from error
    return rows


def decode(data: bytes) -> str:
    """Text of a file whose encoding nobody told; raises SheetRefused rather than guess names."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _decoded(data, "utf-8-sig")
    head = data[:4096]
    if head.count(b"\x00") > len(head) // 4:  # UTF-16 without its mark: ASCII letters are half zeros
        return _decoded(data, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_torn_unicode(data, error)
        return _decoded_legacy(data)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused(
            "có ký tự bị hỏng. Xin lưu lại dạng CSV UTF-8 rồi tải lên.",
            place=f"Dòng {_line_of(data, error, encoding)}",
        ) from error


def _refuse_torn_unicode(data: bytes, error: UnicodeDecodeError) -> None:
    """More good letters of UTF-8 than bad bytes: that is what it was, and no other encoding will make names of it."""
    shown = data.decode("utf-8", errors="replace")
    if sum(letter > "\x7f" and letter != "\ufffd" for letter in shown) > shown.count("\ufffd"):
        raise SheetRefused(
            "có ký tự bị hỏng. Xin lưu lại dạng CSV UTF-8 rồi tải lên.",
            place=f"Dòng {_line_of(data, error, 'utf-8')}",
        ) from error


def _line_of(data: bytes, error: UnicodeDecodeError, encoding: str) -> int:
    return data[: error.start].decode(encoding, errors="replace").count("\n") + 1


def _decoded_legacy(data: bytes) -> str:
    if BINARY.search(data):  # a picture or a program has no encoding to complain about
        raise SheetRefused("Tệp này không phải bảng tính. Xin chọn tệp .xlsx hoặc .csv.")
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if legacy_letters.share_of_syllables(windows) >= ENOUGH:
        return windows
    latin = data.decode("latin-1")
    found = legacy_letters.first_of(re.split(r"[\r\n\t;,]+", latin))
    if found is None:
        raise SheetRefused("Không nhận ra bảng mã của tệp. Xin lưu lại dạng CSV UTF-8 hoặc .xlsx.")
    raise SheetRefused(found.sentence, place=f"Dòng {latin[: latin.index(found.written)].count(chr(10)) + 1}")


def _separator_of(text: str) -> tuple[str, str]:
    """The separator and the text after Excel's own `sep=;` line."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    lines = text.splitlines(keepends=True)[:SAMPLE_LINES]
    # Where a stray quote spoils the count, the titles decide.
    return max(SEPARATORS, key=lambda separator: (_evenness(lines, separator), first.count(separator))), text


def _evenness(lines: list[str], separator: str) -> tuple[bool, float]:
    """Whether it cuts every line alike; then how many cells the usual line has, times how usual that is."""
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=separator) if any(cells)]
    except csv.Error:
        return False, 0.0
    if not widths:
        return False, 0.0
    width, count = Counter(widths).most_common(1)[0]
    return width > 1 and count == len(widths), (width - 1) * count / len(widths)


def _unescaped(cell: str) -> str:
    """Undo the apostrophe that write_csv puts before what a spreadsheet would run."""
    return (
        cell[1:]
        if cell.startswith("'") and cell[1:].lstrip()[:1] in "=+-@＝＋－＠" and len(cell) > 1
        else cell
    )
