"""Plans made to harm their reader: each has its sentence, within 2 s and 256 MiB of the reading process."""

from collections.abc import Iterator

import pytest

from tests.core import hostile
from tests.documents import samples
from tests.hostile import measured, papers
from thidua.movement import errors, reading
from thidua.movement.reading import NOTHING_READ, TOO_HEAVY

PASTE = "dán văn bản vào ô bên dưới"
BROKEN = f"Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi tải lên, hoặc {PASTE}."
STRANGE = f"Tệp có cấu trúc bất thường nên không mở; hãy lưu lại thành .docx mới, hoặc {PASTE}."
LOCKED = f"Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi tải lên lại, hoặc {PASTE}."
SCANNED = f"Tệp PDF này là bản quét, không có lớp chữ; hãy {PASTE}, hoặc tải lên bản .docx."
WORDS = papers.paragraph("KẾ HOẠCH")
NESTED = "<w:tbl><w:tr><w:tc>" * 60 + WORDS + "</w:tc></w:tr></w:tbl>" * 60
LINE = b"BT /F1 1 Tf " + b"(K) Tj 1 0 Td " * 60_000 + b" ET\n"
MANY = "".join(papers.paragraph(f"{number}. Noi dung {number * 7919 % 9973}") for number in range(60_000))


@pytest.fixture(autouse=True)
def within_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with measured.holding(monkeypatch):
        yield


REFUSED = {
    "docx with laughs": (papers.docx(WORDS, before=hostile.LAUGHS), {STRANGE}),
    "docx that fetches": (papers.docx(papers.paragraph("&x;"), before=hostile.XXE), {STRANGE}),
    "docx packed too tightly": (papers.docx(papers.paragraph("a" * 9_000_000)), {STRANGE}),
    "docx that leads elsewhere": (papers.docx(WORDS, extra={"../x": "y"}), {STRANGE}),
    "docx that is not whole": (papers.docx("<w:p>"), {BROKEN}),
    "docx cut off": (papers.docx(WORDS)[:300], {BROKEN}),
    "docx with a password": (hostile.locked(papers.docx(WORDS)), {LOCKED}),
    "docx of tables in tables": (papers.docx(NESTED), {NOTHING_READ, TOO_HEAVY}),
    "docx of 60000 paragraphs": (papers.docx(MANY), {TOO_HEAVY, NOTHING_READ}),
    "pdf of pages that hold themselves": (papers.LOOP, {BROKEN}),
    "pdf that says it has many pages": (papers.LYING_COUNT, {SCANNED, BROKEN}),
    "pdf with an object stream in itself": (papers.OBJECT_STREAM_LOOP, {SCANNED}),
    "pdf with a huge picture": (papers.HUGE_IMAGE, {SCANNED}),
    "pdf packed twice": (papers.chained(2), {TOO_HEAVY}),
    "pdf of one endless line": (papers.page_with(papers.stream(LINE)), {TOO_HEAVY}),
    "pdf with a password": (papers.LOCKED, {LOCKED}),
    "pdf of 401 pages": (papers.many_pages(401), {f"Tệp dài hơn 400 trang; hãy tải lên riêng phần kế hoạch, hoặc {PASTE}."}),
    "html as pdf": (b"%PDF-1.7\n" + samples.HTML, {BROKEN}),
    "text of 100000 dashes": ("KẾ HOẠCH\n\n".encode() + b"- a\n\n" * 100_000, {TOO_HEAVY}),
    "text of one endless number": (b"KE HOACH\n\n" + b"1." * 900_000, {NOTHING_READ, TOO_HEAVY}),
    "text of brackets": (b"KE HOACH\n\n" + b"(" * 900_000, {NOTHING_READ, TOO_HEAVY}),
    "text and NUL": (b"KE HOACH\x00" * 50, {f"Tệp không phải văn bản mã UTF-8; hãy lưu lại với mã UTF-8, hoặc {PASTE}."}),
    "picture": (samples.JPEG, {f"Tệp này là ảnh, chưa đọc được chữ trong ảnh; hãy {PASTE}, hoặc tải lên bản .docx."}),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_its_sentence(case: str) -> None:
    content, sentences = REFUSED[case]
    with pytest.raises(errors.PlanRefused) as refused:
        reading.read_upload(content, "ke-hoach.txt")
    assert str(refused.value) in sentences


def test_a_counter_that_starts_at_a_thousand_million_is_no_bomb() -> None:
    numbering = (
        f"<w:numbering {papers.WORD}><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='999999999'/>"
        "<w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1)'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )
    item = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>A</w:t></w:r></w:p>"
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="numbering.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>'
    )
    extra = {"word/numbering.xml": numbering, "word/_rels/document.xml.rels": relation}
    with pytest.raises(errors.PlanRefused):
        reading.read_upload(papers.docx(item * 20, extra=extra), "ke-hoach.docx")
