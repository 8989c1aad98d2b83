"""The hour of the deadline, whatever clocks do: no report is filed under another period or counted as late for a wrong reason.

Days are those of Vietnam, wherever the server or the browser stands; a clock may be set between opening a page and sending it;
what was written down stays in the order in which it came.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.clock import VIETNAM, local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core import audit_check, working_days
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.indicator.figures import Value
from thidua.reporting import actions, calendars, queries
from thidua.reporting.calendars import Calendar, Span
from thidua.reporting.models import Figure, FigureRevision, Period, Report

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
ZONES = ["UTC", "America/Los_Angeles", "America/Sao_Paulo", "Pacific/Kiritimati", "Asia/Ho_Chi_Minh"]


def midnight_after(day: date) -> datetime:
    """The first moment that is no longer `day` in Vietnam."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=VIETNAM)


def due(unit_due_on: date, **other: object) -> make.Ward:
    """A ward of two units whose one period is due on that day for units."""
    ends = unit_due_on - timedelta(days=1)
    facts = {"starts_on": ends - timedelta(days=29), "ends_on": ends, "ward_due_on": unit_due_on}
    dates = {**facts, "unit_due_on": unit_due_on, "locks_on": unit_due_on + timedelta(days=10), **other}
    return make.ward(units=2, indicators=1, **dates)  # type: ignore[arg-type]


def late_days(here: make.Ward, *, on: date | None = None) -> int:
    here.period.refresh_from_db()
    return queries.days_late(here.report(), here.period, on=on or date(2030, 1, 1))


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The server's own time zone, as the system has it."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


# The last moment and the first that is too late


@pytest.mark.parametrize(
    "day",
    [date(2026, 10, 8), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 28)],
    ids=str,
)
@pytest.mark.parametrize(("after", "expected"), [(-TICK, 0), (timedelta(), 1), (HOUR * 24 - TICK, 1)])
def test_the_due_day_ends_with_its_last_microsecond(day: date, after: timedelta, expected: int) -> None:
    here = due(day)
    deeds.send(here, at=midnight_after(day) + after)
    assert (late_days(here), here.report().period_id) == (expected, here.period.pk)


@pytest.mark.parametrize(("after", "expected"), [(-TICK, 0), (timedelta(), 1)])
def test_the_servers_time_zone_changes_nothing(zone: str, after: timedelta, expected: int) -> None:
    here = due(date(2026, 10, 8))
    deeds.send(here, at=(midnight_after(date(2026, 10, 8)) + after).astimezone(UTC))
    assert (zone, late_days(here)) == (zone, expected)
    row = next(
        row
        for row in queries.board_of(here.period, on=date(2026, 10, 20))
        if row.unit_name == here.units[0].name
    )
    assert row.days_late == expected


def test_today_is_vietnams_whatever_the_servers_time_zone(
    zone: str, set_clock: Callable[[datetime], None]
) -> None:
    """In Los Angeles it is still the day before, on Kiritimati already the day after."""
    set_clock(datetime(2026, 10, 8, 16, 59, 59, tzinfo=UTC))
    before = timezone.localdate()
    set_clock(datetime(2026, 10, 8, 17, 0, 0, tzinfo=UTC))
    assert (zone, before, timezone.localdate()) == (zone, date(2026, 10, 8), date(2026, 10, 9))


@pytest.mark.parametrize(
    "day", [date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 10, 25)], ids=str
)
@pytest.mark.parametrize("name", ["America/Los_Angeles", "Europe/Berlin"])
def test_days_on_which_others_change_their_clocks_have_24_hours_here(day: date, name: str) -> None:
    begins = datetime.combine(day, datetime.min.time(), tzinfo=VIETNAM)
    moments = [begins + HOUR * hour for hour in range(25)]
    abroad = [one.astimezone(ZoneInfo(name)) for one in moments]
    assert [timezone.localdate(one) for one in abroad] == [day] * 24 + [day + timedelta(days=1)]


def test_a_leap_second_is_no_second() -> None:
    """The machine's clock knows none: the day of 31/12/2016 UTC ended one second after 23:59:59."""
    last = datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert last + timedelta(seconds=1) == datetime(2017, 1, 1, tzinfo=UTC)


