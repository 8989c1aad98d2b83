"""How a figure moved since the period before, in words. Pure. Whether a move is unusual is said by the rules (`checks`)."""

from dataclasses import dataclass
from fractions import Fraction

from thidua.core import formatting
from thidua.indicator import figures
from thidua.indicator.figures import CellState, Value


@dataclass(frozen=True, slots=True)
class Change:
    """`words` are empty where there is nothing to compare."""

    words: str = ""


def change(before: Value | None, now: Value) -> Change:
    """The move from `before` to `now`; of a share the total, too, where that moved."""
    if before is None or before.numerator is None or now.numerator is None:
        return Change()
    if before.state is not CellState.VALUE or now.state is not CellState.VALUE:
        return Change()
    if before.denominator and now.denominator:
        return _of_shares(before, now)
    moved = Fraction(now.numerator) - Fraction(before.numerator)
    return Change(_words(moved))


def _of_shares(before: Value, now: Value) -> Change:
    moved = (figures.exact(now) or Fraction(0)) - (figures.exact(before) or Fraction(0))
    words = _words(moved, " điểm phần trăm", places=2)
    if before.denominator != now.denominator:
        was, has = formatting.number(before.denominator), formatting.number(now.denominator)
        words += f"; tổng số từ {was} thành {has}"
    return Change(words)


def _words(moved: Fraction, unit: str = "", *, places: int | None = None) -> str:
    if not moved:
        return "Không đổi"
    return f"{'Tăng' if moved > 0 else 'Giảm'} {formatting.number(abs(moved), places)}{unit}"
