"""What offices write of due dates, and the last day that is in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.tasks.due import Kind, read_due

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("30/6/2027", "2027-06-30"),
        ("30/06/2027", "2027-06-30"),
        ("ngày 30/6/2027", "2027-06-30"),
        ("ngày 30 tháng 6 năm 2027", "2027-06-30"),
        ("30-6-2027", "2027-06-30"),
        ("30.6.2027", "2027-06-30"),
        ("chậm nhất ngày 25/12/2026", "2026-12-25"),
        ("Hoàn thành trong ngày 25/12/2026", "2026-12-25"),
        ("đến hết ngày 31/12/2026", "2026-12-31"),
        ("trước ngày 30/6/2027", "2027-06-29"),
        ("Trước 01/01/2027", "2026-12-31"),
        ("trước ngày 01/3/2028", "2028-02-29"),
        ("trước ngày 01/3/2027", "2027-02-28"),
        ("trước tháng 7/2027", "2027-06-30"),
        ("trước quý IV/2026", "2026-09-30"),
        ("trước năm 2027", "2026-12-31"),
        ("trong quý III/2026", "2026-09-30"),
        ("Quý I năm 2027", "2027-03-31"),
        ("quý 2/2027", "2027-06-30"),
        ("Quý IV/2026", "2026-12-31"),
        ("trong tháng 2/2028", "2028-02-29"),
        ("tháng 02/2027", "2027-02-28"),
        ("tháng 02/2100", None),
        ("tháng 4 năm 2027", "2027-04-30"),
        ("12/2026", "2026-12-31"),
        ("năm 2026", "2026-12-31"),
        ("trong năm 2026", "2026-12-31"),
        ("đến hết năm 2027", "2027-12-31"),
        ("đến năm 2030", "2030-12-31"),
        ("cuối năm 2026", "2026-12-31"),
        ("6 tháng đầu năm 2027", "2027-06-30"),
        ("sáu tháng đầu năm 2027", "2027-06-30"),
        ("9 tháng đầu năm 2027", "2027-09-30"),
        ("6 tháng cuối năm 2027", "2027-12-31"),
        ("từ năm 2025 đến năm 2027", "2027-12-31"),
        ("2025 - 2030", "2030-12-31"),
        ("từ ngày 01/6/2027 đến hết ngày 30/6/2027", "2027-06-30"),
        ("29/2/2028", "2028-02-29"),
    ],
)
def test_words_that_name_a_day(words: str, day: str | None) -> None:
    read = read_due(words)
    assert (read.on, read.kind is Kind.DAY) == (date.fromisoformat(day) if day else None, day is not None)


@pytest.mark.parametrize(
    ("words", "kind", "why"),
    [
        ("", Kind.NOTHING, "Chưa ghi hạn"),
        ("   ", Kind.NOTHING, "Chưa ghi hạn"),
        ("trước ngày 15 hằng tháng", Kind.REPEATS, "hằng tháng"),
        ("hàng quý", Kind.REPEATS, "hàng quý"),
        ("Hằng năm", Kind.REPEATS, "Hằng năm"),
        ("trước ngày 15/12 hằng năm", Kind.REPEATS, "hằng năm"),
        ("ngày 20 của tháng cuối quý", Kind.REPEATS, "tháng cuối quý"),
        ("định kỳ 6 tháng", Kind.REPEATS, "định kỳ"),
        ("mỗi tuần", Kind.REPEATS, "mỗi tuần"),
        ("thường xuyên", Kind.ONGOING, "thường xuyên"),
        ("Khi có yêu cầu", Kind.ONGOING, "Khi có"),
        ("30/6/2026 và 31/12/2026", Kind.SEVERAL, "30/6/2026 và 31/12/2026"),
        ("tháng 6/2027, tháng 12/2027", Kind.SEVERAL, "nhiều mốc"),
        ("ngày 15/6", Kind.NO_YEAR, "không ghi năm"),
        ("trong tháng 12", Kind.NO_YEAR, "không ghi năm"),
        ("đầu năm 2027", Kind.VAGUE, "đầu năm 2027"),
        ("giữa tháng 6/2027", Kind.VAGUE, "giữa"),
        ("sau ngày 30/6/2027", Kind.VAGUE, "sau"),
        ("từ ngày 30/6/2027", Kind.VAGUE, "từ"),
        ("khoảng quý III/2027", Kind.VAGUE, "khoảng"),
        ("30/02/2027", Kind.IMPOSSIBLE, "30/02/2027"),
        ("29/2/2027", Kind.IMPOSSIBLE, "29/2/2027"),
        ("31/11/2026", Kind.IMPOSSIBLE, "31/11/2026"),
        ("00/6/2027", Kind.IMPOSSIBLE, "Lịch không có"),
        ("31/13/2026", Kind.UNREADABLE, "Chưa đọc được"),
        ("sớm nhất có thể", Kind.UNREADABLE, "Chưa đọc được"),
        ("ngày 15", Kind.UNREADABLE, "Chưa đọc được"),
    ],
)
def test_words_without_a_single_day_say_why(words: str, kind: Kind, why: str) -> None:
    read = read_due(words)
    assert (read.on, read.kind, why in read.why) == (None, kind, True)


def test_letters_in_parts_are_read_alike() -> None:
    assert read_due("trước nga\u0300y 30/6/2027").on == date(2027, 6, 29)


@given(
    DAYS,
    st.sampled_from(
        ["{0:%d/%m/%Y}", "ngày {0.day} tháng {0.month} năm {0.year}", "đến {0.day}/{0.month}/{0.year}"]
    ),
)
def test_a_day_is_read_as_it_was_written(day: date, form: str) -> None:
    assert read_due(form.format(day)).on == day


@given(DAYS)
def test_before_a_day_ends_the_day_before(day: date) -> None:
    assert read_due(f"trước ngày {day:%d/%m/%Y}").on == day - timedelta(days=1)


@given(st.integers(1, 12), st.integers(2000, 2099))
def test_a_month_ends_where_the_next_begins(month: int, year: int) -> None:
    read = read_due(f"trong tháng {month}/{year}").on
    assert read is not None
    assert ((read + timedelta(days=1)).day, read.month, read.year) == (1, month, year)


@given(st.text(alphabet="0123456789/.- ngàythángnămqúyIVtrướchếtđếnằ", max_size=60))
def test_any_words_are_answered(words: str) -> None:
    read = read_due(words)
    assert (read.on is not None) == (read.kind is Kind.DAY)
    assert read.why
