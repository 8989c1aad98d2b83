"""Forms for tests, as people make them (python-docx, openpyxl, runs cut as Word cuts them), and made by hand to do harm."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
import openpyxl

from thidua.core.limits import FORM
from thidua.outgoing.filling import child

VALUES: dict[str, Any] = {
    "phuong": {"ten": "phường Nam Đồng"},
    "CT1": {"ten": "Trực tuyến", "ty_le": {"$": "85,11", "#": "85.11"}, "tu_so": {"$": "7.600", "#": "7600"}},
    "CT2": {"ty_le": None},
    "don_vi": [
        {"=": "A", "ten": "Tổ 1", "CT1": {"tu_so": {"$": "12", "#": "12"}}},
        {"=": "B", "ten": "Tổ 2", "CT1": {"tu_so": None}},
    ],
    "kho_khan": [],
}


def word(*paragraphs: str | Sequence[str], rows: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A paragraph is a text, or several runs; `rows` make a table."""
    made = docx.Document()
    for paragraph in paragraphs:
        line = made.add_paragraph()
        for run in [paragraph] if isinstance(paragraph, str) else paragraph:
            line.add_run(run)
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    if header:
        made.sections[0].header.paragraphs[0].text = header
    return saved(made)


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet(cells: Mapping[str, Any], *, title: str = "BD", merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for address, value in cells.items():
        page[address] = value
    for area in merged:
        page.merge_cells(area)
    return saved(book)


def changed(
    content: bytes, parts: Mapping[str, bytes | None] | None = None, **replaced: tuple[bytes, bytes]
) -> bytes:
    """The same file with parts added, replaced or (None) left out, and texts replaced in the part that holds them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        given = dict(parts or {})
        for name in old.namelist():
            body = given.pop(name, old.read(name)) if name in given else old.read(name)
            for before, after in replaced.values():
                body = body.replace(before, after) if body is not None else body
            if body is not None:
                new.writestr(name, body)
        for name, body in given.items():
            if body is not None:
                new.writestr(name, body)
    return out.getvalue()


def related(
    content: bytes, kind: str, target: str, *, of: str = "word/_rels/document.xml.rels", outside: bool = False
) -> bytes:
    """With one more relationship."""
    mode = ' TargetMode="External"' if outside else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    line = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(content, end=(b"</Relationships>", line.encode())) if not of else _with(content, of, line)


def _with(content: bytes, name: str, line: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        body = old.read(name).replace(b"</Relationships>", line.encode())
    return changed(content, {name: body})


def told(content: bytes, **asked: Any) -> tuple[dict[str, Any], bytes]:
    """What the reading process would tell, asked in this one."""
    return child.work(json.dumps(asked).encode() + b"\n" + content)


def looked(content: bytes) -> dict[str, Any]:
    return told(content, probing=True)[0]


def filled(
    content: bytes, values: Mapping[str, Any] | None = None, *, blank: str = "chưa có số liệu", **more: Any
) -> bytes:
    said, body = told(content, values=VALUES if values is None else values, blank=blank, **more)
    assert "refusal" not in said, said
    return body


def refusal(content: bytes) -> str:
    """The sentence that refuses a file; "" when it is taken."""
    assert len(content) <= FORM.file_bytes
    return str(looked(content).get("refusal", ""))


def texts(content: bytes) -> list[str]:
    """Paragraphs of a Word file, then the cells of its tables."""
    found = docx.Document(io.BytesIO(content))
    told = [paragraph.text for paragraph in found.paragraphs]
    return told + [cell.text for table in found.tables for row in table.rows for cell in row.cells]


def cells(content: bytes) -> dict[str, Any]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}


def part_of(content: bytes, name: str) -> bytes:
    """The bytes of one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
