"""Documents to .docx by python-docx, for the office to edit: the same words and sizes as the PDF."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from thidua.documents.rendering import docx_styles as styles
from thidua.documents.rendering import docx_tables as tables
from thidua.documents.rendering import pictures, wording
from thidua.documents.rendering.document import (
    Annex,
    Block,
    Bullet,
    Chart,
    Empty,
    Heading,
    Note,
    OfficialDocument,
    Paragraph,
    Quote,
    Run,
    Table,
)

_LETTERHEAD_MM = (71, 94)
_CLOSING_MM = (75, 90)


def render_docx(document: OfficialDocument) -> bytes:
    """The document as .docx; same document, same bytes. `InvalidDocument` if a chart cannot be read.

    Charts go in as pictures, since older word processors do not draw SVG.
    """
    word = docx.Document()
    styles.set_styles(word)
    styles.set_page(word)
    _set_properties(word, document)
    _add_letterhead(word, document)
    _add_opening(word, document)
    for block in document.blocks:
        _add_block(word, block)
    if not isinstance(document.blocks[-1], Table):
        word.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
    _add_closing(word, document)
    for place, annex in enumerate(document.annexes, start=1):
        _add_annex(word, document, annex, place)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_clock(buffer.getvalue())


def _set_properties(word: Document, document: OfficialDocument) -> None:
    on = document.properties_date
    moment = dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC)
    properties = word.core_properties
    properties.title = wording.file_title(document)[:255]  # the most that this property may hold
    properties.author = properties.last_modified_by = wording.file_author(document)[:255]
    properties.language = "vi-VN"
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _add_letterhead(word: Document, document: OfficialDocument) -> None:
    table = tables.add_bare_table(word, rows=2, widths_mm=_LETTERHEAD_MM)
    left, right = table.rows[0].cells
    names = [(line, 12.0, False) for line in document.parent.upper().splitlines()]
    names += [(line, 12.5, True) for line in document.issuer.upper().splitlines()]
    _fill(word, left, names, apart_mm=2)
    _add_rule(word, left, width_mm=25, cell_mm=_LETTERHEAD_MM[0])
    _fill(word, right, [(wording.NATION, 12.5, True), (wording.MOTTO, 13.5, True)])
    _add_rule(word, right, width_mm=58, cell_mm=_LETTERHEAD_MM[1])
    number, place = table.rows[1].cells
    subject = [(wording.subject_line(document), 12.0, False)] if not document.kind else []
    _fill(word, number, [(wording.number_line(document), 13.0, False), *subject])
    _fill(word, place, [(wording.date_line(document), 13.5, False)])
    place.paragraphs[0].runs[0].italic = True


def _fill(
    word: Document, cell: _Cell, lines: Sequence[tuple[str, float, bool]], *, apart_mm: float = 0
) -> None:
    """Centred lines of (text, size in points, bold); `apart_mm` stays free on both sides of them."""
    for index, (text, size, is_bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = word.styles[styles.CENTRED]
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(apart_mm)
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), is_bold


def _add_rule(word: Document, place: _Cell | Document, *, width_mm: float, cell_mm: float) -> None:
    """A centred rule: the upper border of an empty line, drawn in from both sides."""
    paragraph = place.add_paragraph()
    paragraph.style = word.styles[styles.CENTRED]
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm((cell_mm - width_mm) / 2)
    layout.space_before = Pt(3)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "5"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001  python-docx has no paragraph borders
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _add_opening(word: Document, document: OfficialDocument) -> None:
    if document.kind:
        _add_title(word, document)
    _add_addressees(word, wording.addressee_lines(document))
    if document.authority:
        word.add_paragraph(document.authority.upper(), style=styles.TITLE)
    word.paragraphs[-1].paragraph_format.space_after = Pt(8)
    for base in wording.base_lines(document):
        word.add_paragraph().add_run(base).italic = True


def _add_title(word: Document, document: OfficialDocument) -> None:
    kind = word.add_paragraph(document.kind.upper(), style=styles.TITLE)
    kind.paragraph_format.space_before = Pt(18)
    kind.paragraph_format.space_after = Pt(3)
    title = word.add_paragraph(document.title, style=styles.TITLE)
    title.paragraph_format.left_indent = title.paragraph_format.right_indent = Mm(16)
    _add_rule(word, word, width_mm=50, cell_mm=styles.LINE_MM)


def _add_addressees(word: Document, lines: Sequence[str]) -> None:
    """One stands centred, several in a list that begins well inside the line."""
    for place, line in enumerate(lines):
        paragraph = word.add_paragraph(line, style=styles.CENTRED)
        paragraph.paragraph_format.space_before = Pt(18 if place == 0 else 0)
        if len(lines) > 1:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.left_indent = Mm(40)


def _add_block(word: Document, block: Block) -> None:
    match block:
        case Heading():
            _add_heading(word, block)
        case Paragraph():
            _add_runs(word.add_paragraph(), block.runs)
        case Bullet():
            _add_bullet(word, block)
        case Quote():
            _add_quote(word, block)
        case Note():
            word.add_paragraph(block.text, style=styles.NOTE)
        case Empty():
            word.add_paragraph().add_run(block.text).italic = True
        case Table():
            _add_table(word, block)
        case Chart():
            _add_chart(word, block)


def _add_heading(word: Document, block: Heading) -> None:
    heading = word.add_heading(block.text, level=block.level or 1)
    if block.level == 0:
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heading.paragraph_format.first_line_indent = Pt(0)


def _add_bullet(word: Document, block: Bullet) -> None:
    paragraph = word.add_paragraph(style=styles.SUB_BULLET if block.level == 2 else None)
    _add_runs(paragraph, (Run(f"{block.sign} "), *block.runs))


def _add_quote(word: Document, block: Quote) -> None:
    source = (Run(f" ({block.source})"),) if block.source else ()
    _add_runs(word.add_paragraph(), (Run(f"“{block.text}”", italic=True), *source))


def _add_table(word: Document, block: Table) -> None:
    if block.caption:
        word.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    tables.add_data_table(word, block)


def _add_runs(paragraph: WordParagraph, runs: Iterable[Run]) -> None:
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None


def _add_chart(word: Document, chart: Chart) -> None:
    width = styles.LINE_MM * chart.width
    paragraph = word.add_paragraph(style=styles.CENTRED)
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.keep_with_next = bool(chart.caption)
    png = pictures.chart_png(chart.svg, width_mm=width)
    picture = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
    picture._inline.docPr.set("descr", chart.alt)  # noqa: SLF001  python-docx has no alternative text
    if chart.caption:
        run = word.add_paragraph(style="Caption").add_run(chart.caption)
        run.bold, run.italic = False, True


def _add_closing(word: Document, document: OfficialDocument) -> None:
    table = tables.add_bare_table(word, rows=1, widths_mm=_CLOSING_MM)
    left, right = table.rows[0].cells
    label = left.paragraphs[0]
    label.style = word.styles[styles.RECIPIENT]
    label.paragraph_format.space_before = Pt(10)
    run = label.add_run(wording.RECIPIENTS)
    run.bold = run.italic = True
    run.font.size = Pt(12)
    for line in wording.recipient_lines(document):
        left.add_paragraph(line, style=word.styles[styles.RECIPIENT])
    signer = filter(None, (document.signer_authority.upper(), document.signer_position.upper()))
    _fill(word, right, [(line, 14.0, True) for line in signer])
    right.paragraphs[0].paragraph_format.space_before = Pt(10)
    name = right.add_paragraph(style=word.styles[styles.CENTRED])
    name.paragraph_format.space_before = Pt(64)  # room for signature and seal
    name.add_run(document.signer_name).bold = True


def _add_annex(word: Document, document: OfficialDocument, annex: Annex, place: int) -> None:
    """On pages of its own, numbered by themselves."""
    styles.begin_pages(word)
    label = word.add_heading(wording.annex_label(document, place), level=1)
    label.alignment = WD_ALIGN_PARAGRAPH.CENTER
    label.paragraph_format.first_line_indent = label.paragraph_format.space_after = Pt(0)
    word.add_paragraph(annex.title.upper(), style=styles.TITLE)
    reference = word.add_paragraph(style=styles.CENTRED)
    reference.add_run(wording.annex_reference(document)).italic = True
    reference.paragraph_format.space_before, reference.paragraph_format.space_after = Pt(3), Pt(8)
    for block in annex.blocks:
        _add_block(word, block)


def _without_clock(archive: bytes) -> bytes:
    """The same archive with every entry dated alike: a zip file notes the hour at which it was packed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as packed,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in packed.infolist():
            dated = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            dated.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(dated, packed.read(entry))
    return buffer.getvalue()
