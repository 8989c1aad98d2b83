"""The letter as a document in the layout of NĐ 30/2020: what a unit owes, since when, when it was urged before. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from thidua.core import formatting
from thidua.documents.rendering import document as papers

ANSWER_TO = "Phòng Văn hóa - Xã hội"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head and at the foot. `\\n` splits the issuer into lines; the name of the signer may be empty."""

    parent: str
    issuer: str
    place: str
    authority: str
    position: str
    signer: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that the letter names; `days_late` on the day of the list, `urged_on` the days of earlier letters."""

    title: str
    basis: str
    due_on: date
    days_late: int
    urged_on: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is printed. Without `number` there is room for văn thư; without `issued_on` for the day."""

    unit: str
    turn: int
    head: Head
    symbol: str
    number: str
    issued_on: date | None
    listed_on: date
    opening: str
    closing: str
    things: Sequence[Named]


def first_opening(unit: str, listed_on: date, plan: str) -> str:
    """The first words, for the officer to change; `plan` is "Kế hoạch số 12/KH-UBND", or empty."""
    because = f"Thực hiện {plan}, qua" if plan else "Qua"
    return (
        f"{because} theo dõi đến ngày {formatting.day(listed_on)}, {unit} còn các nội dung quá hạn sau đây:"
    )


def first_closing(unit: str, issuer: str, answer_by: date) -> str:
    """What is asked, for the officer to change."""
    return (
        f"{issuer} đề nghị {unit} hoàn thành, gửi kết quả về {ANSWER_TO} trước ngày {formatting.day(answer_by)}. "
        "Nếu có khó khăn, vướng mắc, xin nêu rõ nguyên nhân và thời hạn hoàn thành."
    )


def document_of(letter: Letter) -> papers.OfficialDocument:
    """The same letter, the same document."""
    turn = f" (lần thứ {letter.turn})" if letter.turn > 1 else ""
    return papers.OfficialDocument(
        parent=letter.head.parent,
        issuer=letter.head.issuer,
        number=letter.number or None,
        symbol=letter.symbol,
        kind="",
        title=f"đôn đốc thực hiện nhiệm vụ, báo cáo quá hạn{turn}",
        place=letter.head.place,
        on=letter.issued_on or papers.BlankDay(letter.listed_on.year, letter.listed_on.month),
        blocks=(
            papers.Paragraph(letter.opening),
            _table(letter.things),
            papers.Paragraph(_ended(letter.closing)),
        ),
        recipients=("Như trên", "Lãnh đạo UBND (để báo cáo)", "Lưu: VT, VHXH"),
        addressees=(letter.unit,),
        signer_authority=letter.head.authority,
        signer_position=letter.head.position,
        signer_name=letter.head.signer,
    )


def _table(things: Sequence[Named]) -> papers.Table:
    number = papers.ColumnKind.NUMBER
    return papers.Table(
        columns=(
            papers.Column("TT", 1, align=papers.Align.CENTER),
            papers.Column("Nội dung", 7),
            papers.Column("Căn cứ", 4),
            papers.Column("Hạn", 3, number),
            papers.Column("Quá hạn (ngày)", 2, number),
            papers.Column("Đã đôn đốc ngày", 3, align=papers.Align.CENTER),
        ),
        rows=tuple(_row(place, one) for place, one in enumerate(things, start=1)),
    )


def _row(place: int, one: Named) -> tuple[papers.Cell, ...]:
    urged = "; ".join(formatting.day(day) for day in one.urged_on) or "chưa"
    return (str(place), one.title, one.basis or "–", formatting.day(one.due_on), one.days_late, urged)


def _ended(closing: str) -> str:
    """The mark that ends a document stands once."""
    return f"{closing.strip().removesuffix('/.').rstrip(' .')}./."
