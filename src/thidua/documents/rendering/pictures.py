"""Documents and charts as PNG pictures, set in the same typeface as the PDF."""

from pathlib import Path

from thidua.documents.rendering import pdf
from thidua.documents.rendering.document import InvalidDocument, OfficialDocument

CHART_TEMPLATE = Path(__file__).with_name("chart.typ")


def render_page_png(document: OfficialDocument, *, ppi: int = 110, page: int = 1) -> bytes:
    """Page `page` (from 1) of the document at `ppi` pixels per inch; `InvalidDocument` if there is no such page."""
    pages = pdf.compile_template(pdf.TEMPLATE, pdf.document_data(document), format="png", ppi=ppi)
    if not 1 <= page <= len(pages):
        raise InvalidDocument(f"Văn bản có {len(pages)} trang, không có trang {page}.")
    return pages[page - 1]


def chart_png(svg: bytes, *, width_mm: float, ppi: int = 220) -> bytes:
    """An SVG drawing, `width_mm` millimetres wide; `InvalidDocument` if it cannot be read."""
    data = {"svg": svg.decode("utf-8"), "width_mm": width_mm}
    return pdf.compile_template(CHART_TEMPLATE, data, format="png", ppi=ppi)[0]
