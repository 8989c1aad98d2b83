"""The shipped registers: each file is whole, and a slip in one is named."""

import json
from importlib import resources
from typing import Any

import pytest

from thidua.core import text
from thidua.registers import library, personal
from thidua.registers.library import SchemaBroken, build, load

NAMES = [
    "bao-cao-den-han",
    "danh-muc-tthc",
    "ho-so-cong-viec",
    "ho-so-tthc",
    "kiem-tra-giay-to",
    "lop-hoc-so",
    "van-ban-di",
]


def told(name: str = "ho-so-tthc") -> dict[str, Any]:
    shipped = (resources.files(library) / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(shipped)
    return found


def test_every_shipped_register_is_read() -> None:
    assert sorted(load()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_two_fields_go_by_one_title_and_none_names_a_person(name: str) -> None:
    schema = load()[name]
    titles = [title for field in schema.fields for title in {*map(text.letters, field.titles)}]
    assert sorted(set(titles)) == sorted(titles)
    assert [title for field in schema.fields for title in field.titles if personal.by_title(title)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_day_of_a_register_is_a_day_that_every_row_has_or_may_lack(name: str) -> None:
    schema = load()[name]
    assert schema.day is None or schema.field(schema.day).type is library.Type.DATE


def test_a_field_twice() -> None:
    broken = told()
    broken["fields"].append(broken["fields"][0])
    with pytest.raises(SchemaBroken, match="a field stands twice"):
        build(broken)


@pytest.mark.parametrize(
    ("part", "value"), [("primaryKey", ["khac"]), ("day", "khac"), ("order", [["khac", "ngay_nop"]])]
)
def test_a_name_that_is_no_field(part: str, value: object) -> None:
    with pytest.raises(SchemaBroken, match="khac is no field"):
        build(told() | {part: value})


def test_a_key_that_may_be_empty() -> None:
    with pytest.raises(SchemaBroken, match="may be empty"):
        build(told() | {"primaryKey": ["ngay_nop"]})


def test_a_code_without_words() -> None:
    broken = told()
    next(one for one in broken["fields"] if one["name"] == "kenh")["constraints"]["enum"].append("4")
    with pytest.raises(SchemaBroken, match="kenh: labels and enum differ"):
        build(broken)


@pytest.mark.parametrize(
    ("value", "shown"), [("2", "Trực tuyến"), ("9", "9"), (None, ""), (True, "Có"), (False, "Không")]
)
def test_what_people_read(value: library.Value, shown: str) -> None:
    assert load()["ho-so-tthc"].field("kenh").shown(value) == shown
