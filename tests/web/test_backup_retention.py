"""Which copies stay: days, weeks and months that have one; the newest always."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clock import local
from thidua.web.backups.retention import Keep, kept

USUAL = Keep(daily=7, weekly=4, monthly=12)


def nightly(days: int) -> list[datetime]:
    """One copy each night, the last on Sunday 22/11/2026."""
    return [local(2026, 11, 22, 1) - timedelta(days=number) for number in range(days)]


def days_of(moments: set[datetime]) -> list[str]:
    return [f"{moment:%d/%m/%Y}" for moment in sorted(moments, reverse=True)]


def test_three_years_of_nights_leave_days_weeks_and_months() -> None:
    assert days_of(kept(nightly(1100), USUAL)) == [
        *[f"{day}/11/2026" for day in range(22, 15, -1)],
        *["15/11/2026", "08/11/2026", "01/11/2026"],
        *["31/10/2026", "30/09/2026", "31/08/2026", "31/07/2026", "30/06/2026", "31/05/2026", "30/04/2026"],
        *["31/03/2026", "28/02/2026", "31/01/2026", "31/12/2025"],
    ]


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (Keep(1, 0, 0), ["22/11/2026"]),
        (Keep(0, 0, 0), ["22/11/2026"]),
        (Keep(0, 2, 0), ["22/11/2026", "15/11/2026"]),
        (Keep(0, 0, 2), ["22/11/2026", "31/10/2026"]),
        (Keep(2, 1, 1), ["22/11/2026", "21/11/2026"]),
    ],
)
def test_each_span_counts_for_itself(keep: Keep, left: list[str]) -> None:
    assert days_of(kept(nightly(40), keep)) == left


def test_the_newest_of_a_day_stays() -> None:
    morning, noon, evening = (local(2026, 11, 20, hour) for hour in (6, 12, 18))
    assert kept([noon, evening, morning], Keep(7, 0, 0)) == {evening}


def test_a_week_over_the_new_year_is_one_week() -> None:
    old, new = local(2026, 12, 31), local(2027, 1, 1)
    assert kept([old, new], Keep(1, 2, 0)) == {new}


def test_a_long_pause_costs_no_copy() -> None:
    before = [local(2025, 1, day) for day in range(1, 8)]
    assert kept(before, USUAL) == set(before)


def test_nothing_keeps_nothing() -> None:
    assert kept([], USUAL) == set()


moments = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), max_size=60)
counts = st.integers(0, 5)


@given(moments, st.builds(Keep, counts, counts, counts))
def test_what_stays_is_stable_and_bounded(made: list[datetime], keep: Keep) -> None:
    staying = kept(made, keep)
    assert kept(staying, keep) == staying
    assert len(staying) <= max(1, keep.daily + keep.weekly + keep.monthly)
    assert max(made, default=None) in {*staying, None}
