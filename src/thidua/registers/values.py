"""One foreign cell as the value of a field, or why it cannot be one. Pure.

    read("05/01/2026 08:30", schema.field("ngay_tiep_nhan"), {})   # "2026-01-05"

Systems write the same thing in many ways; what can be read in two ways is not guessed.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from thidua.core import sheet_cells, text
from thidua.registers.library import Field, Type, Value

LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+\d{1,2}[:hg]\d{0,2}(?::\d{2})?.*)?")
HOUR_FIRST = re.compile(r"\d{1,2}[:hg]\d{2}(?::\d{2})?[ ,-]+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
ZONED = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})")
PACKED = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:\d{6})?")
HERE = timezone(timedelta(hours=7))
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(36_526, 73_051)  # 2000 to 2099
YES = frozenset(
    {"co", "x", "1", "true", "yes", "y", "roi", "dat", "da", "hoan thanh", "dien tu", "truc tuyen", "v"}
)
NO = frozenset(
    {"khong", "0", "false", "no", "n", "chua", "chua dat", "khong dat", "truc tiep", "giay", "thuong", "-"}
)
YES_BEGINS = re.compile(r"(da|co) ")
NO_BEGINS = re.compile(r"(chua|khong) ")


# A list says the same few words in a hundred thousand rows.
_fold = lru_cache(maxsize=8_192)(text.fold)


class NotThis(ValueError):
    """The cell is no value of the field; the message ends the sentence “Cột …: “…” …”."""


def read(cell: object, field: Field, words: Mapping[str, Value]) -> Value:
    """The value, None for an empty cell; raises NotThis. `words` are those that a person told the meaning of (folded)."""
    if cell is None or cell == "":
        return field.blank
    if field.type is Type.DATE:
        return _day(cell)
    if field.type is Type.BOOLEAN:
        return _yes_or_no(cell, words)
    if field.type in {Type.INTEGER, Type.NUMBER}:
        return _number(cell, field)
    written = sheet_cells.written(cell)
    if field.labels is not None:
        return _code(written, field.labels, words)
    if len(written) > field.most_letters:
        raise NotThis(f"dài {len(written)} ký tự, nhiều hơn {field.most_letters} ký tự được nhận")
    return written


def needs_words(field: Field) -> bool:
    """Whether its cells hold words for something else, whose meaning a person can tell."""
    return field.labels is not None or field.type is Type.BOOLEAN


def folded(written: object) -> str:
    """The form in which words with a meaning are kept."""
    return _fold(sheet_cells.written(written))


def _code(written: str, labels: Mapping[str, tuple[str, ...]], words: Mapping[str, Value]) -> Value:
    said = _fold(written)
    if said in words:
        return words[said]
    for code, names in labels.items():
        if said == code or said in map(_fold, names):
            return code
    raise NotThis("chưa rõ là gì, xin chọn nghĩa ở bước ghép cột")


def _yes_or_no(cell: object, words: Mapping[str, Value]) -> Value:
    said = _fold(sheet_cells.written(cell))
    if said in words:
        return words[said]
    if said in YES or YES_BEGINS.match(said):
        return True
    if said in NO or NO_BEGINS.match(said):
        return False
    raise NotThis("chưa rõ là có hay không, xin chọn nghĩa ở bước ghép cột")


def _number(cell: object, field: Field) -> Value:
    try:
        number = cell if isinstance(cell, Decimal) else Decimal(_plain(sheet_cells.written(cell)))
    except InvalidOperation:
        raise NotThis("không phải là số") from None
    if field.type is Type.INTEGER and number != number.to_integral_value():
        raise NotThis("phải là số nguyên")
    if (field.least is not None and number < Decimal(str(field.least))) or (
        field.most is not None and number > Decimal(str(field.most))
    ):
        raise NotThis("nằm ngoài khoảng được nhận")
    return int(number) if number == number.to_integral_value() else float(number)


def _plain(written: str) -> str:
    """A decimal comma as a point. Thousands are not told from decimals here: such numbers are small counts and marks."""
    if re.fullmatch(r"[+-]?\d+(,\d+)?", written):
        return written.replace(",", ".")
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", written):
        raise NotThis("có thể đọc thành hai số khác nhau, xin ghi không có dấu chấm ngăn")
    return written


def _day(cell: object) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal) and int(cell) in EXCEL_DAYS:
        return (EXCEL_EPOCH + timedelta(days=int(cell))).isoformat()
    written = sheet_cells.written(cell)
    if ZONED.fullmatch(written):
        return _local_day(written)
    local = LOCAL.fullmatch(written) or HOUR_FIRST.fullmatch(written)
    iso = ISO.fullmatch(written) or PACKED.fullmatch(written)
    try:
        if local:
            return date(int(local[3]), int(local[2]), int(local[1])).isoformat()
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        raise NotThis("không có trong lịch") from None
    raise NotThis("không phải ngày, xin ghi như 05/01/2026")


def _local_day(written: str) -> str:
    """A moment in any zone is of the day that it was here: 17:00 in Greenwich is the next day."""
    try:
        return datetime.fromisoformat(written).astimezone(HERE).date().isoformat()
    except ValueError:
        raise NotThis("không có trong lịch") from None
