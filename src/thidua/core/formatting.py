"""Numbers and dates as Vietnamese offices write them. Pure; used by pages, charts, documents and exports."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

from django.utils import timezone

Number: TypeAlias = int | Decimal | Fraction

MISSING = "—"
NO_BREAK = "\u00a0"
MOST_PLACES = 6


def number(value: Number | None, places: int | None = None) -> str:
    """1234.5 → "1.234,5"; `places` fixes the decimals (half up), otherwise as many as the value has; None → "—"."""
    if value is None:
        return MISSING
    exact = _decimal(value) if places is None else rounded(value, places)
    text = f"{exact:,f}"
    whole, _, decimals = text.partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    return whole.replace(",", ".").replace("-", "\u2212") + (f",{decimals}" if decimals else "")


def in_text(label: str) -> str:
    """A name inside a sentence: "Tháng 10/2026" → "tháng 10/2026"; "UBND" and capitals further on stay."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def percent(value: Number | None, places: int = 2, *, lines: tuple[Number, ...] = ()) -> str:
    """A share in percent, half up: 85.1063 → "85,11 %"; None → "—".

    A share that misses a whole number or one of `lines` is never shown as if it reached it: 79.996 is "79,996 %", not
    "80,00 %" (rules 1 and 5 of the law of numbers).
    """
    if value is None:
        return MISSING
    shown = places
    while shown < MOST_PLACES and _looks_reached(value, shown, lines):
        shown += 1
    text = number(value, shown)
    if _looks_reached(value, shown, lines):
        text = number(_cut(value, shown), shown)
    return text + NO_BREAK + "%"


def ratio(numerator: int | None, denominator: int | None, *, lines: tuple[Number, ...] = ()) -> str:
    """The percent of n and d, exactly; "—" when either is missing or d is 0."""
    if numerator is None or not denominator:
        return MISSING
    return percent(Fraction(100 * numerator, denominator), lines=lines)


def day(value: date | None) -> str:
    """08/10/2026; a moment is taken in local time; None → "—"."""
    return MISSING if value is None else f"{_local(value):%d/%m/%Y}"


def long_day(value: date | None) -> str:
    """8 tháng 10 năm 2026, as in running text; None → "—"."""
    if value is None:
        return MISSING
    local = _local(value)
    return f"{local.day} tháng {local.month} năm {local.year}"


def moment(value: datetime | None) -> str:
    """09:12 ngày 08/10/2026, in local time."""
    return MISSING if value is None else f"{_local(value):%H:%M} ngày {day(value)}"


def grouped(digits: str, size: int = 8) -> str:
    """A long code in groups, for people who compare or type it: "3fa9c0de 12345678"."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))


def file_size(count: int) -> str:
    """Bytes for people: "412 KB", "1,4 MB"."""
    if count < 1024 * 1024:
        return f"{number(max(1, round(count / 1024)))}{NO_BREAK}KB"
    return f"{number(Decimal(count) / (1024 * 1024), 1)}{NO_BREAK}MB"


def cut_note(shown: int, whole: int) -> list[str]:
    """For the head of a table that does not hold every row; nothing where it does."""
    if whole <= shown:
        return []
    held = f"Bảng chỉ có {number(shown)} hàng đầu trong {number(whole)} hàng."
    return [f"{held} Muốn lấy phần còn lại, xin lọc hẹp hơn rồi tải về lần nữa."]


def seconds(took: float) -> str:
    """How long something took, to a tenth: 7.46 → "7,5"."""
    return number(Fraction(took), 1)


def rounded(value: Number, places: int) -> Decimal:
    """Half up, as decimals; exact for fractions."""
    if not isinstance(value, Fraction):
        return _decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{-units if value < 0 else units}E-{places}")


def _decimal(value: Number) -> Decimal:
    return rounded(value, MOST_PLACES).normalize() if isinstance(value, Fraction) else Decimal(value)


def _looks_reached(value: Number, places: int, lines: tuple[Number, ...]) -> bool:
    shown = Fraction(rounded(value, places))
    exact = Fraction(value)
    return shown > exact and (
        shown.denominator == 1 or any(exact < Fraction(line) <= shown for line in lines)
    )


def _cut(value: Number, places: int) -> Decimal:
    return Decimal(f"{int(Fraction(value) * 10**places)}E-{places}")


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
