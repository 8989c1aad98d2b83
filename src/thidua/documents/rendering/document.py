"""What an official document says, apart from how it is drawn.

Layout and sizes: NĐ 30/2020/NĐ-CP, Annex I; abbreviations of kinds such as BC or KH: Annex III. Everything here is plain
text: nothing in it is ever read as markup. Text is cleaned on the way in (NFC, no control characters), so that the PDF
and the .docx say the same.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NO_FIGURE = "…"  # a figure that nobody gave: neither nought nor "does not apply"

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_NUMBER = re.compile(r"\d{1,6}[A-ZĐ]?")
_SYMBOL = re.compile(r"[^\W\d_][\w-]*(/[\w-]+)*")
_ACTIVE_SVG = re.compile(rb"<!(DOCTYPE|ENTITY)|<script|<foreignObject", re.IGNORECASE)


class InvalidDocument(ValueError):
    """A document that would be nonsense on paper; the sentence says what is wrong."""


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class ColumnKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"


def is_number(text: str) -> bool:
    """Whether it is a number as văn thư gives them: 128, 47A."""
    return bool(_NUMBER.fullmatch(text))


def is_symbol(text: str) -> bool:
    """Whether it is a symbol such as BC-UBND, without spaces and without the stroke before it."""
    return bool(_SYMBOL.fullmatch(text))


def clean(text: str) -> str:
    """One line of NFC text without control characters, surrogates, or marks that turn the direction of writing."""
    joined = _BREAKS.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(letter for letter in joined if not _is_unprintable(letter)).strip()


def _is_unprintable(letter: str) -> bool:
    if unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co"):
        return True
    return (
        letter in "\u200b\u200e\u200f\u2060\ufeff"
        or "\u202a" <= letter <= "\u202e"
        or "\u2066" <= letter <= "\u2069"
    )


def _set(part: object, **values: object) -> None:
    """Give a frozen part its cleaned values; only for use while it is being built."""
    for name, value in values.items():
        object.__setattr__(part, name, value)


def _required(text: str, sentence: str) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise InvalidDocument(sentence)
    return cleaned


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; spaces at its ends count."""

    text: str
    bold: bool = False
    italic: bool = False

    def __post_init__(self) -> None:
        before = " " if self.text[:1].isspace() else ""
        after = " " if self.text[-1:].isspace() else ""
        _set(self, text=f"{before}{clean(self.text)}{after}")


Content = str | tuple[str | Run, ...]


def bold(text: str) -> Run:
    return Run(text, bold=True)


def italic(text: str) -> Run:
    return Run(text, italic=True)


def runs_of(content: Content) -> tuple[Run, ...]:
    """Words and runs as runs; `InvalidDocument` when they say nothing."""
    parts = (content,) if isinstance(content, str) else content
    runs = tuple(part if isinstance(part, Run) else Run(part) for part in parts)
    if not any(run.text.strip() for run in runs):
        raise InvalidDocument("Một đoạn văn không có chữ nào.")
    return runs


@dataclass(frozen=True)
class Heading:
    """Level 1 "I. KẾT QUẢ", 2 "1. Kết quả chung", 3 "1.1." or "a)"; 0 stands centred: "QUYẾT ĐỊNH:"."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in range(4):
            raise InvalidDocument(f"Đề mục chỉ có cấp 0 đến 3, không có cấp {self.level}.")
        _set(self, text=_required(self.text, "Một đề mục không có chữ nào."))


@dataclass(frozen=True)
class Paragraph:
    content: Content

    def __post_init__(self) -> None:
        _set(self, content=runs_of(self.content))

    @property
    def runs(self) -> tuple[Run, ...]:
        return runs_of(self.content)


@dataclass(frozen=True)
class Bullet:
    """A line after "-" (level 1) or "+" (level 2)."""

    content: Content
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2):
            raise InvalidDocument(f"Gạch đầu dòng chỉ có cấp 1 và 2, không có cấp {self.level}.")
        _set(self, content=runs_of(self.content))

    @property
    def runs(self) -> tuple[Run, ...]:
        return runs_of(self.content)

    @property
    def sign(self) -> str:
        return "-" if self.level == 1 else "+"


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, set apart; `source` says whose."""

    text: str
    source: str = ""

    def __post_init__(self) -> None:
        _set(self, text=_required(self.text, "Một lời trích không có chữ nào."), source=clean(self.source))


