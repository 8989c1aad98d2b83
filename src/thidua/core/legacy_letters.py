"""Vietnamese from before Unicode: words written in TCVN3 (ABC, fonts named .Vn…) or VNI look like "NguyÔn", "Nguyeãn".

Such letters arrive as good Unicode when they are copied out of an old file, so no encoding complains; kept, they would be
wrong names for ever. Their capitals live in separate fonts in TCVN3, so a conversion is shown, never taken over.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# In VNI a letter is followed by one that stands for its marks; some letters carry theirs in themselves.
_VNI_PAIRS = {
    "a": zip("øùûõïâàáåãäêèéúüë", "àáảãạâầấẩẫậăằắẳẵặ", strict=True),
    "e": zip("øùûõïâàáåãä", "èéẻẽẹêềếểễệ", strict=True),
    "o": zip("øùûõïâàáåãä", "òóỏõọôồốổỗộ", strict=True),
    "ô": zip("øùûõï", "ờớởỡợ", strict=True),
    "u": zip("øùûõï", "ùúủũụ", strict=True),
    "ö": zip("øùûõï", "ừứửữự", strict=True),
    "y": zip("øùûõ", "ỳýỷỹ", strict=True),
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ì": "ì", "í": "í", "î": "ỵ"}
VNI = {base + mark: letter for base, pairs in _VNI_PAIRS.items() for mark, letter in pairs} | _VNI_ALONE
VNI |= {theirs.upper(): ours.upper() for theirs, ours in VNI.items()}
VNI |= {
    theirs[0].upper() + theirs[1:]: ours.upper() for theirs, ours in list(VNI.items()) if len(theirs) == 2
}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

WORD = re.compile(r"[^\W\d_]+")
# In TCVN3 also signs such as ¸ and µ are letters.
_WORD_OF_TCVN3 = re.compile(rf"(?:[^\W\d_]|[{''.join(TCVN3)}])+")
# Which vowels go before a consonant at the end, and which stand at the end themselves.
_CLOSED = "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|oa|oă|oe|oo|uâ|uê|uô|uơ|uy|uyê|ươ|yê"
_OPEN = "ai|ao|au|ay|âu|ây|eo|êu|ia|iêu|iu|oai|oay|oao|oeo|oi|ôi|ơi|ua|uây|uêu|ui|uôi|uya|uyu|ưa|ưi|ươi|ươu|ưu|yêu|ya"
# A word that begins with a sign may be one: 100·n.
_BEGINNING = re.compile(r"[A-Za-z§®Ññ].")
SYLLABLE = re.compile(
    rf"(b|ch?|d|đ|gh?|gi|h|kh?|l|m|ng?|ngh|nh|ph?|qu|r|s|th?|tr|v|x)?((?:{_CLOSED})(ch?|m|n|ng|nh|p|t)?|{_OPEN})"
)
ADVICE = "Xin chuyển cả tệp sang Unicode (chẳng hạn bằng công cụ chuyển mã của UniKey) rồi tải lên lại."


@dataclass(frozen=True, slots=True)
class Legacy:
    """Words in an old encoding: its name, the words as they came and as they were meant."""

    encoding: str
    written: str
    meant: str

    @property
    def sentence(self) -> str:
        return f"“{self.written}” viết bằng bảng mã {self.encoding}, có lẽ là “{self.meant}”. {ADVICE}"


def of_tcvn3(text: str) -> str:
    """`text` with each letter of TCVN3 as the one it stands for."""
    return "".join(TCVN3.get(letter, letter) for letter in text)


def of_vni(text: str) -> str:
    """`text` with each letter or pair of VNI as the one it stands for."""
    return _VNI_LETTER.sub(lambda found: VNI[found[0]], text)


def readings(text: str) -> list[Legacy]:
    """The old encodings in which `text`, which makes no sense as it stands, makes sense throughout; a short word fits both."""
    if text.isascii() or any(ord(letter) > 0xFF and letter.isalpha() for letter in text):
        return []  # a letter beyond Latin-1, such as ổ: written in Unicode
    marked = [word for word in _WORD_OF_TCVN3.findall(text) if not word.isascii()]
    if not any(_BEGINNING.match(word) and not is_syllable(word) for word in marked):
        return []
    return [
        Legacy(encoding, text[:60], convert(text[:60]))
        for encoding, convert in (("VNI", of_vni), ("TCVN3 (ABC)", of_tcvn3))
        if all(is_syllable(convert(word)) for word in marked)
    ]


def first_of(texts: Iterable[str]) -> Legacy | None:
    """The first find in the encoding that fits most of the texts; None where none does."""
    found = [legacy for text in texts for legacy in readings(text)]
    names = Counter(legacy.encoding for legacy in found)
    return max(found, key=lambda legacy: names[legacy.encoding], default=None)


def share_of_syllables(text: str) -> float:
    """How many of the words with marks could be Vietnamese; 0 without such words."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    if "\ufffd" in text or not words:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)


def is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))
    tones = sum(letter in TONES for letter in letters)
    # Capitals inside a word are how a wrong table shows itself.
    return (
        tones <= 1
        and SYLLABLE.fullmatch(bare) is not None
        and (word.isupper() or word[1:].islower() or not word[1:])
    )
