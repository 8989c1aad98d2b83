import datetime as dt
import re

import pytest

from tests.documents.rendering import reading, sample
from thidua.documents import rendering
from thidua.documents.rendering import pdf, typeface
from thidua.documents.rendering.document import (
    Bullet,
    Chart,
    Column,
    Empty,
    Heading,
    InvalidDocument,
    Note,
    OfficialDocument,
    Paragraph,
    Quote,
    Table,
    bold,
    italic,
)

MARKUP = "#let x = 1 $x$ $ x^2 $ *đậm* _nghiêng_ @x <a> `mã` \\n // chú /* thích */ = Đề mục - gạch + cộng ~ --- [b] {c}"
DIACRITICS = "ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ ề ể ễ ế ệ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ Đ đ Ư Ơ Ỹ Ỵ Ặ Ỗ Ữ"


def text_of(document: OfficialDocument) -> str:
    """All words but the page numbers, so that a sentence that goes over a page is whole."""
    first, *others = reading.page_texts(rendering.render_pdf(document))
    return " ".join([first, *(page.partition(" ")[2] for page in others)])


def spoken(document: OfficialDocument) -> list[str]:
    """What the blocks of running text say, in order."""
    said = []
    for block in document.blocks:
        if isinstance(block, Paragraph | Bullet):
            said.append("".join(run.text for run in block.runs))
        elif isinstance(block, Heading | Quote | Note | Empty):
            said.append(block.text)
        elif isinstance(block, Table | Chart):
            said.append(block.caption)
    return said


def long_table(rows: int) -> Table:
    """Each row takes ten lines, so that a page would cut some of them."""
    filling = "nội dung dài của một ô để ô này phải xuống dòng ít nhất một lần khi in"
    return Table(
        columns=(Column("Cột thứ tự", 1), Column("Cột nội dung", 3)),
        rows=tuple((f"D{n}d", f"mở{n}m {filling * 8} kết{n}k") for n in range(rows)),
    )


def test_every_sentence_stands_in_order() -> None:
    document = sample.report(bases=("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",))
    expected = [
        *(
            "ỦY BAN NHÂN DÂN",
            "PHƯỜNG BÌNH MINH",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
        ),
        *("/BC-UBND", "Bình Minh, ngày 05 tháng 12 năm 2026", "BÁO CÁO", document.title),
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022.",
        *spoken(document),
        *("Nơi nhận:", "- UBND thành phố (để b/c);", "- Lưu: VT, VHXH."),
        *("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Bình"),
    ]
    assert reading.missing_in_order(expected, text_of(document)) == []


def test_the_table_prints_every_cell() -> None:
    text = text_of(sample.report(blocks=(sample.figures_table(),)))
    cells = [cell for row in sample.figures_table().texts for cell in row]
    assert [cell for cell in cells if cell not in text] == []


def test_no_font_but_liberation_serif() -> None:
    names = reading.font_names(rendering.render_pdf(sample.report()))
    assert names == {
        "LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-BoldItalic", "LiberationSerif-Italic",
    }  # fmt: skip


