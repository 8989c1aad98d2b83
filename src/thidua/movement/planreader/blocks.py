"""Lines → paragraphs: hard line ends, page breaks and torn numbers closed; offsets into one normalised text."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from thidua.movement.planreader.labels import LONE_PART, Label, bare_label, read_label
from thidua.movement.planreader.letters import is_capitals, mend_numbers, mend_words, starts_small
from thidua.movement.planreader.lines import Line, is_document_type, lines_of


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the normalised text: `text[start:end]`. `bold` holds spans relative to the paragraph."""

    text: str
    start: int = 0
    gap: bool = False
    cell: bool = False
    row: bool = False
    heading: bool = False
    bold: tuple[tuple[int, int], ...] = ()
    label: Label | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def body_start(self) -> int:
        """Where the words begin, after the label."""
        return self.label.end if self.label else 0

    @property
    def words(self) -> str:
        return self.text[self.body_start :]

    @property
    def bold_end(self) -> int:
        """End of the bold run that opens the words, 0 when they do not open in bold."""
        for start, end in self.bold:
            if start <= self.body_start + 2 < end or start <= self.body_start < end:
                return end
        return 0

    @property
    def is_all_bold(self) -> bool:
        return self.bold_end >= len(self.text.rstrip(" .:;"))


@dataclass(frozen=True, slots=True)
class Manner:
    """How the text breaks its lines: one paragraph a line, blank lines between paragraphs, or an indent that opens them."""

    wrapped: bool
    width: int
    spaced: bool
    indented: bool


_TERMINAL = (".", ";", ":", "?", "!", "./.", "…", ".”", '."', ".)")


def _is_terminal(text: str) -> bool:
    return text.rstrip().endswith(_TERMINAL)


def manner_of(lines: list[Line]) -> Manner:
    body = [line for line in lines if not line.row and not line.cell]
    pairs = [(a, b) for a, b in pairwise(body) if not b.gap]
    going_on = sum(starts_small(b.plain) and not read_label(b.plain) for a, b in pairs)
    lengths = sorted(line.indent + len(line.text) for line in body) or [0]
    width = lengths[int(0.9 * (len(lengths) - 1))]
    # Lines that carry on a sentence are rare where every paragraph is one line; narrow lines make fewer of them telling.
    wrapped = bool(pairs) and going_on >= max(2, (0.03 if width <= 130 else 0.08) * len(body))
    labelled = [line for line in body if read_label(line.plain)]
    spaced = bool(labelled) and sum(line.gap for line in labelled) >= 0.6 * len(labelled)
    openings = [line for line in labelled if line.indent >= 3]
    carried = [b for _, b in pairs if starts_small(b.plain) and not read_label(b.plain)]
    flush = sum(line.indent < 3 for line in carried)
    indented = wrapped and len(openings) >= 0.6 * max(1, len(labelled)) and flush >= 0.8 * len(carried)
    return Manner(wrapped, width, spaced and wrapped, indented)


# Words that open a paragraph wherever they stand; case matters ("thực hiện Nghị quyết" goes on a sentence).
_OPENINGS = re.compile(
    r"Nơi nhận|Điều \d{1,2}\s?[.:]|Căn cứ (?!kết quả|chức năng|nhiệm vụ|tình hình)|Trên đây là |Kính gửi"
    r"|(?:Thực hiện|Triển khai) (?:Luật|Nghị định|Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Công văn|Văn bản"
    r"|Chương trình"
    r"|Kết luận|Thông báo|Hướng dẫn|Đề án|Công điện)|(?:T/?M|KT|TL|TUQ)\s?\.|PHỤ LỤC|\((?:Kèm theo|Ban hành kèm)"
    r"|Số\s?:\s?\S{0,12}[/-]|CỘNG HÒA XÃ|Độc lập\s?-|ĐẢNG CỘNG SẢN VIỆT NAM"
)
_PLACE_AND_DAY = re.compile(r"[^\W\d][^,\d]{1,40},\s?ngày\b")


def _opens_paragraph(before: Line, line: Line) -> bool:
    """Whether a label or bullet at the head of `line` is one, and not the middle of a sentence."""
    plain = line.plain
    label = read_label(plain)
    if label is None:
        return False
    words, ended = plain[label.end :], _is_terminal(before.plain)
    if label.kind in ("dash", "plus", "star"):
        return ended or not starts_small(words) or before.plain.endswith((",", ")"))
    if label.kind == "alpha":
        return True
    cited = re.search(
        r"(?:số|khoản|điểm|mục|điều|ngày|tháng|năm|phần|giai đoạn|đến|từ)\s*$", before.plain, re.IGNORECASE
    )
    return not (cited and not ended)


# "I." or "a)" alone on a line: the words follow on the next.
_LONE_LABEL = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,2}|[a-zđ])[.)]|[-–+]")


def _is_boundary(before: Line, line: Line, manner: Manner) -> bool:
    if LONE_PART.fullmatch(before.plain) and not (line.row or line.frame or read_label(line.plain)):
        return False
    if _LONE_LABEL.fullmatch(before.plain) and not (line.row or line.frame or line.heading):
        return False
    if before.frame and not line.frame:
        return True
    if line.row or before.row or line.cell != before.cell or line.heading or before.heading:
        return True
    plain = line.plain
    if line.frame:
        return (line.gap and not starts_small(plain)) or not _goes_on_in_frame(before, plain)
    if is_document_type(plain) or (is_document_type(before.plain) and is_capitals(before.plain)):
        return True
    if _OPENINGS.match(plain) or _PLACE_AND_DAY.match(plain) or _opens_paragraph(before, line):
        return True
    torn = starts_small(plain) and not _is_terminal(before.plain)
    if line.gap:
        return not (torn and not line.cell and len(before.plain) > 12)
    if torn or plain[:1] in ",;.)":
        return False
    return _breaks_without_gap(before, line, manner)


