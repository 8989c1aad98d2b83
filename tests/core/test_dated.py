"""Rows of law: from which day, by which text, and what an installation says otherwise."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thidua.core.dated import Dated, first_on, rows_of, with_own

ROW = {"valid_from": "2025-07-01", "valid_to": "2025-12-31", "citation": "Điều 1", "trust": "C1", "days": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Dated):
    days: int


def read(content: dict[str, Any]) -> tuple[Wait, ...]:
    return rows_of(Wait, content["rows"])


def shipped(folder: Path, *rows: dict[str, Any]) -> Path:
    folder.joinpath("rules.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    return folder / "rules.json"


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_row_holds_from_its_first_to_its_last_day(day: date, holds: bool) -> None:
    [row] = rows_of(Wait, [ROW])
    assert row.holds_on(day) is holds
    assert first_on([row], day) == (row if holds else None)


def test_without_a_last_day_it_stands() -> None:
    [row] = rows_of(Wait, [ROW | {"valid_to": None}])
    assert row.holds_on(date(2060, 1, 1))
    assert row.trust_label == "Đã đọc văn bản"


@pytest.mark.parametrize(
    "broken", [{"trust": "chắc chắn"}, {"valid_from": "01/07/2025"}, {"days": 5, "unknown": 1}]
)
def test_a_row_that_is_none_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        rows_of(Wait, [ROW | broken])


def test_the_rows_of_the_installation_come_first(tmp_path: Path) -> None:
    ours, own = shipped(tmp_path, ROW), tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [ROW | {"days": 3}]}), encoding="utf-8")
    told = [row.days for rows in with_own(read, ours, str(own), "THIDUA_WAITS") for row in rows]
    assert told == [3, 5]
    assert [len(rows) for rows in with_own(read, ours, "", "THIDUA_WAITS")] == [1]


@pytest.mark.parametrize("content", ["", "[", '{"rows": [{}]}', '{"hang": []}'])
def test_a_file_that_cannot_be_used_stops_with_its_name(tmp_path: Path, content: str) -> None:
    ours, own = shipped(tmp_path, ROW), tmp_path / "own.json"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"THIDUA_WAITS: .*own\.json cannot be used"):
        with_own(read, ours, str(own), "THIDUA_WAITS")
