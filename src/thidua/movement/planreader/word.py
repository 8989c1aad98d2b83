"""Word document → text: paragraphs and tables in order, bold as `**`, automatic numbers made visible."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from thidua.movement.planreader.numbering import Numbering
from thidua.movement.planreader.unreadable import PASTE, SEND, PlanUnreadable

_BREAK = "<br>"
_BOX = qn("w:txbxContent")


def read_docx(data: bytes) -> str:
    """Paragraphs with a blank line between; a table row as `| a | b |`. Raises PlanUnreadable for a broken file."""
    try:
        document = docx.Document(io.BytesIO(data))
        numbering = Numbering(document)
        return "\n\n".join(_blocks(document.element.body, numbering))
    except PlanUnreadable:
        raise
    except Exception:  # python-docx and lxml raise what they like on a damaged file
        raise PlanUnreadable(
            f"Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi {SEND}, hoặc {PASTE}."
        ) from None


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """Body content in order; content controls are opened."""
    for child in parent:
        if child.tag == qn("w:p"):
            text = _paragraph(child, numbering)
            if text.strip():
                yield text
            for box in _text_boxes(child):
                yield from _blocks(box, numbering)
        elif child.tag == qn("w:tbl"):
            yield "\n".join(_rows(child, numbering))
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _blocks(content, numbering)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Boxes anchored in a paragraph (a signature often is one); the second form of a drawing is left out."""
    for box in paragraph.iter(_BOX):
        if _holder(box) is paragraph and not _is_dropped(box):
            yield box


def _holder(element: Any) -> Any:
    """The paragraph that an element belongs to: the nearest one above it."""
    return next((above for above in element.iterancestors() if above.tag == qn("w:p")), None)


def _rows(table: Any, numbering: Numbering) -> Iterator[str]:
    for row in table.iter(qn("w:tr")):
        cells = []
        for cell in row.iter(qn("w:tc")):
            texts = [_paragraph(paragraph, numbering) for paragraph in cell.iter(qn("w:p"))]
            cells.append(_BREAK.join(text.replace("\n", _BREAK) for text in texts if text.strip()))
        if any(cells):
            yield "| " + " | ".join(cells) + " |"


def _paragraph(paragraph: Any, numbering: Numbering) -> str:
    pieces: list[str] = []
    bold = False
    for run in paragraph.iter(qn("w:r")):
        if _is_dropped(run) or _holder(run) is not paragraph:
            continue
        text = _run_text(run)
        if not text:
            continue
        is_bold = _is_bold(run) if text.strip() else bold
        if is_bold != bold:
            pieces.append("**")
            bold = is_bold
        pieces.append(text)
    if bold:
        pieces.append("**")
    words = "".join(pieces)
    label = numbering.label_of(paragraph) if words.strip("* \n\t") else ""
    return f"{label} {words}" if label else words


def _is_dropped(run: Any) -> bool:
    """Deleted under tracked changes, or the second form of a drawing that stands twice."""
    return any(
        above.tag in (qn("w:del"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
        for above in run.iterancestors()
    )


def _run_text(run: Any) -> str:
    pieces = []
    for child in run:
        if child.tag == qn("w:t"):
            # "|" and "*" are marks of the text form; in words of a plan they mean nothing.
            pieces.append(
                (child.text or "")
                .replace("|", "/")
                .replace("*", "•" if (child.text or "").strip() == "*" else "")
            )
        elif child.tag == qn("w:tab"):
            pieces.append("    ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
    return "".join(pieces)


def _is_bold(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    mark = properties.find(qn("w:b")) if properties is not None else None
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")
