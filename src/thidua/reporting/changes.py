"""How a figure moved since the period before, in words, and whether the move asks for a closer look. Pure.

The thresholds are ours: a share that moves by 20 points, or a number that changes by half, is worth a question.
"""

from dataclasses import dataclass
from fractions import Fraction

from thidua.core import formatting
from thidua.indicator.figures import CellState, Number, Value

POINTS = 20
SHARE = Fraction(1, 2)
SMALL = 5  # from 2 to 4 is no jump


@dataclass(frozen=True, slots=True)
class Change:
    """`words` are empty where there is nothing to compare."""

    words: str = ""
    is_jump: bool = False


def change(before: Value | None, now: Value) -> Change:
    """The move from `before` to `now`; a total that changes by half is a jump even where the share stands still."""
    if before is None or before.numerator is None or now.numerator is None:
        return Change()
    if before.state is not CellState.VALUE or now.state is not CellState.VALUE:
        return Change()
    if before.denominator and now.denominator:
        return _of_shares(before, now)
    moved = Fraction(now.numerator) - Fraction(before.numerator)
    return Change(_words(moved, ""), _changed_by_half(before.numerator, now.numerator))


def _of_shares(before: Value, now: Value) -> Change:
    moved = _percent(now) - _percent(before)
    words = _words(moved, " điểm phần trăm")
    leaps = _changed_by_half(before.denominator or 0, now.denominator or 0)
    if leaps:
        was, has = formatting.number(before.denominator), formatting.number(now.denominator)
        words += f"; tổng số từ {was} thành {has}"
    return Change(words, abs(moved) >= POINTS or leaps)


def _percent(value: Value) -> Fraction:
    return Fraction(100 * Fraction(value.numerator or 0), value.denominator or 1)


def _words(moved: Fraction, unit: str) -> str:
    if not moved:
        return "Không đổi"
    places = 2 if unit else None
    return f"{'Tăng' if moved > 0 else 'Giảm'} {formatting.number(abs(moved), places)}{unit}"


def _changed_by_half(before: Number, now: Number) -> bool:
    was, has = Fraction(before), Fraction(now)
    return abs(has - was) >= max(Fraction(SMALL), was * SHARE)
