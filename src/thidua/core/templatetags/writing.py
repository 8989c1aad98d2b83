"""How pages write numbers, days and names; `core.formatting` knows, these only let templates ask."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone

from thidua.core import communes, formatting

register = template.Library()


@register.filter
def percent(value: Any) -> str:
    """85.1063 → "85,11 %"; a share never looks as if it reached what it missed."""
    return formatting.percent(_exact(value))


@register.filter
def number_vi(value: Any) -> str:
    """1234.5 → "1.234,5"; None or "" → "—"."""
    return formatting.number(_exact(value))


@register.simple_tag
def today() -> str:
    """08/10/2026, as Việt Nam's calendar stands now."""
    return formatting.day(timezone.localdate())


@register.filter
def date_vi(value: date | None) -> str:
    """08/10/2026"""
    return formatting.day(value or None)


@register.filter
def date_long_vi(value: date | None) -> str:
    """8 tháng 10 năm 2026"""
    return formatting.long_day(value or None)


@register.filter
def moment_vi(value: datetime | None) -> str:
    """09:12 ngày 08/10/2026"""
    return formatting.moment(value or None)


@register.filter
def file_size(value: int) -> str:
    """412 KB, 1,4 MB"""
    return formatting.file_size(value)


@register.filter
def in_text(label: Any) -> str:
    """A name inside a sentence: "Tháng 10/2026" → "tháng 10/2026"; capitals further on stay."""
    return formatting.in_text(str(label))


@register.filter
def kind_word(name: Any) -> str:
    """What sentences call the commune of that name: "xã Nam Hưng" → "xã"."""
    return communes.kind_word(str(name or ""))


@register.filter
def plain(value: Any) -> str:
    """A number for an attribute: 1234 stays 1234, no thousands mark, no decimal comma."""
    return str(value)


def _exact(value: Any) -> Decimal | Fraction | int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | Fraction):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