def test_a_machine_without_the_fonts_gets_an_error_and_no_empty_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    pdf._fonts.cache_clear()
    monkeypatch.setattr(typeface, "FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError):
        rendering.render_pdf(sample.report())
    pdf._fonts.cache_clear()


def test_number_is_left_blank_for_the_clerk() -> None:
    with_number = text_of(sample.report(number="128"))
    assert "Số: 128/BC-UBND" in with_number
    assert "Số: /BC-UBND" in text_of(sample.report(number=None))


def test_markup_is_printed_as_typed() -> None:
    blocks = (
        Heading(1, MARKUP),
        Paragraph((MARKUP, bold(MARKUP), italic(MARKUP))),
        Bullet(MARKUP),
        Quote(MARKUP, source=MARKUP),
        Note(MARKUP),
        Empty(MARKUP),
        Table(columns=(Column(MARKUP),), rows=((MARKUP,),), caption=MARKUP),
    )
    document = sample.report(
        blocks=blocks,
        title=MARKUP,
        place="#x",
        issuer="$x$ *A*",
        recipients=(MARKUP,),
        bases=(MARKUP,),
        signer_name="<a>",
    )
    text = text_of(document)
    assert (
        text.count(MARKUP) == 15
    )  # title, ground, heading, 3 runs, bullet, 2 of quote, note, empty, 3 of table, recipient
    assert ("$X$ *A*" in text, "#x, ngày" in text, "<a>" in text) == (True, True, True)


def test_vietnamese_letters_are_whole() -> None:
    assert DIACRITICS in text_of(sample.report(blocks=(Paragraph(DIACRITICS),)))


def test_a_table_over_three_pages_repeats_its_header_and_cuts_no_row() -> None:
    pages = reading.page_texts(
        rendering.render_pdf(sample.report(blocks=(long_table(20), Paragraph("Hết."))))
    )
    starts = {n: next(i for i, page in enumerate(pages) if f"D{n}d" in page) for n in range(20)}
    ends = {n: next(i for i, page in enumerate(pages) if f"kết{n}k" in page) for n in range(20)}
    assert starts == ends
    tabled = sorted(set(starts.values()))
    assert len(tabled) >= 3
    assert [pages[i].count("Cột thứ tự") for i in tabled] == [1] * len(tabled)


def test_a_row_longer_than_a_page_goes_on_over_the_page() -> None:
    words = [f"từ{n}" for n in range(1500)]
    made = rendering.render_pdf(
        sample.report(blocks=(Table(columns=(Column("A"), Column("B", 3)), rows=(("a", " ".join(words)),)),))
    )
    text = " ".join(reading.page_texts(made))
    assert [word for word in words if not re.search(rf"\b{word}\b", text)] == []
    assert min(box.bottom for page in reading.boxes(made) for box in page) >= 19


def test_text_stays_within_the_margins() -> None:
    address = "https://vi-du.example/" + "duong-dan-rat-dai/" * 20 + "x" * 200
    long_words = (
        Paragraph(f"Minh chứng: {address}"),
        Quote(address),
        Table(columns=(Column("Tên"), Column("Minh chứng", 2)), rows=(("x" * 80, address),)),
    )
    made = rendering.render_pdf(sample.report(blocks=(*sample.blocks(), *long_words)))
    edges = [box for page in reading.boxes(made) for box in page]
    assert reading.page_sizes_mm(made) == {(210, 297)}
    assert min(box.left for box in edges) >= 29.5
    assert max(box.right for box in edges) <= 195 + 1.3  # a line may end in a space
    assert min(box.bottom for box in edges) >= 19
    assert max(box.top for box in reading.boxes(made)[0]) <= 278  # marks above capitals


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("ngắn thôi", "ngắn thôi"),
        ("a" * 12, "aaaaaaaaaa\u200baa"),
        ("a" * 10, "a" * 10),
        ("https://vi.du/nam-2026/bao-cao/quy-4", "https://vi.du/nam-2026/bao-cao/quy-4"),  # breaks as it is
        ("x " + "b" * 21 + "/c", "x bbbbbbbbbb\u200bbbbbbbbbbb\u200bb/c"),
    ],
)
def test_only_stretches_that_cannot_break_are_cut(text: str, cut: str) -> None:
    assert pdf.breakable(text, 10) == cut


def test_pages_are_numbered_from_the_second_on() -> None:
    pages = reading.page_texts(rendering.render_pdf(sample.report()))
    assert len(pages) >= 3
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    assert not pages[0].startswith("1")


def test_page_numbers_stand_centred_in_the_top_margin() -> None:
    first = reading.boxes(rendering.render_pdf(sample.report()))[1]
    number = max(first, key=lambda box: box.top)
    assert (number.left + number.right) / 2 == pytest.approx(30 + 165 / 2, abs=0.5)
    assert number.bottom >= 277


def test_the_signature_never_stands_alone() -> None:
    for count in range(20, 32):  # some of these end where only the signature would go over
        blocks = tuple(Paragraph(f"Đoạn số {n}.") for n in range(count))
        last = reading.page_texts(rendering.render_pdf(sample.report(blocks=blocks)))[-1]
        assert f"Đoạn số {count - 1}." in last


def test_document_numbers_are_not_broken_over_lines() -> None:
    for filling in range(40, 90, 5):
        blocks = (
            Paragraph(
                "a" * 20 + " b" * filling + " Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ."
            ),
        )
        with_breaks = rendering.render_pdf(sample.report(blocks=blocks))
        assert "30/2020/NĐ-CP ngày 05/3/2020" in " ".join(reading.page_texts(with_breaks))
        assert not re.search(r"30/\s|2020/\s|NĐ-\s", reading.raw_text(with_breaks))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert rendering.render_pdf(sample.report()) == rendering.render_pdf(sample.report())
    assert rendering.render_pdf(sample.report()) != rendering.render_pdf(sample.report(number="2"))


