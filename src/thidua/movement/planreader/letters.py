"""Vietnamese letters: folding that keeps every offset, capitals, and repairs of what scanning tore apart."""

import re
import unicodedata


def _folding_table() -> dict[int, str]:
    table = {ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for code in range(0xC0, 0x1EFA):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    table[ord("Đ")] = table[ord("đ")] = "d"
    return table


_FOLDING = _folding_table()
VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
# Character classes for patterns; a range such as À-Ỹ would mix both cases.
SMALL = "a-z" + "".join(letter for letter in VOWELS if not letter.isascii()) + "đ"
CAPITAL = "A-Z" + "".join(letter.upper() for letter in VOWELS if not letter.isascii()) + "Đ"


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d. One character in, one character out: offsets stay valid."""
    return text.translate(_FOLDING)


def squash(text: str) -> str:
    """Folded letters and digits only: equal for "TỔ CHỨC" and the scanned "TỔ CH ỨC"."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def is_capitals(text: str) -> bool:
    """Whether nearly every letter is a capital (a sign such as "CTr" may stand between)."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and sum(letter.isupper() for letter in letters) >= 0.85 * len(letters)


def starts_small(text: str) -> bool:
    """Whether the first character is a lower-case letter, so that the text goes on a sentence."""
    return bool(text) and text[0].islower()


_ONSETS = "ngh|ng|nh|ch|gh|kh|ph|qu|th|tr|[bcdđghklmnprstvx]"
_TORN = re.compile(rf"(?<![\w.])((?:{_ONSETS}))[ ]([{VOWELS}]\w*)")
# A capital cut off at the head of a word ("M ục đích"); before a word of its own ("S ở Nội vụ") only where a line begins.
_HEADS = "Ngh|Ng|Nh|Ch|Gh|Kh|Ph|Qu|Th|Tr|[BCDĐGHKLMNPRSTVX]"
_WORDS_OF_VOWELS = "ai|an|anh|em|ông|ăn|âm|ấy|in|ý|ít|ở|ưu|ủy|uỷ|áp|ổn|yêu|yếu|y|e|u|o|a|i"
_TORN_HEAD = re.compile(
    rf"(?<![\w.])(?P<cut>{_HEADS}) (?!(?:{_WORDS_OF_VOWELS})\b)(?P<rest>[{VOWELS}]\w*)"
    rf"|(?:^|(?<=^\d[.)] )|(?<=^\d\d[.)] )|(?<=^\d\.\d[.)] )|(?<=^[a-zđ]\) )|(?<=^[-+•] )|(?<=^[IVX]\. ))"
    rf"(?P<head>{_HEADS}) (?P<tail>[{VOWELS}]\w*)"
)
_TORN_CAPITALS = re.compile(rf"(?<![\w.])((?:{_ONSETS.upper()})) ([{VOWELS.upper()}]\w*)")
# A syllable cut before its main vowel: the second piece can be no syllable of its own ("Tri ển", "đư ợc", "ho ạt").
_CUT = re.compile(
    r"(?<!\w)((?:[^\W\d_]{0,4}?)(?:(?<=[^\W\d_])i|uy|u|ư|o)) ((?<=i )(?:[êếềểễệ](?:n|t|p|u|ng|c)|[ếềểễệ]m)"
    r"|(?<=y )[êếềểễệ](?:n|t)"
    r"|(?<=u )ộ(?:c|t|n|ng|m)|(?<=ư )(?:[ờởỡợ](?:c|ng|n|i|u|p|m|t)|ớ(?:c|ng|p)|ơng)|(?<=o )[àảạã](?:n|ng|t|p))(?!\w)"
)
_CUT_END = re.compile(rf"(?<=[{VOWELS}]) (c|ch|m|n|ng|nh|p|t)(?= [^\W\d_{VOWELS}])")
_LETTER_NAMES = re.compile(r"(?:điểm|khoản|mục|nhóm|loại|hạng|lớp|phương án|vitamin)\s*$", re.IGNORECASE)


def _whole(match: re.Match[str]) -> str:
    return f"{match['cut'] or match['head']}{match['rest'] or match['tail']}"


def mend_words(text: str) -> str:
    """Close a syllable whose first consonant was cut off by scanning ("di đ ộng", "TỔ CH ỨC")."""

    def close(match: re.Match[str]) -> str:
        named = _LETTER_NAMES.search(match.string, max(0, match.start() - 12), match.start())
        return match.group() if named else match.group(1) + match.group(2)

    text = _TORN_HEAD.sub(_whole, _TORN_CAPITALS.sub(close, _TORN.sub(close, text)))
    return _CUT_END.sub(r"\1", _CUT.sub(r"\1\2", text))


# Letters that scanning made of zeros: "1OO%".
_MISREAD_ZEROS = re.compile(r"(?<![\w])\d[\dOo]{0,2}[Oo](?=\s?%)")
_SIGN = r"[A-ZĐÂÔƯ][A-Za-zĐđÂâÔôƯư&]{0,9}"
_STATE_SIGN = re.compile(rf"(\d{{1,5}}[A-Za-z]?)\s?/\s?({_SIGN})\s?-\s?({_SIGN})")
_YEAR_SIGN = re.compile(
    r"(\d{1,5})\s?/\s?((?:19|20)\d\d)\s?/\s?([A-ZĐ]{2,5}\d{0,2})(?:\s?-\s?([A-ZĐ][A-Za-zĐ]{1,9}))?"
)
_PARTY_SIGN = re.compile(rf"(\d{{1,5}}[A-Za-z]?)\s?-\s?({_SIGN})\s?/\s?({_SIGN})")


def mend_numbers(text: str) -> str:
    """Close the gaps inside document numbers: "71/NQ -CP", "217/2025/NĐ- CP", "10 -CTr/TU"."""
    text = _MISREAD_ZEROS.sub(lambda m: m.group().replace("O", "0").replace("o", "0"), text)
    text = _YEAR_SIGN.sub(lambda m: f"{m[1]}/{m[2]}/{m[3]}" + (f"-{m[4]}" if m[4] else ""), text)
    text = _STATE_SIGN.sub(r"\1/\2-\3", text)
    return _PARTY_SIGN.sub(r"\1-\2/\3", text)
