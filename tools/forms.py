"""The forms that the product ships as suggestions, made from the descriptions in `tools/form_texts.py`.

python -m tools.forms            says whether the committed files are what the descriptions give
python -m tools.forms --write    makes them anew: src/thidua/outgoing/suggested/
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.shared import Pt

from thidua.core.sheet_writer import CREATED
from thidua.documents import rendering
from thidua.documents.rendering import document as papers
from thidua.outgoing import forms_apart
from tools import form_texts
from tools.form_texts import Sheet, Word

FOLDER = Path(__file__).parents[1] / "src" / "thidua" / "outgoing" / "suggested"
NOTE = "Mẫu gợi ý của phần mềm Thi Đua Số. Mẫu của nơi nhận do địa phương tải lên."
# The layout of official papers prints a month of the calendar here; a form has fields.
PRINTED_MONTH = papers.BlankDay(2026, 11)
MONTH, MONTH_FIELD = "tháng 11 năm 2026", "tháng {{ van_ban.thang }} năm {{ van_ban.nam }}"
HEAD = ("{{ dia_phuong.co_quan_dong_1 | hoa }}", "{{ dia_phuong.co_quan_dong_2 | hoa }}")


@dataclass(frozen=True, slots=True)
class Made:
    """A shipped form with its row of the index."""

    file_name: str
    content: bytes
    row: dict[str, Any]


def made() -> list[Made]:
    return [_made(one) for one in form_texts.FORMS]


def _made(one: Word | Sheet) -> Made:
    is_word = isinstance(one, Word)
    content = word(one) if isinstance(one, Word) else sheet(one)
    file_name = f"{one.name}.{'docx' if is_word else 'xlsx'}"
    looked = forms_apart.look_at(content)
    if looked.problems:
        raise SystemExit(f"{file_name}: {looked.problems}")
    row = {
        "name": one.name,
        "title": one.title,
        "receiver": one.receiver,
        "way": one.way,
        "subject": one.subject,
        "file_name": file_name,
        "about": one.about,
        "names": looked.names,
    }
    return Made(file_name, content, row)


def word(one: Word) -> bytes:
    """A paper in the layout of NĐ 30/2020 whose words are fields."""
    paper = papers.OfficialDocument(
        parent="",
        issuer="\n".join(HEAD),
        number=None,
        symbol="BC-UBND",
        kind="Báo cáo",
        title=one.heading,
        place="{{ dia_phuong.dia_danh }}",
        on=PRINTED_MONTH,
        blocks=one.blocks,
        recipients=one.recipients,
        signer_authority="{{ nguoi_ky.quyen_han | hoa }}",
        signer_position="{{ nguoi_ky.chuc_vu | hoa }}",
        signer_name='{{ nguoi_ky.ho_ten | mac_dinh: " " }}',
    )
    found = docx.Document(io.BytesIO(rendering.render_docx(paper)))
    for paragraph in _paragraphs(found):
        for run in paragraph.runs:
            if MONTH in run.text:
                run.text = run.text.replace(MONTH, MONTH_FIELD)
    _address(found, one.address)
    found.core_properties.title = one.title
    found.core_properties.comments = NOTE
    out = io.BytesIO()
    found.save(out)
    return _without_clock(out.getvalue())


def _paragraphs(found: Any) -> Iterator[Any]:
    yield from found.paragraphs
    for table in found.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _address(found: Any, address: str) -> None:
    """ "Kính gửi: …" below the heading, centred, before the first paragraph of the text."""
    if not address:
        return
    body = next(one for one in found.paragraphs if one.style.name == "Normal")
    line = body.insert_paragraph_before(address)
    line.alignment = 1
    line.paragraph_format.first_line_indent = Pt(0)
    line.paragraph_format.space_after = Pt(10)


def sheet(one: Sheet) -> bytes:
    """A table on A4 across: head, title, one row that is repeated, who signs."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": one.title, "comments": NOTE, "created": CREATED})
    page = book.add_worksheet(one.sheet)
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
    looks = {
        "bold": book.add_format({**plain, "bold": True, "align": "center"}),
        "title": book.add_format({**plain, "bold": True, "align": "center", "font_size": 14}),
        "italic": book.add_format({**plain, "italic": True, "align": "center"}),
        "head": book.add_format({**plain, "bold": True, "align": "center", "border": 1}),
        "text": book.add_format({**plain, "border": 1}),
        "middle": book.add_format({**plain, "border": 1, "align": "center"}),
        "number": book.add_format({**plain, "border": 1, "align": "right", "num_format": "#,##0"}),
        "share": book.add_format({**plain, "border": 1, "align": "right", "num_format": "#,##0.00"}),
        "note": book.add_format({**plain, "italic": True}),
    }
    last = len(one.columns) - 1
    for row, (first, until, text, look) in enumerate(one.head):
        page.merge_range(row, first, row, until, text, looks[look]) if until > first else page.write_string(
            row, first, text, looks[look]
        )
    for row, (left, right) in enumerate(one.beside):
        page.merge_range(row, 0, row, 2, left, looks["bold"])
        page.merge_range(row, 3, row, last, right, looks["bold"])
    at = len(one.beside) + 1
    for text, look in one.titles:
        page.merge_range(at, 0, at, last, text, looks[look])
        at += 1
    at += 1
    for column, (title, width, field, look) in enumerate(one.columns):
        page.set_column(column, column, width)
        page.write_string(at, column, title, looks["head"])
        page.write_string(at + 1, column, field, looks[look])
    page.set_row(at, 34)
    page.set_row(at + 1, 32)  # two lines: a note may take them, and not every program finds out by itself
    page.repeat_rows(at)
    below = at + 3
    for text in one.notes:
        page.merge_range(below, 0, below, last, text, looks["note"])
        below += 1
    for row, text in enumerate(one.closing, start=below + 1):
        page.merge_range(row, last - 3, row, last, text, looks["italic" if row == below + 1 else "bold"])
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    book.close()
    return out.getvalue()


def _without_clock(archive: bytes) -> bytes:
    """A zip notes the hour at which it was packed; the same description gives the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for entry in packed.infolist():
            dated = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            dated.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(dated, packed.read(entry))
    return out.getvalue()


def index(forms: list[Made]) -> str:
    return json.dumps([one.row for one in forms], ensure_ascii=False, indent=1) + "\n"


def differing() -> list[str]:
    """Names of committed files that are not what the descriptions give."""
    forms = made()
    wanted = {one.file_name: one.content for one in forms} | {"index.json": index(forms).encode()}
    held = {
        path.name: path.read_bytes()
        for path in FOLDER.glob("*")
        if path.suffix in {".docx", ".xlsx", ".json"}
    }
    return sorted(name for name in wanted.keys() | held.keys() if wanted.get(name) != held.get(name))


def write() -> None:
    forms = made()
    for one in forms:
        (FOLDER / one.file_name).write_bytes(one.content)
    (FOLDER / "index.json").write_text(index(forms), encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    else:
        sys.exit("\n".join(differing()) or 0)
