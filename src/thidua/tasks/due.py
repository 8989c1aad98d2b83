"""Due dates as offices write them → the last day that is in time, or no single date and why. Pure.

The words are never stretched: "hằng tháng" has many days, "15/6" has no year, "đầu năm 2027" is no day. A month, quarter or
year ends on its last day; "trước ngày 30/6/2027" ends the day before. Dates themselves are read as in plans
(`movement/planreader/dates.py`).
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from thidua.movement.planreader.dates import Moment, moment_at


class Kind(StrEnum):
    """How far the words name a day."""

    NOTHING = "nothing"
    DAY = "day"
    REPEATS = "repeats"
    ONGOING = "ongoing"
    SEVERAL = "several"
    NO_YEAR = "no_year"
    VAGUE = "vague"
    IMPOSSIBLE = "impossible"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reading:
    """`on` is None unless `kind` is DAY; `why` is the sentence for the person who wrote the words."""

    on: date | None
    kind: Kind
    why: str


_REPEATS = re.compile(
    r"(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)|định kỳ(?:\s+\w+ tháng)?|tháng cuối (?:của )?quý"
    r"|cuối mỗi \w+|\d tháng (?:một|1) lần",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"thường xuyên|liên tục|kịp thời|khi có|đột xuất|lâu dài|xuyên suốt|trong suốt|theo (?:yêu cầu|tiến độ|kế hoạch)",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(
    r"(?P<n>3|03|6|06|9|09|sáu|chín)\s+tháng\s+(?P<end>đầu|cuối)\s+năm\s+(?P<y>20\d\d)", re.IGNORECASE
)
_UNTIL = re.compile(
    r"\s*,?\s*(?:cho\s+)?(?:đến|tới|-|–|—)\s*(?:(?:hết|cuối|trước|thời điểm|ngày)\s+)*", re.IGNORECASE
)
_BEFORE = re.compile(r"\btrước\s+(?:thời điểm\s+)?$", re.IGNORECASE)
_NO_END = re.compile(
    r"\b(?:từ|sau|kể từ|đầu|giữa|khoảng|quãng|dự kiến)\s+(?:đầu\s+|giữa\s+|cuối\s+)?$", re.IGNORECASE
)
_NOUGHT = re.compile(r"(?<!\d)0{1,2}\s?[/.-]|[/.-]\s?0{1,2}\s?[/.-]")
_MONTHS = {"sáu": 6, "chín": 9}


def read_due(words: str) -> Reading:
    """The last day that is in time by these words; no words, no day."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", words)).strip()
    if not text:
        return Reading(None, Kind.NOTHING, "Chưa ghi hạn.")
    repeated = _REPEATS.search(text)
    if repeated:
        return Reading(
            None, Kind.REPEATS, f"“{repeated.group()}” lặp lại nhiều lần, không phải một ngày cụ thể."
        )
    part = _part_of_year(text)
    if part is not None:
        return part
    moments = _moments(text)
    if not moments:
        return _without_a_day(text)
    if len(moments) > 1 and not _is_span(text, moments):
        told = " và ".join(text[one.start : one.end].strip() for one in moments[:3])
        return Reading(
            None, Kind.SEVERAL, f"Có nhiều mốc ({told}). Xin chọn một ngày hoặc tách thành việc con."
        )
    return _last_day(text, moments[-1])


def _part_of_year(text: str) -> Reading | None:
    found = _PART_OF_YEAR.search(text)
    if found is None:
        return None
    months = _MONTHS.get(found["n"].lower()) or int(found["n"])
    month = 12 if found["end"].lower() == "cuối" else months
    return _until(_end_of_month(int(found["y"]), month))


def _moments(text: str) -> list[Moment]:
    """Every date, month, quarter or year of the text, in order; parts of longer numbers are none."""
    found, position = [], 0
    while position < len(text):
        before = text[position - 1] if position else " "
        moment = None if before.isalnum() or before == "/" else moment_at(text, position)
        if moment is None or moment.end <= position:
            position += 1
        else:
            found.append(moment)
            position = moment.end
    return found


def _is_span(text: str, moments: list[Moment]) -> bool:
    between = text[moments[0].end : moments[1].start]
    return len(moments) == 2 and bool(_UNTIL.fullmatch(between + " "))


def _without_a_day(text: str) -> Reading:
    ongoing = _ONGOING.search(text)
    if ongoing:
        return Reading(
            None, Kind.ONGOING, f"“{ongoing.group()}” là việc làm thường xuyên, không có một ngày cụ thể."
        )
    return Reading(None, Kind.UNREADABLE, "Chưa đọc được ngày nào trong lời ghi này.")


def _last_day(text: str, moment: Moment) -> Reading:
    said, before = text[moment.start : moment.end].strip(), text[: moment.start]
    if not moment.year:
        return Reading(None, Kind.NO_YEAR, f"“{said}” không ghi năm.")
    if _NO_END.search(before):
        whole = text[_NO_END.search(before).start() : moment.end]  # type: ignore[union-attr]
        return Reading(None, Kind.VAGUE, f"“{whole}” không phải ngày kết thúc.")
    first, last = _ends(moment, said)
    if first is None or last is None:
        return Reading(None, Kind.IMPOSSIBLE, f"Lịch không có ngày “{said}”.")
    if _BEFORE.search(before):
        due = first - timedelta(days=1)
        return Reading(due, Kind.DAY, f"Trước {said.lower()}: hạn là hết ngày {due:%d/%m/%Y}.")
    return _until(last)


def _until(last: date) -> Reading:
    return Reading(last, Kind.DAY, f"Hạn là hết ngày {last:%d/%m/%Y}.")


def _ends(moment: Moment, said: str) -> tuple[date | None, date | None]:
    """First and last day of what the moment names."""
    year = int(moment.year)
    if _NOUGHT.search(said):
        return None, None
    if moment.quarter:
        return date(year, 3 * moment.quarter - 2, 1), _end_of_month(year, 3 * moment.quarter)
    if moment.day:
        if moment.day > calendar.monthrange(year, moment.month)[1]:
            return None, None
        return (day := date(year, moment.month, moment.day)), day
    if moment.month:
        return date(year, moment.month, 1), _end_of_month(year, moment.month)
    return date(year, 1, 1), date(year, 12, 31)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
