"""What only some kinds of plan items hold, as stored in `PlanItem.facts`, and how it is checked. Pure.

target line   comparator ">=", value "80", unit "%", indicator "CT1" (code, or ""), unbound_reason, level, year
phase         from, to      a year "2025" or a day "2025-09-01"; `to` may be empty
milestone     on            the same
duty          body
criterion     owner (id of a unit), evidence_rule, uncovered_reason: how it is to be followed, once somebody said so
open point    kind, quotes, lines (ids of the target lines it is about), choices, choice, answer
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from thidua.indicator.figures import Comparator
from thidua.movement import errors
from thidua.movement.enums import ItemKind, Level

MOST = Decimal(10) ** 15
COVER = ("owner", "evidence_rule", "uncovered_reason")


def checked(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an item of `kind` in their stored form; only its own keys are kept.

    Raises the refusal that names the field: ValueUnreadable, ComparatorUnknown, LevelUnknown, SpanUnreadable, …
    """
    reader = {
        ItemKind.TARGET_LINE: _target_line,
        ItemKind.PHASE: _phase,
        ItemKind.MILESTONE: _milestone,
        ItemKind.DUTY: _duty,
        ItemKind.CRITERION: _criterion,
    }.get(ItemKind(kind))
    return reader(given) if reader else {}


def span(facts: Mapping[str, Any]) -> tuple[date, date | None]:
    """First and last day of a phase; a bare year stands for its first or last day."""
    starts = first_day(str(facts.get("from") or ""))
    ends = last_day(str(facts.get("to") or ""))
    if starts is None:
        raise errors.SpanUnreadable
    if ends is not None and ends < starts:
        raise errors.SpanOutOfOrder
    return starts, ends


def first_day(said: str) -> date | None:
    """2025 → 01/01/2025, 2025-08 → 01/08/2025; a whole day as it is; nothing for anything else."""
    parts = _parts(said)
    return _day(parts[0], parts[1] or 1, parts[2] or 1) if parts else None


def last_day(said: str) -> date | None:
    """2027 → 31/12/2027, 2027-02 → 28/02/2027; a whole day as it is."""
    parts = _parts(said)
    if not parts:
        return None
    year, month, day = parts
    month = month or 12
    return _day(year, month, day or calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def whole_day(said: str) -> date | None:
    """2025-08-15 as a day; nothing for a year or a month alone."""
    return first_day(said) if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", said.strip()) else None


def stored_day(value: Any) -> str:
    """A year or a day as stored: 01/09/2025 becomes 2025-09-01."""
    text = str(value or "").strip()
    match = re.fullmatch(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", text)
    if not match:
        return text
    day, month, year = match.groups()
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def number(stored: Any) -> Decimal:
    """A stored value ("92.5") or a number as an exact one with at most four decimals; ValueUnreadable otherwise."""
    try:
        value = Decimal(str(stored))
    except InvalidOperation:
        raise errors.ValueUnreadable from None
    if not value.is_finite() or not 0 <= value < MOST:
        raise errors.ValueUnreadable
    return value.quantize(Decimal("0.0001")).normalize() + 0


def typed_number(said: str) -> Decimal:
    """What an officer types: "80", "80 %", "92,5", "92.5", "1.234,5"; three digits after a point are thousands."""
    text = said.strip().replace(" ", "").removesuffix("%")
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "")
    return number(text)


def _target_line(given: Mapping[str, Any]) -> dict[str, Any]:
    comparator = str(given.get("comparator") or "")
    if comparator not in {member.value for member in Comparator}:
        raise errors.ComparatorUnknown
    level = str(given.get("level") or Level.REQUIRED)
    if level not in Level.values:
        raise errors.LevelUnknown
    year = given.get("year")
    return {
        "comparator": comparator,
        "value": f"{number(given.get('value')):f}",
        "unit": str(given.get("unit") or "").strip(),
        "indicator": str(given.get("indicator") or "").strip(),
        "unbound_reason": str(given.get("unbound_reason") or "").strip(),
        "level": level,
        "year": int(year) if year else None,
    }


def _phase(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = {"from": stored_day(given.get("from")), "to": stored_day(given.get("to"))}
    if kept["to"] and last_day(kept["to"]) is None:
        raise errors.SpanUnreadable(field="ends")
    span(kept)
    return kept


def _milestone(given: Mapping[str, Any]) -> dict[str, Any]:
    on = stored_day(given.get("on"))
    if last_day(on) is None:
        raise errors.SpanUnreadable(field="on")
    return {"on": on}


def _duty(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"body": str(given.get("body") or "").strip()}


def _criterion(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in COVER if name in given}


def _parts(said: str) -> tuple[int, int, int] | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", said.strip())
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    return year, month, day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
