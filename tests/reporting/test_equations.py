"""Sums written out, and how a figure moved."""

from decimal import Decimal

import pytest

from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, Value
from thidua.reporting import changes, equations
from thidua.reporting.changes import Change
from thidua.reporting.equations import Sum

SILENT = Value(state=CellState.NOT_REPORTED)


def written(values: list[Value], kind: Kind = Kind.RATIO) -> equations.Equation | None:
    total = figures.roll_up(values, kind)
    return equations.written_out(values, total, kind, numerator_label="Số đạt", denominator_label="Tổng số")


def test_a_ratio_is_two_sums_and_a_division() -> None:
    equation = written([Value(9, 10), SILENT, Value(1010, 1100)])
    assert equation is not None
    assert equation.sums == (Sum("Số đạt", "9 + 1.010 = 1.019"), Sum("Tổng số", "10 + 1.100 = 1.110"))
    assert equation.last_step == "1.019 ÷ 1.110 × 100 = 91,80\u00a0%"


def test_one_unit_is_no_sum() -> None:
    equation = written([Value(9, 10)])
    assert equation is not None
    assert [one.text for one in equation.sums] == ["9", "10"]


def test_counts_and_amounts_are_one_sum() -> None:
    equation = written([Value(Decimal("1.5")), Value(2)], Kind.AMOUNT)
    assert equation is not None
    assert (equation.sums, equation.last_step) == ((Sum("Số đạt", "1,5 + 2 = 3,5"),), "")


def test_yes_and_no_count_the_answers() -> None:
    equation = written([Value(1), Value(0), SILENT], Kind.YES_NO)
    assert equation is not None
    assert [one.text for one in equation.sums] == ["1 + 0 = 1", "2"]


@pytest.mark.parametrize("values", [[], [SILENT], [Value(state=CellState.NOT_ARISING)]])
def test_without_a_value_there_is_no_equation(values: list[Value]) -> None:
    assert written(values) is None


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Value(50, 100), Value(50, 100), Change("Không đổi")),
        (Value(50, 100), Value(69, 100), Change("Tăng 19,00 điểm phần trăm")),
        (Value(50, 100), Value(70, 100), Change("Tăng 20,00 điểm phần trăm")),
        (Value(70, 100), Value(50, 100), Change("Giảm 20,00 điểm phần trăm")),
        (Value(50, 100), Value(500, 1000), Change("Không đổi; tổng số từ 100 thành 1.000")),
        (Value(10), Value(14), Change("Tăng 4")),
        (Value(10), Value(15), Change("Tăng 5")),
        (Value(2), Value(4), Change("Tăng 2")),
        (Value(1000), Value(400), Change("Giảm 600")),
        (None, Value(1, 2), Change()),
        (SILENT, Value(1, 2), Change()),
        (Value(1, 2), SILENT, Change()),
    ],
)
def test_change(before: Value | None, now: Value, expected: Change) -> None:
    assert changes.change(before, now) == expected
