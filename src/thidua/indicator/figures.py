"""The pure arithmetic of figures: check, percent, compare, display, roll up.

A figure is a numerator and a denominator, never a bare percent; missing is not zero; thresholds are compared in integers.
The rules carry the numbers of section 0.1 of the domain research; `docs/domain/figures.md` names the test that holds each.
No framework, no clock, no request.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from thidua.indicator import errors, numerals

Number = numerals.Number

DASH = "—"
NO_BREAK = "\u00a0"  # keeps the percent sign beside its number


class _Labelled(StrEnum):
    """A choice with the words that users read; `Kind.choices()` suits a database field."""

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


class Kind(_Labelled):
    RATIO = "ratio"
    COUNT = "count"
    AMOUNT = "amount"
    YES_NO = "yes_no"


class OverTime(_Labelled):
    FLOW = "flow"
    STOCK = "stock"


class OverUnits(_Labelled):
    SUM = "sum"
    DISTINCT_DECLARED = "distinct_declared"
    ONE = "one"


class CellState(_Labelled):
    VALUE = "co_so_lieu"
    NOT_ARISING = "khong_phat_sinh"
    NOT_REPORTED = "chua_bao_cao"
    NOT_APPLICABLE = "khong_ap_dung"


class Comparator(_Labelled):
    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "=="


_LABELS: dict[str, str] = {
    Kind.RATIO: "Tỷ lệ",
    Kind.COUNT: "Số lượng",
    Kind.AMOUNT: "Giá trị",
    Kind.YES_NO: "Có hoặc không",
    OverTime.FLOW: "Phát sinh trong kỳ, cộng dồn",
    OverTime.STOCK: "Hiện có cuối kỳ, lấy lần báo cáo sau cùng",
    OverUnits.SUM: "Cộng các đơn vị",
    OverUnits.DISTINCT_DECLARED: "Cộng số đơn vị khai, có thể trùng người",
    OverUnits.ONE: "Một đơn vị cung cấp",
    CellState.VALUE: "có số liệu",
    CellState.NOT_ARISING: "không phát sinh",
    CellState.NOT_REPORTED: "chưa báo cáo",
    CellState.NOT_APPLICABLE: "không áp dụng",
    Comparator.AT_LEAST: "từ",
    Comparator.AT_MOST: "không quá",
    Comparator.EXACTLY: "đạt",
}


@dataclass(frozen=True)
class Value:
    """One cell: what a unit says about one indicator in one period. A COUNT, AMOUNT or YES_NO has no denominator."""

    numerator: Number | None = None
    denominator: int | None = None
    state: CellState = CellState.VALUE
    is_estimate: bool = False

    def says_the_same_as(self, other: "Value") -> bool:
        """Whether both say the same number; an estimate of a number says it, too."""
        return (self.state, self.numerator, self.denominator) == (
            other.state,
            other.numerator,
            other.denominator,
        )


@dataclass(frozen=True)
class TargetLine:
    """What is to be reached: percent for a ratio, the number itself for other kinds. `name` is free, such as muc_dat."""

    target: Number
    comparator: Comparator = Comparator.AT_LEAST
    name: str = ""


def from_typed(
    numerator: Number | None, denominator: int | None, kind: Kind, *, is_estimate: bool = False
) -> Value:
    """The checked cell for what was typed: nothing is NOT_REPORTED, 0 of 0 is NOT_ARISING, never a zero percent (rule 2)."""
    if numerator is None and denominator is None:
        return Value(state=CellState.NOT_REPORTED)
    if kind is Kind.RATIO and denominator == 0 and numerator in (0, None):
        return Value(state=CellState.NOT_ARISING)
    value = Value(numerator, denominator, is_estimate=is_estimate)
    check(value, kind)
    return value


def check(value: Value, kind: Kind) -> None:
    """Raise a `FigureRefused` unless `value` may stand as a figure of `kind` (rules 2 and 4)."""
    if value.state is not CellState.VALUE:
        if value.numerator is not None or value.denominator is not None:
            raise errors.NumberNotExpected(f"Đã ghi “{value.state.label}” thì không nhập số.")
        return
    if value.numerator is None:
        raise errors.NumberMissing(field="numerator")
    _check_number(value.numerator, whole=kind is not Kind.AMOUNT, field="numerator")
    if kind is not Kind.RATIO:
        if value.denominator is not None:
            raise errors.NumberNotExpected("Chỉ tiêu này không có tổng số.", field="denominator")
        if kind is Kind.YES_NO and value.numerator not in (0, 1):
            raise errors.NotYesNo(field="numerator")
        return
    if value.denominator is None:
        raise errors.NumberMissing("Chưa nhập tổng số.", field="denominator")
    _check_number(value.denominator, whole=True, field="denominator")
    if value.numerator > value.denominator:
        raise errors.PartExceedsWhole(
            f"Số đạt ({numerals.format_number(value.numerator)}) không được lớn hơn "
            f"tổng số ({numerals.format_number(value.denominator)}).",
            field="numerator",
        )
    if value.denominator == 0:
        raise errors.NumberNotExpected("Tổng số bằng 0 thì ghi “không phát sinh”.", field="denominator")


def _check_number(number: Number, *, whole: bool, field: str) -> None:
    is_whole = type(number) is int  # True and False are no numbers
    if not is_whole and not (isinstance(number, Decimal) and number.is_finite()):
        raise errors.NotANumber(field=field)  # a float is refused too: it is not the number that was typed
    if whole and not is_whole:
        raise errors.NotWhole(field=field)
    if number < 0:
        raise errors.Negative(field=field)
    if number > numerals.BOUND:
        raise errors.TooLarge(field=field)
    if not is_whole and number != round(number, numerals.MAX_DECIMALS):
        raise errors.TooFine(field=field)


def percent(numerator: int, denominator: int | None) -> Decimal | None:
    """100·n/d rounded half up to two decimals; None where there is no denominator (rules 1 and 2).

    For display only: thresholds are compared by `meets`, on the unrounded ratio.
    """
    if not denominator:
        return None
    return _rounded(Fraction(100 * numerator, denominator), 2)


def _rounded(exact: Fraction, decimals: int) -> Decimal:
    scale = 10**decimals
    units = (2 * exact.numerator * scale + exact.denominator) // (2 * exact.denominator)
    return Decimal(units).scaleb(-decimals)


def exact(value: "Value | RolledUp") -> Fraction | None:
    """The unrounded percent of a share, the number itself of anything else; None without a value or a denominator."""
    if value.state is not CellState.VALUE or value.numerator is None:
        return None
    if value.denominator is None:
        return Fraction(value.numerator)
    return Fraction(100 * Fraction(value.numerator), value.denominator) if value.denominator else None


def display_parts(value: "Value | RolledUp") -> str:
    """The two numbers behind a share, `7.600/8.930`; empty where there is no share."""
    if exact(value) is None or value.denominator is None:
        return ""
    return f"{numerals.format_number(value.numerator or 0)}/{numerals.format_number(value.denominator)}"


def meets(numerator: int, denominator: int, comparator: Comparator, target: Number) -> bool:
    """Whether n/d reaches `target` percent, on the unrounded ratio (rule 5). Needs d > 0: 0 of 0 has no percent.

    `==` comes from a bare figure in a plan ("đạt 60 %", "100 %"): whoever passes it has reached it too. So 100 asks for
    n = d, 60 for at least 60; a bare 0 asks for exactly nothing, else it would ask for nothing at all.
    """
    if denominator <= 0:
        raise ValueError("a ratio without a denominator reaches nothing and misses nothing")
    return _reaches(Fraction(100 * numerator, denominator), comparator, target)


def meets_amount(number: Number, comparator: Comparator, target: Number) -> bool:
    """Whether a count or an amount reaches `target`; `==` is read as in `meets`."""
    return _reaches(Fraction(number), comparator, target)


def _reaches(exact: Fraction, comparator: Comparator, target: Number) -> bool:
    line = Fraction(target)
    if comparator is Comparator.AT_MOST:
        return exact <= line
    if comparator is Comparator.EXACTLY and line == 0:
        return exact == 0
    return exact >= line


# Nobody may read "all" or "nothing" off a figure that is neither, whatever the target lines.
_ALL_AND_NOTHING = (TargetLine(100, Comparator.AT_LEAST), TargetLine(0, Comparator.AT_MOST))


def display_percent(numerator: int, denominator: int | None, lines: Iterable[TargetLine] = ()) -> str:
    """`85,11 %`, with more decimals where two would tell another story about a line: 79 996 of 100 000 is `79,996 %`.

    No denominator gives the dash.
    """
    if not denominator:
        return DASH
    exact = Fraction(100 * numerator, denominator)
    watched = (*_ALL_AND_NOTHING, *lines)
    decimals = 2
    while any(_tells_otherwise(exact, decimals, line) for line in watched):
        decimals += 1
    return f"{numerals.format_number(_rounded(exact, decimals))}{NO_BREAK}%"


def _tells_otherwise(exact: Fraction, decimals: int, line: TargetLine) -> bool:
    shown = Fraction(_rounded(exact, decimals))
    return _reaches(shown, line.comparator, line.target) != _reaches(exact, line.comparator, line.target)


def display(value: Value, kind: Kind, lines: Iterable[TargetLine] = ()) -> str:
    """What a cell shows: a percent, a number, Có or Không, the dash, or the words of its state (rule 2)."""
    if value.state is CellState.NOT_ARISING:
        return DASH
    if value.state is not CellState.VALUE or value.numerator is None:
        return value.state.label
    if value.denominator is not None:
        return display_percent(int(value.numerator), value.denominator, lines)
    if kind is Kind.YES_NO:
        return "Có" if value.numerator else "Không"
    return numerals.format_number(value.numerator)


@dataclass(frozen=True)
class RolledUp:
    """Sums over several cells. `counts` says how many cells stood in each state; only VALUE cells are in the sums."""

    numerator: Number | None
    denominator: int | None
    state: CellState
    counts: Mapping[CellState, int]
    has_estimates: bool = False
    may_double_count: bool = False

    @property
    def missing(self) -> int:
        return self.counts.get(CellState.NOT_REPORTED, 0)

    def as_value(self) -> Value:
        return Value(self.numerator, self.denominator, self.state, self.has_estimates)


def roll_up(values: Iterable[Value], kind: Kind, over_units: OverUnits = OverUnits.SUM) -> RolledUp:
    """Σn ÷ Σd over units, never the mean of percents (rule 3); cells without a value are left out and counted.

    Yes/no over units is "how many of those that answered". A DISTINCT_DECLARED sum of two or more units is flagged.
    """
    return combine((_single(value, kind) for value in values), over_units)


# A sum has a value when any cell has one; otherwise missing speaks before not arising before not applicable.
_LOUDEST_FIRST = (CellState.VALUE, CellState.NOT_REPORTED, CellState.NOT_ARISING, CellState.NOT_APPLICABLE)


def combine(parts: Iterable[RolledUp], over_units: OverUnits = OverUnits.SUM) -> RolledUp:
    """Roll-ups of parts as one; grouping makes no difference, so neighbourhoods may be summed before the ward."""
    parts = tuple(parts)
    numerators = [part.numerator for part in parts if part.numerator is not None]
    denominators = [part.denominator for part in parts if part.denominator is not None]
    states = [part.state for part in parts]
    counts: Counter[CellState] = Counter()
    for part in parts:
        counts.update(part.counts)
    several = states.count(CellState.VALUE) > 1
    if several and over_units is OverUnits.ONE:
        raise errors.SeveralSources
    return RolledUp(
        sum(numerators) if numerators else None,
        sum(denominators) if denominators else None,
        next((state for state in _LOUDEST_FIRST if state in states), CellState.NOT_APPLICABLE),
        _frozen(counts),
        has_estimates=any(part.has_estimates for part in parts),
        may_double_count=any(part.may_double_count for part in parts)
        or (several and over_units is OverUnits.DISTINCT_DECLARED),
    )


def _single(value: Value, kind: Kind) -> RolledUp:
    counts = _frozen({value.state: 1})
    if value.state is not CellState.VALUE:
        return RolledUp(None, None, value.state, counts)
    # A yes/no that already is "3 of 5 units" keeps its own denominator.
    denominator = 1 if kind is Kind.YES_NO and value.denominator is None else value.denominator
    return RolledUp(value.numerator, denominator, value.state, counts, value.is_estimate)


def _frozen(counts: Mapping[CellState, int]) -> Mapping[CellState, int]:
    return MappingProxyType(dict(counts))


def over_time(values: Sequence[Value], how: OverTime) -> RolledUp:
    """One unit's cells in order of time as one: a flow sums, a stock takes the last state that was reported (rule 3).

    A period in which nothing was reported leaves a stock where it was, and is counted as missing. Take time first inside
    each unit, then `roll_up` over units: for stocks the other order would lose units that skipped the last period. The
    periods must not overlap; `calendars.pieces_to_date` chooses them.
    """
    if len(values) == 1:  # of most units one cell is asked for; a year of sixty units has thousands of them
        return _single(values[0], Kind.COUNT)
    if how is OverTime.FLOW:
        return combine(_single(value, Kind.COUNT) for value in values)
    counts = _frozen(Counter(value.state for value in values))
    reported = [value for value in values if value.state in (CellState.VALUE, CellState.NOT_ARISING)]
    if not reported:
        return RolledUp(None, None, combine(_single(value, Kind.COUNT) for value in values).state, counts)
    last = reported[-1]
    return RolledUp(last.numerator, last.denominator, last.state, counts, last.is_estimate)


def cumulative(values: Sequence[Value], how: OverTime) -> tuple[RolledUp, ...]:
    """The running total after each of `values`, in their order."""
    return tuple(over_time(values[: end + 1], how) for end in range(len(values)))


class StandingCode(StrEnum):
    """How a figure stands, for colour and icon beside the phrase."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    NO_DATA = "no_data"
    NOT_ARISING = "not_arising"
    NOT_APPLICABLE = "not_applicable"
    NOT_DUE = "not_due"
    NO_TARGET = "no_target"