@dataclass(frozen=True)
class Note:
    """A remark in smaller type, for instance below a table."""

    text: str

    def __post_init__(self) -> None:
        _set(self, text=_required(self.text, "Một ghi chú không có chữ nào."))


@dataclass(frozen=True)
class Empty:
    """A part that has no data yet, and says so instead of leaving a hole."""

    text: str = "Chưa có dữ liệu."

    def __post_init__(self) -> None:
        _set(self, text=_required(self.text, "Phần chưa có dữ liệu phải có câu nói rõ."))


@dataclass(frozen=True)
class Column:
    """`width` is a share: columns of 1 and 3 take a quarter and three quarters of the line."""

    header: str
    width: float = 1
    kind: ColumnKind = ColumnKind.TEXT
    align: Align | None = None

    def __post_init__(self) -> None:
        if not 0 < self.width < float("inf"):
            raise InvalidDocument(f"Cột “{self.header}” phải có bề rộng lớn hơn 0.")
        _set(self, header=_required(self.header, "Một cột của bảng không có tên."))

    @property
    def alignment(self) -> Align:
        return self.align or (Align.RIGHT if self.kind == ColumnKind.NUMBER else Align.LEFT)


Cell = str | int | Decimal | None


def cell_text(cell: Cell) -> str:
    """A cell as it is printed: 1.234 and 97,5 for numbers, `NO_FIGURE` for None, text as it stands."""
    if cell is None:
        return NO_FIGURE
    if isinstance(cell, str):
        return clean(cell)
    return (
        f"{cell:,f}".translate({ord(","): ".", ord("."): ","}) if isinstance(cell, Decimal) else _whole(cell)
    )


def _whole(number: int) -> str:
    return f"{number:,d}".replace(",", ".")


