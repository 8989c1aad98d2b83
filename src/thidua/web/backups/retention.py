"""Which copies stay. Pure.

The newest copy of each of the last days, weeks and months that have one: a server that stood still for a month has lost
no copy by it, because spans without a copy do not count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks (Monday to Sunday) and months keep a copy."""

    daily: int
    weekly: int
    monthly: int


Span = Callable[[datetime], tuple[int, ...]]


def _day(at: datetime) -> tuple[int, ...]:
    return (at.year, at.month, at.day)


def _week(at: datetime) -> tuple[int, ...]:
    return at.isocalendar()[:2]


def _month(at: datetime) -> tuple[int, ...]:
    return (at.year, at.month)


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those of `moments` (local times) that stay; the newest always does."""
    newest_first = sorted(moments, reverse=True)
    staying = set(newest_first[:1])
    spans: list[tuple[Span, int]] = [(_day, keep.daily), (_week, keep.weekly), (_month, keep.monthly)]
    for span, count in spans:
        last_of: dict[tuple[int, ...], datetime] = {}
        for moment in newest_first:
            last_of.setdefault(span(moment), moment)
        staying |= set(list(last_of.values())[:count])
    return staying
