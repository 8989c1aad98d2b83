"""Levels for passwords, sessions, links and guessing: dated rows with a citation, shipped in `rules.json`.

`THIDUA_ACCESS_RULES` names a file of the same shape whose rows come first, for a place that needs other levels.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

TRUST = {
    "C1": "Đã đọc văn bản",
    "C2": "Theo bản tóm lược có đối chiếu",
    "I": "Đề xuất của phần mềm",
    "?": "Chưa xác nhận",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one thing. `valid_to` is its last day; None while it stands."""

    what: str
    value: int
    valid_from: date
    valid_to: date | None
    citation: str
    trust: str

    @property
    def trust_label(self) -> str:
        return TRUST[self.trust]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def levels() -> tuple[Level, ...]:
    """Every row, those of the installation's own file first. A file that cannot be used stops with its name."""
    shipped = (resources.files("thidua.org.access") / "rules.json").read_text(encoding="utf-8")
    own: tuple[Level, ...] = ()
    if settings.ACCESS_RULES:
        try:
            own = _read(Path(settings.ACCESS_RULES).read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RuntimeError(
                f"THIDUA_ACCESS_RULES: {settings.ACCESS_RULES} cannot be used: {error!r}"
            ) from error
    return own + _read(shipped)


@lru_cache(maxsize=256)
def level(what: str, on: date) -> Level | None:
    """The row of `what` that holds on that day; None where nothing is asked for then."""
    if what not in {row.what for row in levels()}:
        raise KeyError(what)
    return next((row for row in levels() if row.what == what and row.holds_on(on)), None)


def number(what: str, on: date) -> int:
    """Its value; 0 where nothing is asked for on that day."""
    found = level(what, on)
    return found.value if found else 0


def seconds(what: str, on: date) -> timedelta:
    return timedelta(seconds=number(what, on))


def minutes(what: str, on: date) -> timedelta:
    return timedelta(minutes=number(what, on))


def hours(what: str, on: date) -> timedelta:
    return timedelta(hours=number(what, on))


def days(what: str, on: date) -> timedelta:
    return timedelta(days=number(what, on))


def _read(text: str) -> tuple[Level, ...]:
    return tuple(_level(row) for row in json.loads(text)["rows"])


def _level(row: dict[str, Any]) -> Level:
    if row["trust"] not in TRUST or isinstance(row["value"], bool) or not isinstance(row["value"], int):
        raise ValueError(row)
    return Level(
        what=str(row["what"]),
        value=row["value"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        citation=str(row["citation"]),
        trust=row["trust"],
    )
