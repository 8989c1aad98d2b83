"""Files: what is read, and each refusal with its way out."""

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.movement.planreader.papers import SEED, draft_of
from tests.movement.planreader.printing import as_docx, as_pdf
from thidua.core.limits import PLAN
from thidua.movement.planreader import PlanUnreadable, read_file, read_plan, unreadable
from thidua.movement.planreader.unreadable import PASTE, SEND

SEED_TEXT = SEED.read_text(encoding="utf-8")


def refusal(data: bytes | Path, name: str = "") -> str:
    with pytest.raises(PlanUnreadable) as caught:
        read_file(data, name)
    return str(caught.value)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    source = read_file(SEED_TEXT.encode(encoding), "ke-hoach.md")
    assert (source.text, source.kind, source.name) == (SEED_TEXT, "text", "ke-hoach.md")


def test_path_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text("KẾ HOẠCH", encoding="utf-8")
    assert read_file(path).name == "ke-hoach.txt"


def test_content_decides_over_the_name() -> None:
    assert read_file(as_docx(draft_of(SEED.stem)), "ke-hoach.pdf").kind == "docx"


def numbered_document() -> bytes:
    """Headings numbered by Word itself: their text holds no label."""
    document = docx.Document()
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (style, pattern) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("bullet", "-"))):
        element = OxmlElement("w:lvl")
        element.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", pattern)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            element.append(child)
        abstract.append(element)
    root.insert(0, abstract)
    number = root.add_num(90)
    for text, level in (
        ("MỤC ĐÍCH, YÊU CẦU", 0),
        ("Mục đích", 1),
        ("Một", 2),
        ("Yêu cầu", 1),
        ("NỘI DUNG", 0),
        ("Tuyên truyền", 1),
    ):
        properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number.numId
    return saved(document)


def test_automatic_numbers_of_word_become_visible() -> None:
    text = read_file(numbered_document(), "a.docx").text
    assert text.split("\n\n") == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "- Một",
        "2. Yêu cầu",
        "II. NỘI DUNG",
        "1. Tuyên truyền",
    ]
    assert [(section.label, section.level) for section in read_plan(text).sections] == [
        ("I", 1),
        ("1", 2),
        ("2", 2),
        ("II", 1),
        ("1", 2),
    ]


def test_bold_run_of_word_is_a_run_in_heading() -> None:
    document = docx.Document()
    for text in ("KẾ HOẠCH", "Thử", "I. TỔ CHỨC THỰC HIỆN"):
        document.add_paragraph(text)
    paragraph = document.add_paragraph()
    paragraph.add_run("1. Các phòng, ban").bold = True
    paragraph.add_run(" căn cứ chức năng xây dựng kế hoạch.")
    assert [section.title for section in read_plan(read_file(saved(document), "a.docx")).sections] == [
        "TỔ CHỨC THỰC HIỆN",
        "Các phòng, ban",
    ]


