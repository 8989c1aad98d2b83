"""Results of a period, over periods, of the year so far."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.indicator.figures import CellState, OverUnits, StandingCode, Value
from thidua.indicator.models import Definition
from thidua.org.models import Unit
from thidua.reporting import queries, totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period, Report

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


def count(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        run()
    return len(seen)


def received(here: make.Ward, period: Period, unit: Unit, *values: Value) -> Report:
    """A report in the commune's hands with these values, its totals kept, without the detour of typing."""
    report = Report.objects.filter(period=period, unit=unit).first() or make.lay_out(here, period, unit)
    report.received_at = report.first_received_at = deeds.SENT_AT
    report.state = "submitted"
    report.save()
    held = list(report.figures.order_by("position"))
    for figure, value in zip(held, values, strict=False):
        figure.state, figure.numerator, figure.denominator = value.state, value.numerator, value.denominator
        figure.is_estimate = value.is_estimate
        figure.save()
    totals.apply({}, totals.shares_of(report, held))
    return report


def test_results_are_sums_never_means() -> None:
    here = make.ward(units=3, indicators=1)
    received(here, here.period, here.units[0], Value(9, 10))
    received(here, here.period, here.units[1], Value(10, 100, is_estimate=True))
    make.add_target_line(here.movement, here.indicators[0], 80)
    [result] = queries.results_of(here.period, on=ON)
    assert (result.shown, result.total.missing, result.total.has_estimates) == ("17,27\u00a0%", 1, True)
    assert result.standing.code == StandingCode.NOT_REACHED
    assert result.definition == make.definition_of(here.indicators[0])


@pytest.mark.parametrize(
    ("values", "state", "shown"),
    [
        ([], CellState.NOT_REPORTED, "chưa báo cáo"),
        ([Value(state=CellState.NOT_ARISING)] * 2, CellState.NOT_ARISING, "—"),
        ([Value(state=CellState.NOT_APPLICABLE)] * 2, CellState.NOT_APPLICABLE, "không áp dụng"),
        ([Value(state=CellState.NOT_ARISING)], CellState.NOT_REPORTED, "chưa báo cáo"),
        ([Value(1, 2), Value(state=CellState.NOT_ARISING)], CellState.VALUE, "50,00\u00a0%"),
    ],
)
def test_results_without_a_value_say_why(values: list[Value], state: CellState, shown: str) -> None:
    here = make.ward(units=2, indicators=1)
    for unit, value in zip(here.units, values, strict=False):
        received(here, here.period, unit, value)
    [result] = queries.results_of(here.period, on=ON)
    assert (result.total.state, result.shown) == (state, shown)


def test_results_before_the_due_date_are_not_due() -> None:
    here = make.ward()
    standings = [queries.results_of(here.period, on=day)[0].standing.code for day in (date(2026, 10, 14), ON)]
    assert standings == [StandingCode.NOT_DUE, StandingCode.NO_DATA]


def test_results_of_yes_and_no_say_how_many_of_those_that_answered() -> None:
    here = make.ward(units=3, kinds=("yes_no",))
    for unit, answer in zip(here.units, (1, 0), strict=False):
        received(here, here.period, unit, Value(answer))
    [result] = queries.results_of(here.period, on=ON)
    assert (result.total.numerator, result.total.denominator, result.shown) == (1, 2, "50,00\u00a0%")


def test_results_of_counts_and_amounts_have_no_denominator() -> None:
    here = make.ward(units=2, kinds=("count", "amount"))
    for unit in here.units:
        received(here, here.period, unit, Value(7), Value(1500))
    shown = [(one.shown, one.total.denominator) for one in queries.results_of(here.period, on=ON)]
    assert shown == [("14", None), ("3.000", None)]


def test_several_sources_of_one_catalogue_do_not_crash_a_page() -> None:
    """The variant says how it adds up, whatever its indicator says."""
    here = make.ward(units=2, indicators=1)
    Definition.objects.update(over_units=OverUnits.ONE)
    received(here, here.period, here.units[0], Value(4, 5))
    assert queries.results_of(here.period, on=ON)[0].shown == "80,00\u00a0%"
    received(here, here.period, here.units[1], Value(4, 5))
    [result] = queries.results_of(here.period, on=ON)
    assert (result.shown, result.total.numerator, result.standing.code) == ("—", None, StandingCode.NO_DATA)
    assert result.problem == "Chỉ tiêu này chỉ lấy số liệu từ một đơn vị, nhưng có nhiều đơn vị cùng báo cáo."
    [point] = queries.trend_of(here.movement, here.indicators[0], [here.period])
    assert point.total.numerator is None


def test_declared_people_of_several_units_may_count_twice() -> None:
    here = make.ward(units=2, indicators=1)
    Definition.objects.update(over_units=OverUnits.DISTINCT_DECLARED)
    for unit in here.units:
        received(here, here.period, unit, Value(4, 5))
    assert queries.results_of(here.period, on=ON)[0].total.may_double_count


def test_results_on_what_was_verified() -> None:
    here = make.ward(units=2, indicators=1)
    for unit in here.units:
        deeds.send(here, unit)
    deeds.verify(here)
    verified, submitted = (
        queries.results_of(here.period, on=ON, basis=basis)[0].total.counts
        for basis in (Basis.VERIFIED, Basis.SUBMITTED)
    )
    assert (verified, submitted) == (
        {CellState.VALUE: 1, CellState.NOT_REPORTED: 1},
        {CellState.VALUE: 2},
    )


