"""Tables as text: which encoding, which separator, which rows.

UTF-8, UTF-16 and Windows-1258 are read. TCVN3 (ABC) and VNI are recognised and refused: their capitals live in separate
fonts, so a conversion would silently spoil names.
"""

import csv
import io
import re
import unicodedata
from collections import Counter

from thidua.core.sheet_limits import Limits, SheetRefused

SEPARATORS = "\t;,"
SAMPLE_LINES = 30
WORD = re.compile(r"[^\W\d_]+")
SYLLABLE = re.compile(
    r"(b|ch?|d|đ|gh?|gi|h|kh?|l|m|ng?|ngh|nh|ph?|qu|r|s|th?|tr|v|x)?[aăâeêioôơuưy]{1,3}(ch?|m|n|ng|nh|p|t)?"
)
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# In VNI a letter is followed by a letter that stands for its marks: "Ñoàng" is "Đồng".
VNI = re.compile(r"[aeouyôöAEOUYÔÖ][øùûõïâáàåãäêèéúüëØÙÛÕÏÂÁÀÅÃÄÊÈÉÚÜËàÀ]|[ñÑ]")
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
    except UnicodeDecodeError:
        return _decoded_legacy(data)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused("Tệp bị hỏng: có ký tự không đọc được. Xin lưu lại dạng CSV UTF-8.") from error


def _decoded_legacy(data: bytes) -> str:
    if BINARY.search(data):  # a picture or a program has no encoding to complain about
        raise SheetRefused("Tệp này không phải bảng tính. Xin chọn tệp .xlsx hoặc .csv.")
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if _share_of_syllables(windows) >= ENOUGH:
        return windows
    latin = data.decode("latin-1")
    if _share_of_syllables("".join(TCVN3.get(letter, letter) for letter in latin)) >= ENOUGH:
        name = "TCVN3 (ABC)"
    elif VNI.search(latin):
        name = "VNI"
    else:
        raise SheetRefused("Không nhận ra bảng mã của tệp. Xin lưu lại dạng CSV UTF-8 hoặc .xlsx.")
    raise SheetRefused(
        f"Tệp dùng bảng mã {name}. Xin chuyển sang Unicode rồi lưu lại dạng CSV UTF-8 hoặc .xlsx."
    )


def _share_of_syllables(text: str) -> float:
    """How many of the words with marks could be Vietnamese; 0 without such words."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    if "\ufffd" in text or not words:
        return 0.0
    return sum(map(_is_syllable, words)) / len(words)


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))
    tones = sum(letter in TONES for letter in letters)
    # Capitals inside a word are how a wrong table shows itself.
    return (
        tones <= 1
        and SYLLABLE.fullmatch(bare) is not None
        and (word.isupper() or word[1:].islower() or not word[1:])
    )


def _separator_of(text: str) -> tuple[str, str]:
    """The separator and the text after Excel's own `sep=;` line."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    lines = text.splitlines(keepends=True)[:SAMPLE_LINES]
    return max(SEPARATORS, key=lambda separator: _evenness(lines, separator)), text


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
