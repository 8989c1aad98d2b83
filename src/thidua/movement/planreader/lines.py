"""Raw text → lines: marks of Markdown and HTML kept apart, table borders opened, side-by-side columns undone."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from thidua.movement.planreader.footnotes import drop_footnotes
from thidua.movement.planreader.letters import CAPITAL, SMALL, mend_numbers, mend_words, squash
from thidua.movement.planreader.tables import open_tables, rows_of_html

DOCUMENT_TYPES = frozenset(
    squash(name)
    for name in (
        "Kế hoạch", "Kế hoạch hành động", "Kế hoạch phối hợp", "Kế hoạch liên tịch", "Kế hoạch tổng thể",
        "Kế hoạch triển khai", "Kế hoạch công tác", "Quyết định", "Chỉ thị", "Nghị quyết", "Chương trình",
        "Chương trình hành động", "Chương trình phối hợp", "Chương trình công tác", "Hướng dẫn", "Thông báo",
        "Đề án", "Phương án", "Công điện", "Thể lệ", "Quy chế", "Quy định", "Kết luận", "Tờ trình", "Báo cáo",
        "Kế hoạch thi đua", "Phát động thi đua", "Hướng dẫn liên ngành", "Thông tri", "Dự án", "Công văn",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text (emphasis marks kept), indent, whether a gap or border stands before it, where it came from."""

    text: str
    indent: int = 0
    gap: bool = False
    cell: bool = False
    row: bool = False
    heading: bool = False
    frame: bool = False  # part of the header or of the closing, where every line stands for itself

    @property
    def plain(self) -> str:
        """The text without marks of emphasis."""
        return _plain(self.text)