def archive(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def scanned_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


BROKEN = "Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi tải lên, hoặc dán văn bản vào ô bên dưới."
LOCKED = "Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi tải lên lại, hoặc dán văn bản vào ô bên dưới."
ODD = "Tệp có cấu trúc bất thường nên không mở; hãy lưu lại thành .docx mới, hoặc dán văn bản vào ô bên dưới."
OLD = bytes.fromhex("d0cf11e0a1b11ae1")
# One page behind a password, RC4 40 bit; made with the standard handler.
ENCRYPTED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj 4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[<"
    + b"33" * 16
    + b"><"
    + b"33" * 16
    + b">]/Size 5>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.txt", "Tệp rỗng, không có nội dung để đọc; hãy kiểm tra lại tệp rồi tải lên lần nữa."),
        (b" \n\t", "a.txt", "Tệp rỗng, không có nội dung để đọc; hãy kiểm tra lại tệp rồi tải lên lần nữa."),
        (b"%PDF-1.7\nbroken", "a.pdf", BROKEN),
        (as_pdf(draft_of(SEED.stem))[:3000], "a.pdf", BROKEN),
        (ENCRYPTED_PDF, "a.pdf", LOCKED),
        (
            scanned_pdf(),
            "a.pdf",
            "Tệp PDF này là bản quét, không có lớp chữ; hãy dán văn bản vào ô bên dưới, hoặc tải lên bản .docx.",
        ),
        (b"PK\x03\x04broken", "a.docx", BROKEN),
        (as_docx(draft_of(SEED.stem))[:9000], "a.docx", BROKEN),
        (b"no archive at all", "a.docx", BROKEN),
        (archive(word__document_xml=b"<a/>", **{"word/document.xml": b"<broken"}), "a.docx", BROKEN),
        (
            archive(**{"xl/workbook.xml": b"<a/>"}),
            "a.xlsx",
            "Chỉ đọc được tệp .docx, .pdf, .md hoặc .txt; hãy lưu kế hoạch theo một trong các dạng này.",
        ),
        (archive(**{"word/document.xml": b"0" * 8_000_000}), "a.docx", ODD),
        (archive(**{"word/document.xml": b"<a/>", "../../evil": b"x"}), "a.docx", ODD),
        (archive(**{"word/document.xml": b"<a/>"} | {f"n{i}": b"" for i in range(3001)}), "a.docx", ODD),
        (
            OLD + b"\x00" * 600,
            "a.doc",
            "Tệp .doc đời cũ chưa đọc được; hãy mở bằng Word hoặc LibreOffice, lưu thành .docx rồi tải lên lại.",
        ),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx", LOCKED),
        (
            "Kế hoạch".encode("cp1258", "replace") + b"\xff\xfe\x00",
            "a.txt",
            "Tệp không phải văn bản mã UTF-8; hãy lưu lại với mã UTF-8, hoặc dán văn bản vào ô bên dưới.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00\xff",
            "trang-1.png",
            (
                "Tệp này là ảnh, chưa đọc được chữ trong ảnh; hãy dán văn bản vào ô bên dưới, "
                "hoặc tải lên bản .docx."
            ),
        ),
        (
            b"\x00" * PLAN.file_bytes + b"1",
            "a.pdf",
            "Tệp lớn hơn 20 MB; hãy tải lên bản gọn hơn, hoặc dán văn bản vào ô bên dưới.",
        ),
    ],
    ids=[
        "empty",
        "blank",
        "not a pdf",
        "cut pdf",
        "locked pdf",
        "scan",
        "not a zip",
        "cut docx",
        "text as docx",
        "broken xml",
        "xlsx",
        "bomb",
        "astray",
        "entries",
        "doc",
        "locked docx",
        "other encoding",
        "picture",
        "too large",
    ],
)
def test_unreadable_file_is_refused_with_one_sentence(data: bytes, name: str, sentence: str) -> None:
    assert refusal(data, name) == sentence


def test_200_megabytes_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lon.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    assert refusal(path) == "Tệp lớn hơn 20 MB; hãy tải lên bản gọn hơn, hoặc dán văn bản vào ô bên dưới."


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path / "khong-co.pdf") == "Không mở được tệp “khong-co.pdf”; hãy kiểm tra lại đường dẫn."
    )


def test_document_without_words_is_refused() -> None:
    assert (
        refusal(saved(docx.Document()), "a.docx")
        == "Tệp không có chữ nào đọc được; dán văn bản vào ô bên dưới."
    )


def test_every_refusal_has_its_words_for_both_places() -> None:
    """No mark of a way out is left in any sentence, and no page is spoken of on the command line."""
    sources = Path(unreadable.__file__).parent
    sentences = [
        line
        for name in ("source", "word", "pdf")
        for line in (sources / f"{name}.py").read_text().split('"')[1::2]
    ]
    told = [PlanUnreadable(one.replace("{PASTE}", PASTE).replace("{SEND}", SEND)) for one in sentences]
    assert sum(str(one) != one.on_the_command_line for one in told) >= 10
    said = "\n".join(f"{one} {one.on_the_command_line}" for one in told)
    assert ("<paste>" in said, "<send>" in said) == (False, False)
    alone = "\n".join(one.on_the_command_line for one in told)
    assert ("tải lên" in alone, "bên dưới" in alone) == (False, False)
