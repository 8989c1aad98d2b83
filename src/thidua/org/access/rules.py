"""Levels for passwords, sessions, links and guessing: dated rows with a citation, shipped in `rules.json`.

`THIDUA_ACCESS_RULES` names a file of the same shape whose rows come first, for a place that needs other levels.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from django.conf import settings

from thidua.core.dated import Dated, first_on, rows_of, with_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Dated):
    """One level of one thing, in whole units."""

    what: str
    value: int


@cache
def levels() -> tuple[Level, ...]:
    """Every row, those of the installation's own file first. A file that cannot be used stops with its name."""
    shipped = resources.files("thidua.org.access") / "rules.json"
    read = with_own(_read, shipped, settings.ACCESS_RULES, "THIDUA_ACCESS_RULES")
    return tuple(row for rows in read for row in rows)


@lru_cache(maxsize=256)
def level(what: str, on: date) -> Level | None:
    """The row of `what` that holds on that day; None where nothing is asked for then."""
    if what not in {row.what for row in levels()}:
        raise KeyError(what)
    return first_on((row for row in levels() if row.what == what), on)


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


def _read(content: dict[str, Any]) -> tuple[Level, ...]:
    for row in content["rows"]:
        if isinstance(row["value"], bool) or not isinstance(row["value"], int):
            raise ValueError(row)
    return rows_of(Level, content["rows"])
