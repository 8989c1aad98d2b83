"""When a report that is owed again and again is due. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from thidua.registers.enums import Every

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Due:
    """One report: what it is about (`Quý III/2026`) and the last day on which it is in time."""

    label: str
    due_on: date


def dues_of(
    every: str, year: int, *, due_day: int, months_after: int = 0, skips_larger: bool = False
) -> list[Due]:
    """The reports on a year, in order. The 31st of a shorter month is its last day.

    With `skips_larger` the last month of a quarter has no report of its own: Thông tư 47/2025/TT-BKHCN Điều 6.
    """
    months = MONTHS[Every(every)]
    found = []
    for last in range(months, 13, months):
        if every == Every.MONTH and skips_larger and last % 3 == 0:
            continue
        found.append(
            Due(_label(Every(every), year, last // months), _day(year, last + months_after, due_day))
        )
    return found


def _label(every: Every, year: int, ordinal: int) -> str:
    if every is Every.MONTH:
        return f"Tháng {ordinal}/{year}"
    if every is Every.QUARTER:
        return f"Quý {QUARTERS[ordinal - 1]}/{year}"
    if every is Every.HALF_YEAR:
        return f"6 tháng {'đầu' if ordinal == 1 else 'cuối'} năm {year}"
    return f"Năm {year}"


def _day(year: int, month: int, day: int) -> date:
    more, index = divmod(month - 1, 12)
    last = monthrange(year + more, index + 1)[1]
    return date(year + more, index + 1, min(day, last))
