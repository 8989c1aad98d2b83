"""The recipe of a published result: tables, and the same as the arithmetic of today."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.indicator import figures
from thidua.indicator.errors import SeveralSources
from thidua.indicator.figures import CellState, Kind, OverUnits, Value
from thidua.reporting import proof


def record(
    values: list[Value], kind: Kind = Kind.RATIO, over_units: OverUnits = OverUnits.SUM
) -> dict[str, Any]:
    return proof.record_of(
        publication={"number": 1},
        indicator={"code": "CT1", "kind": str(kind)},
        definition={"over_units": str(over_units)},
        inputs=[proof.input_of(f"Tổ {n}", value) for n, value in enumerate(values)],
        result={},
    )


NOTHING = {"numerator": None, "denominator": None, "is_estimate": False, "may_double_count": False}
SILENT = Value(state=CellState.NOT_REPORTED)


@pytest.mark.parametrize(
    ("made", "result"),
    [
        (
            record([Value(40, 50), Value(9, 10, is_estimate=True), SILENT]),
            {
                "state": "co_so_lieu",
                "numerator": "49",
                "denominator": 60,
                "is_estimate": True,
                "missing_count": 1,
            },
        ),
        (
            record([Value(Decimal("1.5")), Value(Decimal("2.25"))], Kind.AMOUNT, OverUnits.DISTINCT_DECLARED),
            {"state": "co_so_lieu", "numerator": "3.75", "denominator": None, "may_double_count": True},
        ),
        (
            record([Value(1), Value(0), Value(1)], Kind.YES_NO),
            {"state": "co_so_lieu", "numerator": "2", "denominator": 3},
        ),
        (record([Value(1, 2), Value(1, 2)], over_units=OverUnits.ONE), {"state": "chua_bao_cao", **NOTHING}),
        (record([Value(1, 2), SILENT], over_units=OverUnits.ONE), {"numerator": "1", "denominator": 2}),
        (record([SILENT, Value(state=CellState.NOT_ARISING)]), {"state": "chua_bao_cao", **NOTHING}),
        (record([Value(state=CellState.NOT_ARISING)]), {"state": "khong_phat_sinh", "missing_count": 0}),
        (record([]), {"state": "khong_ap_dung", "value_count": 0, **NOTHING}),
    ],
)
def test_the_first_recipe(made: dict[str, Any], result: dict[str, Any]) -> None:
    found = proof.recomputed(made)
    assert {name: found[name] for name in result} == result


CELLS = st.one_of(
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans()).map(
        lambda t: Value(min(t[0], t[1]), max(t[0], t[1]), is_estimate=t[2])
    ),
    st.sampled_from([Value(state=state) for state in CellState if state is not CellState.VALUE]),
)


@given(values=st.lists(CELLS, min_size=1, max_size=12), over_units=st.sampled_from(OverUnits))
def test_the_first_recipe_agrees_with_the_arithmetic_of_today(
    values: list[Value], over_units: OverUnits
) -> None:
    found = proof.recomputed(record(values, over_units=over_units))
    try:
        total = figures.roll_up(values, Kind.RATIO, over_units)
    except SeveralSources:
        assert (found["numerator"], found["state"]) == (None, "chua_bao_cao")
        return
    assert (found["numerator"], found["denominator"], found["state"]) == (
        proof.written(total.numerator),
        total.denominator,
        str(total.state),
    )
    assert (found["missing_count"], found["is_estimate"], found["may_double_count"]) == (
        total.missing,
        total.has_estimates,
        total.may_double_count,
    )


@given(value=CELLS)
def test_an_input_is_read_back(value: Value) -> None:
    assert proof.value_of(json.loads(proof.canonical(proof.input_of("Tổ", value)))) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (40, "40"),
        (Decimal("40.0000"), "40"),
        (Decimal("1.2500"), "1.25"),
        (Decimal("1E+3"), "1000"),
        (100, "100"),
    ],
)
def test_a_number_is_written_in_one_way(number: figures.Number, text: str) -> None:
    assert proof.written(number) == text


def test_a_record_has_one_text_and_the_hash_that_sha256sum_gives() -> None:
    made = record([Value(40, 50)])
    text = proof.canonical(made)
    assert text == proof.canonical(json.loads(text))
    assert proof.digest("Tổ 1") == "f4195356a57c65177af0b33e49f49353e06563ac634c3bf9316a37737072dc36"
    assert proof.read(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "x",
        '{"recipe":1}',
        " " + proof.canonical(record([])),
        proof.canonical(record([]))[:-1],
    ],
)
def test_a_text_that_is_no_record_is_unreadable(text: str) -> None:
    with pytest.raises(proof.Unreadable):
        proof.read(text)


@pytest.mark.parametrize("change", [{"recipe": 2}, {"recipe": None}, {"inputs": [{}]}, {"indicator": {}}])
def test_a_record_of_an_unknown_recipe_does_not_compute(change: dict[str, Any]) -> None:
    with pytest.raises(proof.Unreadable):
        proof.recomputed({**record([Value(1, 2)]), **change})