def test_a_late_evening_of_the_year_belongs_to_its_year() -> None:
    here = due(date(2026, 12, 31))
    report = deeds.send(here, at=local(2026, 12, 31, 23, 59, 59))
    assert report.first_received_at is not None
    assert timezone.localdate(report.first_received_at) == date(2026, 12, 31)
    assert (late_days(here), report.period.ends_on.year) == (0, 2026)


# The clock is set while somebody types


def typed(figure: Figure) -> dict[str, str]:
    said = {
        "version": figure.version,
        "numerator": 40,
        "denominator": 50,
        "state": "",
        "explanation": "Đếm theo sổ.",
    }
    return {f"s{figure.pk}-{name}": str(value) for name, value in said.items()} | {"then": "gui"}


@pytest.mark.parametrize("step", [HOUR, -HOUR, timedelta(days=1), -timedelta(days=400)], ids=str)
def test_a_page_opened_before_the_clock_was_set_is_taken(
    step: timedelta, set_clock: Callable[[datetime], None]
) -> None:
    """For the period that it was opened for, at the time that the machine tells now; what was typed is not lost."""
    here = due(date(2026, 10, 8))
    opened = local(2026, 10, 8, 23, 30)
    browser = Client()
    set_clock(opened)
    browser.force_login(here.person("reporter"))
    address = reverse("reporting:report_edit", args=[here.report().pk])
    assert browser.get(address).status_code == 200
    set_clock(opened + step)
    answer = browser.post(address, typed(here.figures()[0]))
    report = here.report()
    assert (answer.status_code, report.submitted_at, report.period_id) == (303, opened + step, here.period.pk)
    assert late_days(here) == (1 if step > timedelta() else 0)


def test_two_open_periods_never_take_each_others_figures(set_clock: Callable[[datetime], None]) -> None:
    """Month 10 still open when month 11 begins: a report goes where its page came from, on either side of midnight."""
    here = due(date(2026, 10, 8))
    plan = actions.PeriodPlan(
        kind="month", calendar="solar", label="Tháng 11/2026", starts_on=date(2026, 10, 9), ends_on=date(2026, 11, 8),
        unit_due_on=date(2026, 11, 9), ward_due_on=date(2026, 11, 9), locks_on=date(2026, 11, 20),
    )  # fmt: skip
    other = actions.open_period(
        here.movement, plan=plan, by=here.actor("standing_body"), at=local(2026, 10, 8)
    )
    browser = Client()
    browser.force_login(here.person("reporter"))
    for after in (-TICK, timedelta()):
        set_clock(midnight_after(date(2026, 10, 8)) + after)
        for period in (here.period, other):
            figure = Figure.objects.get(report__period=period, report__unit=here.units[0])
            address = reverse("reporting:report_edit", args=[figure.report_id])
            browser.post(address, typed(figure) | {"then": ""})
    counted = Figure.objects.filter(numerator=40).values_list("report__period", "report__unit")
    assert sorted(counted) == sorted((one.pk, here.units[0].pk) for one in (here.period, other))


# The lock


def test_the_lock_day_itself_still_counts() -> None:
    here = due(date(2026, 10, 8), locks_on=date(2026, 10, 24))
    found = [list(queries.periods_to_lock(on)) for on in (date(2026, 10, 24), date(2026, 10, 25))]
    assert found == [[], [here.period]]


@pytest.mark.parametrize("after", [-HOUR, -TICK, timedelta(), HOUR])
def test_nothing_is_accepted_after_the_lock_whatever_time_it_claims(after: timedelta) -> None:
    """The order of deeds decides, not the time beside them: a clock set back opens no locked period."""
    here = due(date(2026, 10, 8))
    deeds.lock(here)
    with pytest.raises(Refused, match="Kỳ báo cáo đã khóa"):
        deeds.send(here, at=deeds.LOCKED_AT + after)
    assert here.report().first_received_at is None


def test_what_came_before_the_lock_stays_accepted_when_the_clock_went_back() -> None:
    """Sent at 08:30, the clock is set back, locked at 08:00: it is in, and in time."""
    here = due(date(2026, 10, 29))
    deeds.send(here, at=deeds.LOCKED_AT + HOUR / 2)
    period = deeds.lock(here)
    assert (period.locked_at, late_days(here), here.report().state) == (deeds.LOCKED_AT, 0, "submitted")


