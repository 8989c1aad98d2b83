"""The outline of the main body: which labels are headings, how deep they stand, where the body begins and ends."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.labels import Label, bare_label
from thidua.movement.planreader.letters import fold, is_capitals
from thidua.movement.planreader.lexicon import ADDRESSING, BODY_OR_GROUP_START

PARAGRAPH_DEPTH = 9
# What stands in the cell of a table is no section, however it is numbered.
SECTION_KINDS = ("part", "letter", "roman", "arabic", "decimal")


@dataclass(eq=False)
class Node:
    """A paragraph in its place: its label, clause ("III.1.1"), heading (a span of the paragraph) and what hangs on it."""

    block: Block
    label: Label | None
    depth: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    heading: tuple[int, int] | None = None

    @property
    def title(self) -> str:
        return self.block.text[slice(*self.heading)] if self.heading else ""

    @property
    def words_start(self) -> int:
        return self.label.end if self.label else 0

    @property
    def words(self) -> str:
        return self.block.text[self.words_start :]

    @property
    def name(self) -> str:
        """The heading, else the whole words: what one looks at to tell what a clause is about."""
        return self.title or self.words

    @cached_property
    def folded_name(self) -> str:
        return fold(self.name)

    @property
    def rest_start(self) -> int:
        """Where the text after a run-in heading begins."""
        if not self.heading:
            return self.words_start
        position = self.heading[1]
        while position < len(self.block.text) and self.block.text[position] in " :.-–":
            position += 1
        return position

    @property
    def is_labelled(self) -> bool:
        return self.label is not None and self.label.kind not in ("dash", "plus", "star")

    @cached_property
    def clause(self) -> str:
        above = self.parent.clause if self.parent else ""
        if self.label is None or not self.is_labelled:
            return above
        own = self.label.text
        if (
            self.label.kind == "decimal"
            and self.parent
            and self.parent.label
            and self.parent.label.kind == "arabic"
        ):
            above = self.parent.parent.clause if self.parent.parent else ""
        return f"{above}.{own}" if above else own

    def ancestors(self) -> list["Node"]:
        """From the nearest to the farthest."""
        found, node = [], self.parent
        while node:
            found.append(node)
            node = node.parent
        return found

    def below(self) -> list["Node"]:
        """Everything that hangs on this node, in reading order."""
        found: list[Node] = []
        for child in self.children:
            found += [child, *child.below()]
        return found


def _sequence(blocks: list[Block], kind: str) -> int:
    """How many labels of a kind run 1, 2, 3 … through the blocks."""
    last = 0
    for block in blocks:
        label = block.label or bare_label(block.text)
        if label and label.kind == kind and not block.row and last < label.ordinal <= last + 2:
            last = label.ordinal
    return last


@dataclass
class _Counters:
    """What number each level has reached, to tell a label from a number that opens a line."""

    upper: str  # kind of the top level
    part: int = 0
    letter: int = 0
    roman: int = 0
    arabic: int = 0
    nested: int = 0

    def admits(self, label: Label, block: Block, bare: bool) -> bool:
        number, slack = label.ordinal, 0 if bare else 1
        if label.kind == "part":
            return self.upper == "part" and self.part < number <= self.part + 2
        if label.kind == "letter":
            return self.upper == "letter" and number == self.letter + 1
        if label.kind == "roman":
            again = number == self.roman and is_capitals(block.text[label.end :]) and not bare
            return self.upper != "arabic" and (self.roman < number <= self.roman + 1 + slack or again)
        if label.kind == "arabic":
            started = self.roman > 0 or self.letter > 0 or self.part > 0 or self.upper == "arabic"
            again = number == self.arabic > 1 and not bare
            return started and (self.arabic < number <= self.arabic + 1 + slack or again)
        return not bare

    def count(self, label: Label) -> None:
        if label.kind == "part":
            self.part, self.letter, self.roman, self.arabic = label.ordinal, 0, 0, 0
        elif label.kind == "letter":
            self.letter, self.roman, self.arabic = label.ordinal, 0, 0
        elif label.kind == "roman":
            self.roman, self.arabic = label.ordinal, 0
        elif label.kind == "arabic":
            self.arabic = label.ordinal


def top_kind(blocks: list[Block]) -> str:
    """Kind of label that stands highest: "part" ("PHẦN I"), "letter" over Roman parts, "roman", "arabic", or "capitals"."""
    romans = _sequence(blocks, "roman")
    if _sequence(blocks, "part") >= 2:
        return "part"
    restarts = sum(
        bool(b.label and b.label.kind == "roman" and b.label.ordinal == 1) for b in blocks if not b.row
    )
    if _sequence(blocks, "letter") >= 2 and (restarts >= 2 or romans == 0):
        return "letter"
    if romans >= 2 or (
        romans == 1 and any(b.label and b.label.kind == "roman" and is_capitals(b.words) for b in blocks)
    ):
        return "roman"
    ones = sum(
        bool(b.label and b.label.kind == "arabic" and b.label.text == "1") for b in blocks if not b.row
    )
    capitals = sum(_is_bare_heading(block) for block in blocks)
    return "capitals" if capitals >= 2 and (ones >= 2 or _sequence(blocks, "arabic") == 0) else "arabic"


def _is_bare_heading(block: Block) -> bool:
    return block.label is None and not block.cell and 6 <= len(block.text) <= 150 and is_capitals(block.text)


def outline_of(blocks: list[Block]) -> list[Node]:
    """The nodes of the main body in reading order, each with its parent."""
    upper = top_kind(blocks)
    counters = _Counters(upper)
    framed = sum(block.cell for block in blocks) > 0.6 * len(blocks)
    nodes: list[Node] = []
    stack: list[Node] = []
    for position, block in enumerate(blocks):
        label, depth = _placed(block, counters, framed)
        if upper == "capitals" and _is_bare_heading(block):
            label, depth = Label("roman", "", 0), 1
            counters.roman, counters.arabic = 1, 0
        while stack and stack[-1].depth >= depth:
            stack.pop()
        while (
            depth == PARAGRAPH_DEPTH
            and stack
            and (not stack[-1].is_labelled or _is_farewell(blocks, position))
        ):
            stack.pop()
        node = Node(block, label, depth, stack[-1] if stack else None)
        if node.parent:
            node.parent.children.append(node)
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        node.heading = heading_of(block, label, following)
        nodes.append(node)
        if depth < PARAGRAPH_DEPTH:
            stack.append(node)
    return nodes


_FAREWELL = re.compile(
    r"Trên đây là|Nhận được|Trong quá trình|Yêu cầu các|Đề nghị các|Kế hoạch này|Chỉ thị này"
)


def _is_farewell(blocks: list[Block], position: int) -> bool:
    """The last words of a plan belong to no clause."""
    text = blocks[position].text
    return text.startswith("Trên đây là") or (len(blocks) - position <= 3 and bool(_FAREWELL.match(text)))


def _placed(block: Block, counters: _Counters, framed: bool) -> tuple[Label | None, int]:
    label, bare = block.label, False
    if label is None and not block.row:
        label, bare = bare_label(block.text), True
    if label is None or block.row or (block.cell and not framed and label.kind in SECTION_KINDS):
        return None, PARAGRAPH_DEPTH
    if not counters.admits(label, block, bare):
        # A list that starts anew inside a clause: its items hang deeper than any heading.
        return (None, PARAGRAPH_DEPTH) if bare or label.kind in ("roman", "letter") else (label, 5)
    counters.count(label)
    return label, label.depth


_COLON = re.compile(r"\s?:(?=\s|$)")
_FIRST_SENTENCE = re.compile(r"[^.;:]{4,90}\.(?=\s+[^\W\d_])")
_ABBREVIATION = re.compile(r"(?:\b(?:TP|TX|TT|ThS|TS|PGS|GS|BS|Ông|Bà|Đ/c|ĐT)|\b[A-ZĐ])\.?$")


def heading_of(block: Block, label: Label | None, following: Block | None) -> tuple[int, int] | None:
    """Span of the heading of a labelled paragraph, None when the number opens a running paragraph.

    In order of trust: a Markdown heading, the bold run, capitals, words before a colon, a line without a full stop, a short
    sentence that others hang on."""
    if label is None:
        return None
    text, start = block.text, label.end
    end = len(text.rstrip())
    if block.heading and end - start <= 300:
        return start, end
    if block.bold_end > start + 1:
        return start, _trimmed(text, start, block.bold_end if not block.is_all_bold else end)
    if is_capitals(text[start:end]):
        return start, end
    if label.kind in ("dash", "plus", "star"):
        return _before_colon(text, start, end)
    return _plain_heading(text, start, end, label.depth, following)


def _before_colon(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A bullet has a heading only in its words before a colon."""
    colon = _COLON.search(_without_brackets(text), start)
    if colon is None or len(text[start : colon.start()].split()) > 20 or colon.start() >= end:
        return None
    return start, colon.start()


