"""What the movement is about: aims, requirements, contents, sectors, target groups with their criteria, solutions."""

import re
from dataclasses import asdict, replace

from thidua.movement.planreader.draft import Clause, Content, Criterion, Section, Target, TargetGroup
from thidua.movement.planreader.letters import fold
from thidua.movement.planreader.outline import Node, top_kind

_AIMS = re.compile(r"muc dich|muc tieu(?: chung| tong quat)?\s*:?$")
_REQUIREMENTS = re.compile(r"(?:cac )?yeu cau")
_CONTENTS = re.compile(
    r"(?:cac )?noi dung(?: phong trao| thi dua| thuc hien| chu yeu| trong tam| cu the| trien khai| va|,|$)"
)
_SOLUTIONS = re.compile(
    r"(?:cac |mot so )?(?:nhiem vu,? (?:va )?)?(?:bien phap|giai phap)|(?:cac )?nhiem vu(?: trong tam| chu yeu"
    r"| cu the)?(?:,| va)? (?:bien phap|giai phap)"
)
_CRITERIA = re.compile(r"tieu chi|tieu chuan thi dua|chi tieu thi dua")
_GROUP = re.compile(r"(?:doi voi|danh cho|ap dung (?:doi voi|cho))\s")
_SECTOR = re.compile(r"(?:trong |ve )?linh vuc\s")


def read_sections(nodes: list[Node]) -> tuple[Section, ...]:
    """The two top levels of the main body."""
    upper = top_kind([node.block for node in nodes])
    romans = any(node.label and node.label.kind == "roman" for node in nodes)
    below_letters = "roman" if romans else "arabic"
    levels = {
        "part": ("part", below_letters),
        "letter": ("letter", below_letters),
        "arabic": ("arabic", "decimal"),
    }.get(upper, ("roman", "arabic"))
    found = []
    for node in nodes:
        if node.label is None or node.depth > 3:
            continue
        kind = node.label.kind
        if kind == "decimal" and levels[1] == "arabic" and _stands_for_second(node):
            kind = "arabic"
        if kind in levels:
            found.append(_section(node, levels.index(kind) + 1))
    return tuple(found)


def _stands_for_second(node: Node) -> bool:
    """ "I. … 1.1. … 1.2." without a "1." between: the decimals are the second level."""
    return node.parent is not None and node.parent.label is not None and node.parent.label.kind == "roman"


def _section(node: Node, level: int) -> Section:
    block = node.block
    return Section(
        label=node.label.text if node.label else "", level=level,
        title=node.title.strip() or None, starts=node.words[:120].strip(),
        quote=block.text, start=block.start, end=block.end, clause=node.clause,
    )  # fmt: skip


def _clause(node: Node) -> Clause:
    block = node.block
    return Clause(
        label=node.label.text if node.label and node.is_labelled else "", title=node.title, text=node.words,
        quote=block.text, start=block.start, end=block.end, clause=node.clause,
    )  # fmt: skip


def _lists(nodes: list[Node], name: re.Pattern[str]) -> list[Node]:
    """Headings of that name, the lowest where one stands in another ("NỘI DUNG THI ĐUA" → "3. Nội dung thi đua")."""
    named = [
        node
        for node in nodes
        if node.is_labelled and node.heading and name.match(node.folded_name) and len(node.name) < 120
    ]
    return [node for node in named if not any(node in other.ancestors() for other in named)]


def _items(node: Node) -> list[Node]:
    """What a heading lists: its labelled children, else its bullets, else its paragraphs."""
    children = [child for child in node.children if not child.block.row]
    labelled = [child for child in children if child.is_labelled]
    return labelled or [child for child in children if child.label is not None] or children


