"""Times of reports: before month 1 stands month 12, before quarter I quarter IV; the way so far and the whole way."""

from datetime import date

import pytest

from thidua.composing import spans
from thidua.composing.spans import Stage
from thidua.reporting import calendars
from thidua.reporting.calendars import Calendar, Span

STAGES = (
    Stage("Giai đoạn 1", date(2025, 8, 1), date(2027, 12, 31)),
    Stage("Giai đoạn 2", date(2028, 1, 1), date(2030, 12, 31)),
)
PLAN = (date(2025, 8, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("span", "year", "ordinal", "before"),
    [
        (Span.MONTH, 2026, 1, "Tháng 12/2025"),
        (Span.MONTH, 2026, 10, "Tháng 9/2026"),
        (Span.QUARTER, 2026, 1, "Quý IV/2025"),
        (Span.QUARTER, 2026, 4, "Quý III/2026"),
        (Span.HALF_YEAR, 2026, 1, "6 tháng cuối năm 2025"),
        (Span.HALF_YEAR, 2026, 2, "6 tháng đầu năm 2026"),
        (Span.YEAR, 2026, 1, "Năm 2025"),
    ],
)
@pytest.mark.parametrize("calendar", list(Calendar))
def test_the_time_before_ends_where_this_one_begins(
    calendar: Calendar, span: Span, year: int, ordinal: int, before: str
) -> None:
    time = spans.of_window(calendars.window(calendar, span, year, ordinal))
    assert time.before is not None
    assert time.before.label == before
    assert (time.starts_on - time.before.ends_on).days == 1


def test_month_1_of_the_reporting_calendar_begins_in_december() -> None:
    time = spans.of_window(calendars.window(Calendar.REPORTING, Span.MONTH, 2026, 1))
    assert (time.starts_on, time.ends_on) == (date(2025, 12, 15), date(2026, 1, 14))
    assert time.before is not None
    assert (time.before.starts_on, time.before.ends_on) == (date(2025, 11, 15), date(2025, 12, 14))


def test_so_far_begins_with_the_year_and_ends_with_the_time() -> None:
    time = spans.of_window(calendars.window(Calendar.SOLAR, Span.HALF_YEAR, 2026, 2))
    assert time.so_far is not None
    assert (time.so_far.starts_on, time.so_far.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "key", ["month-2026-10", "quarter-2026-3", "half_year-2026-1", "year-2026-1", "interim-1", "final"]
)
def test_a_key_names_the_time_that_has_it(key: str) -> None:
    found = spans.named(key, Calendar.REPORTING, STAGES, *PLAN)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "key", ["", "month-2026-13", "quarter-2026-5", "year-2026-2", "interim-0", "interim-2", "tet-2026-1"]
)
def test_other_keys_name_nothing(key: str) -> None:
    assert spans.named(key, Calendar.REPORTING, STAGES, *PLAN) is None


def test_the_way_so_far_runs_from_the_plan_to_the_end_of_its_stage() -> None:
    time = spans.interim(STAGES, 1, PLAN[0])
    assert (time.label, time.starts_on, time.ends_on) == ("Sơ kết 2025 – 2027", PLAN[0], STAGES[0].ends_on)
    assert time.stages == STAGES[:1]
    assert spans.title_of(time, "“Số”") == "Sơ kết phong trào thi đua “Số” giai đoạn 2025 - 2027"


def test_the_whole_way_tells_of_every_stage() -> None:
    time = spans.final(STAGES, *PLAN)
    assert (time.label, time.stages) == ("Tổng kết 2025 – 2030", STAGES)
    assert (time.before, time.so_far) == (None, None)
    assert spans.title_of(time, "“Số”") == "Tổng kết phong trào thi đua “Số” giai đoạn 2025 - 2030"
