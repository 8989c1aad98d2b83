"""Evidence made to harm: refused with its own sentence or kept harmless, within 2 s and 256 MiB of the examining process."""

import io
import logging
import unicodedata
import zipfile
from collections.abc import Iterator

import pytest

from tests.core import hostile
from tests.documents import samples
from tests.hostile import measured, papers
from thidua.documents import errors, examining
from thidua.documents.enums import FilePurpose, Removed

TORN = "Tệp bị hỏng hoặc tải lên chưa trọn. Xin mở thử trên máy, lưu lại rồi tải lên lần nữa."
HARMFUL = (
    f"Tệp nén có cấu trúc bất thường, có thể gây hại nên không được nhận. Xin tải lên {errors.ACCEPTED}."
)
LOCKED = "Tệp đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại."
WORDS = papers.paragraph("Biên bản")


def named(what: str) -> str:
    return f"Tệp này là {what}, chưa nhận được. Xin tải lên {errors.ACCEPTED}."


def too_wide(width: int, height: int) -> str:
    return (
        f"Ảnh rộng {width} × {height} điểm ảnh, nhiều hơn 70 triệu điểm ảnh được nhận. "
        "Xin thu nhỏ ảnh rồi tải lên lại."
    )


def many_parts(count: int) -> bytes:
    out = io.BytesIO(papers.docx(WORDS))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(count):
            archive.writestr(f"word/{number}", b"")
    return out.getvalue()


@pytest.fixture(autouse=True)
def within_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with measured.holding(monkeypatch):
        yield


REFUSED = {
    "jpeg of 900 million dots": (samples.jpeg(30_000, 30_000), too_wide(30_000, 30_000)),
    "png of 900 million dots": (samples.png(30_000, 30_000), too_wide(30_000, 30_000)),
    "png of as many dots as can be said": (samples.png(2**31 - 1, 2**31 - 1), too_wide(2**31 - 1, 2**31 - 1)),
    "jpeg cut off": (samples.JPEG[:-2], TORN),
    "png cut off": (samples.PNG[:-6], TORN),
    "webp cut off": (samples.WEBP[:-6], TORN),
    "jpeg of nothing": (b"\xff\xd8\xff" + bytes(5_000), TORN),
    "jpeg of many segments": (b"\xff\xd8" + samples.segment(0xFE, b"") * 2_000_000, TORN),
    "gif and script": (b"GIF89a/*\x00\x00*/=1;alert(1)//;", named("ảnh GIF")),
    "svg": (samples.SVG, named("hình vẽ SVG")),
    "html": (samples.HTML, named("trang mạng (HTML)")),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(40), named("ảnh HEIC của điện thoại")),
    "program": (samples.EXE, named("chương trình")),
    "html as pdf": (b"%PDF-1.7\n" + samples.HTML, TORN),
    "pdf cut off": (samples.PDF[:150], TORN),
    "pdf with a password": (papers.LOCKED, LOCKED),
    "pdf of 2001 pages": (papers.many_pages(2_001), "Tệp PDF có 2001 trang, không trong khoảng 1 đến 2000 trang được nhận."),
    "docx with laughs": (papers.docx(WORDS, before=hostile.LAUGHS), HARMFUL),
    "docx that fetches": (papers.docx(WORDS, before=hostile.XXE), HARMFUL),
    "docx packed too tightly": (papers.docx(papers.paragraph("a" * 9_000_000)), HARMFUL),
    "docx that leads elsewhere": (papers.docx(WORDS, extra={"word/../../x": "y"}), HARMFUL),
    "docx of 10000 parts": (many_parts(10_000), HARMFUL),
    "docx that is not whole": (papers.docx("<w:p>"), TORN),
    "docx cut off": (papers.docx(WORDS)[:400], TORN),
    "docx and script": (papers.docx(WORDS) + b"<script>alert(1)</script>", TORN),
    "docx that lies": (hostile.lying(papers.docx(WORDS * 99), 50), TORN),
    "docx with a password": (hostile.locked(papers.docx(WORDS)), LOCKED),
    "text and NUL": (b"Bien ban\x00", f"Nội dung tệp không thuộc loại được nhận. Xin tải lên {errors.ACCEPTED}."),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_its_sentence(case: str) -> None:
    content, sentence = REFUSED[case]
    with pytest.raises(errors.FileRefused) as refused:
        examining.examine(content, name="bien-ban.pdf")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "content",
    [
        papers.LOOP,
        papers.LYING_COUNT,
        papers.OBJECT_STREAM_LOOP,
        papers.HUGE_IMAGE,
        papers.chained(2),
        papers.tall_tree(9_000),
    ],
    ids=["loop", "count", "object stream", "image", "packed twice", "pages in pages"],
)
def test_a_pdf_that_harms_who_draws_it_is_not_drawn(content: bytes) -> None:
    assert examining.examine(content, name="x").content == content


def test_a_photograph_of_ten_megabytes_is_cleaned() -> None:
    photo = samples.segment(0xE1, b"Exif\x00\x00" + samples.exif())
    large = samples.jpeg(8_000, 6_000, extra=photo + samples.segment(0xE2, bytes(60_000)) * 170)
    kept = examining.examine(large, name="anh.jpg")
    assert (kept.removed, len(kept.content)) == (Removed.PLACE, len(samples.jpeg(8_000, 6_000)) + 86)


def test_the_name_is_made_safe_and_fits() -> None:
    name = unicodedata.normalize("NFD", "Biên bản họp " * 30) + "../../etc/passwd\x00\r\n\u202egnp.html"
    kept = examining.examine(samples.PNG, name=name)
    assert (kept.name, kept.purpose) == ("passwd gnp.html.png", FilePurpose.EVIDENCE)
    assert len(examining.examine(samples.PNG, name=unicodedata.normalize("NFD", "ấ" * 300)).name) == 200


def test_nothing_of_a_file_gets_into_logs_or_sentences(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    mark, said = b"Nguyen Van A 031090001234", []
    files = (b"\x00" + mark, b"%PDF-1.7\n" + mark, b"PK\x03\x04" + mark, samples.JPEG[:40] + mark * 9)
    with caplog.at_level(logging.DEBUG):
        for content in files:
            with pytest.raises(errors.FileRefused) as refused:
                examining.examine(content, name="x")
            said.append(str(refused.value))
    assert mark.decode() not in caplog.text + "".join(capfd.readouterr()) + "".join(said)
