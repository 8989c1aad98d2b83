"""Thresholds as they come with the software: dated rows with a citation (`thresholds.json`). Pure."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Name:
    """What a threshold is called, and in what it is counted."""

    name: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Level:
    """One threshold. `valid_to` is its last day; None while it stands."""

    name: str
    value: Decimal
    valid_from: date
    valid_to: date | None
    citation: str
    trust: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def names() -> dict[str, Name]:
    return {row["name"]: Name(**row) for row in _read()["names"]}


@cache
def levels() -> tuple[Level, ...]:
    return tuple(_level(row) for row in _read()["rows"])


def levels_on(day: date) -> dict[str, Level]:
    """What stands on that day, by name."""
    return {level.name: level for level in levels() if level.holds_on(day)}


@cache
def _read() -> Any:
    place = resources.files("thidua.reporting.checks") / "thresholds.json"
    return json.loads(place.read_text(encoding="utf-8"))


def _level(row: dict[str, Any]) -> Level:
    until = row["valid_to"]
    return Level(
        row["name"],
        Decimal(row["value"]),
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(until) if until else None,
        row["citation"],
        row["trust"],
    )
