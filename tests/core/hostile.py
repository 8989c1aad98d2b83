"""Workbooks made to harm their reader, and small true ones, built byte by byte."""

import io
import warnings
import zipfile

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(address: str, value: str) -> str:
    return f'<c r="{address}"><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def workbook(rows: str, *, before: str = "", extra: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet with this XML inside `sheetData`."""
    return zipped(parts_of(SHEET.format(before=before, rows=rows)) | (extra or {}))


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def streamed(begin: str, repeat: str, times: int, end: str) -> bytes:
    """A workbook whose sheet is `begin`, `repeat` so many times, `end`: hundreds of megabytes in a small file."""
    out = io.BytesIO(workbook(""))
    block, count = repeat * 10_000, times // 10_000
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        part.write(begin.encode())
        for _ in range(count):
            part.write(block.encode())
        part.write(end.encode())
    return out.getvalue()


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def by_parts(*parts: tuple[str, bytes | str]) -> bytes:
    """A workbook of one cell with further parts, which may have any name, also one that is there already."""
    out = io.BytesIO(workbook(row(1, number_cell("A1", "1"))))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, body in parts:
            archive.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The same archive, its first part said to be encrypted."""
    spoilt = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        spoilt[spoilt.index(mark) + offset] |= 1
    return bytes(spoilt)


def lying(data: bytes, size: int) -> bytes:
    """The same archive, its largest part said to be `size` bytes unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = max(archive.infolist(), key=lambda one: one.file_size)
    return data.replace(part.file_size.to_bytes(4, "little"), size.to_bytes(4, "little"))


def dimension(reference: str) -> bytes:
    """A sheet of one cell that says it fills `reference`."""
    begin = SHEET.replace("<sheetData>", f'<dimension ref="{reference}"/><sheetData>')
    return zipped(parts_of(begin.format(before="", rows=row(1, number_cell("A1", "7")))))


def parts_of(sheet: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(target="worksheets/sheet1.xml", kind="worksheet"),
        "xl/worksheets/sheet1.xml": sheet,
    }
