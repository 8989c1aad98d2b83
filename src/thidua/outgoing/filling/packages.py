"""The file as a package: its parts opened with care, what must not be in a form refused, the filled parts packed again."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from thidua.core import archives, sheet_zip
from thidua.core.archives import ArchiveRefused
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import SheetRefused
from thidua.documents import content as contents
from thidua.documents import errors
from thidua.outgoing.filling.markup import TAG, Filler, MarkupError

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Whatever a form needs, by the last word of the relationship's type; all else (programs, objects, data from elsewhere,
# other files drawn in, signatures that filling would break) is refused.
KNOWN = frozenset(
    {
        "officedocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
        "styles", "styleswitheffects", "settings", "websettings", "fonttable", "font", "theme", "numbering",
        "header", "footer", "footnotes", "endnotes", "comments", "commentsextended", "commentsids",
        "commentsextensible", "people", "person", "threadedcomment", "image", "hyperlink", "customxml",
        "customxmlprops", "glossarydocument", "worksheet", "sharedstrings", "calcchain", "drawing",
        "vmldrawing", "chart", "chartstyle", "chartcolorstyle", "table", "printersettings", "sheetmetadata",
    }
)  # fmt: skip
WEB = re.compile(r"(https?://|mailto:)[^\s\\]+", re.IGNORECASE)
# Drawings of the old kind name their pictures in the text; Office writes them badly formed, so they are only searched.
FETCHED = re.compile(rb"(?:src|href)\s*=\s*[\"'](?:[a-z]+:/|[\\\\/]{2})", re.IGNORECASE)
PROGRAM = re.compile(r"vbaproject|macrosheets/|activex|embeddings/|customui/|\.exe$|\.dll$", re.IGNORECASE)
ELSEWHERE = (
    "Tệp lấy nội dung từ nơi khác (ảnh, mẫu hoặc dữ liệu liên kết). Xin chèn thẳng vào tệp rồi lưu lại."
)
DAMAGED = "Tệp bị hỏng hoặc tải lên chưa trọn. Xin mở thử trên máy, lưu lại rồi tải lên lần nữa."
STRANGE_XML = "Tệp có khai báo XML không được phép, có thể gây hại. Xin tạo lại tệp từ Word hoặc Excel."
STRICT = "Tệp lưu ở dạng “Strict Open XML”. Xin lưu lại ở dạng .docx hoặc .xlsx thường."
UNSEEN_PLACES = (
    "Có trường đặt ở chỗ phần mềm không điền được (biểu đồ, tiêu đề trang của Excel, tên trang tính)."
)
# The same values give the same bytes.
PACKED_AT = (1980, 1, 1, 0, 0, 0)
PROPERTIES = ("docProps/core.xml", "docProps/app.xml")
Parts = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Package:
    """`kind` is contents.DOCX or contents.XLSX; `parts` by their names, in the order of the file."""

    kind: contents.Kind
    parts: Parts


def opened(content: bytes, limits: Limits) -> Package:
    """The parts of a file that may serve as a form; MarkupError says what is against it."""
    try:
        kind = contents.kind_of(content, limits)
        if kind not in (contents.DOCX, contents.XLSX):
            raise MarkupError("Mẫu phải là tệp Word .docx hoặc Excel .xlsx.")
        if kind == contents.XLSX:
            sheet_zip.inspect(content, limits)
        parts = dict(archives.parts_in(content, limits))
    except errors.FileRefused as refused:
        raise MarkupError(str(refused)) from None
    except SheetRefused as refused:
        raise MarkupError(refused.bare, refused.place) from None
    except ArchiveRefused as refused:
        raise MarkupError(str(contents.refusal_of(refused))) from None
    for name, body in parts.items():
        _look_at(name, body)
    return Package(kind, parts)


def _look_at(name: str, body: bytes) -> None:
    if PROGRAM.search(name) or (b"macroEnabled" in body[:100_000] and name == "[Content_Types].xml"):
        raise MarkupError(
            f"Tệp có phần chạy được hoặc đối tượng nhúng ({PurePosixPath(name).name}), không nhận."
        )
    if name.lower().endswith(".vml") and FETCHED.search(body):
        raise MarkupError(ELSEWHERE)
    if not name.lower().endswith((".xml", ".rels")):
        return
    root = xml(body)
    if name.endswith(".rels"):
        for relation in root.iter(RELATION):
            _look_at_relation(relation.attrib)


def _look_at_relation(told: Mapping[str, str]) -> None:
    kind = told.get("Type", "").rpartition("/")[2].casefold()
    if kind not in KNOWN:
        raise MarkupError(
            f"Tệp có thành phần “{told.get('Type', '').rpartition('/')[2]}” không dùng được trong mẫu. "
            "Xin bỏ đối tượng nhúng, liên kết dữ liệu, chữ ký số rồi lưu lại."
        )
    if told.get("TargetMode", "").casefold() != "external":
        return
    if kind != "hyperlink" or not WEB.fullmatch(told.get("Target", "")):
        raise MarkupError(ELSEWHERE)


def fill_properties(parts: Parts, filler: Filler) -> None:
    """Title and the like, which Word fills by itself from the first line of the text."""
    for name in PROPERTIES:
        if name not in parts or not TAG.search(parts[name].decode(errors="replace")):
            continue
        root = xml(parts[name])
        for element in root.iter(etree.Element):
            try:
                element.text = (
                    filler.text(element.text, "Thuộc tính của tệp") if element.text else element.text
                )
            except MarkupError as error:
                filler.refuse(error, "Thuộc tính của tệp")
        parts[name] = written(root)


def xml(body: bytes) -> Any:
    """The root of a part; no document type, no entities, nothing fetched, UTF-8 alone."""
    if b"\x00" in body:
        raise MarkupError(STRANGE_XML)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise MarkupError(DAMAGED) from None
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise MarkupError(STRANGE_XML)
    if (tree.docinfo.encoding or "UTF-8").upper() not in {"UTF-8", "US-ASCII", "ASCII"}:
        raise MarkupError(STRANGE_XML)
    if "purl.oclc.org/ooxml" in (root.tag if isinstance(root.tag, str) else ""):
        raise MarkupError(STRICT)
    return root


def written(root: Any) -> bytes:
    told: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return told


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A file with these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, PACKED_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    return out.getvalue()


def relations(parts: Mapping[str, bytes], of: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (last word of its type, name of the part it leads to) of the part named `of`."""
    folder, _, name = of.rpartition("/")
    body = parts.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    found = {}
    for relation in xml(body).iter(RELATION) if body else ():
        if relation.get("TargetMode", "").casefold() != "external":
            target = _joined(folder, relation.get("Target", ""))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
    return found


def _joined(folder: str, target: str) -> str:
    """The name of a part from a relative or absolute address of it."""
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps)