@dataclass(frozen=True)
class Standing:
    """`reached` pairs each target line, in ascending order, with whether it is reached; empty without a value."""

    code: StandingCode
    phrase: str
    reached: tuple[tuple[TargetLine, bool], ...] = ()


_WITHOUT_VALUE = {
    CellState.NOT_REPORTED: Standing(StandingCode.NO_DATA, "Chưa có số liệu"),
    CellState.NOT_ARISING: Standing(StandingCode.NOT_ARISING, "Không phát sinh"),
    CellState.NOT_APPLICABLE: Standing(StandingCode.NOT_APPLICABLE, "Không áp dụng"),
}


def standing(value: Value, lines: Iterable[TargetLine], *, is_due: bool = True) -> Standing:
    """One figure against all its target lines (rule 7): `Đạt`, `Đạt 90, chưa 100`, `Chưa đạt`, or why there is nothing to say.

    `is_due` is False while the period is still open: without a value it then reads `Chưa đến kỳ`.
    """
    if value.state is CellState.NOT_REPORTED and not is_due:
        return Standing(StandingCode.NOT_DUE, "Chưa đến kỳ")
    if value.state is not CellState.VALUE or value.numerator is None:
        return _WITHOUT_VALUE[value.state]
    ordered = sorted(lines, key=lambda line: line.target)
    if not ordered:
        return Standing(StandingCode.NO_TARGET, "Chưa đặt mức")
    reached = tuple((line, _value_reaches(value.numerator, value.denominator, line)) for line in ordered)
    if all(is_reached for _, is_reached in reached):
        return Standing(StandingCode.REACHED, "Đạt", reached)
    if not any(is_reached for _, is_reached in reached):
        return Standing(StandingCode.NOT_REACHED, "Chưa đạt", reached)
    done = ", ".join(numerals.format_plain(line.target) for line, is_reached in reached if is_reached)
    open_ = ", ".join(numerals.format_plain(line.target) for line, is_reached in reached if not is_reached)
    return Standing(StandingCode.PARTLY, f"Đạt {done}, chưa {open_}", reached)


def _value_reaches(numerator: Number, denominator: int | None, line: TargetLine) -> bool:
    if denominator is None:
        return meets_amount(numerator, line.comparator, line.target)
    return meets(int(numerator), denominator, line.comparator, line.target)
