"""PDF → text as it lies on the page: columns kept apart by spaces, first lines indented."""

import statistics
from itertools import pairwise

import pypdfium2

from thidua.core.limits import PLAN
from thidua.movement.planreader.pdfgrid import Piece, table_at
from thidua.movement.planreader.unreadable import PASTE, SEND, PlanUnreadable


def read_pdf(data: bytes) -> str:
    """The text layer, page after page. Raises PlanUnreadable for a locked, broken or merely scanned file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise PlanUnreadable(
                f"Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi {SEND} lại, hoặc {PASTE}."
            ) from None
        raise _broken() from None
    try:
        if len(document) > PLAN.pages:
            raise PlanUnreadable(
                f"Tệp dài hơn {PLAN.pages} trang; hãy {SEND} riêng phần kế hoạch, hoặc {PASTE}."
            )
        pages = [_page_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise _broken() from None
    finally:
        document.close()
    letters = sum(letter.isalpha() for page in pages for letter in page)
    if letters < 60 * max(1, len(pages)) and letters < 400:
        raise PlanUnreadable(
            f"Tệp PDF này là bản quét, không có lớp chữ; hãy {PASTE}, hoặc {SEND} bản .docx."
        )
    return "\n\f\n".join(pages)


def _broken() -> PlanUnreadable:
    return PlanUnreadable(
        f"Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi {SEND}, hoặc {PASTE}."
    )


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    textpage = page.get_textpage()
    try:
        pieces = []
        for index in range(textpage.count_rects()):
            left, bottom, right, top = textpage.get_rect(index)
            text = textpage.get_text_bounded(left, bottom, right, top).replace("\r", "").replace("\n", " ")
            if text.strip():
                pieces.append(Piece(left, bottom, right, top, text))
    finally:
        textpage.close()
        page.close()
    return _laid_out(pieces)


def _laid_out(pieces: list[Piece]) -> str:
    if not pieces:
        return ""
    width = (
        statistics.median((piece.right - piece.left) / len(piece.text) for piece in pieces if piece.text)
        or 6.0
    )
    rows = _rows(pieces)
    margin = min(piece.left for piece in pieces)
    pitches = [above[0].bottom - below[0].bottom for above, below in pairwise(rows)]
    pitch = statistics.median(pitches) if pitches else 0.0
    lines: list[str] = []
    tabled = 0
    for position, row in enumerate(rows):
        if position < tabled:
            continue
        table = table_at(rows, position)
        if table:
            lines += ["", *table[0], ""]
            tabled = table[1]
            continue
        if position and pitches[position - 1] > 1.9 * pitch > 0:
            lines.append("")
        lines.append(_line(row, margin, width))
    return "\n".join(lines)


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces on one baseline, from the top of the page; a raised or sunken piece stays in its row."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (-(one.bottom + one.top) / 2, one.left)):
        middle = (piece.bottom + piece.top) / 2
        row = rows[-1] if rows else None
        if row and row[0].bottom <= middle <= row[0].top:
            row.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _line(row: list[Piece], margin: float, width: float) -> str:
    line = " " * round((row[0].left - margin) / width) + row[0].text.strip()
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        if gap > 2.6 * width:
            line += " " * max(4, round(gap / width))
        elif gap > 0.18 * width or before.text.endswith(" ") or piece.text.startswith(" "):
            line += " "
        line += piece.text.strip()
    return line
