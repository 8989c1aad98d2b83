"""Numbers as Vietnamese offices type and print them: 1.234 is one thousand two hundred and thirty-four, 1,5 is one and a half.

Pure. A text that could be read in two ways is refused with a sentence rather than guessed.
"""

import re
from decimal import Decimal

from thidua.indicator import errors

Number = int | Decimal

BOUND = 10**15  # far above any real count or sum of đồng in a ward, and safe in every database column
CERTAIN_DIGITS = 15  # as many are below it, whichever they are
MAX_DECIMALS = 4
MAX_TYPED_LENGTH = 60

# Full-width digits and marks from phone keyboards. NFKC would do more than wanted: it reads 5² as 52.
_WIDE = {
    ord(wide): ascii_ for wide, ascii_ in zip("０１２３４５６７８９，．－％", "0123456789,.-%", strict=True)
}
_SPACES = {ord(space): " " for space in "\u00a0\u2007\u2009\u202f\u3000\t"} | {0x200B: None, 0xFEFF: None}
_MINUS = {0x2212: "-"}
_TABLE: dict[int, str | None] = {**_WIDE, **_SPACES, **_MINUS}

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)")
_WITH_FRACTION = re.compile(r"(?P<whole>[^,]+),(?P<fraction>[0-9]+)")
_MARKS_ONLY = re.compile(r"[0-9][0-9., ]*")


def parse_count(typed: str) -> int | None:
    """The whole number that somebody typed; None for an empty field.

    `1.234` and `1 234` are 1234. `12.5`, `1.23` and `1,234` raise `AmbiguousNumber`, `12,5` raises `NotWhole`.
    """
    if len(typed) <= CERTAIN_DIGITS and typed.isascii() and typed.isdigit():  # nearly all that is typed
        return int(typed)
    text = _tidy(typed)
    if text is None:
        return None
    whole = _whole(text)
    if whole is not None:
        return whole
    fraction = _WITH_FRACTION.fullmatch(text)
    if fraction and _whole(fraction["whole"]) is not None:
        looks_like_thousands = len(fraction["fraction"]) == 3 and "." not in fraction["whole"]
        if not looks_like_thousands:
            raise errors.NotWhole
    raise _unreadable(text)


def parse_amount(typed: str) -> Decimal | None:
    """The amount that somebody typed, comma before the decimals: `1.234,5` is 1234.5; None for an empty field."""
    text = _tidy(typed)
    if text is None:
        return None
    whole = _whole(text)
    if whole is not None:
        return Decimal(whole)
    match = _WITH_FRACTION.fullmatch(text)
    units = _whole(match["whole"]) if match else None
    if match is None or units is None:
        raise _unreadable(text)
    fraction = match["fraction"].rstrip("0")
    if len(fraction) > MAX_DECIMALS:
        raise errors.TooFine
    return Decimal(f"{units}.{fraction}" if fraction else units)


def count_from_cell(cell: object) -> int | None:
    """The whole number in a spreadsheet cell: a number, a text, or nothing (None).

    A number with decimals raises `NotWhole`: a sheet set to English reads a typed `1.234` as one and a bit.
    """
    if cell is None or isinstance(cell, str):
        return parse_count(cell or "")
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise errors.NotANumber
    if cell != cell or abs(cell) > BOUND:  # NaN is the one number that differs from itself
        raise errors.NotANumber if cell != cell else errors.TooLarge
    if cell != int(cell):
        raise errors.NotWhole
    if cell < 0:
        raise errors.Negative
    return int(cell)


def format_number(number: Number) -> str:
    """`1234567` as `1.234.567`, `Decimal('1234.50')` as `1.234,50`."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return text.translate({ord(","): ".", ord("."): ","})


def format_plain(number: Number) -> str:
    """A target or a field's content without needless zeros: `Decimal('90.00')` as `90`, `Decimal('99.5')` as `99,5`."""
    text = format_number(Decimal(number))
    return text.rstrip("0").rstrip(",") if "," in text else text


def _tidy(typed: str) -> str | None:
    text = typed.translate(_TABLE).strip()
    if not text:
        return None
    if len(text) > MAX_TYPED_LENGTH:
        raise errors.TooLarge if _MARKS_ONLY.fullmatch(text) else errors.NotANumber
    if text.endswith("%"):
        raise errors.PercentTyped
    if text.startswith("-") and _MARKS_ONLY.fullmatch(text[1:].strip()):
        raise errors.Negative
    return text


def _whole(text: str) -> int | None:
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return None
    number = int(text.replace(".", "").replace(" ", ""))
    if number > BOUND:
        raise errors.TooLarge
    return number


def _unreadable(text: str) -> errors.FigureRefused:
    if not _MARKS_ONLY.fullmatch(text):
        return errors.NotANumber()
    if " " in text and not set(text) & set(".,"):
        return errors.NotANumber(f"“{text}” có khoảng trắng không đúng chỗ, xin gõ liền các chữ số.")
    return errors.AmbiguousNumber(
        f"“{text}” có thể hiểu theo hai cách. Phần nghìn gõ 1234 hoặc 1.234; phần lẻ gõ dấu phẩy, ví dụ 1,5."
    )