def test_tick_over_a_clock_that_goes_back_tells_and_locks_once() -> None:
    here = due(date(2026, 10, 8), locks_on=date(2026, 10, 12))
    here.person("reporter")
    for day in (9, 11, 10, 9, 11, 13, 12, 13):
        call_command("tick", on=date(2026, 10, day), verbosity=0)
    deeds_done = AuditEvent.objects.filter(action__startswith="reporting.").order_by("sequence")
    assert list(deeds_done.values_list("action", flat=True)) == [
        "reporting.tell_late_units",
        "reporting.tell_late_units",
        "reporting.lock_period",
    ]


# What was written stays in order


def test_history_and_book_of_deeds_follow_the_order_of_deeds() -> None:
    here = due(date(2026, 10, 8))
    report = deeds.send(here, at=local(2026, 10, 8, 9))
    actions.recall_report(report, by=here.actor("reporter"), at=local(2026, 10, 8, 8))
    deeds.send(here, None, Value(45, 50), at=local(2026, 10, 8, 7))
    numbers = list(
        FigureRevision.objects.filter(figure=here.figures()[0])
        .order_by("pk")
        .values_list("numerator", flat=True)
    )
    events = deeds_on(here.report())
    assert [int(one) for one in numbers if one is not None] == [40, 45]
    assert events == ["submit_report", "recall_report", "submit_report"]
    assert (list(audit_check.breaks(here.commune.pk)), deeds.totals_agree(here)) == ([], True)


def deeds_on(report: Report) -> list[str]:
    found = AuditEvent.objects.filter(object_type="Report", object_id=report.pk).order_by("sequence")
    return [one.action.partition(".")[2] for one in found]


def test_a_publication_by_a_clock_set_back_is_still_the_next(set_clock: Callable[[datetime], None]) -> None:
    here = due(date(2026, 10, 8))
    deeds.send(here)
    deeds.verify(here)
    deeds.lock(here)
    first = deeds.publish(here)
    deeds.revise(here, here.figures()[0], Value(44, 50))
    second = deeds.publish(here, reason="Đính chính.", at=deeds.PUBLISHED_AT - timedelta(days=2))
    assert (first.number, second.number) == (1, 2)
    assert queries.last_publication(here.period) == second


# Due dates by the calendar


@pytest.mark.parametrize("year", [2025, 2026, 2027])
@pytest.mark.parametrize("calendar", Calendar)
def test_units_are_never_due_on_a_day_off(calendar: Calendar, year: int) -> None:
    """Five working days before the ward's day, holidays and days worked in their stead counted as the law has them."""
    held = working_days.load()
    days = calendars.regime(calendar).unit_cutoff_working_days
    windows = [one for one in calendars.periods_of_year(year, calendar) if one.due_on.year in held.years]
    assert len(windows) >= 10
    for window in windows:
        unit_due = calendars.unit_due_on(window.due_on, days, held)
        eve = unit_due - timedelta(days=1)
        found = (
            working_days.is_working_day(unit_due, held),
            working_days.working_days_between(eve, window.due_on, held),
        )
        assert (window.label, found) == (window.label, (True, days))


def test_the_periods_of_a_year_are_told_apart_by_their_days() -> None:
    """Each day of 2025–2028 lies in exactly one month of each calendar: nothing can be filed under two."""
    for calendar in Calendar:
        months = [
            calendars.window(calendar, Span.MONTH, year, month)
            for year in range(2024, 2030)
            for month in range(1, 13)
        ]
        day = date(2025, 1, 1)
        while day < date(2029, 1, 1):
            assert sum(window.holds(day) for window in months) == 1
            day += timedelta(days=1)


def test_a_period_is_proposed_by_vietnams_day(zone: str, set_clock: Callable[[datetime], None]) -> None:
    here = make.ward()
    Period.objects.all().update(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31))
    seen = []
    for moment in (datetime(2028, 2, 28, 17, tzinfo=UTC), datetime(2028, 2, 29, 16, 59, 59, tzinfo=UTC)):
        set_clock(moment)
        seen.append(queries.proposals_of(here.movement, on=timezone.localdate()))
    assert (zone, seen[0]) == (zone, seen[1])
    assert seen[0] != queries.proposals_of(here.movement, on=date(2028, 4, 1))
