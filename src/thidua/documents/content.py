"""What a file is, told by its bytes alone: neither its name nor the browser's header is believed. Pure."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from thidua.documents import errors

ZIP_ENTRIES = 2_000
ZIP_UNPACKED = 200 * 1024**2
ZIP_RATIO = 100
ZIP_SMALL = 256 * 1024  # a part so small may be packed as tightly as it likes
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
PICTURES = frozenset({PNG.content_type, JPEG.content_type, WEBP.content_type})


def kind_of(content: bytes) -> Kind:
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
        return _kind_of_zip(content)
    return _kind_of_text(content)


def _whole(kind: Kind, is_whole: bool) -> Kind:
    if not is_whole:
        raise errors.KindNotAccepted
    return kind


def _kind_of_zip(content: bytes) -> Kind:
    """Word or Excel, judged by the directory; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise errors.KindNotAccepted from None
    names = [part.filename for part in parts]
    if len(parts) > ZIP_ENTRIES or max(Counter(names).values(), default=0) > 1:
        raise errors.FileHarmful
    if any(_escapes(name) for name in names) or any(_is_bomb(part) for part in parts):
        raise errors.FileHarmful
    if sum(part.file_size for part in parts) > ZIP_UNPACKED:
        raise errors.FileHarmful
    if any(part.flag_bits & 1 for part in parts):
        raise errors.FileLocked
    return _office_kind(set(names))


def _office_kind(names: set[str]) -> Kind:
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        raise errors.FileWithMacros
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    raise errors.KindNotAccepted


def _escapes(name: str) -> bool:
    return ".." in name or name.startswith("/") or any(bad in name for bad in "\\:\x00")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > ZIP_SMALL and part.file_size > ZIP_RATIO * part.compress_size


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
    shown = "".join(char for char in " ".join(composed.split()) if unicodedata.category(char)[0] != "C")
    stem, dot, suffix = shown.strip(". ").rpartition(".")
    if dot and f".{suffix.lower()}" in kind.suffixes:
        ending = f".{suffix.lower()}"
    else:
        stem, ending = f"{stem}{dot}{suffix}", kind.suffixes[0]
    return f"{stem[: NAME_CHARACTERS - len(ending)].strip('. ') or 'tep'}{ending}"
