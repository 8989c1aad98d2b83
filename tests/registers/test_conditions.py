"""Stated filters count the same in the database and in Python, and can be read."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.org import UnitFactory
from tests.factories.registers import BatchFactory
from thidua.registers import queries
from thidua.registers.conditions import Filter
from thidua.registers.library import load
from thidua.registers.models import Batch, Record

DOSSIERS = load()["ho-so-tthc"]
FACTS = st.fixed_dictionaries(
    {
        "kenh": st.sampled_from(["1", "2", "3", None]),
        "so_hoa": st.sampled_from([True, False, None]),
        "so_lan_bo_sung": st.sampled_from([0, 1, 2, None]),
        "ngay_hen_tra": st.sampled_from(["2026-01-05", "2026-01-06", "2026-10-05", None]),
        "ngay_ket_thuc": st.sampled_from(["2026-01-05", "2026-01-06", "2026-10-05", None]),
    }
)
CONDITIONS = st.sampled_from(
    [
        {"field": "kenh", "is": ["2"]},
        {"field": "kenh", "is": ["1", "3"]},
        {"field": "kenh", "is_not": ["2"]},
        {"field": "so_hoa", "is": [True]},
        {"field": "so_hoa", "is_not": [True]},
        {"field": "so_lan_bo_sung", "is": [0, 1]},
        {"field": "ngay_ket_thuc", "at_most": "ngay_hen_tra"},
        {"field": "ngay_hen_tra", "known": True},
    ]
)


@pytest.fixture
def batch(db: None) -> Batch:
    found: Batch = BatchFactory(unit=UnitFactory())
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(FACTS, max_size=6), told=st.lists(CONDITIONS, max_size=3))
def test_the_database_and_python_agree(
    batch: Batch, facts: list[dict[str, Any]], told: list[dict[str, Any]]
) -> None:
    Record.objects.all().delete()
    Record.objects.bulk_create(
        Record(register=batch.register, batch=batch, number=i, key=str(i), facts=one, is_current=True)
        for i, one in enumerate(facts)
    )
    wanted = Filter.parse(told, DOSSIERS)
    found = queries.records_in(batch.register, wanted).values_list("number", flat=True)
    assert sorted(found) == [i for i, one in enumerate(facts) if wanted.holds(one)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], "mọi hàng"),
        ([{"field": "kenh", "is": ["2"]}], "Kênh nộp là “Trực tuyến”"),
        (
            [{"field": "kenh", "is_not": ["1", "3"]}],
            "Kênh nộp không phải là “Trực tiếp” hoặc “Bưu chính công ích”",
        ),
        (
            [{"field": "ngay_ket_thuc", "at_most": "ngay_hen_tra"}, {"field": "ngay_tra", "known": True}],
            "Ngày xử lý xong không sau ngày hẹn trả; có ngày trả kết quả",
        ),
    ],
)
def test_a_filter_in_words(told: list[dict[str, Any]], words: str) -> None:
    assert Filter.parse(told, DOSSIERS).words(DOSSIERS) == words


@pytest.mark.parametrize(
    "told",
    [
        {"field": "khac", "is": ["2"]},
        {"field": "kenh"},
        {"field": "kenh", "is": ["2"], "known": True},
        {"field": "kenh", "like": "2"},
        {"field": "ngay_nop", "at_most": "khac"},
    ],
)
def test_a_condition_that_nobody_meant(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="ho-so-tthc"):
        Filter.parse([told], DOSSIERS)


def test_rows_of_a_period_and_only_current_ones(batch: Batch) -> None:
    for number, (day, is_current) in enumerate([(4, True), (5, True), (6, True), (7, True), (5, False)]):
        Record.objects.create(
            register=batch.register,
            batch=batch,
            number=number,
            key=str(number),
            day=dt.date(2026, 1, day),
            facts={},
            is_current=is_current,
        )
    found = queries.records_in(batch.register, Filter(), since=dt.date(2026, 1, 5), until=dt.date(2026, 1, 6))
    assert sorted(found.values_list("number", flat=True)) == [1, 2]
