"""Documents to PDF by Typst: the words travel as JSON data, the layout stands in `nd30.typ`."""

import functools
import json
import re
from pathlib import Path
from typing import Any

import typst

from thidua.documents.rendering import typeface, wording
from thidua.documents.rendering.document import (
    Block,
    Bullet,
    Chart,
    Column,
    ColumnKind,
    Empty,
    Heading,
    InvalidDocument,
    Note,
    OfficialDocument,
    Paragraph,
    Quote,
    Run,
    Table,
)

TEMPLATE = Path(__file__).with_name("nd30.typ")

# A word longer than the line it stands in would run over the edge: evidence is often a bare address.
_LONGEST_WORD = 60
_POINTS_OF_LINE = 467  # A4 less the margins of 30 and 15 mm
_POINTS_OF_LETTER = 6.5  # a generous mean at 12 pt


def render_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF/A-2a with Liberation Serif embedded and nothing else; same document, same bytes.

    `InvalidDocument` if a chart cannot be read. Letters that the typeface lacks come out as □.
    """
    return compile_template(TEMPLATE, document_data(document), format="pdf", pdf_standards=["a-2a"])[0]


def compile_template(template: Path, data: dict[str, Any], **options: Any) -> list[bytes]:
    """One item per file that Typst writes: the PDF, or a PNG per page. `options` as for `typst.compile`."""
    text = typeface.printable(json.dumps(data, ensure_ascii=False, sort_keys=True))
    try:
        made: bytes | list[bytes] = typst.compile(
            template, root=template.parent, font_paths=_fonts(), sys_inputs={"data": text}, **options
        )
    except typst.TypstError as error:
        if "SVG" in error.message or "image" in error.message:
            raise InvalidDocument(f"Không đọc được biểu đồ SVG: {error.message}.") from error
        raise
    return made if isinstance(made, list) else [made]


@functools.cache
def _fonts() -> typst.Fonts:
    # Typst's own fonts stay out too: a letter from another face must be an error, not a surprise in print.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typeface.FOLDER)]
    )
    if fonts.families() != [typeface.FAMILY]:  # without a font Typst leaves every word out and says nothing
        raise FileNotFoundError(f"{typeface.FAMILY} is missing from {typeface.FOLDER}")
    return fonts


def document_data(document: OfficialDocument) -> dict[str, Any]:
    """What `nd30.typ` reads, ready for JSON."""
    on = document.properties_date
    return {
        "file_title": wording.file_title(document),
        "file_author": wording.file_author(document),
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "parent": document.parent.upper().splitlines(),
        "issuer": document.issuer.upper().splitlines(),
        "nation": wording.NATION,
        "motto": wording.MOTTO,
        "number": wording.number_line(document),
        "place_and_date": wording.date_line(document),
        "subject": wording.subject_line(document),
        "addressees": wording.addressee_lines(document),
        "kind": document.kind.upper(),
        "title": document.title,
        "authority": document.authority.upper(),
        "bases": wording.base_lines(document),
        "blocks": [_block_data(block) for block in document.blocks],
        "recipients_label": wording.RECIPIENTS,
        "recipients": wording.recipient_lines(document),
        "signer_authority": document.signer_authority.upper(),
        "signer_position": document.signer_position.upper(),
        "signer_name": document.signer_name,
        "annexes": [
            {
                "label": wording.annex_label(document, place),
                "title": annex.title.upper(),
                "reference": wording.annex_reference(document),
                "blocks": [_block_data(block) for block in annex.blocks],
            }
            for place, annex in enumerate(document.annexes, start=1)
        ],
    }


def _block_data(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"type": "paragraph", "runs": _runs_data(block.runs)}
        case Bullet():
            return {
                "type": "bullet",
                "level": block.level,
                "sign": block.sign,
                "runs": _runs_data(block.runs),
            }
        case Quote():
            return {"type": "quote", "text": breakable(block.text), "source": block.source}
        case Note() | Empty():
            return {"type": type(block).__name__.lower(), "text": breakable(block.text)}
        case Table():
            return _table_data(block)
        case Chart():
            return {
                "type": "chart",
                "svg": block.svg.decode("utf-8"),
                "caption": block.caption,
                "alt": block.alt,
                "width": block.width,
            }


def _runs_data(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{"text": breakable(run.text), "bold": run.bold, "italic": run.italic} for run in runs]


def _table_data(table: Table) -> dict[str, Any]:
    limits = _longest_words(table.columns)
    return {
        "type": "table",
        "caption": table.caption,
        "columns": [
            {"header": breakable(column.header, limit), "width": column.width, "align": str(column.alignment)}
            for column, limit in zip(table.columns, limits, strict=True)
        ],
        "rows": [
            [breakable(text, limit) for text, limit in zip(row, limits, strict=True)] for row in table.texts
        ],
        "has_total": table.total is not None,
    }


def _longest_words(columns: tuple[Column, ...]) -> list[int]:
    """For each column, the letters that surely stand on one line of it; numbers are never broken."""
    points = _POINTS_OF_LINE / sum(column.width for column in columns)
    return [
        _LONGEST_WORD
        if column.kind == ColumnKind.NUMBER
        else max(2, int((column.width * points - 8) / _POINTS_OF_LETTER))
        for column in columns
    ]


def breakable(text: str, limit: int = _LONGEST_WORD) -> str:
    """`text` with places to break (U+200B) inside stretches of more than `limit` letters.

    Typst breaks after "/" and "-" by itself: most addresses stay as they are, and can be copied out of the PDF.
    """

    def cut(found: re.Match[str]) -> str:
        stretch = found[0]
        return "\u200b".join(stretch[start : start + limit] for start in range(0, len(stretch), limit))

    return re.sub(rf"[^\s/-]{{{limit + 1},}}", cut, text)
