"""When reports are due, over short months, leap years and ends of years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.registers.dues import dues_of
from thidua.registers.enums import Every


@pytest.mark.parametrize(
    ("every", "given_", "expected"),
    [
        ("quarter", {"due_day": 14}, ["Quý I/2026 14/03", "Quý II/2026 14/06", "Quý III/2026 14/09"]),
        ("quarter", {"due_day": 5, "months_after": 1}, ["Quý I/2026 05/04", "Quý II/2026 05/07"]),
        ("half_year", {"due_day": 14}, ["6 tháng đầu năm 2026 14/06", "6 tháng cuối năm 2026 14/12"]),
        ("year", {"due_day": 14}, ["Năm 2026 14/12"]),
        ("month", {"due_day": 31}, ["Tháng 1/2026 31/01", "Tháng 2/2026 28/02", "Tháng 3/2026 31/03"]),
    ],
)
def test_reports_of_a_year(every: str, given_: dict[str, int], expected: list[str]) -> None:
    found = [f"{due.label} {due.due_on:%d/%m}" for due in dues_of(every, 2026, **given_)]
    assert found[: len(expected)] == expected


def test_months_that_a_larger_report_stands_for() -> None:
    """Thông tư 47/2025/TT-BKHCN: months 1, 2, 4, 5, 7, 8, 10, 11."""
    labels = [due.label for due in dues_of("month", 2026, due_day=14, skips_larger=True)]
    assert labels == [f"Tháng {month}/2026" for month in (1, 2, 4, 5, 7, 8, 10, 11)]


def test_what_is_due_after_the_year_is_over() -> None:
    assert dues_of("month", 2027, due_day=31, months_after=2)[-1].due_on == date(2028, 2, 29)


@given(
    every=st.sampled_from(list(Every)),
    year=st.integers(2025, 2030),
    day=st.integers(1, 31),
    after=st.integers(0, 2),
)
def test_dues_come_one_after_the_other(every: Every, year: int, day: int, after: int) -> None:
    days = [due.due_on for due in dues_of(every, year, due_day=day, months_after=after)]
    assert days == sorted(set(days))
    assert days[-1] - days[0] <= timedelta(days=340)
