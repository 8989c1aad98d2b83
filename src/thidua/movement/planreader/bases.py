"""Legal bases: the document numbers and laws cited in the opening paragraphs."""

import re

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.draft import Value

_PIECE = r"[A-ZĐÂÔƠƯ][A-Za-zĐđÂâÔôƠơƯư&]{0,11}\d{0,2}"
NUMBER = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,5}}[A-Za-z]?(?:/(?:19|20)\d\d)?[/-]{_PIECE}(?:[-/.]{_PIECE}){{0,4}})(?![\w])"
)
_BARE_NUMBER = re.compile(
    r"(?P<name>(?:Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Công văn|Văn bản|Chương trình hành động|Chương trình"
    r"|Kết luận|Thông báo"
    r"|Hướng dẫn|Công điện|Nghị định|Thông tư|Đề án)\s+số\s+\d{1,5}[A-Z]?)(?=\s+ngày|[\s,;.]+của|\s*$|[,;])"
)
_DATE = r"ngày\s+(?:\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{4})"
# A dated law runs to its date across commas; one without a date ends at the first mark.
_DATED_LAW = re.compile(
    rf"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s+(?:(?!ngày|Nghị định|Quyết định|Luật |số )[^;.\n]){{2,200}}?"
    rf"\s*,?\s*(?:{_DATE}|năm\s+\d{{4}})"
)
_PLAIN_LAW = re.compile(
    r"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s+(?:(?!ngày|số )[^;.,\n]){2,120}?(?=[;.,(]|\s+(?:và|về|được"
    r"|số)\s|\s*$)"
)
_NUMBER_AHEAD = re.compile(r"[^;.\n]{0,80}?\bsố\s+\d")
_OPENS = re.compile(
    r"(?:[-–+•]\s*)?(?:Căn cứ|Thực hiện|Triển khai|Theo(?! đề nghị)|Trên cơ sở|Xét(?! đề nghị)|Thi hành"
    r"|Tiếp tục thực hiện"
    r"|Tiếp tục triển khai|Chấp hành|Hưởng ứng"
    r"|Quán triệt|Để thực hiện|Để triển khai|Nhằm thực hiện|Nhằm triển khai|Cụ thể hóa|Cụ thể hoá|Để cụ thể"
    r"|Tiếp theo)\b"
)
_CITES = re.compile(r"\b(?:thực hiện|căn cứ|triển khai|theo)\b", re.IGNORECASE)


def read_bases(preamble: list[Block]) -> tuple[Value, ...]:
    """Each number once, in order. Without a paragraph that opens as a basis, those that cite what they carry out."""
    opening = [block for block in preamble if _OPENS.match(block.text)]
    blocks = opening or [block for block in preamble if _CITES.search(block.text)]
    found: list[Value] = []
    for block in _with_items(preamble, blocks):
        for value in _cited(block):
            if all(value.value.casefold() != known.value.casefold() for known in found):
                found.append(value)
    return tuple(found)


def _with_items(preamble: list[Block], blocks: list[Block]) -> list[Block]:
    """ "Căn cứ:" may be followed by a list of its items."""
    chosen: list[Block] = []
    listing = False
    for block in preamble:
        own = block in blocks
        listing = (own and block.text.rstrip().endswith(":")) or (
            listing and block.label is not None and not own
        )
        if own or listing:
            chosen.append(block)
    return chosen


def _cited(block: Block) -> list[Value]:
    numbers = [(match.start(), match.end()) for match in NUMBER.finditer(block.text)]
    numbers += [match.span("name") for match in _BARE_NUMBER.finditer(block.text)]
    laws = _laws(block.text, numbers)
    values = []
    for start, end in sorted(set(numbers + laws)):
        quote = block.text[start:end]
        values.append(
            Value(value=quote.strip(), quote=quote, start=block.start + start, end=block.start + end)
        )
    return values


def _laws(text: str, numbers: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Laws that open a citation and carry no number: their name with its date."""
    spans: list[tuple[int, int]] = []
    position = 0
    while match := _DATED_LAW.search(text, position) or _PLAIN_LAW.search(text, position):
        plain = _PLAIN_LAW.search(text, position)
        if plain and plain.start() < match.start():
            match = plain
        position = match.end()
        inside = any(match.start() <= start < match.end() for start, _ in numbers)
        if (
            _opens_citation(text, match.start())
            and not inside
            and not _NUMBER_AHEAD.match(text, match.start())
        ):
            spans.append(match.span())
    return spans


def _opens_citation(text: str, position: int) -> bool:
    before = text[:position].rstrip()
    word = before.rsplit(" ", 1)[-1].lower()
    return (
        not before or word in ("cứ", "hiện", "khai", "và", "-", "hành", "theo") or before.endswith((",", ";"))
    )
