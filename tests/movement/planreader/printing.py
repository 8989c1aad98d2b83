"""A plan as a Word file and as a PDF, made from the paragraphs of a draft."""

import io
import json
import tempfile
from pathlib import Path

import docx
import typst

from tests.movement.planreader.variations import zone_lines
from thidua.movement.planreader import PlanDraft


def sides_of(draft: PlanDraft) -> tuple[list[str], list[str]]:
    lines = zone_lines(draft, "header")
    right = [
        line
        for line in lines
        if any(word in line for word in ("CỘNG H", "NGHĨA VIỆT", "Độc", "ngày", "ĐẢNG CỘNG"))
    ]
    return [line for line in lines if line not in right], right


def closing_of(draft: PlanDraft) -> tuple[list[str], list[str]]:
    lines = zone_lines(draft, "closing")
    left = [line for line in lines if line.lower().startswith("nơi nhận") or line.startswith("-")]
    return left, [line for line in lines if line not in left]


def as_docx(draft: PlanDraft) -> bytes:
    document = docx.Document()
    _table(document, sides_of(draft))
    closed = False
    for paragraph in draft.paragraphs:
        if paragraph.zone == "closing" and not closed:
            _table(document, closing_of(draft))
            closed = True
        elif paragraph.zone not in ("header", "closing"):
            document.add_paragraph(draft.text[paragraph.start : paragraph.end])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document, sides: tuple[list[str], list[str]]) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, sides, strict=True):
        cell.text = "\n".join(lines)


TEMPLATE = """
#set page(paper: "a4", margin: (left: 30mm, right: 18mm, y: 20mm), numbering: "1", number-align: top + center)
#set text(size: 13pt, lang: "vi", font: ("Liberation Serif", "Libertinus Serif"))
#set par(justify: true, first-line-indent: (amount: 12mm, all: true), spacing: 0.9em)
#let data = json(bytes(sys.inputs.data))
#let side(lines) = { set par(first-line-indent: 0mm, justify: false); lines.map(l => [#l]).join(linebreak()) }
#let two(pair) = grid(columns: (1fr, 1fr), column-gutter: 8mm, side(pair.at(0)), side(pair.at(1)))
#two(data.header)
#for item in data.items {
  if item.kind == "closing" { two(data.closing) }
  else if item.kind == "title" { align(center, par(first-line-indent: 0mm, item.text)) }
  else { par(item.text) }
}
"""


def as_pdf(draft: PlanDraft) -> bytes:
    items, closed = [], False
    for paragraph in draft.paragraphs:
        text = draft.text[paragraph.start : paragraph.end]
        if paragraph.zone == "closing" and not closed:
            items.append({"kind": "closing", "text": ""})
            closed = True
        elif paragraph.zone not in ("header", "closing"):
            items.append({"kind": paragraph.zone, "text": text})
    data = {"header": sides_of(draft), "closing": closing_of(draft), "items": items}
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "plan.typ"
        template.write_text(TEMPLATE, encoding="utf-8")
        return typst.compile(str(template), sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
