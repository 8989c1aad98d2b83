"""Plausible figures for the demonstration, the same at every build. Pure."""

import random
import zlib
from dataclasses import dataclass

from thidua.indicator.figures import OverTime


@dataclass(frozen=True, slots=True)
class Course:
    """How an indicator runs in one unit: its whole (a month's for flows) and its share at the start and the end."""

    least: int
    most: int
    start: float
    end: float


COURSES = {
    "CT1": Course(1700, 1950, 0.76, 0.88),
    "CT2": Course(230, 230, 0.86, 0.945),
    "CT3a": Course(124, 124, 0.95, 1.06),
    "CT3b": Course(300, 300, 0.56, 0.68),
    "CT5": Course(820, 960, 0.97, 0.993),
    "CT6": Course(40, 90, 0.82, 0.97),
    "CT7": Course(20, 60, 0.84, 0.99),
    "CT8": Course(40, 110, 0.95, 0.999),
    "CT9": Course(4, 8, 0.95, 1.06),
    "CT10": Course(18, 18, 0.50, 0.79),
    "BD1": Course(9, 34, 0.62, 0.98),
    "BD2": Course(260, 620, 0.55, 0.96),
    "BD3": Course(560, 1180, 0.34, 0.66),
    "BD4": Course(14850, 14850, 0.40, 0.66),
    "BD5": Course(18, 210, 0.36, 0.71),
}


def figure(
    code: str, unit: str, how: OverTime, *, period: str, months: int, progress: float
) -> tuple[int, int]:
    """Numerator and denominator of `code` in `unit`; `progress` runs from 0 to 1 over the demonstration's time."""
    course = COURSES[code]
    own = _chance(code, unit)
    whole = own.randint(course.least, course.most)
    lean = own.uniform(-0.05, 0.04)
    now = _chance(code, unit, period)
    if how is OverTime.FLOW:
        whole = max(1, round(whole * months * now.uniform(0.92, 1.08)))
    share = (
        course.start
        + (course.end - course.start) * progress
        + lean * (1 - progress)
        + now.uniform(-0.012, 0.012)
    )
    return min(whole, max(0, round(whole * share))), whole


def _chance(*words: str) -> random.Random:
    return random.Random(zlib.crc32("/".join(words).encode()))