def _trimmed(text: str, start: int, end: int) -> int:
    """Without the colon or full stop that closes a run-in heading, unless the heading is the whole paragraph."""
    whole = end >= len(text.rstrip())
    while end > start + 1 and (text[end - 1] == " " or (not whole and text[end - 1] in ":.-–")):
        end -= 1
    return end


_ASKING = re.compile(r"(?:Đề nghị|Kính đề nghị|Giao|Yêu cầu|Đối với)\s*")


def _plain_heading(
    text: str, start: int, end: int, depth: int, following: Block | None
) -> tuple[int, int] | None:
    words = len(text[start:end].split())
    colon = _COLON.search(_without_brackets(text), start, end)
    if colon:
        before = text[start : colon.start()]
        if colon.end() >= end:
            return (start, end) if words <= 25 else None
        if _ASKING.fullmatch(before) and text[end - 1] not in ".;":
            return (start, end) if words <= 40 else None
        if _is_name_of_clause(before):
            return start, colon.start()
    if text[end - 1] not in ".;!?…":
        return (start, end) if words <= 60 else None
    first = _FIRST_SENTENCE.match(text, start)
    if first and len(first.group().split()) <= 10 and not _ABBREVIATION.search(first.group()[:-1]):
        return start, first.end() - 1
    has_items = following is not None and following.label is not None and following.label.depth > depth
    return (start, end) if words <= 14 and has_items and text[end - 1] == "." else None


def _is_name_of_clause(before: str) -> bool:
    """Words before a colon that name a clause: short, or a body to which the clause is addressed; one sentence."""
    named = ADDRESSING.match(before) or BODY_OR_GROUP_START.match(before)
    single = "; " not in before and ". " not in re.sub(r"\b(?:Ông|Bà|TP|TX)\. ", "", before)
    return single and 1 <= len(before.split()) <= (40 if named else 20)


def _without_brackets(text: str) -> str:
    """Same length, what stands in brackets blanked, so that a colon there opens nothing."""
    return re.sub(r"\([^()]{0,300}\)", lambda match: " " * len(match.group()), text)
