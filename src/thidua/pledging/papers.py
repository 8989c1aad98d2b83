"""The sheet of a registration and the pact of a bloc, as documents to print and sign (NĐ 30/2020). Pure.

They are drawn from what stands in the record; who signed in the software is named with the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.documents.rendering import document as papers

NO_CONDITION = (
    "Đăng ký thi đua là lời hứa phấn đấu; pháp luật không lấy việc đăng ký làm điều kiện xét danh hiệu."
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top: who issues, where."""

    parent: str
    issuer: str
    place: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A registration as it is printed. `signed` says who signed in the software and when, "" before that."""

    head: Head
    commune: str
    unit: str
    year: int
    titles: tuple[str, ...]
    head_titles: tuple[str, ...]
    targets: tuple[str, ...]
    signatory: str
    position: str
    on: date | None
    drawn_in: int
    signed: str


def registration_sheet(sheet: Sheet) -> papers.OfficialDocument:
    """Bản đăng ký thi đua of one unit; parts without anything say so."""
    blocks: list[papers.Block] = [
        papers.Paragraph(f"{sheet.unit} đăng ký thi đua năm {sheet.year} như sau:"),
        papers.Heading(2, "1. Danh hiệu của tập thể"),
        *_bullets(sheet.titles, "Không đăng ký danh hiệu của tập thể."),
        papers.Heading(2, "2. Danh hiệu của người đứng đầu"),
        *_bullets(sheet.head_titles, "Không đăng ký danh hiệu của người đứng đầu."),
        papers.Heading(2, "3. Chỉ tiêu phấn đấu"),
        *_bullets(sheet.targets, "Không ghi chỉ tiêu riêng."),
        papers.Note(NO_CONDITION),
    ]
    if sheet.signed:
        blocks.append(papers.Note(sheet.signed))
    return papers.OfficialDocument(
        parent=sheet.head.parent,
        issuer=sheet.head.issuer,
        number=None,
        symbol="ĐKTĐ",
        kind="Bản đăng ký",
        title=f"Thi đua năm {sheet.year}",
        place=sheet.head.place,
        on=sheet.on or papers.BlankDay(sheet.drawn_in),
        blocks=tuple(blocks),
        recipients=(sheet.commune, "Lưu: hồ sơ thi đua"),
        signer_position=sheet.position or "Người đứng đầu",
        signer_name=sheet.signatory,
    )


@dataclass(frozen=True, slots=True)
class Signed:
    """A line of the pact: a member, who signed for it and when; both empty where nobody has."""

    unit: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class PactSheet:
    head: Head
    bloc: str
    year: int
    promises: tuple[str, ...]
    members: tuple[Signed, ...]
    leader: str
    on: date | None
    drawn_in: int


def pact_sheet(pact: PactSheet) -> papers.OfficialDocument:
    """Bản giao ước thi đua of a bloc with the table of its signatures."""
    rows = tuple(
        (str(number), one.unit, one.who, one.when) for number, one in enumerate(pact.members, start=1)
    )
    columns = (
        papers.Column("TT", 0.5, align=papers.Align.CENTER),
        papers.Column("Đơn vị", 3),
        papers.Column("Người ký", 2.6),
        papers.Column("Thời gian ký", 1.9),
    )
    table: papers.Block = papers.Empty("Cụm, khối chưa có đơn vị nào.")
    if rows:
        table = papers.Table(columns, rows)
    return papers.OfficialDocument(
        parent="",
        issuer=pact.head.issuer,
        number=None,
        symbol="GUTĐ",
        kind="Bản giao ước thi đua",
        title=f"Năm {pact.year} của {pact.bloc}",
        place=pact.head.place,
        on=pact.on or papers.BlankDay(pact.drawn_in),
        blocks=(
            papers.Paragraph(f"Các đơn vị thuộc {pact.bloc} cùng giao ước thi đua năm {pact.year}:"),
            *(papers.Bullet(one) for one in pact.promises),
            papers.Heading(2, "Các đơn vị ký giao ước"),
            table,
        ),
        recipients=("Các đơn vị trong cụm, khối", "Lưu: hồ sơ thi đua"),
        signer_authority="TM. cụm, khối thi đua",
        signer_position="Đơn vị trưởng",
        signer_name=pact.leader,
    )


def _bullets(lines: Sequence[str], otherwise: str) -> list[papers.Block]:
    return [papers.Bullet(line) for line in lines] or [papers.Empty(otherwise)]
