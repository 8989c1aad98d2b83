"""Vietnamese text: one form (NFC), one folding for search, one order for sorting.

Databases differ in how they treat đ, tone marks and NFD, so both search and sorting go through columns filled from here.
"""

import re
import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
BASES = {"ă": "a", "â": "a", "đ": "d", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
# Order of tones in Vietnamese dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def nfc(text: str) -> str:
    """`text` in NFC with white space runs as one space and none at the ends."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """`text` without case and marks, đ as d: 'Đồng Ngọ' (NFC or NFD) gives 'dong ngo'."""
    lowered = unicodedata.normalize("NFD", nfc(text).casefold()).replace("đ", "d")
    return nfc("".join(char for char in lowered if not unicodedata.combining(char)))


def letters(title: str) -> str:
    """What is left of a title without marks, case, blanks and signs: `Mã TTHC (*)` is `matthc`."""
    return re.sub(r"[^a-z0-9]", "", fold(title))


def sort_key(text: str) -> str:
    """A string of [a-z0-9] that sorts as Vietnamese dictionaries do, and 'Tổ 2' before 'Tổ 10', in any collation."""
    letters: list[str] = []
    tones: list[str] = []
    for token in re.findall(r"[0-9]+|[^0-9]", unicodedata.normalize("NFC", nfc(text).casefold())):
        if "0" <= token[0] <= "9":
            letters.append("1" + token.zfill(8))
            continue
        tone, letter = _split_tone(token)
        base = BASES.get(letter, letter)
        if "a" <= base <= "z":
            rank = sum(1 for other in LETTERS[: LETTERS.index(letter)] if BASES.get(other, other) == base)
            letters.append(f"{base}{rank}")
            tones.append(tone)
        else:
            letters.append("01")
    # "00" ends the letters below any other mark, so that "Án" stays before "An 2".
    return "".join(letters) + "00" + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """People sort by tên (the last word), then họ and đệm."""
    words = nfc(full_name).split(" ")
    return sort_key(words[-1]) + "00" + sort_key(" ".join(words[:-1]))


def _split_tone(char: str) -> tuple[str, str]:
    tone = "0"
    rest = []
    for part in unicodedata.normalize("NFD", char):
        if part in TONES:
            tone = TONES[part]
        else:
            rest.append(part)
    return tone, unicodedata.normalize("NFC", "".join(rest))
