"""A sum over units written out, for "Vì sao có con số này". Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from thidua.indicator import figures, numerals
from thidua.indicator.figures import CellState, Kind, RolledUp, TargetLine, Value


@dataclass(frozen=True, slots=True)
class Sum:
    """`Số hồ sơ nộp trực tuyến: 7.600 + 1.059 = 8.659`; one term is no sum and stands alone."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Equation:
    """The sums, then the last step that gives the result (empty where the sum is the result)."""

    sums: tuple[Sum, ...]
    last_step: str


def written_out(
    values: Iterable[Value],
    total: RolledUp,
    kind: Kind,
    *,
    numerator_label: str,
    denominator_label: str,
    lines: Sequence[TargetLine] = (),
) -> Equation | None:
    """The equation of a roll-up; None without a value."""
    held = [value for value in values if value.state is CellState.VALUE and value.numerator is not None]
    if total.state is not CellState.VALUE or total.numerator is None or not held:
        return None
    top = Sum(numerator_label, _sum([value.numerator for value in held if value.numerator is not None]))
    if kind is Kind.YES_NO:
        answered = Sum("Số đơn vị đã trả lời", numerals.format_number(total.denominator or 0))
        return Equation((Sum(f"Số đơn vị trả lời có: {numerator_label}", top.text), answered), "")
    if kind is not Kind.RATIO:
        return Equation((top,), "")
    bottom = Sum(denominator_label, _sum([value.denominator or 0 for value in held]))
    shown = figures.display_percent(int(total.numerator), total.denominator, lines)
    n, d = numerals.format_number(total.numerator), numerals.format_number(total.denominator or 0)
    return Equation((top, bottom), f"{n} ÷ {d} × 100 = {shown}")


def _sum(terms: list[figures.Number]) -> str:
    total = numerals.format_number(sum(terms))
    if len(terms) == 1:
        return total
    return f"{' + '.join(numerals.format_number(term) for term in terms)} = {total}"
