"""An examined document as an office prints it: Word with automatic numbers, real tables and the signature in a text box;
PDF with a header in two columns, ruled tables and page numbers on top."""

import io
import json
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.movement.planreader.printing import closing_of, sides_of
from thidua.movement.planreader import PlanDraft
from thidua.movement.planreader.labels import read_label

FONTS = Path(__file__).parents[3] / "src/thidua/documents/fonts"
LEVELS = {
    "roman": (0, "upperRoman", "%1."),
    "arabic": (1, "decimal", "%2."),
    "alpha": (2, "lowerLetter", "%3)"),
}
BOX = (
    f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:v='urn:schemas-microsoft-com:vml'><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
    "<w:txbxContent>{body}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent>{body}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def _runs(draft: PlanDraft) -> list[tuple[str, list[tuple[str, str]]]]:
    """The paragraphs after the header as runs of (zone, [(kind, text)]), rows of one table together."""
    pieces = [
        (paragraph.zone, paragraph.kind, draft.text[paragraph.start : paragraph.end])
        for paragraph in draft.paragraphs
        if paragraph.zone != "header"
    ]
    return [
        (name, [(kind, text) for _, kind, text in group])
        for name, group in groupby(pieces, lambda one: "table" if one[1] == "row" else one[0])
    ]


def _cells(rows: list[tuple[str, str]]) -> list[list[str]]:
    cut = [[cell.strip() for cell in text.split("|")] for _, text in rows]
    columns = max(len(row) for row in cut)
    return [row + [""] * (columns - len(row)) for row in cut]


def as_office_docx(draft: PlanDraft) -> bytes:
    document = docx.Document()
    _define_numbers(document)
    _fill_table(document, [["\n".join(side) for side in sides_of(draft)]])
    for name, pieces in _runs(draft):
        if name == "table":
            _fill_table(document, _cells(pieces))
        elif name == "closing":
            _add_closing(document, *closing_of(draft))
        else:
            for _, text in pieces:
                _add_numbered(document, text, name == "body")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _fill_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _define_numbers(document: Any) -> None:
    levels = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for level, style, text in LEVELS.values()
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>{levels}</w:abstractNum>"))
    root.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))


def _add_numbered(document: Any, text: str, body: bool) -> None:
    label = read_label(text) if body else None
    if label is None or label.kind not in LEVELS:
        document.add_paragraph(text)
        return
    paragraph = document.add_paragraph()
    paragraph.add_run(text[label.end :]).bold = label.kind == "roman"
    number = (
        f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{LEVELS[label.kind][0]}'/><w:numId w:val='77'/></w:numPr>"
    )
    paragraph._p.get_or_add_pPr().append(parse_xml(number))


def _add_closing(document: Any, recipients: list[str], signature: list[str]) -> None:
    body = "".join(f"<w:p><w:r><w:b/><w:t>{line}</w:t></w:r></w:p>" for line in signature)
    for position, line in enumerate(recipients):
        paragraph = document.add_paragraph(line)
        if position == 0:
            paragraph._p.append(parse_xml(BOX.format(body=body)))


TEMPLATE = """
#set page(paper: "a4", margin: (left: 30mm, right: 18mm, y: 20mm), header: context {
  let n = counter(page).get().first()
  if n > 1 { align(center, str(n)) }
})
#set text(size: 14pt, lang: "vi", font: "Liberation Serif")
#set par(justify: true, first-line-indent: (amount: 12mm, all: true), spacing: 0.8em)
#let data = json(bytes(sys.inputs.data))
#let side(lines, place) = {
  set par(first-line-indent: 0mm, justify: false)
  align(place, lines.map(l => [#l]).join(linebreak()))
}
#grid(columns: (2fr, 3fr), column-gutter: 4mm, ..data.header.map(lines => side(lines, center)))
#for item in data.items {
  if item.name == "closing" {
    grid(columns: (1fr, 1fr), side(data.closing.at(0), left), side(data.closing.at(1), center))
  } else if item.name == "table" {
    set par(first-line-indent: 0mm, justify: false)
    table(columns: item.rows.first().len(), ..item.rows.flatten())
  } else { for text in item.rows { par(text) } }
}
"""


def as_office_pdf(draft: PlanDraft) -> bytes:
    items = [
        {"name": name, "rows": _cells(pieces) if name == "table" else [text for _, text in pieces]}
        for name, pieces in _runs(draft)
    ]
    data = {"header": sides_of(draft), "closing": closing_of(draft), "items": items}
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "plan.typ"
        template.write_text(TEMPLATE, encoding="utf-8")
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        return typst.compile(str(template), sys_inputs=inputs, font_paths=[str(FONTS)])
