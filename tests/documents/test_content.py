import io
import unicodedata
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.documents import samples
from thidua.core.limits import Limits
from thidua.documents import content as contents
from thidua.documents import errors

OFFICE = {"[Content_Types].xml": b"", "word/document.xml": b""}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.PDF, contents.PDF),
        (samples.PNG, contents.PNG),
        (samples.JPEG, contents.JPEG),
        (samples.WEBP, contents.WEBP),
        (samples.docx(), contents.DOCX),
        (samples.xlsx(), contents.XLSX),
        (samples.CSV, contents.CSV),
        (samples.TEXT, contents.TEXT),
        (b"\xef\xbb\xbf" + samples.TEXT, contents.TEXT),
        (b"mot dong, co dau phay", contents.TEXT),
    ],
)
def test_kind_is_read_from_the_bytes(content: bytes, kind: contents.Kind) -> None:
    assert contents.kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        samples.EXE,
        samples.HTML,
        samples.SVG,
        samples.DOC,
        b"  \n" + samples.SVG,
        b'<?xml version="1.0"?>' + samples.SVG,
        b"loi van thuong\n<ScRiPt>alert(1)</script>",
        b"#!/bin/sh\nrm -rf /",
        b"{\\rtf1 van ban}",
        "Đồng Ngọ".encode("utf-16"),
        b"\xd0\xf4\xcc ng",
        b"mot\x00hai",
        samples.packed({"index.html": samples.HTML}),
        samples.packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
    ],
)
def test_other_content_is_refused_with_what_is_accepted(content: bytes) -> None:
    with pytest.raises(errors.KindNotAccepted) as refusal:
        contents.kind_of(content)
    assert str(refusal.value).endswith(f"Xin tải lên {errors.ACCEPTED}.")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 khong co phan cuoi", b"\xff\xd8\xff", b"PK\x03\x04" + bytes(40)]
)
def test_torn_content_is_refused(content: bytes) -> None:
    with pytest.raises(errors.FileTorn):
        contents.kind_of(content)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"GIF89a/*\x00\x00\x00*/=1;alert(1)", "ảnh GIF"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "ảnh HEIC của điện thoại"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(20), "phim"),
        (samples.DOC, "tệp Office kiểu cũ hoặc đang đặt mật khẩu (.doc, .xls, .ppt)"),
        (b"{\\rtf1 van ban}", "tệp RTF"),
        (samples.EXE, "chương trình"),
        (b"\n" + samples.HTML, "trang mạng (HTML)"),
        (b'<?xml version="1.0"?>\n' + samples.SVG, "hình vẽ SVG"),
    ],
)
def test_what_people_send_by_mistake_is_named(content: bytes, name: str) -> None:
    with pytest.raises(errors.KindNotAccepted) as refusal:
        contents.kind_of(content)
    assert str(refusal.value) == f"Tệp này là {name}, chưa nhận được. Xin tải lên {errors.ACCEPTED}."


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_empty_content_is_refused(content: bytes) -> None:
    with pytest.raises(errors.FileEmpty):
        contents.kind_of(content)


def _with_name(name: str) -> bytes:
    buffer = io.BytesIO(samples.docx())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\b", "C:x", "word/../../x"])
def test_zip_whose_names_lead_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(errors.FileHarmful):
        contents.kind_of(_with_name(name))


def test_zip_bomb_is_refused_by_its_ratio() -> None:
    bomb = samples.docx(word__big=bytes(3_000_000))
    assert len(bomb) < 10_000
    with pytest.raises(errors.FileHarmful):
        contents.kind_of(bomb)


def test_zip_is_refused_by_the_sum_of_its_parts() -> None:
    whole = samples.docx(word__a=b"123456", word__b=b"123456")
    size = len(b"<Types/>") + len(b"<document/>") + 12
    assert contents.kind_of(whole, Limits(unpacked_bytes=size)) == contents.DOCX
    with pytest.raises(errors.FileHarmful):
        contents.kind_of(whole, Limits(unpacked_bytes=size - 1))


def test_zip_of_too_many_parts_is_refused() -> None:
    assert contents.kind_of(samples.docx(), Limits(parts=2)) == contents.DOCX
    with pytest.raises(errors.FileHarmful):
        contents.kind_of(samples.docx(word__third=b"x"), Limits(parts=2))


@pytest.mark.parametrize("around", [(b"", b"<html>"), (b"PK\x03\x04" + bytes(60), b"")])
def test_zip_with_something_around_it_is_refused(around: tuple[bytes, bytes]) -> None:
    """Two readers could see two different files."""
    before, behind = around
    with pytest.raises(errors.FileTorn):
        contents.kind_of(before + samples.docx() + behind)


def test_zip_with_macros_is_refused() -> None:
    with pytest.raises(errors.FileWithMacros):
        contents.kind_of(samples.packed({**OFFICE, "word/vbaProject.bin": b"x"}))


def test_zip_with_a_password_is_refused() -> None:
    locked = bytearray(samples.docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    with pytest.raises(errors.FileLocked):
        contents.kind_of(bytes(locked))


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Biên bản.pdf", contents.PDF, "Biên bản.pdf"),
        (unicodedata.normalize("NFD", "Biên bản.PDF"), contents.PDF, "Biên bản.pdf"),
        ("C:\\Users\\An\\bao cao.docx", contents.DOCX, "bao cao.docx"),
        ("../../etc/passwd", contents.TEXT, "passwd.txt"),
        ("ảnh.exe", contents.PNG, "ảnh.exe.png"),
        ("anh.JPEG", contents.JPEG, "anh.jpeg"),
        ("hoa đơn\u202egnp.exe", contents.PDF, "hoa đơngnp.exe.pdf"),
        ("một\u00a0hai\r\nX-Header: 1.pdf", contents.PDF, "một hai X-Header: 1.pdf"),
        ("", contents.PDF, "tep.pdf"),
        ("...", contents.PDF, "tep.pdf"),
        ("ấ" * 300 + ".pdf", contents.PDF, "ấ" * 196 + ".pdf"),
    ],
)
def test_name_is_made_safe(name: str, kind: contents.Kind, safe: str) -> None:
    assert contents.safe_name(name, kind) == safe


@given(st.text(max_size=400))
@example("0\r\x1b 0")
def test_safe_name_always_fits_and_keeps_no_path(name: str) -> None:
    safe = contents.safe_name(name, contents.PDF)
    assert len(safe) <= 200
    assert safe.endswith(".pdf")
    assert {"/", "\\", "\n", "\r", "\x00"} & set(safe) == set()
    assert contents.safe_name(safe, contents.PDF) == safe