def _listed(place: Node) -> list[Clause]:
    """The items of a heading; a run-in heading without items ("1. Mục đích: …") lists its own words."""
    items = [_clause(item) for item in _items(place)]
    block, start = place.block, place.rest_start
    if items or not place.heading or not block.text[start:].strip():
        return items
    quote = block.text[start:]
    own = Clause(
        label="",
        title="",
        text=quote,
        quote=quote,
        start=block.start + start,
        end=block.end,
        clause=place.clause,
    )
    return [own]


def read_aims(nodes: list[Node]) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    requirements = [
        node for node in nodes if node.is_labelled and node.heading and _REQUIREMENTS.match(node.folded_name)
    ]
    starts = {node.block.start for node in requirements}
    aims = [
        clause
        for place in _lists(nodes, _AIMS)[:1]
        for clause in _listed(place)
        if clause.start not in starts
    ]
    return tuple(aims), tuple(clause for place in requirements[:1] for clause in _listed(place))


def read_contents(nodes: list[Node]) -> tuple[Content, ...]:
    places = [
        place
        for place in _lists(nodes, _CONTENTS)
        if not re.search(r"kiem tra|kinh phi|bao cao", place.folded_name)
    ]
    found = []
    for place in places[:1]:
        for item in _items(place):
            sectors = tuple(_sector(node) for node in item.below() if _is_sector(node))
            found.append(Content(**asdict(_clause(item)), sectors=sectors))
    return tuple(found)


def _is_sector(node: Node) -> bool:
    return bool(_SECTOR.match(fold(node.words))) and (":" in node.words[:120] or node.block.bold_end > 0)


def _sector(node: Node) -> Clause:
    named = (
        node.words.split(":")[0]
        if ":" in node.words[:120]
        else node.block.text[node.words_start : node.block.bold_end]
    )
    return replace(_clause(node), title=named.strip())


def read_sectors(nodes: list[Node]) -> tuple[Clause, ...]:
    return tuple(_sector(node) for node in nodes if _is_sector(node))


def read_groups(nodes: list[Node], targets: tuple[Target, ...]) -> tuple[TargetGroup, ...]:
    """ "Đối với …" below a heading on criteria; each direct item is a criterion, deeper ones belong to it."""
    found = []
    for node in nodes:
        under = any(_CRITERIA.search(above.folded_name) for above in node.ancestors() if above.heading)
        if not under or not _GROUP.match(fold(node.words)) or node.label is None:
            continue
        if any(
            "khen thuong" in above.folded_name and not _CRITERIA.search(above.folded_name)
            for above in node.ancestors()
        ):
            continue
        title = (node.title or node.words.split(":")[0]).rstrip(" .:")
        criteria = tuple(_criterion(item, targets) for item in _items(node))
        if not criteria and node.heading and node.rest_start < len(node.block.text):
            criteria = (_run_in_criterion(node, targets),)
        label = node.label.text if node.is_labelled else ""
        block = node.block
        found.append(
            TargetGroup(
                label=label,
                title=title,
                criteria=criteria,
                quote=block.text,
                start=block.start,
                end=block.end,
                clause=node.clause,
            )
        )
    return tuple(found)


def _criterion(item: Node, targets: tuple[Target, ...]) -> Criterion:
    blocks = [item.block, *(node.block for node in item.below())]
    own = tuple(
        position
        for position, target in enumerate(targets)
        if any(block.start <= target.start < block.end for block in blocks)
    )
    block = item.block
    return Criterion(
        text=item.words, targets=own, quote=block.text, start=block.start, end=block.end, clause=item.clause
    )


def _run_in_criterion(node: Node, targets: tuple[Target, ...]) -> Criterion:
    start = node.block.start + node.rest_start
    quote = node.block.text[node.rest_start :]
    own = tuple(position for position, target in enumerate(targets) if start <= target.start < node.block.end)
    return Criterion(
        text=quote, targets=own, quote=quote, start=start, end=node.block.end, clause=node.clause
    )


def read_solutions(nodes: list[Node]) -> tuple[Clause, ...]:
    return tuple(clause for place in _lists(nodes, _SOLUTIONS)[:2] for clause in _listed(place))
