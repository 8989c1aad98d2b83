"""What a rule of validation is given and what it answers. Pure.

A rule puts up fences: spans in which a measure of the figure may lie, made from its grounds before anybody has typed. A value
beyond a fence is a finding. So the same fences judge a number while it is typed, and are kept ready for handing in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from thidua.indicator import numerals
from thidua.indicator.figures import NO_BREAK, CellState, Kind, OverTime, Value


class Severity(StrEnum):
    """HARD refuses the number; SOFT asks for an explanation before the report is handed in; UNTOLD keeps it from the public."""

    HARD = "hard"
    SOFT = "soft"
    UNTOLD = "untold"

    @property
    def label(self) -> str:
        return {"hard": "Không nhận", "soft": "Cần giải trình", "untold": "Không công bố"}[self.value]


class Measure(StrEnum):
    PERCENT = "percent"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True)
class Fence:
    """Where `measure` may lie. `below` and `above` are the sentences beyond it; `{now}` stands for the number.

    The ends belong to what is allowed only with `ends_are_fine`; None leaves a side open.
    """

    measure: Measure
    low: Fraction | None
    high: Fraction | None
    below: str = ""
    above: str = ""
    ends_are_fine: bool = False

    def sentence(self, number: Fraction) -> str:
        """Why `number` lies beyond the fence; "" when it does not."""
        if self.low is not None and (number < self.low or (number == self.low and not self.ends_are_fine)):
            return _said(self.below, number)
        if self.high is not None and (number > self.high or (number == self.high and not self.ends_are_fine)):
            return _said(self.above, number)
        return ""


def _said(sentence: str, number: Fraction) -> str:
    return sentence.format(now=words(number)).replace(" %", f"{NO_BREAK}%")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same unit reported in an earlier period, called `label`."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Parts of one figure by one view ("Giới tính"). `add_up`: together they are the whole; else each lies within it.

    `parts` are those that were given; `is_complete` says that none is missing.
    """

    label: str
    add_up: bool
    is_complete: bool
    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that rules know of a figure besides its value. `levels` are the thresholds in force, by name.

    `peers` are the percents of other units that this one is compared with, in the period that `peers_label` names;
    `peers_who` says which: those of its bloc, or those of its kind.
    """

    kind: Kind
    over_time: OverTime
    levels: Mapping[str, Decimal]
    previous: Earlier | None = None
    last_year: Earlier | None = None
    peers: tuple[Fraction, ...] = ()
    peers_label: str = ""
    peers_who: str = "đơn vị cùng loại"
    parts: tuple[PartGroup, ...] = field(default=())

    def level(self, name: str) -> Fraction | None:
        """The threshold in force; None where none is set."""
        found = self.levels.get(name)
        return None if found is None else Fraction(found)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `levels` are the names of the thresholds that it reads; `fences` is pure.

    A hard rule refuses while typing, too, unless its two sides are typed one after the other (`at_save=False`).
    """

    code: str
    label: str
    severity: Severity
    about: str
    fences: Callable[[Grounds], Iterable[Fence]]
    levels: tuple[str, ...] = ()
    at_save: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    rule: Rule
    measure: Measure
    sentence: str

    @property
    def is_hard(self) -> bool:
        return self.rule.severity is Severity.HARD


def measured(value: Value, measure: Measure) -> Fraction | None:
    """The measure of a cell; None where it has none."""
    if value.state is not CellState.VALUE or value.numerator is None:
        return None
    if measure is Measure.NUMERATOR:
        return Fraction(value.numerator)
    if value.denominator is None:
        return None
    if measure is Measure.DENOMINATOR:
        return Fraction(value.denominator)
    return Fraction(value.numerator) * 100 / value.denominator if value.denominator else None


def words(number: Fraction) -> str:
    """As people write it, with two decimals at most."""
    if number.denominator == 1:
        return numerals.format_number(int(number))
    hundredths = (200 * number.numerator + number.denominator) // (2 * number.denominator)
    return numerals.format_number(Decimal(hundredths) / 100)