@dataclass(frozen=True)
class Table:
    """Rows never break over a page, unless one row alone fills most of a page; the header comes back on each page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: tuple[Cell, ...] | None = None

    def __post_init__(self) -> None:
        if not self.columns:
            raise InvalidDocument("Một bảng không có cột nào.")
        if not self.rows:
            raise InvalidDocument("Một bảng không có dòng nào: dùng Empty để nói rõ là chưa có dữ liệu.")
        for number, row in enumerate(self.all_rows, start=1):
            self._check(number, row)
        _set(self, caption=clean(self.caption))

    def _check(self, number: int, row: tuple[Cell, ...]) -> None:
        if len(row) != len(self.columns):
            raise InvalidDocument(f"Dòng {number} có {len(row)} ô, bảng có {len(self.columns)} cột.")
        cells: tuple[object, ...] = row  # callers may be untyped
        for cell in cells:
            fits = cell is None or (isinstance(cell, str | int | Decimal) and not isinstance(cell, bool))
            if not fits or (isinstance(cell, Decimal) and not cell.is_finite()):
                raise InvalidDocument(f"Dòng {number} có ô không phải chữ hay số thập phân: {cell!r}.")

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, then the row of totals if there is one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """`all_rows` as printed. What stands in a column of numbers holds together on one line."""
        return tuple(
            tuple(
                cell_text(cell).replace(" ", "\xa0") if column.kind == ColumnKind.NUMBER else cell_text(cell)
                for column, cell in zip(self.columns, row, strict=True)
            )
            for row in self.all_rows
        )


@dataclass(frozen=True)
class Chart:
    """A picture in SVG that stands on its own: no script, no entity, nothing fetched. `alt` says what it shows."""

    svg: bytes
    caption: str
    alt: str
    width: float = 1.0

    def __post_init__(self) -> None:
        if b"<svg" not in self.svg or _ACTIVE_SVG.search(self.svg):
            raise InvalidDocument("Biểu đồ phải là ảnh SVG thuần, không kèm mã lệnh hay khai báo ngoài.")
        try:
            self.svg.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidDocument("Biểu đồ SVG phải viết bằng UTF-8.") from error
        if not 0.2 <= self.width <= 1:
            raise InvalidDocument("Biểu đồ rộng từ 0,2 đến 1 lần bề rộng dòng chữ.")
        alt = _required(self.alt, "Biểu đồ phải có lời mô tả cho người không nhìn thấy hình.")
        _set(self, alt=alt, caption=clean(self.caption))


Block = Heading | Paragraph | Bullet | Quote | Note | Empty | Table | Chart


@dataclass(frozen=True)
class Annex:
    """A Phụ lục: it follows the signature on pages of its own. Its label ("Phụ lục", "Phụ lục II") and the line that says
    to which document it belongs are set by the layout.
    """

    title: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        _set(self, title=_required(self.title, "Một phụ lục không có tên."))
        if not self.blocks:
            raise InvalidDocument(f"Phụ lục “{self.title}” không có nội dung.")
        _refuse_bare_headings(self.blocks)


@dataclass(frozen=True)
class BlankDay:
    """A date whose day, and perhaps month, the clerk writes in when the document is issued."""

    year: int
    month: int | None = None

    def __post_init__(self) -> None:
        if not 1945 <= self.year <= 9999 or (self.month is not None and self.month not in range(1, 13)):
            raise InvalidDocument(f"Tháng {self.month} năm {self.year} không có trên lịch.")

    @property
    def as_date(self) -> dt.date:
        """The last day it may stand for: what a file's properties need, never printed."""
        month = self.month or 12
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True)
class OfficialDocument:
    """A document of one issuing body. `\\n` splits `parent` and `issuer` into lines; `parent` may be empty.

    Without a `kind` it is an official letter (công văn): its `title`, said without "V/v", stands below the number.
    `addressees` are printed after "Kính gửi:".

    `number` is "128" or "47A"; None or "" leaves room for văn thư: "Số:      /BC-UBND". `authority` is the line between
    the title and the grounds of a decision ("CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG …"). `signer_authority` stands above the
    position ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH") and may be empty, as may the name of a signer not known yet.
    Dashes before recipients and the marks at the ends of recipients and grounds are set by the layout.
    """

    parent: str
    issuer: str
    number: str | None
    symbol: str
    kind: str
    title: str
    place: str
    on: dt.date | BlankDay
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]
    signer_position: str
    signer_authority: str = ""
    signer_name: str = ""
    authority: str = ""
    bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()

    def __post_init__(self) -> None:
        self._clean_words()
        if self.number and not is_number(self.number):
            raise InvalidDocument(f"Số “{self.number}” phải là chữ số, có thể kèm một chữ cái: 128, 47A.")
        if not is_symbol(self.symbol):
            raise InvalidDocument(f"Ký hiệu “{self.symbol}” phải có dạng BC-UBND, không dấu cách.")
        if not self.blocks:
            raise InvalidDocument("Văn bản không có nội dung.")
        if not self.recipients:
            raise InvalidDocument("Văn bản phải có nơi nhận.")
        if not self.kind and not self.addressees:
            raise InvalidDocument("Công văn phải có nơi kính gửi.")
        _refuse_bare_headings(self.blocks)

    def _clean_words(self) -> None:
        _set(
            self,
            parent=_lines(self.parent),
            issuer=_required_lines(self.issuer),
            number=clean(self.number or "") or None,
            symbol=clean(self.symbol),
            kind=clean(self.kind),
            title=_required(self.title, "Văn bản phải có trích yếu."),
            place=_required(self.place, "Văn bản phải có địa danh."),
            signer_position=_required(self.signer_position, "Văn bản phải có chức vụ người ký."),
            signer_authority=clean(self.signer_authority),
            signer_name=clean(self.signer_name),
            authority=clean(self.authority),
            bases=tuple(_required(base, "Một căn cứ không có chữ nào.") for base in self.bases),
            addressees=tuple(_required(one, "Một nơi kính gửi không có chữ nào.") for one in self.addressees),
            recipients=tuple(_required(name, "Một nơi nhận không có chữ nào.") for name in self.recipients),
        )

    @property
    def properties_date(self) -> dt.date:
        """The date for the properties of the file, so that the same document gives the same bytes."""
        return self.on.as_date if isinstance(self.on, BlankDay) else self.on


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(clean, text.splitlines())))


def _required_lines(text: str) -> str:
    lines = _lines(text)
    if not lines:
        raise InvalidDocument("Văn bản phải có tên cơ quan ban hành.")
    return lines


def _refuse_bare_headings(blocks: tuple[Block, ...]) -> None:
    """A heading must be followed by something of its own; a part without data says so by an `Empty`."""
    for heading, following in zip(blocks, (*blocks[1:], None), strict=True):
        if not isinstance(heading, Heading):
            continue
        if following is None or (isinstance(following, Heading) and following.level <= heading.level):
            raise InvalidDocument(f"Mục “{heading.text}” không có nội dung: dùng Empty để nói rõ.")
