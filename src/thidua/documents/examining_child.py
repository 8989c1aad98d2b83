"""Look at one file that is to be kept, in a process of its own (`apart`, `confined`). Imports nothing of Django.

Output: {"content_type", "had_place", "is_changed"} and, where it was changed, the bytes to keep; or {"refusal", "sentence"}.
Of a picture, and of a PDF that is one a page, also "mark": how it looks (`photos/marking.py`).
"""

import json

import pypdfium2

from thidua.core import archives
from thidua.core.archives import ArchiveRefused
from thidua.core.confined import Told
from thidua.core.limits import Limits
from thidua.documents import content as contents
from thidua.documents import errors, photos
from thidua.documents.photos import marking


def examine(content: bytes, limits_as_json: str) -> tuple[Told, bytes]:
    limits = Limits(**json.loads(limits_as_json))
    try:
        kind = contents.kind_of(content, limits)
        if kind.content_type in contents.PICTURES:
            return _picture(content, kind.content_type, limits)
        if kind == contents.PDF:
            told: Told = {"content_type": kind.content_type, "had_place": False, "is_changed": False}
            return told | {"mark": _mark_of_pdf(content, limits)}, b""
        if kind in (contents.DOCX, contents.XLSX):
            archives.check_parts(content)
    except errors.FileRefused as refused:
        return {"refusal": type(refused).__name__, "sentence": str(refused)}, b""
    except ArchiveRefused as refused:
        found = contents.refusal_of(refused)
        return {"refusal": type(found).__name__, "sentence": str(found)}, b""
    return {"content_type": kind.content_type, "had_place": False, "is_changed": False}, b""


def _picture(content: bytes, content_type: str, limits: Limits) -> tuple[Told, bytes]:
    try:
        cleaned = photos.clean(content, content_type)
    except photos.Damaged:
        raise errors.FileTorn from None
    if cleaned.width * cleaned.height > limits.pixels:
        raise errors.PictureTooLarge(
            f"Ảnh rộng {cleaned.width} × {cleaned.height} điểm ảnh, nhiều hơn {limits.pixels // 1_000_000} triệu điểm "
            "ảnh được nhận. Xin thu nhỏ ảnh rồi tải lên lại."
        )
    is_changed = cleaned.content != content
    told = {
        "content_type": content_type,
        "had_place": cleaned.had_place,
        "is_changed": is_changed,
        "mark": marking.mark_of(cleaned.content, content_type),
    }
    return told, cleaned.content if is_changed else b""


def _mark_of_pdf(content: bytes, limits: Limits) -> str:
    """Whole enough for its pages to be counted; none is opened, nothing in it is run, nothing drawn but a photograph."""
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise errors.FileLocked from None
        raise errors.FileTorn from None
    if not 0 < pages <= limits.pages:
        raise errors.FileHarmful(
            f"Tệp PDF có {pages} trang, không trong khoảng 1 đến {limits.pages} trang được nhận."
        )
    return marking.mark_of_scan(content, pages, most_pixels=limits.pixels)
