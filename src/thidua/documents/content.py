"""What a file is, told by its bytes alone: neither its name nor the browser's header is believed. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from thidua.core import archives
from thidua.core.archives import ArchiveRefused, Fault
from thidua.core.limits import EVIDENCE, Limits
from thidua.documents import errors

NAME_CHARACTERS = 200
MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|style|meta)\b", re.IGNORECASE
)
PROGRAMS = ("#!", "{\\rtf", "%!PS", "<")
LAYOUT = frozenset("\t\n\r\f")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is kept; `suffixes[0]` is given to a name that has none of them."""

    content_type: str
    suffixes: tuple[str, ...]


PDF = Kind("application/pdf", (".pdf",))
PNG = Kind("image/png", (".png",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"))
WEBP = Kind("image/webp", (".webp",))
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
CSV = Kind("text/csv", (".csv", ".tsv", ".txt"))
TEXT = Kind("text/plain", (".txt", ".md", ".csv"))
KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, CSV, TEXT)
PICTURES = frozenset({PNG.content_type, JPEG.content_type, WEBP.content_type})


# What people send most often besides what is accepted: told by its first bytes, refused by its own name.
STRANGERS = (
    (re.compile(rb"GIF8"), "ảnh GIF"),
    (re.compile(rb"BM.{12}", re.DOTALL), "ảnh BMP"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "ảnh TIFF"),
    (re.compile(rb".{4}ftyp(?:hei|hev|mif1|msf1|avif)", re.DOTALL), "ảnh HEIC của điện thoại"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "phim"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "tệp Office kiểu cũ hoặc đang đặt mật khẩu (.doc, .xls, .ppt)"),
    (re.compile(rb"\{\\rtf"), "tệp RTF"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "tệp nén"),
    (re.compile(rb"MZ|\x7fELF|#!"), "chương trình"),
    (re.compile(rb"\s*<(?:!doctype html|html|head|body|script)", re.IGNORECASE), "trang mạng (HTML)"),
    (re.compile(rb"(?:\s*<\?xml[^>]{0,200}\?>)?\s*<svg", re.IGNORECASE), "hình vẽ SVG"),
)


def kind_of(content: bytes, limits: Limits = EVIDENCE) -> Kind:
    """The kind of these bytes; raises a FileRefused whose sentence names what is accepted."""
    if not content:
        raise errors.FileEmpty
    if content.startswith(b"%PDF-"):
        return _whole(PDF, b"startxref" in content or b"%%EOF" in content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(PNG, content[12:16] == b"IHDR")
    if content.startswith(b"\xff\xd8\xff"):
        return _whole(JPEG, len(content) > 100)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _whole(WEBP, content[12:15] == b"VP8")
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content, limits)
    stranger = next((name for beginning, name in STRANGERS if beginning.match(content)), None)
    if stranger:
        raise errors.KindNotAccepted(f"Tệp này là {stranger}, chưa nhận được. Xin tải lên {errors.ACCEPTED}.")
    return _kind_of_text(content)


def _whole(kind: Kind, is_whole: bool) -> Kind:
    if not is_whole:
        raise errors.FileTorn
    return kind


def _kind_of_zip(content: bytes, limits: Limits) -> Kind:
    """Word or Excel, judged by the directory; nothing is unpacked."""
    try:
        names = set(archives.names_in(content, limits))
    except ArchiveRefused as refused:
        raise refusal_of(refused) from None
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        raise errors.FileWithMacros
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    raise errors.KindNotAccepted(
        f"Tệp nén này không phải tệp Word hay Excel, chưa nhận được. Xin tải lên {errors.ACCEPTED}."
    )


def refusal_of(refused: ArchiveRefused) -> errors.FileRefused:
    """What is wrong with an office file, in the words of this app."""
    kinds = {Fault.DAMAGED: errors.FileTorn, Fault.LOCKED: errors.FileLocked}
    return kinds.get(refused.fault, errors.FileHarmful)()


def _kind_of_text(content: bytes) -> Kind:
    """Plain words only: what a browser or a shell might run is not text, whatever it is called."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.KindNotAccepted from None
    start = text.lstrip()
    if not start:
        raise errors.FileEmpty
    controls = any(unicodedata.category(char) == "Cc" and char not in LAYOUT for char in set(text))
    if controls or start.startswith(PROGRAMS) or MARKUP.search(text):
        raise errors.KindNotAccepted
    return CSV if _is_table(text) else TEXT


def _is_table(text: str) -> bool:
    """Two lines or more, each with the same number of the same separator."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if len(lines) < 2:
        return False
    return any(
        lines[0].count(separator) and len({line.count(separator) for line in lines}) == 1
        for separator in ";,\t"
    )


def safe_name(name: str, kind: Kind) -> str:
    """`name` in NFC, without path, control and direction marks, with the suffix of its true kind, ≤ 200 characters."""
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = (char for char in composed if char.isspace() or unicodedata.category(char)[0] != "C")
    shown = " ".join("".join(kept).split())  # once the marks are gone, for spaces may have stood around them
    stem, dot, suffix = shown.strip(". ").rpartition(".")
    if dot and f".{suffix.lower()}" in kind.suffixes:
        ending = f".{suffix.lower()}"
    else:
        stem, ending = f"{stem}{dot}{suffix}", kind.suffixes[0]
    return f"{stem[: NAME_CHARACTERS - len(ending)].strip('. ') or 'tep'}{ending}"