_EMPHASIS = re.compile(r"\*+")
_STAR_BULLET = re.compile(r"\*\s+(?=[^*\s])")


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Without emphasis, a bullet "*" kept as such when it stands alone before words."""
    bullet = _STAR_BULLET.match(text)
    if bullet and text.count("*") % 2 == 1:
        return "• " + " ".join(_EMPHASIS.sub("", text[bullet.end() :]).split())
    return " ".join(_EMPHASIS.sub("", text).split())


_BREAK_TAGS = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li)\s{0,3}/?>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|/<>~\"'])")
_SYMBOL_BULLETS = str.maketrans(
    {0xF0B7: "•", 0xF02D: "-", 0xF0A7: "•", 0xF0D8: "•", 0xF0FC: "•", 0x2212: "-"}
)


def clean(raw: str) -> str:
    """NFC text with plain spaces and `\\n`; tags opened into line ends; unseen characters gone."""
    text = html.unescape(raw) if "&" in raw else raw
    text = unicodedata.normalize("NFC", text).translate(_SYMBOL_BULLETS)
    text = _SPACES.sub(
        " ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    )
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")
    text = _UNSEEN.sub("", text)
    if "<t" in text.lower():
        text = rows_of_html(text)
    if "<" in text:
        text = "\n".join(
            _TAGS.sub("", line if "|" in line else _BREAK_TAGS.sub("\n", line)) if "<" in line else line
            for line in _keep_cell_breaks(text).split("\n")
        )
    return _ESCAPED.sub(r"\1", text)


_CELL_BREAK = "\u2028"


def _keep_cell_breaks(text: str) -> str:
    """A break inside a one-line table row must not split the row: mark it, and open it with the cell."""
    return "\n".join(_BREAK_TAGS.sub(_CELL_BREAK, line) if "|" in line else line for line in text.split("\n"))


_RULE = re.compile(r"[\s*_=~\-–—.…·|:+`]*")
_PAGE_NUMBER = re.compile(
    r"[-–—]?\s*(?:(?:trang|page)\s+)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s*/\s*\d{1,3})?", re.IGNORECASE
)
_STAMP = re.compile(
    r"(?:người ký|ký bởi|email|e-mail|cơ quan|thời gian ký|ngày ký|signature not verified|digitally signed)\s*:",
    re.IGNORECASE,
)
_BLANK_NUMBER = re.compile(r"(Số\s?:?)\s+(?=[/–-])")
_BLANK_DAY = re.compile(r"(ngày|tháng|năm)[\s.…_]+(?=tháng|năm|\d)", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")


def _is_noise(text: str) -> bool:
    return bool(_STAMP.match(text)) and len(text) < 120


def lines_of(raw: str) -> list[Line]:
    """The lines of a document: rules, page numbers and stamps dropped, tables opened, columns put one after another."""
    lines = list(_table_lines(open_tables(drop_footnotes(clean(raw).split("\n")))))
    return _undo_columns(lines)


def _table_lines(raws: list[str]) -> Iterator[Line]:
    gap, inside = True, False
    for position, raw in enumerate(raws):
        stripped = raw.strip()
        if stripped and set(stripped) <= {"|"}:
            following = raws[position + 1].strip() if position + 1 < len(raws) else ""
            inside, gap = bool(following), True
        elif not stripped or _RULE.fullmatch(stripped):
            gap = True
        elif "|" in stripped and stripped.count("|") >= 1:
            yield from _row_lines(stripped)
            inside, gap = False, True
        elif not inside and _PAGE_NUMBER.fullmatch(stripped):
            continue
        elif not _is_noise(stripped):
            yield _line(raw, gap, cell=inside)
            gap = False


def _line(raw: str, gap: bool, cell: bool) -> Line:
    text = raw.expandtabs(4).rstrip()
    heading = _HEADING.match(text)
    if heading:
        text = text[heading.end() :].rstrip("# ")
    stripped = text.strip()
    stripped = _BLANK_DAY.sub(r"\1 ", _BLANK_NUMBER.sub(r"\1 ", stripped))
    return Line(stripped, len(text) - len(text.lstrip()), gap, cell, heading=heading is not None)


_FRAME_CELL = re.compile(
    r"c[oộ]ng h[oòóọ]a|h[oộ]i ch[uủ] ngh|độc lập\s*-|đảng cộng sản|\bsố\s*:|,\s*ngày .{0,12}tháng|nơi nhận"
    r"|\bT/?M\.|\bKT\.|\bTL\.|\bTUQ\.|chủ tịch\s*\||giám đốc\s*\|",
    re.IGNORECASE,
)


MOST_FRAME_CELLS = 3


def _row_lines(stripped: str) -> Iterator[Line]:
    """A table row on one line: one `row` line; the frame (header, signature) as the lines of its cells."""
    every = [cell.strip() for cell in stripped.removeprefix("|").removesuffix("|").split("|")]
    cells = [cell for cell in every if cell.replace(_CELL_BREAK, "").strip()]
    if (_FRAME_CELL.search(stripped) and len(cells) <= MOST_FRAME_CELLS) or len(cells) == 1:
        for cell in cells:
            gap = True
            for part in cell.split(_CELL_BREAK):
                if part.strip() and not _RULE.fullmatch(part.strip()):
                    yield _line(part, gap, cell=True)
                    gap = False
    elif cells:
        # Empty cells are kept: figures are read by their column.
        text = " | ".join(" ".join(cell.split(_CELL_BREAK)) for cell in every)
        yield Line(text.strip(), 0, True, cell=True, row=True)


_COLUMN_GAP = re.compile(r"\s{3,}")
_MOTTO = re.compile(
    r"C[ỘO]NG H[ÒOÓÀ]A X[ÃA] H[ỘO]I|HÒA XÃ HỘI CHỦ NGHĨA|Độc [lL]ập\s?[-–]|ĐẢNG CỘNG SẢN VIỆT NAM"
)
_NUMBER_AND_PLACE = re.compile(r"(Số\s?:?\s?[^\s,]{0,20}\s?[/-]\s?[^\s,]+)\s+(?=[^\W\d][^,]{1,40},\s?ngày)")
_JOINED_SIGNATURE = re.compile(
    rf"(?:[-–]|Nơi nhận).{{0,160}}?\s(?=(?:(?:T/?M|KT|TL|TUQ)\s?\.\s?[{CAPITAL}]{{2}}|(?:PHÓ "
    rf"|Q\. )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ"
    rf"|TRƯỞNG|HIỆU TRƯỞNG|CHÁNH)\b)[{CAPITAL}. -]*$)"
    rf"|[-–]\s?Lưu.{{1,60}}[.)]\s(?=(?:[{CAPITAL}][{SMALL}]+(?:\s|$)){{2,5}}$)"
)
_CLOSING = re.compile(r"nơi nhận", re.IGNORECASE)
_ANNEX_START = re.compile(r"(?:PHỤ LỤC|Phụ lục|\(Kèm theo|\(Ban hành)")


def is_document_type(text: str) -> bool:
    return len(text) < 60 and squash(text) in DOCUMENT_TYPES


def _undo_columns(lines: list[Line]) -> list[Line]:
    """Header and closing stand in two columns: give the left one whole, then the right one."""
    done: list[Line] = []
    head = next((i for i, line in enumerate(lines[:40]) if _ends_header(line)), 0)
    done += _framed(_by_column(_rejoined([_mended(line) for line in lines[:head]])))
    rest = lines[head:]
    position = 0
    while position < len(rest):
        if _CLOSING.match(rest[position].plain) or _starts_closing(rest, position):
            end = _closing_end(rest, position)
            done += _framed(_by_column([_mended(line) for line in rest[position:end]]))
            position = end
        else:
            done.append(_as_row(rest[position]))
            position += 1
    return done


def _ends_header(line: Line) -> bool:
    plain = line.plain
    return is_document_type(plain) or bool(re.match(r"(?:Kính gửi|Căn cứ |KẾ HOẠCH|[I1]\s?[.)/])", plain))


def _mended(line: Line) -> Line:
    """Columns are told apart by their words, so torn words are closed first."""
    return replace(line, text=mend_numbers(mend_words(line.text)))


_LONE_WORD = re.compile(rf"(?!MẬT$)[{CAPITAL}][^\W\d_]{{1,7}}|Số\s?:")
_PLACE_GOES_ON = re.compile(rf"[{CAPITAL}][^\W\d_]*(?:\s[^\W\d_]+)?,\s?ngày\b")
_HALF_PLACE = re.compile(rf"[{CAPITAL}][{SMALL}]+(?:\s[{CAPITAL}][{SMALL}]+){{0,2}}")


def _rejoined(lines: list[Line]) -> list[Line]:
    """Lines of a narrow cell that a hard line end cut inside a name: "ỦY" + "BAN NHÂN DÂN", "Thái" + "Nguyên, ngày …"."""
    done: list[Line] = []
    for line in lines:
        before = done[-1] if done else None
        torn = before is not None and (
            bool(_LONE_WORD.fullmatch(before.plain))
            or (bool(_PLACE_GOES_ON.match(line.plain)) and bool(_HALF_PLACE.fullmatch(before.plain)))
        )
        if before is not None and torn and before.cell and line.cell and not line.gap:
            done[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            done.append(line)
    return done


def _framed(lines: list[Line]) -> list[Line]:
    return [replace(line, frame=True) for line in lines]


_AUTHORITY = re.compile(r"(?:(?:T/?M|KT|TL|TUQ)\s?\.\s?|(?:T/M|K/T|T/L)\s)[A-ZĐÁÀẢẠẤỐỘỞỨỦỤỦ]{2}")


def _starts_closing(lines: list[Line], position: int) -> bool:
    """The signature may stand on the line before "Nơi nhận", or right of it."""
    if _AUTHORITY.match(lines[position].plain):
        return True
    nearby = lines[position : position + 3]
    parts = _COLUMN_GAP.split(lines[position].text)
    return (
        lines[position].indent > 20 and any(_CLOSING.match(line.plain) for line in nearby) and len(parts) <= 2
    )


def _closing_end(lines: list[Line], start: int) -> int:
    for position in range(start + 1, min(len(lines), start + 70)):
        plain = lines[position].plain
        if _ANNEX_START.match(plain) or is_document_type(plain):
            return position
    return min(len(lines), start + 70)


def _by_column(lines: list[Line]) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    split = [(line, _parts(line)) for line in lines]
    starts = [parts[1][1] for line, parts in split if len(parts) == 2]
    edge = min(starts) - 6 if starts else None
    for line, parts in split:
        if len(parts) == 2:
            left.append(replace(line, text=parts[0][0]))
            right.append(replace(line, text=parts[1][0], indent=parts[1][1], gap=True))
        elif edge is not None and line.indent >= edge and not line.cell:
            right.append(line)
        else:
            left.append(line)
    return left + right


def _parts(line: Line) -> list[tuple[str, int]]:
    """The columns of a line as (text, start): by a wide gap, else by the words that only a right column has."""
    if line.row:
        return [(line.text, line.indent)]
    gap = _COLUMN_GAP.search(line.text)
    if gap and gap.start() > 0:
        # Three columns or more (a spaced-out line): everything after the first gap belongs to the right one.
        return [(line.text[: gap.start()], line.indent), (line.text[gap.end() :], line.indent + gap.end())]
    motto = _MOTTO.search(line.text)
    if motto and motto.start() > 3 and not line.text.startswith("*"):
        return [(line.text[: motto.start()].strip(), line.indent), (line.text[motto.start() :], 50)]
    joined = _JOINED_SIGNATURE.match(line.text)
    if joined:
        return [(joined.group().strip(), line.indent), (line.text[joined.end() :], 50)]
    number = _NUMBER_AND_PLACE.match(line.text)
    if number:
        return [(number.group(1), line.indent), (line.text[number.end() :], 50)]
    return [(line.text, line.indent)]


def _as_row(line: Line) -> Line:
    return replace(line, row=True) if len(_COLUMN_GAP.findall(line.text)) >= 2 else line
