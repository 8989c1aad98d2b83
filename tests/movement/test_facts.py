from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.movement import errors, facts
from thidua.movement.enums import ItemKind

LINE = {"comparator": ">=", "value": "80", "unit": "%", "indicator": "CT1"}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("80", "80"),
        ("80 %", "80"),
        ("92,5", "92.5"),
        ("92.5", "92.5"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("0", "0"),
        ("99,99994", "99.9999"),
    ],
)
def test_typed_number(said: str, value: str) -> None:
    assert facts.typed_number(said) == Decimal(value)


@pytest.mark.parametrize("said", ["", "tám mươi", "-1", "NaN", "Infinity", "1e20", "1,2,3"])
def test_typed_number_refuses(said: str) -> None:
    with pytest.raises(errors.ValueUnreadable):
        facts.typed_number(said)


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_stored_values_come_back_the_same(value: Decimal) -> None:
    stored = facts.checked(ItemKind.TARGET_LINE, {**LINE, "value": value})["value"]
    assert facts.checked(ItemKind.TARGET_LINE, {**LINE, "value": stored})["value"] == stored
    assert Decimal(stored) == value


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ({"from": "2025", "to": "2027"}, (date(2025, 1, 1), date(2027, 12, 31))),
        ({"from": "2025-09", "to": "2026-02"}, (date(2025, 9, 1), date(2026, 2, 28))),
        ({"from": "2025-09-05", "to": ""}, (date(2025, 9, 5), None)),
        ({"from": "2024-02", "to": "2024-02"}, (date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_span(told: dict[str, str], days: tuple[date, date | None]) -> None:
    assert facts.span(told) == days


@pytest.mark.parametrize(
    ("told", "refusal", "field"),
    [
        ({"from": "", "to": "2027"}, errors.SpanUnreadable, "starts"),
        ({"from": "đầu năm", "to": ""}, errors.SpanUnreadable, "starts"),
        ({"from": "2025-13", "to": ""}, errors.SpanUnreadable, "starts"),
        ({"from": "2025", "to": "cuối năm"}, errors.SpanUnreadable, "ends"),
        ({"from": "2027", "to": "2025"}, errors.SpanOutOfOrder, "ends"),
    ],
)
def test_phase_refuses(told: dict[str, str], refusal: type[errors.MovementError], field: str) -> None:
    with pytest.raises(refusal) as raised:
        facts.checked(ItemKind.PHASE, told)
    assert raised.value.field == field


def test_phase_takes_typed_days() -> None:
    assert facts.checked(ItemKind.PHASE, {"from": "1/9/2025", "to": "12/2027", "other": 1}) == {
        "from": "2025-09-01",
        "to": "2027-12",
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"comparator": ">"}, "comparator"),
        ({"comparator": ""}, "comparator"),
        ({"level": "best"}, "level"),
        ({"value": ""}, "value"),
    ],
)
def test_target_line_refuses(change: dict[str, str], field: str) -> None:
    with pytest.raises(errors.MovementError) as raised:
        facts.checked(ItemKind.TARGET_LINE, LINE | change)
    assert raised.value.field == field


def test_target_line_keeps_its_own_keys_only() -> None:
    assert facts.checked(ItemKind.TARGET_LINE, {**LINE, "year": "2027", "body": "x"}) == {
        "comparator": ">=",
        "value": "80",
        "unit": "%",
        "indicator": "CT1",
        "unbound_reason": "",
        "level": "required",
        "year": 2027,
    }


def test_milestone_wants_a_day() -> None:
    assert facts.checked(ItemKind.MILESTONE, {"on": "30/6/2027"}) == {"on": "2027-06-30"}
    with pytest.raises(errors.SpanUnreadable):
        facts.checked(ItemKind.MILESTONE, {"on": "giữa năm"})


def test_other_kinds_hold_nothing() -> None:
    assert facts.checked(ItemKind.AIM, {"value": 80}) == {}