def test_an_empty_part_says_so() -> None:
    text = text_of(sample.report(blocks=(Heading(1, "I. SÁNG KIẾN"), Empty())))
    assert "I. SÁNG KIẾN Chưa có dữ liệu." in text


def test_the_file_is_tagged_pdf_a_with_title_author_language_and_alternative_text() -> None:
    plain = reading.inflated(rendering.render_pdf(sample.report()))
    assert b"<pdfaid:part>2</pdfaid:part>" in plain
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in plain
    assert "Báo cáo: Kết quả thực hiện phong trào thi đua".encode() in plain
    assert "ỦY BAN NHÂN DÂN PHƯỜNG BÌNH MINH".lower() in plain.decode("utf-8", "ignore").lower()
    assert b"/Lang(vi-VN)" in plain
    assert b"/Alt<FEFF" + "Biểu đồ cột: quý 1 78%".encode("utf-16-be").hex().upper().encode() in plain


def test_the_date_of_the_file_is_the_date_of_the_document() -> None:
    made = rendering.render_pdf(sample.report(on=dt.date(2025, 8, 19)))
    assert b"2025-08-19" in reading.inflated(made)


def test_charts_speak_in_our_typeface() -> None:
    assert "Quý 4" in text_of(sample.report(blocks=(sample.chart(),)))


@pytest.mark.parametrize(
    "inner",
    [b'<image href="/etc/passwd" width="1" height="1"/>', b"<g>", b"&x;"],
)
def test_a_chart_that_cannot_be_read_is_refused(inner: bytes) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + inner + b"</svg>"
    with pytest.raises(InvalidDocument, match="Không đọc được biểu đồ SVG"):
        rendering.render_pdf(sample.report(blocks=(Chart(svg, "Hình", "mô tả"),)))


def test_letters_beyond_the_typeface_do_not_stop_a_report() -> None:
    blocks = (
        Paragraph("Bà con rất vui 😀 và đồng thuận."),
        Chart(sample.chart().svg.replace("Quý".encode(), "✓".encode()), "", "x"),
    )
    assert "Bà con rất vui □ và đồng thuận." in text_of(sample.report(blocks=blocks))


def test_a_decision_names_its_authority() -> None:
    text = text_of(
        sample.report(
            authority="Chủ tịch Ủy ban nhân dân phường", blocks=(Heading(0, "QUYẾT ĐỊNH:"), Empty())
        )
    )
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG QUYẾT ĐỊNH:" in text


def test_a_letter_has_its_subject_below_the_number_and_an_addressee() -> None:
    text = text_of(sample.letter())
    assert "V/v đôn đốc nộp kết quả nhiệm vụ (lần 2)" in text
    assert text.index("/UBND-VHXH") < text.index("V/v") < text.index("Kính gửi: Tổ dân phố số 7.")
    assert "BÁO CÁO" not in text


def test_several_addressees_stand_in_a_list() -> None:
    text = text_of(sample.letter(addressees=("Trường Tiểu học", "- Trạm Y tế;")))
    assert "Kính gửi: - Trường Tiểu học; - Trạm Y tế." in text


def test_an_annex_follows_the_signature_on_pages_numbered_by_themselves() -> None:
    blocks = (Paragraph("Một đoạn."),)
    pages = reading.page_texts(
        rendering.render_pdf(sample.report(number="7", blocks=blocks, annexes=sample.annexes()))
    )
    assert pages[0].endswith("Nguyễn Văn Bình")
    assert pages[1].startswith(
        "Phụ lục NGUỒN CỦA SỐ LIỆU, PHẦN 1 (Kèm theo Báo cáo số 07/BC-UBND ngày 05 tháng 12 năm 2026 "
        "của Ủy ban nhân dân phường Bình Minh) Ghi theo mã chỉ tiêu."
    )
    assert [page.split()[0] for page in pages[2:]] == [str(n) for n in range(2, len(pages))]
    assert len(pages) > 2


def test_several_annexes_carry_roman_numbers_and_begin_pages_anew() -> None:
    pages = reading.page_texts(rendering.render_pdf(sample.report(annexes=sample.annexes(2))))
    starts = [place for place, page in enumerate(pages) if page.startswith("Phụ lục ")]
    assert [pages[place][:11].strip() for place in starts] == ["Phụ lục I N", "Phụ lục II"]
    assert pages[starts[1] + 1].startswith("2 ")
