"""A list of dossiers as a public-service system exports it, names and telephones included."""

import csv
import io
from collections.abc import Callable, Sequence

from thidua.core import sheets

TITLES = (
    "STT",
    "Mã hồ sơ",
    "Mã TTHC",
    "Chủ hồ sơ",
    "Liên hệ",
    "Hình thức nộp",
    "Ngày tiếp nhận",
    "Hẹn trả",
    "Số hóa",
)
NAME, PHONE = "Nguyễn Thị Mật", "0912345678"
Row = tuple[str, ...]


def row(number: int, *, channel: str = "Trực tuyến", day: str = "05/01/2026", due: str = "10/01/2026") -> Row:
    return (str(number), f"H{number}", "1.0001", NAME, PHONE, channel, day, due, "Có")


def as_csv(rows: Sequence[Row]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([("UBND PHƯỜNG NAM ĐỒNG",), TITLES, *rows])
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row]) -> bytes:
    columns = [sheets.Column(title, 12) for title in TITLES]
    return sheets.write_xlsx([sheets.Table("Hồ sơ", columns, [list(one) for one in rows], ("DANH SÁCH",))])


Write = Callable[[Sequence[Row]], bytes]
