"""A published result proves itself: all it rests on in one canonical text, its hash, the way to compute it anew. Pure.

A record holds the formula in words and as rules, what each unit gave, and the result. `RECIPES` says how a record is computed.
A recipe is never changed, and leans on no arithmetic that may change: a new way of adding up gets a new number, and what was
published by an old one still recomputes years later.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from thidua.indicator.figures import CellState, Number, Value

RECIPE = 1
Row = Mapping[str, Any]
Record = Mapping[str, Any]
LOUDEST_FIRST = ("co_so_lieu", "chua_bao_cao", "khong_phat_sinh", "khong_ap_dung")


class Unreadable(ValueError):
    """A text that is no record: cut short, or changed beyond reading."""


def canonical(facts: Mapping[str, Any]) -> str:
    """Sorted keys, no spaces, UTF-8: the same facts give the same text everywhere."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as `sha256sum` gives it."""
    return hashlib.sha256(text.encode()).hexdigest()


def written(number: Number | None) -> str | None:
    """A number exactly and in one way: 40 and 40.0000 are both "40"."""
    if number is None:
        return None
    text = format(Decimal(number), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def input_of(unit: str, value: Value) -> dict[str, Any]:
    """What one unit gave. Names of units, never of people."""
    return {
        "unit": unit,
        "state": str(value.state),
        "numerator": written(value.numerator),
        "denominator": value.denominator,
        "is_estimate": value.is_estimate,
    }


def value_of(row: Row) -> Value:
    """The cell behind an input or a result."""
    said = row["numerator"]
    numerator: Number | None = None if said is None else Decimal(str(said))
    if numerator is not None and numerator == int(numerator):
        numerator = int(numerator)
    denominator = None if row["denominator"] is None else int(row["denominator"])
    return Value(numerator, denominator, CellState(row["state"]), bool(row["is_estimate"]))


def record_of(
    *,
    publication: Row,
    indicator: Row,
    definition: Row,
    inputs: Sequence[Row],
    result: Row,
    parts: Sequence[Row] = (),
) -> dict[str, Any]:
    """All that a published result rests on; `definition` says its `over_units`, `indicator` its `kind`.

    `parts` are sealed as they were told and cannot be recomputed: what each unit gave of them is not public.
    """
    told = {"parts": [dict(row) for row in parts]} if parts else {}
    return told | {
        "recipe": RECIPE,
        "publication": dict(publication),
        "indicator": dict(indicator),
        "definition": dict(definition),
        "inputs": [dict(row) for row in inputs],
        "result": dict(result),
    }


def read(text: str) -> Record:
    """A record from its text; raises Unreadable."""
    try:
        record = json.loads(text)
        parts = [record[name] for name in ("publication", "indicator", "definition", "inputs", "result")]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable from error
    if canonical(record) != text or not all(isinstance(part, dict | list) for part in parts):
        raise Unreadable
    return dict(record)


def recomputed(record: Record) -> dict[str, Any]:
    """The result from the record's own inputs by the record's own rules; raises Unreadable for what cannot be computed."""
    recipe = RECIPES.get(record.get("recipe", 0))
    if recipe is None:
        raise Unreadable
    try:
        return recipe(record["indicator"]["kind"], record["definition"]["over_units"], record["inputs"])
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise Unreadable from error


def digest_of_publication(facts: Row, results: Iterable[tuple[str, str]], *, before: str) -> str:
    """Over the publication's own facts, the hash of each result by its code, and the publication `before` it ("" at first)."""
    return digest(canonical({**facts, "results": [list(pair) for pair in results], "before": before}))


def _first_recipe(kind: str, over_units: str, inputs: Sequence[Row]) -> dict[str, Any]:
    """Σn and Σd of the units that gave a value; a yes/no counts those that answered; one source only may not be added up."""
    states = [row["state"] for row in inputs]
    given = [row for row in inputs if row["state"] == LOUDEST_FIRST[0]]
    is_several = len(given) > 1
    has_sum = bool(given) and not (is_several and over_units == "one")
    wholes = [_whole(row, kind) for row in given]
    counted = [whole for whole in wholes if whole is not None]
    loudest = next((state for state in LOUDEST_FIRST if state in states), "khong_ap_dung")
    return {
        "state": loudest if has_sum or not given else "chua_bao_cao",
        "numerator": written(sum(Decimal(row["numerator"]) for row in given)) if has_sum else None,
        "denominator": sum(counted) if has_sum and counted else None,
        "value_count": len(given),
        "missing_count": states.count("chua_bao_cao"),
        "is_estimate": has_sum and any(row["is_estimate"] for row in given),
        "may_double_count": is_several and over_units == "distinct_declared",
    }


def _whole(row: Row, kind: str) -> int | None:
    """The total that one unit's part is taken of; each yes/no answer is one of one."""
    if row["denominator"] is None:
        return 1 if kind == "yes_no" else None
    return int(row["denominator"])


RECIPES: dict[int, Callable[[str, str, Sequence[Row]], dict[str, Any]]] = {1: _first_recipe}
