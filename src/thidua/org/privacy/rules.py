"""Terms, keeping times and the words of the notice: dated rows with a citation, shipped in `rules.json`.

`THIDUA_PRIVACY_RULES` names a file of the same shape whose rows come first, for a place that keeps things otherwise.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django.conf import settings

from thidua.core.dated import Dated, Row, first_on, rows_of, with_own

ACKNOWLEDGE = "acknowledge"


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


@cache
def rules() -> Rules:
    """Every row, those of the installation's own file first. A file that cannot be used stops with its name."""
    shipped = resources.files("thidua.org.privacy") / "rules.json"
    read = with_own(_read, shipped, settings.PRIVACY_RULES, "THIDUA_PRIVACY_RULES")
    return Rules(
        terms=tuple(row for one in read for row in one.terms),
        retention=tuple(row for one in read for row in one.retention),
        holdings=tuple(row for one in read for row in one.holdings),
        facts=tuple(row for one in read for row in one.facts),
    )


def term(kind: str, on: date) -> Term | None:
    """The term of a kind of request filed on that day; None before there was a law."""
    return first_on((row for row in rules().terms if row.kind == kind), on)


def retention(what: str, on: date) -> Retention | None:
    """How long a thing is kept on that day; None: it stays."""
    return first_on((row for row in rules().retention if row.what == what), on)


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


def _read(content: dict[str, Any]) -> Rules:
    return Rules(
        rows_of(Term, content.get("terms", ())),
        rows_of(Retention, content.get("retention", ())),
        rows_of(Holding, content.get("holdings", ())),
        rows_of(Fact, content.get("facts", ())),
    )
