"""Footnotes of printed pages: notes that a page break put between two lines of the text, and their raised numbers."""

import re

_NOTE = re.compile(r"\s*\[?(\d{1,2})\]?\s+(?=[^\W\d_a-z]|[\"“(])")
_PAGE = re.compile(r"[-–—\s]*(?:trang\s+)?\d{1,3}[-–—\s]*", re.IGNORECASE)
SHORTEST_NOTE = 25
MOST_LINES = 8
FARTHEST_MARK = 70
# A text with more lines that look like notes and are none has none; the bound keeps any text fast.
MOST_MISSED = 300


def drop_footnotes(raws: list[str]) -> list[str]:
    """Notes run 1, 2, 3 …; each has its number glued to a word above it and ends at a page number or blank line."""
    kept = list(raws)
    number, dropped, missed = 1, set[int](), 0
    for position, raw in enumerate(raws):
        match = _NOTE.match(raw) if missed < MOST_MISSED else None
        if match is None or int(match.group(1)) != number or position in dropped:
            continue
        end = _end(raws, position)
        mark = _mark(kept, position, number) if end else None
        if end is None or mark is None:
            missed += 1
            continue
        line, column = mark
        kept[line] = kept[line][:column] + kept[line][column + len(str(number)) :]
        dropped.update(range(position, end))
        number += 1
    return [line for position, line in enumerate(kept) if position not in dropped]


def _end(raws: list[str], start: int) -> int | None:
    """Past the last line of the note; None when no page ends behind it."""
    for position in range(start + 1, min(len(raws), start + MOST_LINES)):
        text = raws[position].strip()
        if not text or _PAGE.fullmatch(text) or _NOTE.match(raws[position]):
            long = sum(len(line.strip()) for line in raws[start:position]) >= SHORTEST_NOTE
            return position if long else None
    return None


def _mark(raws: list[str], before: int, number: int) -> tuple[int, int] | None:
    """Line and column of the raised number: digits glued to the end of a word or sign."""
    pattern = re.compile(
        rf"(?<=[^\W\d_])(?<![A-Za-z]/)({number})(?=[\s,;.:)”\"]|$)|(?<=[”\")%])({number})(?=[\s,;.:]|$)"
    )
    for line in range(before - 1, max(-1, before - FARTHEST_MARK), -1):
        found = [match.start() for match in pattern.finditer(raws[line])]
        if found:
            return line, found[-1]
    return None
