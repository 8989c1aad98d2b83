"""Parts of a page that show a few plain values and nothing else: their template makes each once, then it is remembered.

    class Line(NamedTuple):
        unit_name: str
        days_late: int

    {% pieces "reporting/_board_line.html" lines %}          each line is `shown` in its template

A row of a list is the same for everybody who sees the same values, and most rows do not change between two looks at the
list. What is shown is the key, with its types, so a remembered piece cannot be out of date or somebody else's. The template
gets no request, thus no token and no reader; it must not ask for the time.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from thidua.core import addresses

MOST = 4_096  # of all templates together; some 4 MB
# Equal values of one of these types look the same. Not so decimals: 1.0 equals 1.00.
PLAIN = (str, int, date, NoneType)


def pieces(template: str, shown: Iterable[tuple[Any, ...]]) -> SafeString:
    """`template` for each of `shown`, one after the other; `shown` are named tuples of `PLAIN` values."""
    base = addresses.base()
    # Whoever works on a template wants to see it change.
    make = _make if settings.DEBUG else _remembered
    return SafeString("".join([make(template, base, type(one), *one) for one in shown]))


def _make(template: str, base: tuple[str, str], kind: type[Any], *values: Any) -> str:
    for value in values:
        if not isinstance(value, PLAIN):
            raise TypeError(f"{template}: a piece cannot show {value!r}")
    return render_to_string(template, {"shown": kind(*values)})


# By type too: True equals 1, and what a template escapes equals what is marked as safe.
_remembered = lru_cache(maxsize=MOST, typed=True)(_make)
