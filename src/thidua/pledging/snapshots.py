"""A unit's plan word for word, as it is frozen with each submission, and what differs between two of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MISSING = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan in words: `key` names it through all versions, `kind` is a PromiseKind."""

    key: str
    kind: str
    title: str
    words: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a line said before and says now; MISSING where it is new or gone."""

    kind: str
    title: str
    then: str
    now: str


def to_json(general: Sequence[tuple[str, str]], lines: Sequence[Line]) -> dict[str, Any]:
    """`general` are pairs (what, how) in their order."""
    return {
        "general": [list(pair) for pair in general],
        "lines": [
            {"key": one.key, "kind": one.kind, "title": one.title, "words": one.words, "clause": one.clause}
            for one in lines
        ],
    }


def general_of(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(what), str(how)) for what, how in facts["general"]]


def lines_of(facts: Mapping[str, Any], kind: str = "") -> list[Line]:
    """The lines of a stored snapshot, of one kind or all."""
    return [Line(**row) for row in facts["lines"] if not kind or row["kind"] == kind]


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """In the order of the newer one; what is gone comes last."""
    changes = _between(general_of(then), general_of(now))
    before = {line.key: line for line in lines_of(then)}
    after = {line.key: line for line in lines_of(now)}
    for key, line in after.items():
        old = before.get(key)
        if old is None:
            changes.append(Change(line.kind, line.title, MISSING, line.words))
        elif (old.title, old.words) != (line.title, line.words):
            was = old.words if old.title == line.title else f"{old.title}. {old.words}"
            changes.append(Change(line.kind, line.title, was, line.words))
    gone = (line for key, line in before.items() if key not in after)
    return changes + [Change(line.kind, line.title, line.words, MISSING) for line in gone]


def _between(then: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[Change]:
    before = dict(then)
    return [
        Change("", what, before.get(what, MISSING), how)
        for what, how in now
        if before.get(what, MISSING) != how
    ]
