"""What a workbook says about itself before anybody parses it: its parts, their sizes, the addresses of its cells."""

import re
from xml.parsers import expat

from thidua.core import archives
from thidua.core.archives import ArchiveRefused, Fault
from thidua.core.limits import Limits
from thidua.core.sheet_refusals import DAMAGED_FILE, DAMAGED_TABLE, SheetRefused, place

MEGABYTE = 1_000_000
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
CELL_TYPES = {"b", "d", "e", "inlineStr", "n", "s", "str"}
STRANGE_XML = "Tệp Excel chứa khai báo XML không được phép, có thể gây hại. Xin tạo lại tệp từ Excel."


def inspect(data: bytes, limits: Limits) -> None:
    """Raise SheetRefused if these bytes are no workbook, or one that is made to harm its reader."""
    try:
        _inspect_kind(set(archives.names_in(data, limits)))
        for name, body in archives.parts_in(data, limits):
            _inspect_part(name, body, limits)
    except ArchiveRefused as refused:
        raise SheetRefused(_sentence(refused, limits)) from refused


def _sentence(refused: ArchiveRefused, limits: Limits) -> str:
    said = {
        Fault.DAMAGED: DAMAGED_FILE,
        Fault.ASTRAY: "Tệp chứa đường dẫn bất thường, có thể gây hại. Xin tạo lại tệp từ Excel.",
        Fault.DECLARES: STRANGE_XML,
        Fault.LOCKED: "Tệp Excel đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại.",
        Fault.TOO_TIGHT: f"Tệp nén chặt quá {limits.ratio} lần, có thể gây hại. Xin tạo lại tệp từ Excel.",
        Fault.TOO_MANY: (
            f"Tệp Excel có {refused.found} phần bên trong, nhiều hơn {limits.parts} phần được nhận."
        ),
        Fault.TOO_LARGE: (
            f"Tệp khi mở ra chiếm {refused.found // MEGABYTE} MB, "
            f"nhiều hơn {limits.unpacked_bytes // MEGABYTE} MB được nhận."
        ),
    }
    return said[refused.fault]


def _inspect_kind(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise SheetRefused("Tệp Excel dạng .xlsb. Xin lưu lại dạng .xlsx rồi tải lên.")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise SheetRefused("Tệp nén này không phải bảng tính Excel. Xin tải lên tệp .xlsx hoặc .csv.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetRefused("Tệp Excel có chứa macro. Xin lưu lại dạng .xlsx không macro rồi tải lên.")


def _inspect_part(name: str, body: bytes, limits: Limits) -> None:
    # Under any name: what is a sheet, the workbook's relations say, not the name of the part.
    is_sheet = b"sheetData" in body
    if not (is_sheet or name.lower().endswith((".xml", ".rels"))):
        return
    if b"\x00" in body:  # UTF-16, in which nobody writes workbooks and a look for marks would find nothing
        raise SheetRefused(STRANGE_XML)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.XmlDeclHandler = _check_encoding
    if is_sheet:
        cells = _Cells(limits)
        parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
        parser.CharacterDataHandler = cells.said
    try:
        parser.Parse(body, True)  # whole and well-formed: the reader stops where it has what it wants
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SheetRefused(DAMAGED_TABLE) from error


def _check_encoding(version: str, encoding: str | None, is_standalone: int) -> None:
    if (encoding or "UTF-8").upper() not in {"UTF-8", "US-ASCII"}:
        raise SheetRefused(DAMAGED_TABLE)


def _refuse_declaration(*declaration: object) -> None:
    raise SheetRefused(STRANGE_XML)


class _Cells:
    """One sheet's cells: each in its own row, once, not far out, and of a kind that all readers read alike."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = 0
        self.rows = 0
        self.seen: set[int] = set()  # columns of this row
        self.kind = ""
        self.value: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "c":
            self._add_cell(attributes.get("r"))
            self.kind = attributes.get("t", "n")
            if self.kind not in CELL_TYPES:  # readers differ in what they make of it
                raise SheetRefused(DAMAGED_TABLE)
        elif name == "v":
            self.value = ""

    def said(self, text: str) -> None:
        if self.value is not None:
            self.value += text

    def end(self, tag: str) -> None:
        """The number of a text in the list of texts is a number: some readers leave the cell empty where it is none."""
        if self.value is not None and tag.rpartition(":")[2] == "v":
            if self.kind == "s" and not (self.value.isascii() and self.value.isdecimal()):
                raise SheetRefused(DAMAGED_TABLE)
            self.value = None

    def _begin_row(self, number: str | None) -> None:
        self.rows += 1
        if self.rows > self.limits.rows:
            raise SheetRefused(f"Bảng có nhiều hơn {self.limits.rows} hàng được nhận.")
        if number is not None and not (number.isascii() and number.isdecimal() and len(number) < 8):
            raise SheetRefused(DAMAGED_TABLE)
        row = self.row + 1 if number is None else int(number)
        if row <= self.row:
            raise SheetRefused(
                "bị ghi hai lần hoặc sai thứ tự. Xin tạo lại tệp từ Excel.", place=f"Hàng {row}"
            )
        self.row, self.column = row, 0
        self.seen.clear()

    def _add_cell(self, address: str | None) -> None:
        row, column = self.row, self.column + 1
        if address is not None:
            found = ADDRESS.fullmatch(address)
            if found is None:
                raise SheetRefused(DAMAGED_TABLE)
            row, column = int(found[2]), _column(found[1])
        if row > self.limits.rows or column > self.limits.columns:
            sentence = (
                f"ô nằm ngoài vùng được nhận ({self.limits.rows} hàng, {self.limits.columns} cột). "
                "Xin xóa các ô thừa ở xa bảng."
            )
            raise SheetRefused(sentence, place=place(row - 1, column - 1))
        if row != self.row or column in self.seen:
            raise SheetRefused(
                "ô bị ghi hai lần hoặc nằm sai hàng. Xin tạo lại tệp từ Excel.",
                place=place(row - 1, column - 1),
            )
        self.seen.add(column)
        self.column = column


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
