"""The page and the named styles of a .docx: whoever edits the document changes a style once, not every line."""

from typing import cast

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FAMILY = "Times New Roman"
LINE_MM = 165  # A4 less the margins of 30 and 15 mm
INDENT = Mm(10)

# Names as they stand in the style list of the office's word processor.
UNINDENTED = "NĐ30 Không thụt dòng"
CENTRED = "NĐ30 Căn giữa"
TITLE = "NĐ30 Tên loại, trích yếu"
CELL = "NĐ30 Chữ trong bảng"
NOTE = "NĐ30 Ghi chú"
RECIPIENT = "NĐ30 Nơi nhận"
SUB_BULLET = "NĐ30 Gạch đầu dòng cấp 2"

_FONT_SLOTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")


def set_page(document: Document) -> None:
    """A4, margins of NĐ 30/2020, page number centred at the top from page 2 on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = document.styles[CENTRED]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    size = OxmlElement("w:rPr")
    points = OxmlElement("w:sz")
    points.set(qn("w:val"), "26")  # half points
    size.append(points)
    shown = OxmlElement("w:t")
    shown.text = "2"  # until the word processor counts
    run.extend([size, shown])
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  python-docx has no fields


def begin_pages(document: Document) -> None:
    """A new page, from which pages are counted anew; heads and margins as before."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = True
    properties = section._sectPr  # noqa: SLF001  python-docx counts no pages
    if properties.find(qn("w:pgNumType")) is None:  # a section begins as a copy of the one before
        count = OxmlElement("w:pgNumType")
        count.set(qn("w:start"), "1")
        properties.insert_element_before(count, "w:cols", "w:titlePg", "w:docGrid")


def set_styles(document: Document) -> None:
    """Times New Roman 14, justified, first lines 10 mm in; headings that the navigation pane lists."""
    _set_defaults(document)
    normal = cast("ParagraphStyle", document.styles["Normal"])
    _face(normal, size=14)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    normal.paragraph_format.first_line_indent = INDENT
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.0
    for level in (1, 2, 3):
        heading = cast("ParagraphStyle", document.styles[f"Heading {level}"])
        _face(heading, size=14, bold=True, italic=level == 3)
        heading.paragraph_format.space_before = Pt(3)
        heading.paragraph_format.space_after = Pt(6)
        heading.paragraph_format.keep_with_next = True
    caption = cast("ParagraphStyle", document.styles["Caption"])
    _face(caption, size=13, bold=True)
    _flush(caption, WD_ALIGN_PARAGRAPH.CENTER, after=4)
    caption.paragraph_format.space_before = Pt(4)
    _face(cast("ParagraphStyle", document.styles["Header"]), size=13)
    _add_own_styles(document)


def _add_own_styles(document: Document) -> None:
    left, centre = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    _flush(_own(document, UNINDENTED), left)
    _flush(_own(document, CENTRED), centre)
    _flush(_own(document, CELL, size=12), left)
    _flush(_own(document, RECIPIENT, size=11), left)
    title = _own(document, TITLE)
    title.font.bold = True
    _flush(title, centre)
    title.paragraph_format.keep_with_next = True
    _own(document, NOTE, size=12)
    _own(document, SUB_BULLET).paragraph_format.first_line_indent = Emu(INDENT + Mm(6))


def _own(document: Document, name: str, *, size: float | None = None) -> ParagraphStyle:
    style = cast("ParagraphStyle", document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    if size is not None:
        style.font.size = Pt(size)
    return style


def _flush(style: ParagraphStyle, alignment: WD_ALIGN_PARAGRAPH, *, after: float = 0) -> None:
    style.paragraph_format.alignment = alignment
    style.paragraph_format.first_line_indent = Pt(0)
    style.paragraph_format.space_after = Pt(after)


def _face(style: ParagraphStyle, *, size: float, bold: bool = False, italic: bool = False) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the theme's typefaces would win over ours
    for slot in _FONT_SLOTS:
        fonts.set(qn(slot), FAMILY)
    style.font.size = Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)


def _set_defaults(document: Document) -> None:
    """Vietnamese for the spelling checker; today's layout rules instead of a compatibility mode."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
