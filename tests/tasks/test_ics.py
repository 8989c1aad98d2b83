"""The calendar file as RFC 5545 asks for it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.tasks.ics import Event, calendar_of, escaped, folded

AT = datetime(2026, 9, 20, 1, 2, 3, tzinfo=UTC)


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_a_day_is_an_event_of_that_whole_day() -> None:
    event = Event(
        "nhiem-vu-7@dia-phuong",
        date(2026, 12, 31),
        "Hạn: Lập danh mục",
        "Chủ trì: Văn phòng\nHạn: 31/12/2026",
        "https://a.example/7/",
    )
    assert unfolded(calendar_of("Nhiệm vụ", [event], at=AT))[5:-2] == [
        "X-WR-CALNAME:Nhiệm vụ",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "BEGIN:VEVENT",
        "UID:nhiem-vu-7@dia-phuong",
        "DTSTAMP:20260920T010203Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Hạn: Lập danh mục",
        "TRANSP:TRANSPARENT",
        "DESCRIPTION:Chủ trì: Văn phòng\\nHạn: 31/12/2026",
        "URL:https://a.example/7/",
        "END:VEVENT",
    ]


def test_a_calendar_without_events_is_whole() -> None:
    body = calendar_of("Nhiệm vụ", [], at=AT)
    assert body.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert body.endswith(b"\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a; b, c", "a\\; b\\, c"),
        ("C:\\thu muc", "C:\\\\thu muc"),
        ("một\r\nhai\rba\nbốn", "một\\nhai\\nba\\nbốn"),
        ("một\x00\x07hai\tba", "mộthaiba"),
        ("BEGIN:VEVENT\r\nSUMMARY:giả", "BEGIN:VEVENT\\nSUMMARY:giả"),
    ],
)
def test_text_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@given(st.text(max_size=400))
def test_lines_are_folded_within_75_octets_and_come_back_whole(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    pieces = list(folded(line))
    assert all(len(piece.encode(errors="surrogatepass")) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_nothing_that_is_written_begins_a_line_of_its_own(title: str) -> None:
    lines = unfolded(calendar_of("A", [Event("1", date(2026, 1, 1), title, title)], at=AT))
    assert [line for line in lines if line == "BEGIN:VEVENT"] == ["BEGIN:VEVENT"]
    assert len(lines) == 18
