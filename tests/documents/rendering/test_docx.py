import datetime as dt
import io
import time
import zipfile

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable

from tests.documents.rendering import reading, sample
from thidua.documents import rendering
from thidua.documents.rendering.document import (
    BlankDay,
    Block,
    Bullet,
    Chart,
    Empty,
    Heading,
    InvalidDocument,
    OfficialDocument,
    Paragraph,
    bold,
)
from thidua.documents.rendering.docx import render_docx


def reread(document: OfficialDocument) -> Document:
    return docx.Document(io.BytesIO(render_docx(document)))


def of_blocks(*blocks: Block) -> Document:
    return reread(sample.report(blocks=blocks))


def all_text(word: Document) -> str:
    lines = []
    for part in word.iter_inner_content():
        if isinstance(part, WordTable):
            lines += [
                paragraph.text for row in part.rows for cell in row.cells for paragraph in cell.paragraphs
            ]
        else:
            lines.append(part.text)
    return reading.flat("\n".join(lines))


def table_of_figures() -> WordTable:
    return of_blocks(sample.figures_table()).tables[1]


def test_it_says_what_the_pdf_says() -> None:
    document = sample.report(number="7", bases=("Căn cứ Luật Thi đua, khen thưởng",))
    drawn_in_the_chart = {*["78%", "84%", "91%", "95%", "Quý", "1", "2", "3", "4"]}
    first, *others = reading.page_texts(rendering.render_pdf(document))
    in_pdf = " ".join([first, *(page.partition(" ")[2] for page in others)]).split()
    in_word = all_text(reread(document)).split()
    assert set(in_pdf) - set(in_word) <= drawn_in_the_chart
    assert set(in_word) - set(in_pdf) == set()


def test_text_stands_in_order() -> None:
    expected = [
        "PHƯỜNG BÌNH MINH",
        "Số: /BC-UBND",
        "BÁO CÁO",
        "I. CÔNG TÁC CHỈ ĐẠO",
        "Bảng 1.",
        "85,4",
        "Biểu đồ 1.",
    ]
    expected += [
        "Tổng cộng",
        "Chưa có dữ liệu về sáng kiến",
        "(Tổ dân phố số 7, quý II)",
        "./.",
        "Nơi nhận:",
        "Nguyễn Văn Bình",
    ]
    assert reading.missing_in_order(expected, all_text(reread(sample.report()))) == []


def test_page_is_a4_with_the_margins_of_the_decree() -> None:
    section = reread(sample.report()).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round((size or 0) / Mm(1)) for size in sizes] == [210, 297, 20, 20]
    assert [round((size or 0) / Mm(1)) for size in (section.left_margin, section.right_margin)] == [30, 15]


def test_text_is_times_new_roman_14_justified_with_an_indent_of_10_mm() -> None:
    word = of_blocks(Paragraph("Nội dung."))
    normal = word.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert normal.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(normal.paragraph_format.first_line_indent / Mm(1), 1) == 10
    content = next(paragraph for paragraph in word.paragraphs if paragraph.text == "Nội dung.")
    assert (content.style and content.style.name, content.runs[0].font.size) == ("Normal", None)


def test_no_typeface_but_times_new_roman_is_asked_for_in_our_styles() -> None:
    word = reread(sample.report())
    used = ("Normal", "Caption", "Header", "Heading 1", "Heading 2", "Heading 3")
    faces = {
        word.styles[name].element.rPr.rFonts.get(qn(f"w:{slot}"))
        for name in used
        for slot in ("ascii", "hAnsi", "cs")
    }
    themed = [name for name in used if word.styles[name].element.rPr.rFonts.get(qn("w:asciiTheme"))]
    assert (faces, themed) == ({"Times New Roman"}, [])


def test_letterhead_has_the_sizes_of_the_decree_and_its_width() -> None:
    table = reread(sample.report(parent="UBND thành phố Ví Dụ")).tables[0]
    sizes = {
        run.text: run.font.size.pt
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
        for run in p.runs
    }
    assert sizes == {
        "UBND THÀNH PHỐ VÍ DỤ": 12,
        "ỦY BAN NHÂN DÂN": 12.5,
        "PHƯỜNG BÌNH MINH": 12.5,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": 12.5,
        "Độc lập - Tự do - Hạnh phúc": 13.5,
        "Số:\xa0\xa0\xa0\xa0\xa0\xa0\xa0\xa0/BC-UBND": 13,
        "Bình Minh, ngày 05 tháng 12 năm 2026": 13.5,
    }
    assert [round(column.width / Mm(1)) for column in table.columns] == [71, 94]
    assert [[round(cell.width / Mm(1)) for cell in row.cells] for row in table.rows] == [[71, 94], [71, 94]]
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    assert [margin.get(qn("w:w")) for margin in margins] == ["0"] * 4
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is None


def test_tables_repeat_their_header_and_keep_rows_whole() -> None:
    rows = table_of_figures()._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * 6
    assert [row.trPr.find(qn("w:cantSplit")) is not None for row in rows] == [True] * 7


