"""Tables of a .docx: the ruled tables of the text, and the unruled ones that hold letterhead and signature apart."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph

from thidua.documents.rendering import docx_styles
from thidua.documents.rendering.document import Align, Table

_ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_data_table(document: Document, table: Table) -> None:
    """A ruled table: the header comes back on every page, and no row is cut in two."""
    made = document.add_table(rows=1 + len(table.texts), cols=len(table.columns), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_margins(made, left_and_right=80)
    total = sum(column.width for column in table.columns)
    set_widths(made, [docx_styles.LINE_MM * column.width / total for column in table.columns])
    style_id = document.styles[docx_styles.CELL].style_id
    header, *rows = list(made.rows)
    _mark(header, "w:cantSplit", "w:tblHeader")
    for cell, column in zip(header.cells, table.columns, strict=True):
        paragraph = _write(style_id, cell.paragraphs[0], column.header, Align.CENTER, bold=True)
        paragraph.paragraph_format.keep_with_next = True
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for number, (row, texts) in enumerate(zip(rows, table.texts, strict=True), start=1):
        _mark(row, "w:cantSplit")
        is_total = table.total is not None and number == len(rows)
        for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
            _write(style_id, cell.paragraphs[0], text, column.alignment, bold=is_total)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    document.add_paragraph(style=docx_styles.UNINDENTED).paragraph_format.line_spacing = Pt(8)


def add_bare_table(document: Document, *, rows: int, widths_mm: Sequence[float]) -> WordTable:
    """A table without rules or inner margins, whose rows stay whole."""
    made: WordTable = document.add_table(rows=rows, cols=len(widths_mm))
    set_widths(made, widths_mm)
    _set_margins(made, left_and_right=0)  # the usual 1.9 mm at each side would wrap the name of the nation
    for row in made.rows:
        _mark(row, "w:cantSplit")
    return made


def set_widths(table: WordTable, widths_mm: Sequence[float]) -> None:
    """Widths on columns and on cells: Word reads the ones, LibreOffice the others."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _write(style_id: str, paragraph: Paragraph, text: str, align: Align, *, bold: bool) -> Paragraph:
    paragraph._p.style = style_id  # noqa: SLF001  by name, python-docx searches 160 styles for every cell
    paragraph.alignment = _ALIGNMENTS[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(text).bold = bold or None
    return paragraph


def _set_margins(table: WordTable, *, left_and_right: int) -> None:
    """Inner margins of all cells, in twentieths of a point; none above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 0), ("left", left_and_right), ("bottom", 0), ("right", left_and_right)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties: BaseOxmlElement = table._tbl.tblPr  # noqa: SLF001  python-docx has no cell margins
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _mark(row: _Row, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has neither mark
    for name in names:
        properties.append(OxmlElement(name))
