"""How papers speak of figures: levels, standings, remarks, what rose and fell, how punctual a unit was. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua.core import formatting
from thidua.indicator import figures, numerals
from thidua.indicator.figures import CellState, Comparator, Kind, RolledUp, StandingCode, TargetLine, Value

TONES = {
    StandingCode.REACHED: "reached",
    StandingCode.PARTLY: "waiting",
    StandingCode.NOT_REACHED: "late",
}
SIGNS = {Comparator.AT_LEAST: "≥ ", Comparator.AT_MOST: "≤ ", Comparator.EXACTLY: ""}
NO_LEVEL = "chưa đặt"


@dataclass(frozen=True, slots=True)
class UnitTimes:
    """How punctual a unit was: reports asked, in time, late, never sent."""

    name: str
    asked: int
    in_time: int
    late: int
    missing: int


def level_of(kind: str, line: TargetLine) -> str:
    """ "≥ 92,5 %"."""
    unit = f"{figures.NO_BREAK}%" if kind == Kind.RATIO else ""
    return f"{SIGNS[line.comparator]}{numerals.format_plain(line.target)}{unit}"


def level_pairs(kind: str, lines: Iterable[TargetLine]) -> tuple[tuple[str, str], ...]:
    """("mức đạt", "≥ 90 %"), ("mức phấn đấu", "100 %"); the easier first."""
    ordered = sorted(lines, key=lambda line: line.target)
    return tuple((line.name.lower(), level_of(kind, line)) for line in ordered)


def levels_said(pairs: Sequence[tuple[str, str]]) -> str:
    """ "≥ 90 % (mức đạt); 100 % (mức phấn đấu)"; one level goes without its name."""
    if len(pairs) == 1:
        return pairs[0][1]
    return "; ".join(f"{value} ({name})" for name, value in pairs) or NO_LEVEL


def line_standing(facts: Mapping[str, object], value: Value) -> str:
    """A value against one target line of the plan, by the facts of its item."""
    line = TargetLine(Decimal(str(facts["value"])), Comparator(str(facts["comparator"])))
    return figures.standing(value, (line,)).phrase


def remark_on(total: RolledUp, problem: str, gaps: Sequence[str]) -> str:
    """Estimates, people who may be counted twice, units and periods that are not in it."""
    has_value = total.state is CellState.VALUE
    said = [
        problem,
        "Có số ước." if total.has_estimates else "",
        "Có thể trùng người giữa các đơn vị." if total.may_double_count else "",
        f"Chưa gồm {total.missing} đơn vị." if total.missing and has_value else "",
        f"Chưa gồm {', '.join(gaps)}." if gaps and has_value else "",
    ]
    return " ".join(one for one in said if one)


def compared(total: RolledUp, before: RolledUp) -> str | None:
    """ "tăng 2,15 điểm phần trăm", "giảm 12", "không đổi"; None where one of the two is not known."""
    now, then = figures.exact(total), figures.exact(before)
    if now is None or then is None:
        return None
    if now == then:
        return "không đổi"
    is_share = total.denominator is not None
    words = formatting.number(abs(now - then), 2 if is_share else None)
    unit = " điểm phần trăm" if is_share else ""
    if words == "0,00":
        words = "chưa tới 0,01"
    return f"{'tăng' if now > then else 'giảm'} {words}{unit}"
