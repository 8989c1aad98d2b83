"""The labels of NĐ 30/2020: `I. → 1. → 1.1. → a) → - → +`, and their worn forms (`I/`, `1)`, `a.`, `•`)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from thidua.movement.planreader.letters import is_capitals

# Depth of a label in the outline; a smaller number stands higher.
DEPTH = {
    "part": -1,
    "letter": 0,
    "roman": 1,
    "arabic": 2,
    "decimal": 3,
    "alpha": 4,
    "star": 5,
    "dash": 6,
    "plus": 7,
}

ROMAN_NUMERALS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
    "XXI",
    "XXII",
    "XXIII",
    "XXIV",
    "XXV",
]


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it opens a paragraph: its kind, its bare text ("III", "1.1", "a"), and where it ends."""

    kind: str
    text: str
    end: int

    @property
    def ordinal(self) -> int:
        """Place in its list, from 1; the last number of "1.1"; 0 for bullets."""
        if self.kind == "part":
            return _PART_ORDINALS[self.text.rsplit(" ", 1)[-1].lower()]
        if self.kind == "roman":
            return ROMAN_NUMERALS.index(self.text) + 1
        if self.kind in ("arabic", "decimal"):
            return int(self.text.rsplit(".", 1)[-1])
        return (
            "abcdđeghiklmnopqrstuvxy".find(self.text.lower()) + 1 if self.kind in ("alpha", "letter") else 0
        )

    @property
    def depth(self) -> int:
        return DEPTH[self.kind]


_PART_ORDINALS = {numeral.lower(): place for place, numeral in enumerate(ROMAN_NUMERALS, 1)} | {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "1": 1, "2": 2, "3": 3,
    "4": 4, "5": 5, "6": 6, "a": 1, "b": 2, "c": 3, "d": 4,
}  # fmt: skip
# "PHẦN I", "Phần thứ nhất", "PHẦN A": parts that stand over Roman sections; their name often follows on the next line.
LONE_PART = re.compile(
    r"(?:Phần|PHẦN)\s(?:thứ\s|THỨ\s)?(?:[IVX]{1,5}|[1-6]|[A-D]|nhất|hai|ba|tư|bốn|năm|sáu|bảy|NHẤT|HAI|BA|TƯ|BỐN|NĂM|SÁU|BẢY)\s?[.:]?"
)
_PART = re.compile(rf"({LONE_PART.pattern})(?P<mark>\s?[-–/])?\s+(?=[^\W\d_]|[\"“])")
_BULLETS = re.compile(r"(?P<dash>[-–—−])|(?P<plus>\+)|(?P<star>[*•●▪■◦·o])(?=\s)")
_ROMAN = re.compile(r"(?:Mục |MỤC )?([IVXl1|]{1,6})(?:\s?[./):]|\s?[-–](?=\s))\s*(?=\S)")
_BARE_ROMAN = re.compile(r"([IVX]{1,5})\s+(?=\S)")
_PREFIXED_ARABIC = re.compile(r"[IVX]{1,5}\.(\d{1,2})[.)]?\s+(?=\S)")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?!\d)(?:\s?[.):/]|\s?[-–](?=\s))?\s*(?=[^\W\d]|[\"“(*])")
_ARABIC = re.compile(r"(\d{1,2})(?:\s?[.)/:]|\s?[-–](?=\s))\s*(?=[^\W\d]|[\"“(*])")
_BARE_ARABIC = re.compile(r"([1-9]\d?)\s+(?=\S)")
_ALPHA = re.compile(r"\(?([a-zđ])\d?\s?(?:\)\s*|[./]\s+)(?=\S)")
_LETTER = re.compile(r"([A-HĐ])\s?[./)]\s+(?=\S)")


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label | None:
    """The label that opens `text`, or None. Says nothing about whether it fits the sequence."""
    bullet = _BULLETS.match(text)
    if bullet:
        end = bullet.end()
        while end < len(text) and text[end] in " -–—+":
            end += 1
        return Label(bullet.lastgroup or "dash", bullet.group(), end) if end < len(text) else None
    return _part(text) or _roman(text) or _number(text) or _alpha(text)


def _part(text: str) -> Label | None:
    match = _PART.match(text)
    if match is None:
        return None
    marked = match["mark"] or match.group(1).endswith((".", ":"))
    if not marked and not is_capitals(text[match.end() : match.end() + 40]):
        return None
    words = match.group(1).rstrip(" .:").split()
    return Label("part", " ".join(words), match.end()) if words[-1].lower() in _PART_ORDINALS else None


def _roman(text: str) -> Label | None:
    prefixed = _PREFIXED_ARABIC.match(text)
    if prefixed:
        return Label("arabic", prefixed.group(1), prefixed.end())
    match = _ROMAN.match(text)
    if match:
        token = match.group(1)
        numeral = re.sub(r"[l1|]", "I", token)
        # "1." is Arabic and "l." is nothing; "IIl." and "V1." are Roman numerals that a scanner misread.
        if numeral in ROMAN_NUMERALS and any(letter in "IVX" for letter in token):
            return Label("roman", numeral, match.end())
    return None


def _number(text: str) -> Label | None:
    decimal = _DECIMAL.match(text)
    if decimal and not text[decimal.end()].islower():
        return Label("decimal", decimal.group(1), decimal.end())
    arabic = _ARABIC.match(text)
    return Label("arabic", arabic.group(1).lstrip("0") or "0", arabic.end()) if arabic else None


def _alpha(text: str) -> Label | None:
    alpha = _ALPHA.match(text)
    if alpha:
        return Label("alpha", alpha.group(1), alpha.end())
    letter = _LETTER.match(text)
    if letter and is_capitals(text[letter.end() :]):
        return Label("letter", letter.group(1), letter.end())
    return None


def bare_label(text: str) -> Label | None:
    """A number that lost its full stop ("2 Yêu cầu", "II NỘI DUNG"); only the sequence can tell whether it is one."""
    roman = _BARE_ROMAN.match(text)
    if roman and roman.group(1) in ROMAN_NUMERALS and is_capitals(text[roman.end() :]):
        return Label("roman", roman.group(1), roman.end())
    match = _BARE_ARABIC.match(text)
    if match and text[match.end()].isupper():
        return Label("arabic", match.group(1), match.end())
    return None
