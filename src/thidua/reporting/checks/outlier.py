"""A share far from those of the units of its bloc, else of its kind, measured by median and median deviation.

Both stand still when a few units are wild, so one mistake does not excuse the next. Boris Iglewicz and David Hoaglin,
"How to Detect and Handle Outliers" (1993): a modified score |x − median| · 0,6745 ÷ MAD over 3,5 is labelled.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from thidua.reporting.checks.grounds import Fence, Grounds, Measure, Rule, Severity, words

NORMAL = Fraction(14826, 10000)  # makes the MAD of a normal distribution its standard deviation


def fences(grounds: Grounds) -> Iterator[Fence]:
    times, needed = grounds.level("outlier_times"), grounds.level("outlier_units")
    if times is None or needed is None or len(grounds.peers) < needed:
        return
    middle = median(grounds.peers)
    spread = median([abs(one - middle) for one in grounds.peers]) * NORMAL
    away = max(times * spread, grounds.level("outlier_points") or Fraction(0))
    who = grounds.peers_who.replace("{", "{{").replace("}", "}}")  # a bloc's name is free text
    told = f"mức giữa {words(middle)} % của {len(grounds.peers)} {who}, {grounds.peers_label}"
    yield Fence(
        Measure.PERCENT,
        middle - away,
        middle + away,
        f"Tỷ lệ {{now}} % thấp xa {told}.",
        f"Tỷ lệ {{now}} % cao xa {told}.",
    )


def median(numbers: Sequence[Fraction]) -> Fraction:
    """Of at least one number."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


RULE = Rule(
    code="outlier",
    label="Khác xa các đơn vị cùng cụm, khối hoặc cùng loại",
    severity=Severity.SOFT,
    about=(
        "Tỷ lệ cách mức giữa (trung vị) của các đơn vị cùng cụm, khối thi đua nhiều lần độ lệch thường gặp. Cụm, khối chưa đủ "
        "số đơn vị có số liệu thì so với các đơn vị cùng loại; cũng chưa đủ thì không xét."
    ),
    fences=fences,
    levels=("outlier_times", "outlier_units", "outlier_points"),
)
