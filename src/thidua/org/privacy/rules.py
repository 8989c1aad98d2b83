"""Terms, keeping times and the words of the notice: dated rows with a citation, shipped in `rules.json`.

`THIDUA_PRIVACY_RULES` names a file of the same shape whose rows come first, for a place that keeps things otherwise.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from thidua.org.access.rules import TRUST

ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A row from its first to its last day (None while it stands), with its source and how far that is confirmed."""

    valid_from: date
    valid_to: date | None
    citation: str
    trust: str

    @property
    def trust_label(self) -> str:
        return TRUST[self.trust]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Dated):
    """So many days for a kind of request, working days or all days; `extension` more of them, once, for a reason."""

    kind: str
    days: int
    is_working: bool
    extension: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Dated):
    """So many days after which a thing goes; what the days are counted from is known to its sweep."""

    what: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Dated):
    """A line of the notice: what is held, why, how long."""

    what: str
    why: str
    how_long: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Dated):
    """A sentence of the notice that rests on the law."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Rules:
    terms: tuple[Term, ...]
    retention: tuple[Retention, ...]
    holdings: tuple[Holding, ...]
    facts: tuple[Fact, ...]


Row = TypeVar("Row", bound=Dated)


@cache
def rules() -> Rules:
    """Every row, those of the installation's own file first. A file that cannot be used stops with its name."""
    shipped = _read((resources.files("thidua.org.privacy") / "rules.json").read_text(encoding="utf-8"))
    if not settings.PRIVACY_RULES:
        return shipped
    try:
        own = _read(Path(settings.PRIVACY_RULES).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuntimeError(
            f"THIDUA_PRIVACY_RULES: {settings.PRIVACY_RULES} cannot be used: {error!r}"
        ) from error
    return Rules(
        own.terms + shipped.terms,
        own.retention + shipped.retention,
        own.holdings + shipped.holdings,
        own.facts + shipped.facts,
    )


def term(kind: str, on: date) -> Term | None:
    """The term of a kind of request filed on that day; None before there was a law."""
    return next((row for row in rules().terms if row.kind == kind and row.holds_on(on)), None)


def retention(what: str, on: date) -> Retention | None:
    """How long a thing is kept on that day; None: it stays."""
    return next((row for row in rules().retention if row.what == what and row.holds_on(on)), None)


def holdings(on: date) -> list[Holding]:
    return _standing(rules().holdings, on)


def facts(on: date) -> list[Fact]:
    return _standing(rules().facts, on)


def _standing(rows: tuple[Row, ...], on: date) -> list[Row]:
    """The rows of that day, of several about the same thing the first."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.holds_on(on):
            found.setdefault(getattr(row, "what", ""), row)
    return list(found.values())


def _read(text: str) -> Rules:
    content = json.loads(text)
    return Rules(
        tuple(Term(**_dated(row)) for row in content.get("terms", ())),
        tuple(Retention(**_dated(row)) for row in content.get("retention", ())),
        tuple(Holding(**_dated(row)) for row in content.get("holdings", ())),
        tuple(Fact(**_dated(row)) for row in content.get("facts", ())),
    )


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    if row["trust"] not in TRUST:
        raise ValueError(row["trust"])
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return row | {"valid_from": date.fromisoformat(row["valid_from"]), "valid_to": last}
