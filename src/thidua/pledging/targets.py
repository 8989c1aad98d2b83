"""Whether a unit's own target falls below the commune's line, in whole numbers: 79,996 is not 80. Pure."""

from decimal import Decimal

from thidua.indicator.figures import Comparator

PLACES = 4  # as many decimals as a target may have (indicator.numerals)


def falls_short(value: Decimal, comparator: str, line: Decimal) -> bool:
    """True where `value` would not satisfy the line: less than "từ", more than "không quá", other than "đạt"."""
    mine, asked = _whole(value), _whole(line)
    if comparator == Comparator.AT_MOST:
        return mine > asked
    return mine != asked if comparator == Comparator.EXACTLY else mine < asked


def _whole(value: Decimal) -> int:
    scaled = value.scaleb(PLACES)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} has more than {PLACES} decimals")
    return int(scaled)
