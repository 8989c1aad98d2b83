"""Rules of validation (F22): one a file, all listed here, shown to people on one page. Pure.

`findings(value, grounds)` is what is said about a number. `guard_of(grounds)` says the same beforehand, as spans that are
cheap to compare: whoever lies within them needs no rule to be asked.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import inf

from thidua.indicator.figures import CellState, Value
from thidua.reporting.checks import (
    falling_stock,
    last_period,
    last_year,
    outlier,
    part_of_whole,
    parts_add_up,
    shifting_base,
    small_parts,
    value_range,
)
from thidua.reporting.checks.grounds import Finding, Grounds, Measure, Rule, Severity, measured

RULES: tuple[Rule, ...] = (
    part_of_whole.RULE,
    value_range.RULE,
    parts_add_up.RULE,
    last_period.RULE,
    last_year.RULE,
    outlier.RULE,
    falling_stock.RULE,
    shifting_base.RULE,
    small_parts.RULE,
)
MEASURES = (Measure.PERCENT, Measure.NUMERATOR, Measure.DENOMINATOR)
HAIR = Fraction(1, 10**9)  # a guard is a hair narrower than its fences: what is close is judged exactly
Guard = Sequence[float | None]  # low and high of each of MEASURES; None leaves a side open


def findings(value: Value, grounds: Grounds) -> list[Finding]:
    """What the rules say about a cell, the hard ones first. A cell without a number says nothing that could be checked."""
    if value.state is not CellState.VALUE or value.numerator is None:
        return []
    found = [
        Finding(rule, fence.measure, sentence)
        for rule in RULES
        for fence in rule.fences(grounds)
        if (number := measured(value, fence.measure)) is not None and (sentence := fence.sentence(number))
    ]
    return sorted(found, key=lambda one: not one.is_hard)


def guard_of(grounds: Grounds, *, hard_only: bool = False) -> Guard:
    """The span of each measure in which no rule has anything to say."""
    low: dict[Measure, Fraction | None] = dict.fromkeys(MEASURES)
    high: dict[Measure, Fraction | None] = dict.fromkeys(MEASURES)
    for rule in RULES:
        if hard_only and rule.severity is not Severity.HARD:
            continue
        for fence in rule.fences(grounds):
            low[fence.measure] = _narrower(max, low[fence.measure], fence.low)
            high[fence.measure] = _narrower(min, high[fence.measure], fence.high)
    return [
        None if end is None else float(end) + nudge
        for measure in MEASURES
        for end, nudge in (
            (low[measure], _hair(low[measure])),
            (high[measure], -_hair(high[measure])),
        )
    ]


def _narrower(
    choose: Callable[[Fraction, Fraction], Fraction], known: Fraction | None, new: Fraction | None
) -> Fraction | None:
    if known is None or new is None:
        return new if known is None else known
    return choose(known, new)


def _hair(end: Fraction | None) -> float:
    return 0.0 if end is None else float(max(abs(end), Fraction(1)) * HAIR)


def is_within(guard: Guard, numerator: float, denominator: float | None) -> bool:
    """Whether a value lies inside its guard, so that `findings` would be empty."""
    n_low, n_high = _ends(guard, 2)
    if not n_low < numerator < n_high:
        return False
    if not denominator:
        return True
    d_low, d_high = _ends(guard, 4)
    p_low, p_high = _ends(guard, 0)
    return d_low < denominator < d_high and p_low < 100 * numerator / denominator < p_high


def _ends(guard: Guard, place: int) -> tuple[float, float]:
    low, high = guard[place], guard[place + 1]
    return (-inf if low is None else low, inf if high is None else high)


def rule_of(name: str) -> Rule | None:
    """The rule that reads a threshold of this name."""
    return next((rule for rule in RULES if name in rule.levels), None)


def hard(found: Iterable[Finding]) -> list[Finding]:
    return [one for one in found if one.is_hard]


def soft(found: Iterable[Finding]) -> list[Finding]:
    return [one for one in found if not one.is_hard]
