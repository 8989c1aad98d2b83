"""True files to make mutants of, as wards hand them in: made here, the same at every run."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

import openpyxl

from tests.documents import samples
from tests.movement.planreader import office_files
from thidua.core import legacy_letters, sheets
from thidua.indicator.figures import CellState, Kind, Value
from thidua.movement.planreader import read_plan
from thidua.org import importing
from thidua.reporting import workbooks

PLAN = Path(__file__).parents[1] / "movement/planreader/examined/05-so-run-in.txt"
NAMES = (
    "Nguyễn Thị Hường",
    "Đặng Văn Vượng",
    "Lê Quý Đôn",
    "Phạm Ngọc Ánh",
    "Trần Thị Tuyết",
    "Bùi Xuân Huấn",
)


class Door(StrEnum):
    """Where such a file is handed in."""

    REPORT = "report"
    UNITS = "units"
    PEOPLE = "people"
    PLAN = "plan"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Specimen:
    """`separator` of a CSV."""

    door: Door
    name: str
    content: bytes
    separator: str = ""

    @property
    def is_table(self) -> bool:
        return self.door in {Door.REPORT, Door.UNITS, Door.PEOPLE}


def lines(count: int = 12) -> list[workbooks.Line]:
    return [
        workbooks.Line(
            figure=number,
            code=f"CT{number}",
            name=f"Tỷ lệ hồ sơ số {number}",
            kind=(Kind.RATIO, Kind.COUNT, Kind.AMOUNT)[number % 3],
            numerator_label="Hồ sơ trực tuyến",
            denominator_label="Tổng số hồ sơ",
            previous="80 trên 100",
            value=Value(Decimal("12.5"), None, CellState.VALUE) if number % 3 == 2 else Value(None, None, CellState.NOT_REPORTED),
            source="Sổ theo dõi",
            explanation="",
            is_open=True,
            version=1,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def report_workbook(*, report: int = 7, version: int = 3) -> bytes:
    """The product's own workbook, filled in by a hand with openpyxl."""
    about = workbooks.About(
        report, version, "Tổ dân phố số 1", "Tháng 10/2026", date(2026, 10, 25), date(2026, 10, 1)
    )
    return filled_in(workbooks.write(lines(), about))


def filled_in(written: bytes) -> bytes:
    """A report's workbook with numbers as numbers, as texts with points and commas, and words."""
    book = openpyxl.load_workbook(io.BytesIO(written))
    sheet = book.worksheets[0]
    typed = (137, "1.234", 412.0, "1.234,5", 12.345, "0", 88, "chưa có")
    for place in range(workbooks.FIRST_ROW, sheet.max_row + 1):
        sheet.cell(place, 6).value = typed[place % len(typed)]
        sheet.cell(place, 7).value = 655 + place
        sheet.cell(place, 11).value = f"Đã rà soát ngày {place}/10/2026, còn {place} hồ sơ."
    out = io.BytesIO()
    book.save(out)
    return _without_the_hour(out.getvalue())


def _without_the_hour(saved: bytes) -> bytes:
    """openpyxl writes down when it saved: a mutant must be the same tomorrow."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as archive, zipfile.ZipFile(out, "w") as again:
        for info in archive.infolist():
            body = re.sub(rb"20\d\d-\d\d-\d\dT[0-9:]{8}Z", b"2026-10-01T01:00:00Z", archive.read(info))
            again.writestr(zipfile.ZipInfo(info.filename), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@cache
def unit_rows() -> list[list[str]]:
    kinds = ("Tổ dân phố", "Trường học", "Đơn vị khác")
    rows = [
        [f"DV{i:02}", f"Tổ dân phố Đồng Ngọ số {i}", f"TDP {i}", kinds[i % 3], "", f"{i % 28 + 1:02}/07/2025"]
        for i in range(1, 20)
    ]
    return [[column.title for column in importing.UNIT_COLUMNS], *rows]


@cache
def people_rows() -> list[list[str]]:
    rows = [
        [
            NAMES[i % len(NAMES)],
            f"nguoi.{i}",
            f"nguoi{i}@namdong.gov.vn",
            "Tổ trưởng",
            f"DV{i:02}",
            "Cán bộ đầu mối",
        ]
        for i in range(1, 20)
    ]
    return [[column.title for column in importing.PEOPLE_COLUMNS], *rows]


def as_xlsx(rows: list[list[str]]) -> bytes:
    columns = [sheets.Column(title) for title in rows[0]]
    return sheets.write_xlsx([sheets.Table("Danh sách", columns, rows[1:])])


def as_text(rows: list[list[str]], separator: str) -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def as_cp1258(text: str) -> bytes:
    """Windows-1258 keeps ă â ê ô ơ ư whole and writes tones after them."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            out += letter
        except UnicodeEncodeError:
            bare = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in bare if mark in legacy_letters.TONES)
            out += unicodedata.normalize("NFC", bare.replace(tone, "")) + tone
    return out.encode("cp1258")


def as_tcvn3(text: str) -> bytes:
    letters = {theirs: ours for ours, theirs in legacy_letters.TCVN3.items()}
    return "".join(letters.get(letter, letter) for letter in text).encode("latin-1", "replace")


@cache
def specimens() -> tuple[Specimen, ...]:
    """All of them, ordered; making them takes a second or two."""
    draft = read_plan(PLAN.read_text(encoding="utf-8"))
    photo = samples.segment(0xE1, b"Exif\x00\x00" + samples.exif())
    found = [
        Specimen(Door.REPORT, "bao-cao.xlsx", report_workbook()),
        Specimen(Door.PLAN, "ke-hoach.docx", office_files.as_office_docx(draft)),
        Specimen(Door.PLAN, "ke-hoach.pdf", office_files.as_office_pdf(draft)),
        Specimen(Door.PLAN, "ke-hoach.txt", draft.text.encode()),
        Specimen(Door.EVIDENCE, "anh.jpg", samples.jpeg(extra=photo)),
        Specimen(Door.EVIDENCE, "anh.png", samples.png(extra=samples.chunk(b"eXIf", samples.exif()))),
        Specimen(Door.EVIDENCE, "anh.webp", samples.webp((b"EXIF", samples.exif()))),
        Specimen(Door.EVIDENCE, "bien-ban.pdf", samples.PDF),
        Specimen(Door.EVIDENCE, "bien-ban.docx", office_files.as_office_docx(draft)),
        Specimen(Door.EVIDENCE, "bang.csv", samples.CSV),
    ]
    for door, rows in ((Door.UNITS, unit_rows()), (Door.PEOPLE, people_rows())):
        found.append(Specimen(door, f"{door}.xlsx", as_xlsx(rows)))
        found.append(Specimen(door, f"{door}.csv", sheets.write_csv(rows), ","))
        found.append(Specimen(door, f"{door}-;.csv", as_text(rows, ";").encode(), ";"))
        found.append(Specimen(door, f"{door}-16.csv", as_text(rows, "\t").encode("utf-16"), "\t"))
        found.append(Specimen(door, f"{door}-1258.csv", as_cp1258(as_text(rows, ",")), ","))
    return tuple(found)
