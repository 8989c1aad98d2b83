"""From what somebody typed for one figure to a value, with every mistake at its own field. Pure.

The desk page, the phone page and the workbook read through here, so they accept and refuse the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from thidua.indicator import errors as indicator_errors
from thidua.indicator import figures, numerals
from thidua.indicator.figures import CellState, Kind, Number, Value

LONGEST_SOURCE = 200
LONGEST_EXPLANATION = 5_000
TOO_LONG = "Nội dung dài quá {most} ký tự. Xin rút gọn."
UNREADABLE = "Nội dung có ký tự không dùng được. Xin gõ lại."
NO_SUCH_STATE = "Xin chọn một tình trạng trong danh sách."
STATES = frozenset(str(state) for state in CellState) | {""}


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts of one row, as typed. `state` is a CellState or empty: then the numbers decide."""

    numerator: str = ""
    denominator: str = ""
    state: str = ""
    is_estimate: bool = False
    source: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The value, or None with at least one mistake: field → sentence."""

    value: Value | None
    mistakes: Mapping[str, str] = field(default_factory=dict)


def read(typed: Typed, kind: Kind) -> Reading:
    """What the row says; a number that may be read in two ways is a mistake that asks back, never a guess."""
    mistakes: dict[str, str] = {}
    numerator = _number(typed.numerator, kind, "numerator", mistakes)
    denominator = _number(typed.denominator, Kind.COUNT, "denominator", mistakes)
    if typed.state not in STATES:
        mistakes["state"] = NO_SUCH_STATE
    for name, said, most in (
        ("source", typed.source, LONGEST_SOURCE),
        ("explanation", typed.explanation, LONGEST_EXPLANATION),
    ):
        if len(said) > most:
            mistakes[name] = TOO_LONG.format(most=most)
        elif "\0" in said:
            mistakes[name] = UNREADABLE
    if mistakes:
        return Reading(None, mistakes)
    try:
        return Reading(_value(typed, numerator, denominator, kind))
    except indicator_errors.FigureRefused as refused:
        return Reading(None, {_place(refused, denominator): str(refused)})


def _value(typed: Typed, numerator: Number | None, denominator: Number | None, kind: Kind) -> Value:
    whole = None if denominator is None else int(denominator)
    if typed.state not in {"", CellState.VALUE, CellState.NOT_REPORTED}:
        value = Value(numerator, whole, CellState(typed.state))
        figures.check(value, kind)
        return value
    return figures.from_typed(numerator, whole, kind, is_estimate=typed.is_estimate)


def _place(refused: indicator_errors.FigureRefused, denominator: Number | None) -> str:
    return refused.field or ("numerator" if denominator is None else "denominator")


def _number(text: str, kind: Kind, name: str, mistakes: dict[str, str]) -> Number | None:
    parse: Callable[[str], Number | None] = (
        numerals.parse_amount if kind is Kind.AMOUNT else numerals.parse_count
    )
    try:
        return parse(text)
    except indicator_errors.FigureRefused as refused:
        mistakes[name] = str(refused)
        return None


def texts_of(value: Value) -> tuple[str, str]:
    """Numerator and denominator as they stand in the fields of a fresh page."""
    return (_text(value.numerator), _text(value.denominator))


def _text(number: Number | None) -> str:
    if number is None:
        return ""
    return numerals.format_plain(number) if isinstance(number, Decimal) else numerals.format_number(number)
