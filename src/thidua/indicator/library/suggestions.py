"""Which indicators a sentence of a plan speaks of. Pure; a suggestion binds nothing until a person confirms it."""

import re
from functools import lru_cache

from thidua.core import text as vietnamese
from thidua.indicator.library import Indicator, Library


def suggest(text: str, library: Library) -> list[tuple[str, int]]:
    """Codes of indicators that `text` may set a target on, with scores, the best first; empty when nothing fits.

    A score is the number of words that were recognised: the longest phrase of each required group and every boosting
    phrase. Marks, case and punctuation make no difference. Sentences of two targets are split by the plan reader first.
    """
    words = _padded(text)
    scored = [(indicator.code, _score(words, indicator)) for indicator in library.indicators]
    return sorted(((code, score) for code, score in scored if score), key=lambda pair: -pair[1])


def _score(words: str, indicator: Indicator) -> int:
    keywords = indicator.keywords
    if any(_padded(phrase) in words for phrase in keywords.excluded):
        return 0
    score = 0
    for group in keywords.required:
        longest = max((_weight(phrase) for phrase in group if _padded(phrase) in words), default=0)
        if not longest:
            return 0
        score += longest
    return score + sum(_weight(phrase) for phrase in keywords.boost if _padded(phrase) in words)


def _weight(phrase: str) -> int:
    return len(_padded(phrase).split())


@lru_cache(maxsize=4096)
def _padded(text: str) -> str:
    """Folded words between single spaces, with a space at both ends, so that `in` finds whole words only."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', vietnamese.fold(text)))} "
