"""Issuer, number, place, date and title: from the header block, or from the preamble where a text has none."""

import re

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.draft import Value
from thidua.movement.planreader.letters import fold, is_capitals, squash
from thidua.movement.planreader.lexicon import HEADER_BODY
from thidua.movement.planreader.zones import Zones, title_start

_NUMBER = re.compile(
    r"Số(?:\s?:|\s)\s?(?:(?P<spaced>\d{1,5} [A-ZĐ]{2,4}/[A-ZĐ][\wĐđ-]*)"
    r"|(?P<number>[\d.…_\s]{0,12}[A-Za-z]?\s?[/-]\s?[A-ZĐÂÊÔƠƯa-zđ][\wĐđ&.]*(?:\s?[-/–]\s?[A-ZĐÂÊÔƠƯ][\wĐđ&.]*){0,4}))"
)
_DAY = re.compile(
    r"(?:(?P<place>[^\W\d_][^,\n]{1,50}?)\s?,?\s)??ngày\s?(?P<day>\d{1,2})?[\s.…/_]*tháng\s?(?P<month>\d{1,2})?[\s.…/_]*năm\s?(?P<year>\d{4})?",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(
    r"(?P<place>[^\W\d_][^,\n]{1,50}),\s?ngày\s?(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
)
_MOTTO = re.compile(
    r"conghoa|xahoichunghia|hoichunghia|chunghia|hoaxahoi|doclap|tudohanhphuc|hanhphuc|dangcongsan"
    r"|congsanvietnam|kinhgui"
    r"|doanthanhnien|doantncs.*hochiminh$"
)


def read_number(blocks: list[Block]) -> Value | None:
    for block in blocks:
        match = _NUMBER.search(block.text)
        if match and not _is_cited(block.text, match.start()):
            # "45 KH/ĐTN": the Union writes a space where others put a dash.
            group = "spaced" if match["spaced"] else "number"
            raw = match[group]
            quote = raw.strip(" .…_").rstrip("-–/")
            start = block.start + match.start(group) + raw.index(quote)
            value = quote if match["spaced"] else re.sub(r"\s", "", quote)
            return Value(value=value, quote=quote, start=start, end=start + len(quote))
    return None


def _is_cited(text: str, position: int) -> bool:
    """ "QUYẾT ĐỊNH SỐ 1050" in the name of an issuer is no number of this document."""
    return position > 0 and bool(re.search(r"(?:dinh|hoach|quyet|van|thi)\s?$", fold(text[:position])))


def read_place_and_date(blocks: list[Block]) -> tuple[Value | None, Value | None]:
    for block in blocks:
        match = _SHORT_DAY.match(block.text) or _DAY.match(block.text)
        if match is None or len(block.text) > 110:
            continue
        year, month, day = match["year"], match["month"], match["day"]
        place = _value(block, *match.span("place")) if match["place"] else None
        parts = [year] + ([f"{int(month):02}"] + ([f"{int(day):02}"] if day else []) if month else [])
        if not year or (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
            return place, None
        start = block.text.lower().find("ngày", match.start())
        quote = block.text[start : match.end()]
        date = Value(
            value="-".join(parts), quote=quote, start=block.start + start, end=block.start + match.end()
        )
        return place, date
    return None, None


def _value(block: Block, start: int, end: int) -> Value:
    quote = block.text[start:end]
    return Value(value=quote.strip(), quote=quote, start=block.start + start, end=block.start + end)


def _is_motto(block: Block) -> bool:
    """A line of Quốc hiệu, Tiêu ngữ or what the Party and the Union print in their place, whole or torn."""
    return bool(_MOTTO.match(squash(block.text)))


def read_issuer(text: str, zones: Zones) -> Value | None:
    lines: list[Block] = []
    after_motto = False
    for block in zones.header:
        if _DAY.match(block.text) or re.match(r"Số(?:\s?:|\s+[\d.…/-])|V/v|Về việc", block.text):
            if lines:
                break
        elif _is_motto(block):
            after_motto = True
        elif (after_motto and squash(block.text) == "vietnam") or not re.search(r"[^\W\d_]{2}", block.text):
            continue
        elif len(block.text) > 140 or (block.label and block.label.kind != "dash"):
            break
        elif not (after_motto and lines) or is_capitals(block.text):
            lines.append(block)
    return _issuing_lines(text, lines) if lines else _issuer_of_preamble(zones)


def _starts_body(text: str) -> bool:
    return bool(HEADER_BODY.match(text.upper()))


def _issuing_lines(text: str, lines: list[Block]) -> Value:
    """The lowest body of the header: its parent body stands above it."""
    first = 0
    for position, block in enumerate(lines):
        above = lines[position - 1].text.upper().rstrip() if position else ""
        goes_on = (
            above.endswith((" VÀ", ",", " -", "CỦA", "ĐOÀN ĐẠI BIỂU"))
            or above == "THỦ TƯỚNG"
            or _is_open(above)
            or _is_cut(above, block.text.upper())
        )
        if _starts_body(block.text) and not goes_on and block.text.upper().strip() not in _BARE_ORGANS:
            first = position
    chosen = lines[first:]
    start, end = chosen[0].start, chosen[-1].end
    return Value(value=" ".join(block.text for block in chosen), quote=text[start:end], start=start, end=end)


# Organs without a name of their own: the body above says whose they are.
_BARE_ORGANS = (
    "BAN THƯỜNG TRỰC",
    "BAN THƯỜNG VỤ",
    "BAN CHẤP HÀNH",
    "THƯỜNG TRỰC",
    "BAN GIÁM HIỆU",
    "BAN GIÁM ĐỐC",
)


# Words that a narrow column cuts before a syllable which looks like a body of its own.
_CUT_PAIRS = (
    ("TRƯỜNG", ("MÔI", "THỊ")),
    ("ĐOÀN", ("LIÊN", "CÔNG", "TẬP", "CHI")),
    ("BỘ", ("ĐẢNG", "CÁN", "NỘI", "CHI")),
    ("VỤ", ("NỘI", "DỊCH", "PHỤC", "NGHIỆP")),
    ("HỘI", ("HIỆP", "XÃ", "CHI")),
    ("PHÒNG", ("VĂN", "QUỐC")),
    ("CỤC", ("CHI", "TỔNG")),
    ("BAN", ("TIỂU", "ỦY", "UỶ")),
    ("VIỆN", ("HỌC", "BỆNH")),
)


def _is_cut(above: str, text: str) -> bool:
    """A name cut inside a word: "BỘ NÔNG NGHIỆP VÀ MÔI" + "TRƯỜNG"."""
    cut, first = above.rsplit(" ", 1)[-1], text.split(" ", 1)[0]
    return any(first == syllable and cut in before for syllable, before in _CUT_PAIRS)


def _is_open(above: str) -> bool:
    """A line that cannot end a name: "MẶT TRẬN TỔ QUỐC VIỆT NAM" is answered by "ỦY BAN PHƯỜNG …"."""
    return above in (
        "VĂN PHÒNG",
        "CƠ QUAN",
        "BAN CHỈ ĐẠO",
        "THƯỜNG TRỰC",
        "BAN CHẤP HÀNH",
        "BAN THƯỜNG VỤ",
    ) or above.endswith(("MẶT TRẬN TỔ QUỐC VIỆT NAM", "VĂN HÓA, THỂ THAO", "TỔ QUỐC"))


_ISSUES = re.compile(
    r"(?:^|(?<=[.;,] ))(?P<body>(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ủy ban|Đảng ủy|Đảng uỷ|Ban |Sở |Bộ "
    r"|Hội |Phòng |Trường |Trung tâm |Liên đoàn|Đoàn "
    r"|Công an |Thành ủy|Tỉnh ủy|Huyện ủy|Văn phòng |Hội đồng |Cục |Công đoàn )[^,;:.\n]{0,110}?)"
    r"\s(?:xây dựng|ban hành|phát động|lập|triển khai|tổ chức|yêu cầu|đề nghị|đã ban hành|thống nhất|hướng dẫn"
    r"|chỉ đạo)\s"
)


def _issuer_of_preamble(zones: Zones) -> Value | None:
    for block in zones.preamble:
        match = _ISSUES.search(block.text)
        if match and len(match["body"].split()) >= 2:
            return _value(block, *match.span("body"))
    return None


def read_title(text: str, blocks: list[Block]) -> Value | None:
    if not blocks:
        return None
    offset = title_start(blocks[0])
    start, end = blocks[0].start + offset, blocks[-1].end
    quote = text[start:end]
    return Value(value=" ".join(quote.split()), quote=quote, start=start, end=end)


def read_type(zones: Zones) -> Value | None:
    if zones.type:
        return _value(zones.type, 0, len(zones.type.text))
    if zones.title and title_start(zones.title[0]):
        length = len(zones.title[0].text[: title_start(zones.title[0])].rstrip(" :"))
        return _value(zones.title[0], 0, length)
    return None
