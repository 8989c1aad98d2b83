"""Opening, dating, urging and locking periods."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.indicator.models import Definition
from thidua.movement.enums import MovementState
from thidua.movement.models import Assignment, Movement
from thidua.notifications.models import Notice
from thidua.reporting import actions, errors, queries
from thidua.reporting.actions import PeriodPlan
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Period

pytestmark = pytest.mark.django_db
AT = local(2026, 10, 20)
PLAN = PeriodPlan(
    kind="month",
    calendar="reporting",
    label="Tháng 11/2026",
    starts_on=date(2026, 10, 15),
    ends_on=date(2026, 11, 14),
    unit_due_on=date(2026, 11, 9),
    ward_due_on=date(2026, 11, 14),
    locks_on=date(2026, 11, 28),
)
PAST = replace(
    PLAN,
    kind="month",
    label="Tháng 9/2025",
    starts_on=date(2025, 8, 15),
    ends_on=date(2025, 9, 14),
)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=2)


def opened(here: make.Ward, plan: PeriodPlan = PLAN, **other: Any) -> Period:
    return actions.open_period(here.movement, plan=plan, by=here.actor("standing_body"), at=AT, **other)


def test_open_period_asks_every_unit_for_what_is_assigned(here: make.Ward) -> None:
    here.person("reporter")
    period = opened(here)
    asked = Figure.objects.filter(report__period=period).values_list("report__unit_id", "indicator_id")
    assert set(asked) == {(unit.pk, one.pk) for unit in here.units for one in here.indicators}
    assert list(Notice.objects.values_list("title", flat=True)) == ["Mở kỳ báo cáo tháng 11/2026"]
    assert AuditEvent.objects.get(action="reporting.open_period").detail["units"] == 2


def test_open_period_leaves_out_ended_assignments_and_closed_units(here: make.Ward) -> None:
    Assignment.objects.filter(unit=here.units[0], indicator=here.indicators[0]).update(ended_at=AT)
    here.units[1].valid_to = date(2026, 11, 1)
    here.units[1].save()
    asked = Figure.objects.filter(report__period=opened(here)).values_list("report__unit_id", "indicator_id")
    assert list(asked) == [(here.units[0].pk, here.indicators[1].pk)]


def test_open_period_twice_is_refused(here: make.Ward) -> None:
    opened(here)
    with pytest.raises(errors.PeriodExists):
        opened(here)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"unit_due_on": date(2026, 11, 15)}, errors.PeriodDatesOutOfOrder),
        ({"locks_on": date(2026, 11, 13)}, errors.PeriodDatesOutOfOrder),
        ({"starts_on": date(2026, 11, 15)}, errors.PeriodDatesOutOfOrder),
        ({"starts_on": date(2025, 6, 15), "ends_on": date(2025, 7, 14)}, errors.PeriodOutsideMovement),
        ({"starts_on": date(2031, 1, 15), "ends_on": date(2031, 2, 14)}, errors.PeriodOutsideMovement),
    ],
)
def test_open_period_refuses_impossible_dates(
    here: make.Ward, change: dict[str, date], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        opened(here, replace(PLAN, **change))  # type: ignore[arg-type]


def test_open_period_without_assignments_is_refused(here: make.Ward) -> None:
    Assignment.objects.update(ended_at=AT)
    with pytest.raises(errors.NothingAssigned):
        opened(here)


def test_open_period_refuses_two_formulas_for_one_indicator(here: make.Ward) -> None:
    Assignment.objects.filter(unit=here.units[0], indicator=here.indicators[0]).update(variant="B")
    with pytest.raises(errors.VariantsMixed, match=here.indicators[0].name):
        opened(here)


def test_open_period_of_a_movement_that_is_not_launched_is_refused(here: make.Ward) -> None:
    Movement.objects.update(state=MovementState.APPROVED, launched_at=None)
    with pytest.raises(Refused, match="chưa phát động"):
        opened(here)


def test_open_period_takes_the_definition_valid_at_its_end(here: make.Ward) -> None:
    """A definition changed in between leaves old periods alone."""
    first = make.definition_of(here.indicators[0])
    first.valid_to = date(2026, 11, 13)
    first.save()
    second = Definition.objects.get(pk=first.pk)
    second.pk, second.version = None, 2
    second.valid_from, second.valid_to = date(2026, 11, 14), None
    second.save()
    new = opened(here)
    asked = Figure.objects.filter(indicator=here.indicators[0]).order_by("report__period_id")
    by_period = {figure.report.period_id: figure.definition_id for figure in asked}
    assert by_period == {here.period.pk: first.pk, new.pk: second.pk}


def test_open_period_ad_hoc_asks_exactly_the_chosen(here: make.Ward) -> None:
    """Also what is assigned to nobody; and the same span twice is no duplicate."""
    extra = make.new_indicator("count")
    plan = replace(PLAN, kind="ad_hoc", calendar="solar", label="Báo cáo nhanh Ngày hội số")
    for _ in range(2):
        period = opened(here, plan, units=[here.units[1]], indicator_ids=[extra.pk])
        asked = Figure.objects.filter(report__period=period).values_list("report__unit_id", "indicator_id")
        assert list(asked) == [(here.units[1].pk, extra.pk)]


def test_open_period_ad_hoc_refuses_units_of_another_commune(here: make.Ward) -> None:
    plan = replace(PLAN, kind="ad_hoc", calendar="solar")
    with pytest.raises(errors.NothingAssigned):
        opened(here, plan, units=make.ward().units, indicator_ids=[here.indicators[0].pk])


def test_open_past_periods_marks_them_and_tells_once(here: make.Ward) -> None:
    here.person("reporter")
    other = replace(PAST, label="Tháng 10/2025", starts_on=date(2025, 9, 15), ends_on=date(2025, 10, 14))
    by = here.actor("standing_body")
    made = actions.open_past_periods(here.movement, plans=[PAST, other], by=by, at=AT)
    assert [period.is_backfilled for period in made] == [True, True]
    assert list(Notice.objects.values_list("title", flat=True)) == ["Mở 2 kỳ đã qua để nhập bù"]
    rows = queries.board_of(made[0], on=date(2027, 1, 1))
    assert [(row.label, row.days_late) for row in rows] == [("Chưa gửi", 0)] * 2


def test_open_past_periods_refuses_what_is_not_over(here: make.Ward) -> None:
    with pytest.raises(errors.NotPast):
        actions.open_past_periods(here.movement, plans=[PAST, PLAN], by=here.actor("standing_body"), at=AT)
    with pytest.raises(errors.NothingChosen):
        actions.open_past_periods(here.movement, plans=[], by=here.actor("standing_body"), at=AT)
    assert Period.objects.count() == 1


def test_open_past_periods_is_all_or_nothing(here: make.Ward) -> None:
    plans = [PAST, PAST]
    with pytest.raises(errors.PeriodExists):
        actions.open_past_periods(here.movement, plans=plans, by=here.actor("standing_body"), at=AT)
    assert Period.objects.count() == 1


NEW_DATES = {
    "unit_due_on": date(2026, 10, 12),
    "ward_due_on": date(2026, 10, 14),
    "locks_on": date(2026, 10, 30),
}


def test_change_period_dates_keeps_the_old_ones_in_the_book(here: make.Ward) -> None:
    here.person("reporter")
    here.period.reports.update(late_step=3)
    by = here.actor("standing_body")
    actions.change_period_dates(here.period, **NEW_DATES, reason="Trùng kỳ họp.", by=by, at=AT)
    here.period.refresh_from_db()
    assert {name: getattr(here.period, name) for name in NEW_DATES} == NEW_DATES
    event = AuditEvent.objects.get(action="reporting.change_period_dates")
    assert event.detail["before"] == ["2026-10-08", "2026-10-14", "2026-10-24"]
    assert set(here.period.reports.values_list("late_step", flat=True)) == {0}
    assert Notice.objects.get().title == "Đổi hạn gửi báo cáo tháng 10/2026"


def test_change_period_dates_refuses(here: make.Ward) -> None:
    by = here.actor("standing_body")
    with pytest.raises(errors.ReasonMissing):
        actions.change_period_dates(here.period, **NEW_DATES, reason=" ", by=by, at=AT)
    wrong = NEW_DATES | {"unit_due_on": date(2026, 10, 15)}
    with pytest.raises(errors.PeriodDatesOutOfOrder):
        actions.change_period_dates(here.period, **wrong, reason="Trùng kỳ họp.", by=by, at=AT)
    deeds.lock(here)
    with pytest.raises(Refused, match="đã khóa"):
        actions.change_period_dates(here.period, **NEW_DATES, reason="Trùng kỳ họp.", by=by, at=AT)


def test_lock_period_locks_what_was_verified_and_leaves_the_rest(here: make.Ward) -> None:
    for unit in here.units:
        deeds.send(here, unit)
    deeds.verify(here)
    deeds.lock(here)
    states = [here.report(unit).state for unit in here.units]
    assert states == [ReportState.LOCKED, ReportState.SUBMITTED]
    assert deeds.totals_agree(here)
    with pytest.raises(Refused, match="đã khóa"):
        deeds.lock(here)


def test_submit_report_late_is_counted_and_locked_is_not(here: make.Ward) -> None:
    """Late is allowed; after the lock nothing comes in."""
    deeds.send(here, at=local(2026, 10, 20))
    deeds.lock(here)
    with pytest.raises(Refused, match="đã khóa"):
        deeds.send(here, here.units[1])


def test_remind_units_tells_who_owes(here: make.Ward) -> None:
    for unit in here.units:
        here.person("reporter", unit)
    deeds.send(here)
    by = here.actor("standing_body")
    assert actions.remind_units(here.period, text="Xin gửi sớm.", by=by, at=AT) == 1
    assert [notice.user for notice in Notice.objects.filter(kind="reminded")] == [
        here.person("reporter", here.units[1])
    ]


def test_remind_units_refuses(here: make.Ward) -> None:
    by = here.actor("standing_body")
    with pytest.raises(errors.TextMissing):
        actions.remind_units(here.period, text=" ", by=by, at=AT)
    with pytest.raises(errors.NobodyToRemind):
        actions.remind_units(here.period, text="Xin gửi sớm.", unit_ids=[0], by=by, at=AT)
