"""Official documents in the layout of NĐ 30/2020/NĐ-CP: one description, a PDF to sign and a .docx to edit.

Build an `OfficialDocument` from `thidua.documents.rendering.document`, then call one of the functions below. They load
their engine on first use: Typst and python-docx cost a third of a second that a web worker need not pay at start.
"""

from thidua.documents.rendering.document import OfficialDocument


def render_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF/A-2a, tagged, byte for byte the same for the same document."""
    from thidua.documents.rendering import pdf  # noqa: PLC0415

    return pdf.render_pdf(document)


def render_docx(document: OfficialDocument) -> bytes:
    """The document as .docx with the same words and sizes, to be edited before it gets its number."""
    from thidua.documents.rendering import docx  # noqa: PLC0415

    return docx.render_docx(document)


def render_page_png(document: OfficialDocument, *, ppi: int = 110, page: int = 1) -> bytes:
    """One page of the document as a picture, page 1 being the first.

    `InvalidDocument` if there is no such page.
    """
    from thidua.documents.rendering import pictures  # noqa: PLC0415

    return pictures.render_page_png(document, ppi=ppi, page=page)


def page_count(document: OfficialDocument) -> int:
    """How many pages the PDF of the document has."""
    import pypdfium2  # noqa: PLC0415

    pdf = pypdfium2.PdfDocument(render_pdf(document))
    try:
        return len(pdf)
    finally:
        pdf.close()
