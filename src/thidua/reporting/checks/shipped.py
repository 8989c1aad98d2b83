"""Thresholds as they come with the software: dated rows with a citation (`thresholds.json`). Pure."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from thidua.core.dated import Dated, rows_of


@dataclass(frozen=True, slots=True)
class Name:
    """What a threshold is called, and in what it is counted."""

    name: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Dated):
    """One threshold."""

    name: str
    value: Decimal


@cache
def names() -> dict[str, Name]:
    return {row["name"]: Name(**row) for row in _read()["names"]}


@cache
def levels() -> tuple[Level, ...]:
    return rows_of(Level, (row | {"value": Decimal(row["value"])} for row in _read()["rows"]))


def levels_on(day: date) -> dict[str, Level]:
    """What stands on that day, by name."""
    return {level.name: level for level in levels() if level.holds_on(day)}


@cache
def _read() -> Any:
    place = resources.files("thidua.reporting.checks") / "thresholds.json"
    return json.loads(place.read_text(encoding="utf-8"))
