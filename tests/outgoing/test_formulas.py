"""What formulas point at, before and after rows moved."""

import pytest

from thidua.outgoing.filling import formulas


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(B2:B2)", "SUM(B2:B4)"),
        ("B1+B3", "B1+B5"),
        ("$B$3*2", "$B$5*2"),
        ('IF(A3="B3",B3,1)', 'IF(A5="B3",B5,1)'),
        ("SUM(3:3)", "SUM(5:5)"),
        ("LOG10(B3)", "LOG10(B5)"),
        ("Sheet2!B3", "Sheet2!B3"),
        ("B3x+TAX3", "B3x+TAX5"),
        ("SUM(A:A)", "SUM(A:A)"),
    ],
)
def test_addresses_move(before: str, after: str) -> None:
    """Row 2 was repeated three times."""
    first = lambda row: row + 2 if row > 2 else row  # noqa: E731
    last = lambda row: row + 2 if row >= 2 else row  # noqa: E731
    assert formulas.moved(before, first, last) == after


@pytest.mark.parametrize(
    ("before", "rows", "columns", "after"),
    [
        ("A1+$A$1+A$1+$A1", 2, 1, "B3+$A$1+B$1+$A3"),
        ('"A1"&A1', 1, 0, '"A1"&A2'),
        ("SUM(Z1:Z2)", 0, 1, "SUM(AA1:AA2)"),
    ],
)
def test_a_formula_is_read_from_another_cell(before: str, rows: int, columns: int, after: str) -> None:
    assert formulas.shifted(before, rows, columns) == after


@pytest.mark.parametrize(
    "formula",
    ["SUM(A1:A9)", "ROUND(A1/B1*100,2)", 'IF(A1="","—",A1)', "1+1", '"WEBSERVICE(1)"', "SUM({1,2})"],
)
def test_plain_sums_may_stand(formula: str) -> None:
    assert formulas.fault(formula) == ""


@pytest.mark.parametrize(
    "formula", ["CALL(1)", "indirect(A1)", "A1|B1", "[x.xlsx]S!A1", "RTD(1)", "IMAGE(A1)", "{{ a }}"]
)
def test_others_may_not(formula: str) -> None:
    assert formulas.fault(formula) != ""
