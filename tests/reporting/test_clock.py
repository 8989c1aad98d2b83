"""What the calendar does by itself: late units, locks; and the check of the running totals."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core.models import AuditEvent
from thidua.notifications.models import Notice
from thidua.reporting import queries
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Period, Total
from thidua.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> make.Ward:
    """Two units with a reporter each, due on 08/10/2026; the first has sent."""
    ward = make.ward(units=2, indicators=1)
    for unit in ward.units:
        ward.person("reporter", unit)
    deeds.send(ward)
    return ward


def tick(day: date) -> None:
    call_command("tick", on=day, verbosity=0)


def late_notices(here: make.Ward) -> list[str]:
    person = here.person("reporter", here.units[1])
    assert not Notice.objects.filter(kind="late").exclude(user=person).exists()
    return list(Notice.objects.filter(kind="late").order_by("pk").values_list("title", flat=True))


def test_tick_tells_late_units_after_one_three_and_seven_days_once_each(here: make.Ward) -> None:
    for day in (8, 9, 9, 10, 11, 12, 15, 16):
        tick(date(2026, 10, day))
    assert late_notices(here) == [f"Báo cáo tháng 10/2026 đã trễ {days} ngày" for days in (1, 3, 7)]
    assert AuditEvent.objects.filter(action="reporting.tell_late_units").count() == 3
    assert AuditEvent.objects.get(sequence=AuditEvent.objects.count()).actor_name == "Hệ thống"


def test_tick_makes_up_for_days_on_which_it_did_not_run(here: make.Ward) -> None:
    tick(date(2026, 10, 10))
    tick(date(2026, 10, 20))
    assert late_notices(here) == [f"Báo cáo tháng 10/2026 đã trễ {days} ngày" for days in (2, 12)]


def test_tick_never_calls_a_back_filled_period_late(here: make.Ward) -> None:
    Period.objects.update(is_backfilled=True)
    tick(date(2026, 10, 15))
    assert late_notices(here) == []


def test_tick_locks_after_the_lock_day_and_only_once(here: make.Ward) -> None:
    deeds.verify(here)
    states = []
    for day in (24, 25, 26):
        tick(date(2026, 10, day))
        states.append((Period.objects.get().locked_at is not None, here.report().state))
    assert states == [
        (False, ReportState.VERIFIED),
        (True, ReportState.LOCKED),
        (True, ReportState.LOCKED),
    ]
    assert AuditEvent.objects.filter(action="reporting.lock_period").count() == 1


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (local(2026, 10, 8, 23, 59, 59), 0),
        (local(2026, 10, 9, 0, 0, 0), 1),
        (local(2026, 10, 13, 12), 5),
    ],
)
def test_late_is_counted_in_local_days(moment: object, days: int) -> None:
    here = make.ward()
    report = here.report()
    report.first_received_at = moment  # type: ignore[assignment]
    assert queries.days_late(report, here.period, on=date(2026, 12, 1)) == days


def test_nothing_sent_is_late_until_the_lock() -> None:
    here = make.ward()
    report = here.report()
    seen = [queries.days_late(report, here.period, on=date(2026, 10, day)) for day in (8, 9, 12)]
    here.period.locked_at = local(2026, 10, 29)
    assert [*seen, queries.days_late(report, here.period, on=date(2027, 5, 1))] == [0, 1, 4, 21]


def test_verify_totals_agrees_after_a_whole_way(here: make.Ward, capsys: pytest.CaptureFixture[str]) -> None:
    deeds.verify(here)
    deeds.lock(here)
    call_command("verify_totals")
    assert capsys.readouterr().out == "1 kỳ, 4 ô tổng, 0 ô sai lệch.\n"


def test_verify_totals_finds_a_planted_difference(
    here: make.Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    Total.objects.filter(unit=here.commune).update(numerator=41)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_totals", period=here.period.pk)
    assert ended.value.code == 1
    code = here.indicators[0].code
    kept, fresh = (
        f"{words} {number}/50 (1 có số, 0 không phát sinh)"
        for words, number in (("đang lưu", 41), ("tính lại", 40))
    )
    assert capsys.readouterr().out.splitlines() == [
        f"Tháng 10/2026 · {code} · phường Nam Đồng · Đã gửi: {kept}, {fresh}",
        "1 kỳ, 2 ô tổng, 1 ô sai lệch.",
    ]


def test_verify_totals_of_an_unknown_period_is_refused() -> None:
    with pytest.raises(CommandError, match="Không có kỳ báo cáo số 0"):
        call_command("verify_totals", period=0)


def test_the_worker_ticks_once_a_day_and_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(clock, "call_command", lambda name, **_: done.append(name))
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)
    today, tomorrow = date(2026, 10, 8), date(2026, 10, 9)
    last = clock.tick_on(today, None)
    last = clock.tick_on(today, last)
    last = clock.tick_on(tomorrow, last)
    assert (last, done) == (tomorrow, ["tick", "sweep_data"] * 2)

    def fails(name: str, **_: object) -> None:
        raise OSError(name)

    monkeypatch.setattr(clock, "call_command", fails)
    assert clock.tick_on(date(2026, 10, 10), last) == tomorrow
