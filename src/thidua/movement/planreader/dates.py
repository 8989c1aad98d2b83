"""Dates and periods as plans write them → ISO of the precision they have."""

import re
from dataclasses import dataclass

_DATE = re.compile(
    r"(?:ngày\s+)?(?P<d1>\d{1,2})\s+tháng\s+(?P<m1>\d{1,2})(?:\s+năm\s+(?P<y1>20\d\d))?"
    r"|(?:ngày\s+)?(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>20\d\d)"
    r"|(?:tháng\s+)?(?P<m3>\d{1,2})\s?[/-]\s?(?P<y3>20\d\d)"
    r"|tháng\s+(?P<m4>\d{1,2})(?:\s*,?\s*năm\s+(?P<y4>20\d\d))?"
    r"|(?:ngày\s+)?(?P<d5>\d{1,2})/(?P<m5>\d{1,2})(?![\d/])"
    r"|[Qq]u[ýí]\s+(?P<q>IV|I{1,3}|[1-4])\s*[/,–-]?\s*(?:năm\s+)?(?P<y6>20\d\d)?"
    r"|(?:năm\s+)?(?P<y7>20\d\d)(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: ISO text, month or day missing where the plan gives none; `year` empty where it must be borrowed."""

    year: str
    month: int = 0
    day: int = 0
    quarter: int = 0
    start: int = 0
    end: int = 0

    def iso(self, year: str = "", month: int = 0, last: bool = False) -> str | None:
        own = self.year or year
        if not own:
            return None
        if self.quarter:
            return f"{own}-{3 * self.quarter if last else 3 * self.quarter - 2:02}"
        at = self.month or (month if self.day else 0)
        return own + (f"-{at:02}" if at else "") + (f"-{self.day:02}" if self.day and at else "")


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its ends as ISO, or as the words that stand for a date ("khi tổ chức thành công Đại hội")."""

    begins: str | None
    ends: str | None
    begins_text: str | None
    ends_text: str | None
    start: int
    end: int


_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def moment_at(text: str, position: int) -> Moment | None:
    """The date that begins at `position`, or None; impossible months and days are none."""
    match = _DATE.match(text, position)
    if match is None:
        return None
    part = match.groupdict()
    year = next((part[key] for key in ("y1", "y2", "y3", "y4", "y6", "y7") if part[key]), "")
    month = int(next((part[key] for key in ("m1", "m2", "m3", "m4", "m5") if part[key]), "0"))
    day = int(next((part[key] for key in ("d1", "d2", "d5") if part[key]), "0"))
    if month > 12 or day > 31:
        return None
    quarter = _QUARTERS.get((part["q"] or "").upper(), 0)
    return Moment(year, month, day, quarter, match.start(), match.end())


_BEGIN = re.compile(r"\b[Tt]ừ\s+(?:đầu\s+|giữa\s+|cuối\s+|khoảng\s+)?")
_UNTIL = re.compile(
    r"\s*,?\s*(?:cho\s+)?(?:đến|tới|-|–|—)\s*(?:hết\s+|cuối\s+|trước\s+|giữa\s+|ngày\s+hết\s+|thời điểm\s+)*"
)
_WORDS = re.compile(r"[^.;()\n]{3,160}")
_BARE = re.compile(r"(?<![\d/])(?=(?:năm\s+|tháng\s+)?(?:\d{1,2}/)?\d{1,2}(?:/20\d\d)?|(?:năm\s+)?20\d\d)")


def span_in(text: str, start: int = 0) -> Span | None:
    """The first period of the text: "từ … đến …", "2025 - 2027", "đến hết năm 2026"."""
    for begin in _BEGIN.finditer(text, start):
        found = _from(text, begin)
        if found:
            return found
    for match in re.finditer(r"(?<![\d/.])(?:tháng\s+|năm\s+|ngày\s+)?\d", text[start:]):
        found = _between(text, start + match.start())
        if found:
            return found
    return _until_only(text, start)


def _from(text: str, begin: re.Match[str]) -> Span | None:
    first = moment_at(text, begin.end())
    if first is None:
        return _from_words(text, begin)
    until = _UNTIL.match(text, first.end)
    if until is None or until.end() == first.end:
        return Span(first.iso(), None, None, None, begin.start(), first.end) if first.year else None
    last = moment_at(text, until.end())
    if last is None:
        words = _WORDS.match(text, until.end())
        ends = words.group().strip() if words else None
        end = words.end() if words else until.end()
        return Span(first.iso(), None, None, ends, begin.start(), end) if first.year else None
    return _of(first, last, begin.start())


def _of(first: Moment, last: Moment, start: int) -> Span:
    return Span(
        first.iso(last.year, last.month), last.iso(first.year, last=True), None, None, start, last.end
    )


def _from_words(text: str, begin: re.Match[str]) -> Span | None:
    """ "Từ ngày ban hành Kế hoạch đến hết năm 2026"."""
    match = re.compile(
        r"((?:ngày|khi|nay|lúc|thời điểm)\b[^.;()\n]{0,80}?)\s*(?:đến|tới)\s+(?:hết\s+|cuối\s+|trước\s+)*"
    ).match(text, begin.end())
    last = moment_at(text, match.end()) if match else None
    if match and last and last.year:
        return Span(None, last.iso(last=True), match.group(1).strip(), None, begin.start(), last.end)
    return None


def _between(text: str, position: int) -> Span | None:
    first = moment_at(text, position)
    # "9 - 12/2025": the first month has no sign of its own.
    if first is None or first.end == position:
        return None
    until = _UNTIL.match(text, first.end)
    last = moment_at(text, until.end()) if until and until.end() > first.end else None
    if last is None or not (first.year or last.year):
        return None
    return _of(first, last, position)


def _until_only(text: str, start: int) -> Span | None:
    match = re.compile(r"\b[Đđ]ến\s+(?:hết\s+|cuối\s+)*").search(text, start)
    last = moment_at(text, match.end()) if match else None
    if match and last and last.year:
        return Span(None, last.iso(last=True), None, None, match.start(), last.end)
    return None


def single_in(text: str) -> Span | None:
    """A period of one year, quarter or month: "Năm 2026", "Quý IV/2025"."""
    match = re.search(r"(?:[Tt]rong\s+)?(?:[Nn]ăm|[Tt]háng|[Qq]u[ýí])\s+", text)
    at = (
        moment_at(text, match.start() + (6 if match.group().lower().startswith("trong") else 0))
        if match
        else None
    )
    if match and at and at.year and not at.day:
        return Span(at.iso(), at.iso(last=True), None, None, match.start(), at.end)
    return None
