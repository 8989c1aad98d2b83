"""How a figure moved since the periods before, in words, and whether the move asks for a closer look. Pure; stops nobody.

Who types sees the unit's own past and is asked for a reason where the number moved more than it ever did (`warning`). Who checks
sees one figure beside the last and is shown where a share or a number leapt (`change`). The thresholds are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from thidua.core import formatting
from thidua.indicator.figures import CellState, Number, Value

POINTS = 20  # a share that moves by as much is a leap
SHARE = Fraction(1, 2)  # so is a number that changes by half
SMALL = 5  # from 2 to 4 is none
ENOUGH_HISTORY = 2  # moves from period to period before this one
WORTH_A_QUESTION = Fraction(1, 5)  # of the last number; less never is
ASK = "Xin ghi lý do để khỏi bị trả lại."


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
    return Change(_words(moved), _changed_by_half(before.numerator, now.numerator))


def warning(value: Value, past: Sequence[Value], measurement_unit: str) -> str:
    """A sentence when the numerator moved more than in every earlier period; "" when there is nothing to ask.

    `past` are earlier values of the same unit, newest first. With little history only a doubling or a halving is asked about.
    """
    numbers = [Decimal(one.numerator) for one in past if one.numerator is not None]
    if value.numerator is None or not numbers:
        return ""
    moved = Decimal(value.numerator) - numbers[0]
    extent = _extent(moved, numbers)
    words = _words(Fraction(moved), f" {measurement_unit}")
    return f"{words} so với kỳ trước, {extent}. {ASK}" if extent else ""


def _extent(moved: Decimal, numbers: Sequence[Decimal]) -> str:
    """How far the move goes beyond what is usual, in words; "" when it does not."""
    last, earlier = numbers[0], [abs(newer - older) for newer, older in pairwise(numbers)]
    if len(earlier) >= ENOUGH_HISTORY:
        is_striking = abs(moved) > max(earlier) and abs(moved) >= WORTH_A_QUESTION * Fraction(last)
        return "nhiều hơn mọi kỳ" if is_striking else ""
    if last < ENOUGH_HISTORY or not moved:
        return ""
    if moved >= last:
        return "gấp đôi trở lên"
    return "từ một nửa trở lên" if -2 * moved >= last else ""


def _of_shares(before: Value, now: Value) -> Change:
    moved = _percent(now) - _percent(before)
    words = _words(moved, " điểm phần trăm", places=2)
    leaps = _changed_by_half(before.denominator or 0, now.denominator or 0)
    if leaps:
        was, has = formatting.number(before.denominator), formatting.number(now.denominator)
        words += f"; tổng số từ {was} thành {has}"
    return Change(words, abs(moved) >= POINTS or leaps)


def _percent(value: Value) -> Fraction:
    return Fraction(100 * Fraction(value.numerator or 0), value.denominator or 1)


def _words(moved: Fraction, unit: str = "", *, places: int | None = None) -> str:
    if not moved:
        return "Không đổi"
    return f"{'Tăng' if moved > 0 else 'Giảm'} {formatting.number(abs(moved), places)}{unit}"


def _changed_by_half(before: Number, now: Number) -> bool:
    was, has = Fraction(before), Fraction(now)
    return abs(has - was) >= max(Fraction(SMALL), was * SHARE)
