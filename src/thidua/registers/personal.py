"""Columns that say who somebody is: they are dropped at the door, whatever they are called. Pure.

Told by their titles, and by what their cells look like where the title says nothing.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from thidua.core import text

# Words of titles, folded; a title that holds one of them names a person or a way to one.
TITLES = re.compile(
    r"\b(chu ho so|ho ten|ho va ten|ten cong dan|ten nguoi|nguoi (nop|gui|nhan|ky|dan ky|xu ly|hoc|lien he|yeu cau|phu trach)"
    r"|ten (to chuc|ca nhan|chu ho|hoc vien|hoc sinh|khach hang)|hoc vien|hoc sinh ten|can bo (xu ly|thu ly|tiep nhan)"
    r"|so dinh danh|dinh danh ca nhan|cccd|cmnd|cmtnd|can cuoc|so giay to|ho chieu|ma dinh danh|ma doi tuong"
    r"|dien thoai|sdt|so dt|di dong|e ?mail|thu dien tu|fax|zalo|facebook|dia chi|noi o|cho o|thuong tru|tam tru"
    r"|ngay sinh|nam sinh|ky nhan|chu ky nguoi|so tai khoan|ma so thue|so bhxh|so bhyt"
    r"|trich yeu|tep|dinh kem|duong dan|link|url)\b"
)
PHONE = re.compile(r"(\+?84|0)[ .-]?[235789]\d([ .-]?\d){7,8}|[35789]\d{8}")
CITIZEN = re.compile(r"0\d{11}|\d{9}|[1-9]\d{10}")  # as numbers they have lost the zero before them
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
ENOUGH = 0.2
LEAST = 3


class Why(StrEnum):
    TITLE = "title"
    CITIZEN = "citizen"
    PHONE = "phone"
    MAIL = "mail"

    @property
    def label(self) -> str:
        return {
            Why.TITLE: "tên cột nói về người hoặc cách liên hệ",
            Why.CITIZEN: "nội dung giống số định danh",
            Why.PHONE: "nội dung giống số điện thoại",
            Why.MAIL: "nội dung giống địa chỉ thư điện tử",
        }[self]


def by_title(title: str) -> Why | None:
    """Whether the title of a column names people: `Họ và tên`, `SĐT`, `SoDinhDanh`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return Why.TITLE if TITLES.search(re.sub(r"[^a-z0-9 ]+", " ", text.fold(spaced))) else None


def of_cell(cell: object) -> Why | None:
    """What a single cell looks like, taken whole: a number of a citizen, a telephone number, an address of mail."""
    written = "" if cell is None else str(cell).strip()
    if MAIL.fullmatch(written):
        return Why.MAIL
    if PHONE.fullmatch(written):
        return Why.PHONE
    return Why.CITIZEN if CITIZEN.fullmatch(written) else None


def by_content(counts: Iterable[tuple[Why, int]], filled: int) -> Why | None:
    """From how many of a column's `filled` cells look like each kind."""
    found = max(counts, key=lambda pair: pair[1], default=None)
    if found is None or found[1] < LEAST or found[1] < ENOUGH * filled:
        return None
    return found[0]


def names_someone(written: str) -> bool:
    """Whether a text is nothing but a citizen's number of twelve digits or an address of mail. A code of a dossier is neither."""
    return bool(re.fullmatch(r"0\d{11}", written) or MAIL.fullmatch(written))