@pytest.mark.parametrize("units", [1, 3])
def test_results_and_trend_cost_the_same_for_any_number(units: int) -> None:
    here = make.ward(units=units, indicators=units)
    for unit in here.units:
        received(here, here.period, unit, *[Value(4, 5)] * units)
    assert count(lambda: queries.results_of(here.period, on=ON)) == 4
    assert count(lambda: queries.trend_of(here.movement, here.indicators[0], [here.period])) == 4


MONTHS = {  # reporting calendar: (kind, label, from, to)
    "Tháng 1": ("month", date(2025, 12, 15), date(2026, 1, 14)),
    "Quý I": ("quarter", date(2025, 12, 15), date(2026, 3, 14)),
    "6 tháng": ("half_year", date(2025, 12, 15), date(2026, 6, 14)),
    "Tháng 7": ("month", date(2026, 6, 15), date(2026, 7, 14)),
    "Tháng 8": ("month", date(2026, 7, 15), date(2026, 8, 14)),
}


def period(here: make.Ward, name: str, *values: Value | None) -> Period:
    """A period of 2026 with one value per unit; None for a unit that stays silent."""
    kind, starts_on, ends_on = MONTHS[name]
    made: Period = make.PeriodFactory(
        commune=here.commune,
        movement=here.movement,
        kind=kind,
        label=name,
        starts_on=starts_on,
        ends_on=ends_on,
        unit_due_on=ends_on,
        ward_due_on=ends_on,
        locks_on=ends_on,
    )
    for unit, value in zip(here.units, values, strict=True):
        make.lay_out(here, made, unit)
        if value is not None:
            received(here, made, unit, value)
    return made


def a_year(units: int, over_time: str) -> make.Ward:
    here = make.ward(units=units, indicators=1)
    Period.objects.update(starts_on=date(2020, 1, 1))  # the ward's own period is none of this calendar
    Definition.objects.update(over_time=over_time)
    return here


def test_trend_is_in_order_of_time_with_its_gaps() -> None:
    here = a_year(1, "flow")
    later = period(here, "Tháng 8", None)
    earlier = period(here, "Tháng 7", Value(1, 2))
    points = queries.trend_of(here.movement, here.indicators[0], [later, earlier])
    assert [(point.period, point.shown) for point in points] == [
        (earlier, "50,00\u00a0%"),
        (later, "chưa báo cáo"),
    ]


def test_cumulative_flow_counts_no_month_twice() -> None:
    here = a_year(2, "flow")
    period(here, "Tháng 1", Value(1, 10), Value(1, 10))
    period(here, "Quý I", Value(3, 30), Value(3, 30))
    period(here, "6 tháng", Value(6, 60), Value(6, 60))
    period(here, "Tháng 7", Value(10, 10), None)
    period(here, "Tháng 8", Value(2, 10), Value(2, 10))
    found = queries.cumulative_of(here.movement, here.indicators[0], 2026)
    assert found is not None
    assert [one.label for one in found.periods] == ["6 tháng", "Tháng 7", "Tháng 8"]
    assert (found.total.numerator, found.total.denominator, found.missing) == (26, 150, ())
    assert found.shown == "17,33\u00a0%"


def test_cumulative_flow_says_which_pieces_were_never_opened() -> None:
    here = a_year(1, "flow")
    period(here, "Tháng 7", Value(1, 10))
    period(here, "Tháng 8", Value(2, 10))
    found = queries.cumulative_of(here.movement, here.indicators[0], 2026)
    assert found is not None
    assert (found.missing, found.total.numerator) == (("6 tháng đầu năm 2026",), 3)


def test_cumulative_stock_takes_the_last_state_of_each_unit_first() -> None:
    here = a_year(2, "stock")
    period(here, "Tháng 7", Value(5, 10), Value(8, 10))
    period(here, "Tháng 8", Value(6, 10), None)
    found = queries.cumulative_of(here.movement, here.indicators[0], 2026)
    assert found is not None
    assert (found.total.numerator, found.total.denominator) == (14, 20)


def test_cumulative_refuses_to_add_two_formulas() -> None:
    here = a_year(1, "flow")
    period(here, "Tháng 7", Value(1, 10))
    last = period(here, "Tháng 8", Value(2, 10))
    other = Definition.objects.get()
    other.pk, other.variant = None, "B"
    other.save()
    Figure.objects.filter(report__period=last).update(definition=other)
    found = queries.cumulative_of(here.movement, here.indicators[0], 2026)
    assert found is not None
    assert (found.shown, found.problem[:9]) == ("—", "Trong năm")


def test_cumulative_of_a_year_without_periods_is_none() -> None:
    here = a_year(1, "flow")
    assert queries.cumulative_of(here.movement, here.indicators[0], 2025) is None


@pytest.mark.parametrize("units", [1, 3])
def test_cumulative_costs_three_queries(units: int) -> None:
    here = a_year(units, "flow")
    period(here, "Tháng 7", *[Value(1, 10)] * units)
    period(here, "Tháng 8", *[Value(1, 10)] * units)
    assert count(lambda: queries.cumulative_of(here.movement, here.indicators[0], 2026)) == 3