def test_table_columns_share_the_line_and_numbers_stand_at_the_right() -> None:
    table = table_of_figures()
    assert round(sum(column.width for column in table.columns) / Mm(1)) == 165
    left, centre, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    alignments = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert alignments == [centre, left, centre, right, right, right, centre]
    assert [cell.text for cell in table.rows[6].cells][3:6] == ["…", "3.380", "…"]


def test_headings_are_listed_by_the_navigation_pane() -> None:
    word = of_blocks(Heading(0, "QUYẾT ĐỊNH:"), Heading(1, "I."), Heading(2, "1."), Heading(3, "a)"), Empty())
    found = [
        (p.text, p.style.name) for p in word.paragraphs if p.style and p.style.name.startswith("Heading")
    ]
    assert found == [
        ("QUYẾT ĐỊNH:", "Heading 1"),
        ("I.", "Heading 1"),
        ("1.", "Heading 2"),
        ("a)", "Heading 3"),
    ]
    centred = next(p for p in word.paragraphs if p.text == "QUYẾT ĐỊNH:")
    assert centred.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_page_number_from_the_second_page_on() -> None:
    section = reread(sample.report()).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    field = section.header.paragraphs[0]._p.find(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == "PAGE"
    assert section.header.paragraphs[0].style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_charts_are_pictures_with_alternative_text() -> None:
    word = of_blocks(sample.chart())
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == sample.chart().alt
    assert round(shape.width / Mm(1)) == round(165 * 0.85)
    assert shape.height / shape.width == pytest.approx(255 / 700, rel=0.01)


def test_runs_keep_their_style_and_markup_stays_text() -> None:
    word = of_blocks(Paragraph((bold("<b>Điều 1.</b>"), " &amp; *x* #let")), Bullet("Một", level=2))
    first, second = next(p for p in word.paragraphs if "Điều 1" in p.text).runs
    assert (first.text, first.bold, second.text, second.bold) == (
        "<b>Điều 1.</b>",
        True,
        " &amp; *x* #let",
        None,
    )
    assert "+ Một" in [p.text for p in word.paragraphs]


def test_letters_beyond_the_typeface_are_kept_for_the_editor() -> None:
    assert "vui 😀" in all_text(of_blocks(Paragraph("vui 😀\x0b\x00")))


def test_an_empty_part_says_so() -> None:
    assert "I. SÁNG KIẾN Chưa có dữ liệu." in all_text(of_blocks(Heading(1, "I. SÁNG KIẾN"), Empty()))


def test_the_last_words_go_with_the_signature() -> None:
    word = reread(sample.report())
    assert [p.paragraph_format.keep_with_next for p in word.paragraphs][-1] is True


def test_properties_come_from_the_document() -> None:
    properties = reread(sample.report(on=BlankDay(2026, 2), title="Kết quả " * 60)).core_properties
    moment = dt.datetime(2026, 2, 28, tzinfo=dt.UTC)
    assert (properties.created, properties.modified) == (moment, moment)
    assert (properties.author, properties.language, properties.comments) == (
        "Ủy ban nhân dân phường Bình Minh",
        "vi-VN",
        "",
    )
    assert properties.title.startswith("Báo cáo: Kết quả")
    assert len(properties.title) == 255


def test_the_same_document_gives_the_same_bytes_at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_docx(sample.report())
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))  # what zip archives note
    assert render_docx(sample.report()) == first
    assert render_docx(sample.report(number="2")) != first


def test_the_archive_is_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(sample.report()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_a_chart_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InvalidDocument):
        of_blocks(Chart(b"<svg", "Hình", "mô tả"))


@pytest.mark.parametrize("addressees", [("Tổ dân phố số 7",), ("Trường Tiểu học", "Trạm Y tế")])
def test_a_letter_says_what_its_pdf_says(addressees: tuple[str, ...]) -> None:
    document = sample.letter(addressees=addressees)
    in_pdf = " ".join(reading.page_texts(rendering.render_pdf(document))).split()
    assert sorted(all_text(reread(document)).split()) == sorted(in_pdf)


def test_annexes_say_what_the_pdf_says_in_sections_that_count_pages_anew() -> None:
    document = sample.report(blocks=(Paragraph("Một đoạn."),), annexes=sample.annexes(2))
    word = reread(document)
    said = all_text(word)
    assert (
        reading.missing_in_order(
            ["Nguyễn Văn Bình", "Phụ lục I", "PHẦN 1", "(Kèm theo Báo cáo số", "Phụ lục II", "PHẦN 2"], said
        )
        == []
    )
    counts = [one._sectPr.findall(qn("w:pgNumType")) for one in word.sections]
    assert [[one.get(qn("w:start")) for one in found] for found in counts] == [[], ["1"], ["1"]]
    assert [one.different_first_page_header_footer for one in word.sections] == [True] * 3
    assert [one.header.is_linked_to_previous for one in word.sections] == [False, True, True]
