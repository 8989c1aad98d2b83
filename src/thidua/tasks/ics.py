"""A calendar of days as RFC 5545 writes it: CRLF, lines folded at 75 octets, text escaped, whole-day events. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75  # octets, without the line's end
PRODUCT = "-//Thi Dua So//Nhiem vu//VI"


@dataclass(frozen=True, slots=True)
class Event:
    """A day with a name; `uid` stays the same when the day moves."""

    uid: str
    on: date
    title: str
    description: str = ""
    url: str = ""


def calendar_of(name: str, events: Iterable[Event], *, at: datetime) -> bytes:
    """The whole file; `at` is the moment it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh"]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(event: Event, at: datetime) -> list[str]:
    told = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event.title)}",
        "TRANSP:TRANSPARENT",
    ]
    if event.description:
        told.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        told.append(f"URL:{event.url}")
    return [*told, "END:VEVENT"]


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; characters that steer something are left out."""
    text = re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text)
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")
    return re.sub(r"([\\;,])", r"\\\1", kept).replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never within a character; all but the first begin with a space."""
    piece, size = "", 0
    for char in line:
        more = len(char.encode())
        if size + more > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + more
    yield piece
