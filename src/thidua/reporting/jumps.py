"""A soft warning: this number moved more than it ever did. Pure; it never stops anybody, it asks for a reason."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from thidua.indicator import numerals
from thidua.indicator.figures import Value

ENOUGH_HISTORY = 2  # changes from period to period before this one
WORTH_A_QUESTION = 5  # a change smaller than a fifth of the last number never is
ASK = "Xin ghi lý do để khỏi bị trả lại."


def warning(value: Value, past: Sequence[Value], measurement_unit: str) -> str:
    """A sentence when the numerator moved more than in every earlier period; "" when there is nothing to ask.

    `past` are earlier values of the same unit, newest first. With little history only a doubling or a halving is asked about.
    """
    numbers = [Decimal(one.numerator) for one in past if one.numerator is not None]
    if value.numerator is None or not numbers:
        return ""
    number, last = Decimal(value.numerator), numbers[0]
    change = number - last
    words = f"{'Tăng' if change > 0 else 'Giảm'} {numerals.format_plain(abs(change))} {measurement_unit} so với kỳ trước"
    moves = [abs(newer - older) for newer, older in pairwise(numbers)]
    if len(moves) < ENOUGH_HISTORY:
        doubled = last >= ENOUGH_HISTORY and (number >= 2 * last or 2 * number <= last)
        extent = "gấp đôi trở lên" if change > 0 else "từ một nửa trở lên"
        return f"{words}, {extent}. {ASK}" if doubled and change else ""
    if abs(change) > max(moves) and abs(change) * WORTH_A_QUESTION >= last:
        return f"{words}, nhiều hơn mọi kỳ. {ASK}"
    return ""
