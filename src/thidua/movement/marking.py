"""The plan's text with the places that items rest on: paragraphs cut into segments that link to cards. Pure."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """The words `text[start:end]` belong to an item; `tone` says how it stands, `fold` what its card is folded into."""

    item: int
    start: int
    end: int
    tone: str
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one item (the innermost, where quotes lie inside each other) or of none.

    `opens` names the items whose words begin here, so that their cards have a place to link to.
    """

    text: str
    item: int | None
    tone: str
    opens: tuple[int, ...]
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    number: int
    kind: str
    level: int
    segments: tuple[Segment, ...]


def paragraphs_of(
    text: str,
    blocks: Sequence[Mapping[str, Any]],
    marks: Iterable[Mark],
    *,
    only: tuple[int, int] | None = None,
) -> tuple[Paragraph, ...]:
    """Paragraphs as the reader found them; without blocks each line is one. `only` keeps those that touch a span."""
    placed = list(marks)
    return tuple(
        Paragraph(
            number,
            str(block["kind"]),
            int(block["level"]),
            _segments(text, block["start"], block["end"], placed),
        )
        for number, block in enumerate(blocks or _lines(text))
        if only is None or (block["start"] < only[1] and only[0] < block["end"])
    )


def _segments(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    here = [mark for mark in marks if mark.start < end and start < mark.end and mark.start < mark.end]
    cuts = sorted(
        {start, end, *(place for mark in here for place in (mark.start, mark.end) if start < place < end)}
    )
    segments = []
    for first, last in itertools.pairwise(cuts):
        covering = [mark for mark in here if mark.start <= first and last <= mark.end]
        inner = min(covering, key=lambda mark: (mark.end - mark.start, mark.item), default=None)
        if not any(char.isalnum() for char in text[first:last]):
            inner = None  # a full stop between two quotes is no place to press on
        opens = tuple(sorted(mark.item for mark in here if mark.start == first))
        segments.append(
            Segment(
                text[first:last],
                inner.item if inner else None,
                inner.tone if inner else "",
                opens,
                inner.fold if inner else "",
            )
        )
    return tuple(segments)


def _lines(text: str) -> list[dict[str, Any]]:
    blocks = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(
                {"kind": "paragraph", "level": 1, "start": start, "end": start + len(line.rstrip())}
            )
        start += len(line)
    return blocks