def _goes_on_in_frame(before: Line, plain: str) -> bool:
    if before.frame and before.plain.endswith(("ngày", "tháng", "năm")):
        return True
    bracket = plain[:1] == "(" and not plain.lower().startswith("(đã ký")
    return before.frame and (starts_small(plain) or bracket) and read_label(plain) is None


def _breaks_without_gap(before: Line, line: Line, manner: Manner) -> bool:
    plain = line.plain
    if not manner.wrapped:
        return True
    if manner.indented:
        return line.indent >= 3 or _is_short_end(before, manner)
    if manner.spaced:
        return False
    if _opens_bare(before, line):
        return True
    # A line that had room for the next word was ended on purpose.
    room = before.indent + len(before.text) + 1 + len(plain.split(" ", 1)[0])
    ended = 0.9 if _is_terminal(before.plain) else 0.85
    return room < ended * manner.width and not starts_small(plain) and not _capitals_go_on(before, line)


def _opens_bare(before: Line, line: Line) -> bool:
    """What follows a colon, and numbers that lost their full stop ("II MỤC TIÊU", "2 Yêu cầu") after a whole sentence."""
    if before.plain.endswith(":"):
        return not starts_small(line.plain)
    bare = bare_label(line.plain)
    return bare is not None and (
        bare.kind == "roman" or (_is_terminal(before.plain) and len(line.plain) < 90)
    )


def _is_short_end(before: Line, manner: Manner) -> bool:
    return _is_terminal(before.plain) and len(before.text) + before.indent < 0.7 * manner.width


def _capitals_go_on(before: Line, line: Line) -> bool:
    return is_capitals(before.plain) and is_capitals(line.plain)


_CUT_NUMBER = re.compile(r"[\dA-ZĐ/]\S{0,12}-$")


def _joined(before: str, after: str) -> str:
    """Two lines as one: no space inside a number or sign that the line end cut ("217/2025/NĐ-" + "CP")."""
    head, tail = before.rstrip(), after.lstrip()
    plain = head[-40:].rstrip("*")
    if plain.endswith("/") or (re.search(r"[\w/]-$", plain) and _CUT_NUMBER.search(plain)):
        return head + tail
    if re.match(r"(?:/|-[A-ZĐ]{2})", tail) and re.search(r"[\dA-ZĐ]$", plain):
        return head + tail
    return f"{head} {tail}"


_MARKS = re.compile(r"\*+")


def _without_marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Clean text and its bold spans. `**` toggles bold, `*` italics, `***` both; unbalanced marks do no harm."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length, opened, position = 0, -1, 0
    for mark in _MARKS.finditer(text):
        piece = text[position : mark.start()]
        pieces.append(piece)
        length += len(piece)
        position = mark.end()
        if len(mark.group()) >= 2:
            if opened >= 0:
                spans.append((opened, length))
            opened = -1 if opened >= 0 else length
    pieces.append(text[position:])
    length += len(pieces[-1])
    if opened >= 0:
        spans.append((opened, length))
    return "".join(pieces), tuple(spans)


def _block(raw: str, line: Line) -> Block:
    star = re.match(r"\*\s+(?=[^*\s])", raw)
    if star and raw.count("*") % 2 == 1:
        raw = "• " + raw[star.end() :]
    marked, spans = _without_marks(raw)
    # A bold run is carried over by its words, since mending spaces moves offsets.
    text = mend_numbers(mend_words(" ".join(marked.split())))
    bold: list[tuple[int, int]] = []
    cursor = 0
    for start, end in spans:
        words = mend_numbers(mend_words(" ".join(marked[start:end].split())))
        found = text.find(words, cursor) if words else -1
        if found >= 0:
            bold.append((found, found + len(words)))
            cursor = found + len(words)
    return Block(
        text,
        0,
        line.gap,
        line.cell,
        line.row,
        line.heading,
        tuple(bold),
        None if line.row else read_label(text),
    )


# No paragraph of a plan is as long; longer ones are cut, so that no text can make the rules slow.
LONGEST_PARAGRAPH = 6000


def blocks_of(raw: str) -> tuple[str, list[Block]]:
    """Normalised text and its paragraphs; `text[block.start:block.end] == block.text` for each."""
    lines = [piece for line in lines_of(raw) for piece in _cut(line)]
    manner = manner_of(lines)
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        first = lines[position]
        joined = first.text
        position += 1
        while position < len(lines) and not _is_boundary(lines[position - 1], lines[position], manner):
            if len(joined) + len(lines[position].text) > LONGEST_PARAGRAPH:
                break
            joined = _joined(joined, lines[position].text)
            position += 1
        block = _block(joined, first)
        if block.text:
            blocks.append(block)
    return _placed(blocks)


def _cut(line: Line) -> list[Line]:
    if len(line.text) <= LONGEST_PARAGRAPH:
        return [line]
    size = LONGEST_PARAGRAPH
    return [replace(line, text=line.text[start : start + size]) for start in range(0, len(line.text), size)]


def _placed(blocks: list[Block]) -> tuple[str, list[Block]]:
    placed: list[Block] = []
    offset = 0
    for block in blocks:
        placed.append(replace(block, start=offset))
        offset += len(block.text) + 1
    return "\n".join(block.text for block in blocks), placed
