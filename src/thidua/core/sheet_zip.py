"""What a workbook says about itself before anybody parses it: its parts, their sizes, the addresses of its cells."""

import io
import re
import zipfile
import zlib

from thidua.core.sheet_limits import Limits, SheetRefused

DAMAGED = "Tệp Excel bị hỏng hoặc tải lên chưa trọn. Xin mở lại bằng Excel, lưu và tải lên lần nữa."
# Bounded and without `<`, so that a hostile sheet cannot make the search slow; what it misses, the child's limits stop.
CELL = re.compile(rb"<(?:\w{1,20}:)?c\s[^<>]{0,200}?\br\s{0,9}=\s{0,9}[\"']([A-Za-z]{1,7})(\d{1,9})[\"']")
ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
SMALL = 100_000  # a part so small may be packed as tightly as it likes
MEGABYTE = 1_000_000


def inspect(data: bytes, limits: Limits) -> None:
    """Raise SheetRefused if these bytes are no workbook, or one that is made to harm its reader."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect_directory(archive.infolist(), limits)
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    _inspect_part(part.filename, archive.read(part), limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise SheetRefused(DAMAGED) from error


def _inspect_directory(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [part.filename for part in parts]
    if len(parts) > limits.parts:
        raise SheetRefused(
            f"Tệp Excel có {len(parts)} phần bên trong, nhiều hơn {limits.parts} phần được nhận."
        )
    if any(_escapes(name) for name in names) or len(set(names)) < len(names):
        raise SheetRefused("Tệp chứa đường dẫn bất thường, có thể gây hại. Xin tạo lại tệp từ Excel.")
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused("Tệp Excel đang đặt mật khẩu mở. Xin bỏ mật khẩu rồi tải lên lại.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise SheetRefused(
            f"Tệp khi mở ra chiếm {unpacked // MEGABYTE} MB, nhiều hơn {limits.unpacked_bytes // MEGABYTE} MB được nhận."
        )
    if any(part.file_size > SMALL and part.file_size > limits.ratio * part.compress_size for part in parts):
        raise SheetRefused(f"Tệp nén chặt quá {limits.ratio} lần, có thể gây hại. Xin tạo lại tệp từ Excel.")
    _inspect_kind(set(names))


def _inspect_kind(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise SheetRefused("Tệp Excel dạng .xlsb. Xin lưu lại dạng .xlsx rồi tải lên.")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise SheetRefused("Tệp nén này không phải bảng tính Excel. Xin tải lên tệp .xlsx hoặc .csv.")
    if "xl/vbaProject.bin" in names:
        raise SheetRefused("Tệp Excel có chứa macro. Xin lưu lại dạng .xlsx không macro rồi tải lên.")


def _escapes(name: str) -> bool:
    return ".." in name or name.startswith("/") or "\\" in name or ":" in name or "\x00" in name


def _inspect_part(name: str, body: bytes, limits: Limits) -> None:
    # The standard forbids document types; they serve only to blow up or to read other files.
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\x00" in body:
        raise SheetRefused(
            "Tệp Excel chứa khai báo XML không được phép, có thể gây hại. Xin tạo lại tệp từ Excel."
        )
    if not name.lower().startswith("xl/worksheets/"):
        return
    rows = len(ROW.findall(body))
    if rows > limits.rows:
        raise SheetRefused(f"Bảng có {rows} hàng, nhiều hơn {limits.rows} hàng được nhận.")
    for found in CELL.finditer(body):
        letters, row = found[1].decode().upper(), int(found[2])
        if row > limits.rows or _column(letters) > limits.columns:
            raise SheetRefused(
                f"ô nằm ngoài vùng được nhận ({limits.rows} hàng, {limits.columns} cột). Xin xóa các ô thừa ở xa bảng.",
                place=f"Ô {letters}{row}",
            )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
