"""Tables as text: which encoding, which separator, which rows.

UTF-8, UTF-16 and Windows-1258 are read. TCVN3 (ABC) and VNI are recognised and refused, with an example of what they mean
(`legacy_letters`).
"""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from thidua.core import legacy_letters
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import SheetRefused

SEPARATORS = "\t;,"
SAMPLE_LINES = 30
PIECE = 1024**2
ENOUGH = 0.9
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def rows_of(data: bytes, limits: Limits) -> Iterator[list[str | None]]:
    """Cells of a CSV as texts, row by row; raises SheetRefused. The text is never held whole."""
    lines = lines_of(data)
    separator, skipped = _separator_of(list(islice(lines(), SAMPLE_LINES)))
    reader = csv.reader(_without_nul(islice(lines(), skipped, None)), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limits.rows:
                raise SheetRefused(f"Bảng có nhiều hơn {limits.rows} hàng được nhận.")
            if len(cells) > limits.columns:
                raise SheetRefused(
                    f"có {len(cells)} cột, nhiều hơn {limits.columns} cột được nhận.", place=f"Hàng {number}"
                )
            yield [_unescaped(cell) for cell in cells]
    except csv.Error as error:
        raise SheetRefused(
            "dấu ngoặc kép không đóng đúng chỗ hoặc ô quá dài.", place=f"Dòng {reader.line_num}"
        ) from error


def lines_of(data: bytes) -> Callable[[], Iterator[str]]:
    """Lines with their ends of a file whose encoding nobody told, each call from the first one; raises SheetRefused rather
    than guess names.
    """
    encoding = _encoding_of(data)
    try:
        _pass_over(data, encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _torn(data, encoding) from None
        text = _decoded_legacy(data)
        return lambda: io.StringIO(text, newline="")
    return lambda: io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _encoding_of(data: bytes) -> str:
    """By its mark or its zeros, otherwise UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    head = data[:4096]
    if head.count(b"\x00") > len(head) // 4:  # UTF-16 without its mark: ASCII letters are half zeros
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return "utf-8"


def _pass_over(data: bytes, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), PIECE):
        decoder.decode(data[start : start + PIECE], final=start + PIECE >= len(data))


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\x00" in line:
            raise SheetRefused("Tệp chứa ký tự rỗng (NUL), không phải bảng chữ. Xin lưu lại dạng CSV UTF-8.")
        yield line


def _torn(data: bytes, encoding: str) -> SheetRefused:
    return SheetRefused(
        "có ký tự bị hỏng. Xin lưu lại dạng CSV UTF-8 rồi tải lên.",
        place=f"Dòng {_first_torn_line(data, encoding)}",
    )


def _first_torn_line(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data[: error.start].decode(encoding, errors="replace").count("\n") + 1
    return 1


def _refuse_torn_unicode(data: bytes) -> None:
    """More good letters of UTF-8 than bad bytes: that is what it was, and no other encoding will make names of it."""
    shown = data.decode("utf-8", errors="replace")
    if sum(letter > "\x7f" and letter != "\ufffd" for letter in shown) > shown.count("\ufffd"):
        raise _torn(data, "utf-8")


def _decoded_legacy(data: bytes) -> str:
    _refuse_torn_unicode(data)
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


def _separator_of(lines: list[str]) -> tuple[str, int]:
    """The separator by the first lines, and how many of them are Excel's own `sep=;`."""
    first = lines[0].strip() if lines else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    # Where a stray quote spoils the count, the titles decide.
    return max(SEPARATORS, key=lambda separator: (_evenness(lines, separator), first.count(separator))), 0


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
