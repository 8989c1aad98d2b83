"""Which things of a new plan are the things of the plan in force: unchanged, changed, new, gone. Pure.

Things are compared within their kind, by words and by figures. Words may move to another clause and stay the same thing;
figures are compared exactly: the same sentence with another number is a change. Every old thing ends in exactly one match,
and so does every new one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from thidua.core import text
from thidua.movement.enums import ItemKind

# How much of their words two things share to be taken for one: at the same clause, and elsewhere in the plan.
ALIKE_HERE, ALIKE_ELSEWHERE = 0.35, 0.6
# Words of so many things of a kind tell nothing apart.
COMMON = 40
Key = tuple[Any, ...]
FIGURES: Mapping[str, tuple[str, ...]] = {
    ItemKind.TARGET_LINE: ("comparator", "value", "unit", "year"),
    ItemKind.PHASE: ("from", "to"),
    ItemKind.MILESTONE: ("on",),
    ItemKind.DUTY: ("body",),
}


class Change(Enum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a plan as it is compared; `sayings` are its words: those of the document, and those of people."""

    kind: str
    clause: str
    sayings: tuple[tuple[str, ...], ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Places in the two lists; None on the side where the thing is not."""

    change: Change
    old: int | None
    new: int | None


def thing_of(kind: str, clause: str, sayings: Iterable[str], facts: Mapping[str, Any]) -> Thing:
    """`sayings` that hold no word are left out."""
    said = tuple(dict.fromkeys(words for words in map(words_of, sayings) if words))
    figures = tuple(_figure(facts.get(name)) for name in FIGURES.get(kind, ()))
    return Thing(kind, text.nfc(clause).strip().casefold(), said, figures)


def words_of(said: str) -> tuple[str, ...]:
    """Words and whole numbers ("92,5"), without case and punctuation; marks count: "bản" is not "bán"."""
    return tuple(re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", text.nfc(said).casefold()))


def matched(old: Sequence[Thing], new: Sequence[Thing]) -> list[Match]:
    """In the order of the new things, with each one that is gone behind the thing it stood behind."""
    partner: dict[int, int] = {}
    for kind in dict.fromkeys(one.kind for one in new):
        olds = [place for place, one in enumerate(old) if one.kind == kind]
        news = [place for place, one in enumerate(new) if one.kind == kind]
        partner |= _partners(old, olds, new, news)
    found = [_match(place, partner.get(place), old, new) for place in range(len(new))]
    return _with_gone(found, len(old), set(partner.values()))


def _match(place: int, known: int | None, old: Sequence[Thing], new: Sequence[Thing]) -> Match:
    if known is None:
        return Match(Change.NEW, None, place)
    is_same = _same_words(old[known], new[place]) and old[known].figures == new[place].figures
    return Match(Change.UNCHANGED if is_same else Change.CHANGED, known, place)


def _with_gone(found: list[Match], count: int, kept: set[int]) -> list[Match]:
    behind: dict[int, list[Match]] = defaultdict(list)
    last = -1
    for place in range(count):
        if place in kept:
            last = place
        else:
            behind[last].append(Match(Change.GONE, place, None))
    placed = list(behind[-1])
    for one in found:
        placed.append(one)
        if one.old is not None:
            placed += behind[one.old]
    return placed


def _partners(
    old: Sequence[Thing], olds: Sequence[int], new: Sequence[Thing], news: Sequence[int]
) -> dict[int, int]:
    """New places of one kind with the old places they go on from: exact ones first, then the most alike."""
    partner: dict[int, int] = {}
    for keys_of in (_keys_at_its_clause, _keys_anywhere):
        waiting = defaultdict(list)
        for known in olds:
            for key in keys_of(old[known]):
                waiting[key].append(known)
        taken = set(partner.values())
        for place in news:
            exact = (known for key in keys_of(new[place]) for known in waiting[key] if known not in taken)
            known_now = next(exact, None) if place not in partner else None
            if known_now is not None:
                partner[place] = known_now
                taken.add(known_now)
    free = set(olds) - set(partner.values())
    left = [place for place in news if place not in partner]
    for _, known, place in sorted(_likely(old, sorted(free), new, left)):
        if known in free and place not in partner:
            partner[place] = known
            free.remove(known)
    return partner


def _likely(
    old: Sequence[Thing], olds: Sequence[int], new: Sequence[Thing], news: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """(how unlike, old, new) of pairs that are alike enough; only those that share a clause or a telling word are tried."""
    having: dict[str, list[int]] = defaultdict(list)
    for known in olds:
        for word in {f"§{old[known].clause}", *_all_words(old[known])}:
            having[word].append(known)
    for place in news:
        tried = {
            known
            for word in {f"§{new[place].clause}", *_all_words(new[place])}
            if len(having.get(word, ())) <= COMMON
            for known in having.get(word, ())
        }
        for known in tried:
            is_here = bool(new[place].clause) and old[known].clause == new[place].clause
            alike = likeness(old[known], new[place])
            if alike >= (ALIKE_HERE if is_here else ALIKE_ELSEWHERE):
                yield (-alike - is_here * 0.1, known, place)


def likeness(one: Thing, other: Thing) -> float:
    """Shared words of all words, 0 … 1, of the sayings that are most alike; marks do not count here."""
    return max((_share(mine, theirs) for mine in one.sayings for theirs in other.sayings), default=0.0)


def _share(mine: Sequence[str], theirs: Sequence[str]) -> float:
    first, second = (Counter(map(text.fold, words)) for words in (mine, theirs))
    return 2 * (first & second).total() / (first.total() + second.total())


def _same_words(one: Thing, other: Thing) -> bool:
    return one.sayings == other.sayings or bool(set(one.sayings) & set(other.sayings))


def _keys_anywhere(one: Thing) -> list[Key]:
    """Things that share a key are the same words with the same figures."""
    return [(said, one.figures) for said in one.sayings or ((),)]


def _keys_at_its_clause(one: Thing) -> list[Key]:
    return [(one.clause, *key) for key in _keys_anywhere(one)]


def _all_words(one: Thing) -> set[str]:
    return {text.fold(word) for said in one.sayings for word in said}


def _figure(stored: Any) -> str:
    return "" if stored is None else " ".join(words_of(f"{stored}")) or str(stored)
