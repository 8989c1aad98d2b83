"""Files → text: .docx, .pdf with a text layer, .md and .txt; whatever cannot be read is refused with one sentence."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from thidua.core import archives
from thidua.core.archives import Fault
from thidua.core.limits import PLAN
from thidua.movement.planreader.unreadable import PASTE, SEND, PlanUnreadable

MEGABYTE = 1024 * 1024
_STRANGE = f"Tệp có cấu trúc bất thường nên không mở; hãy lưu lại thành .docx mới, hoặc {PASTE}."
_SENTENCES = {
    Fault.DAMAGED: f"Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi {SEND}, hoặc {PASTE}.",
    Fault.LOCKED: f"Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi {SEND} lại, hoặc {PASTE}.",
}


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a plan and where it came from: `kind` is "docx", "pdf" or "text"."""

    text: str
    kind: str
    name: str


def read_file(source: Path | str | bytes, name: str = "") -> SourceText:
    """The text of a file given as path or bytes; `name` is what the user calls it. Raises PlanUnreadable."""
    data = source if isinstance(source, bytes) else _load(Path(source))
    name = name or ("" if isinstance(source, bytes) else Path(source).name)
    if len(data) > PLAN.file_bytes:
        raise _too_large()
    if not data.strip():
        raise PlanUnreadable(f"Tệp rỗng, không có nội dung để đọc; hãy kiểm tra lại tệp rồi {SEND} lần nữa.")
    kind, text = _read(data, name)
    if not text.strip():
        raise PlanUnreadable(f"Tệp không có chữ nào đọc được; {PASTE}.")
    return SourceText(text, kind, name)


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > PLAN.file_bytes:
            raise _too_large()
        return path.read_bytes()
    except OSError:
        raise PlanUnreadable(f"Không mở được tệp “{path.name}”; hãy kiểm tra lại đường dẫn.") from None


def _too_large() -> PlanUnreadable:
    return PlanUnreadable(
        f"Tệp lớn hơn {PLAN.file_bytes // MEGABYTE} MB; hãy {SEND} bản gọn hơn, hoặc {PASTE}."
    )


def _read(data: bytes, name: str) -> tuple[str, str]:
    """The content decides, not the name: a .docx that was renamed is still one.

    The readers of PDF and Word are loaded here: 10 MB, which only the process that reads a file needs.
    """
    if b"%PDF-" in data[:1024]:
        from thidua.movement.planreader import pdf  # noqa: PLC0415

        return "pdf", pdf.read_pdf(data)
    if data.startswith(b"PK"):
        _inspect_archive(data)
        from thidua.movement.planreader import word  # noqa: PLC0415

        return "docx", word.read_docx(data)
    if data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        raise _old_word(data)
    if PurePosixPath(name.lower()).suffix in (".docx", ".pdf"):
        raise PlanUnreadable(
            f"Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi {SEND}, hoặc {PASTE}."
        )
    return "text", _decode(data)


def _old_word(data: bytes) -> PlanUnreadable:
    """A compound file is an old .doc, or a .docx locked by a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PlanUnreadable(f"Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi {SEND} lại, hoặc {PASTE}.")
    return PlanUnreadable(
        f"Tệp .doc đời cũ chưa đọc được; hãy mở bằng Word hoặc LibreOffice, lưu thành .docx rồi {SEND} lại."
    )


def _inspect_archive(data: bytes) -> None:
    """Look at the directory of the archive before anything is unpacked, then at its parts before anything is understood."""
    try:
        names = archives.names_in(data, PLAN)
        if "word/document.xml" not in names:
            raise PlanUnreadable(
                "Chỉ đọc được tệp .docx, .pdf, .md hoặc .txt; hãy lưu kế hoạch theo một trong các dạng này."
            )
        archives.check_parts(data)
    except archives.ArchiveRefused as refused:
        raise PlanUnreadable(_SENTENCES.get(refused.fault, _STRANGE)) from None


def _decode(data: bytes) -> str:
    encodings = ["utf-8-sig"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > 40:
        encodings = ["utf-16-le"]
    elif data[0:200:2].count(0) > 40:
        encodings = ["utf-16-be"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        raise PlanUnreadable(
            f"Tệp này là ảnh, chưa đọc được chữ trong ảnh; hãy {PASTE}, hoặc {SEND} bản .docx."
        )
    raise PlanUnreadable(f"Tệp không phải văn bản mã UTF-8; hãy lưu lại với mã UTF-8, hoặc {PASTE}.")
