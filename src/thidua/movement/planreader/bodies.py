"""Who does what: the bodies named in the part "Tổ chức thực hiện" and their duties."""

import re

from thidua.movement.planreader.draft import Body, Clause, Duty
from thidua.movement.planreader.letters import CAPITAL, fold, is_capitals
from thidua.movement.planreader.lexicon import (
    ADDRESSING,
    BODY_OR_GROUP_START,
    BODY_START,
    DUTY_VERB,
    HEADER_BODY,
)
from thidua.movement.planreader.outline import Node

_ORGANISING = re.compile(
    r"(?:cong tac )?to chuc (?:va )?(?:trien khai )?(?:thuc hien|trien khai)|phan cong|trach nhiem"
    r"|to chuc, thuc hien|nhiem vu cua cac|giao nhiem vu|dieu khoan thi hanh"
)
_ADVERBIAL = re.compile(r"(?:Căn cứ|Trên cơ sở|Theo|Ngoài)\b[^.;:]{3,160}?, (?=\S)")
_PERSON = re.compile(
    r"(?:[Đđ]ồng chí\s+)?(?:Bộ trưởng|Giám đốc|Chánh|Trưởng(?= (?:Phòng|Ban))|Thủ trưởng|Chủ tịch|Hiệu trưởng"
    r"|Chủ nhiệm|Người đứng đầu)\s+(?=\S)"
)
_Span = tuple[int, int]


def organising_nodes(nodes: list[Node]) -> list[Node]:
    """The headings of the part on who does what: the highest ones so named."""
    named = [
        node
        for node in nodes
        if node.is_labelled and node.heading and _ORGANISING.match(node.folded_name) and len(node.name) < 130
    ]
    return [node for node in named if not any(above in named for above in node.ancestors())]


def read_responsible(nodes: list[Node]) -> tuple[tuple[Body, ...], tuple[Duty, ...]]:
    duties: list[tuple[Node, list[_Span]]] = []
    for part in organising_nodes(nodes):
        own = [duty for child in part.children for duty in _duties_of(child)]
        duties += own + _like_siblings(part, own)
    duties.sort(key=lambda duty: duty[0].block.start)
    if not duties:
        duties = [(node, spans) for node in _addressed(nodes) if (spans := _names(node))]
        duties += [(node, [span]) for node in nodes if (span := _provider(node)) and duties]
    bodies: dict[str, Body] = {}
    for node, spans in duties:
        for start, end in spans:
            name = node.block.text[start:end]
            place = node.block.start
            body = Body(name=name, quote=name, start=place + start, end=place + end, clause=node.clause)
            bodies.setdefault(fold(name), body)
    return tuple(bodies.values()), tuple(_duty(node, spans) for node, spans in duties)


def _duties_of(node: Node) -> list[tuple[Node, list[_Span]]]:
    """A clause that names a body is its duty; one that does not ("Trách nhiệm của các cơ quan") is opened."""
    spans = _names(node)
    labelled = [child for child in node.children if child.is_labelled]
    parted = len(labelled) >= 2 and all(child.heading and _names(child) for child in labelled)
    if spans and not (parted and not BODY_START.match(node.block.text, spans[0][0])):
        own: list[tuple[Node, list[_Span]]] = [(node, spans)]
        for child in node.children:
            adverbial = _ADVERBIAL.match(child.words) if child.label is None else None
            subject = _subject(child.block.text, child.words_start + adverbial.end()) if adverbial else None
            if subject:
                own.append((child, [subject]))
        return own
    found: list[tuple[Node, list[_Span]]] = []
    for child in node.children:
        found += _duties_of(child)
    return found


# Headings of the part on who does what that name a matter, not a body.
_MATTER = re.compile(
    r"kinh phi|che do|thong tin|bao cao|thoi gian|tien do|cong tac|kiem tra|tuyen truyen|so ket|tong ket|khen"
    r"|lo trinh|giai doan|nguon|to chuc|noi dung|phan cong|hinh thuc|dieu |hieu luc|xu ly|trien khai|thuc hien"
    r"|bien phap|giai phap|nhiem vu|trach nhiem|quy |thanh phan|dia diem|dang ky|theo doi|giam sat|co che|moc "
    r"|danh gia|trong |qua trinh|dinh ky|yeu cau|ho so|san pham|luc luong|phuong |trang |ve |co so vat"
)


def _like_siblings(part: Node, known: list[tuple[Node, list[_Span]]]) -> list[tuple[Node, list[_Span]]]:
    """Where most headings of the part name bodies, the others do too ("Tổng phụ trách Đội"), unless they name a matter."""
    named = {id(node) for node, _ in known}
    headed = [child for child in part.children if child.is_labelled and child.heading]
    others = [
        child
        for child in headed
        if id(child) not in named and not any(id(one) in named for one in child.below())
    ]
    if 2 * (len(headed) - len(others)) < len(headed) or len(headed) - len(others) < 2:
        return []
    found = []
    for child in others:
        start = _after_address(child.block.text, child.words_start)
        end = child.heading[1] if child.heading else start
        words = child.block.text[start:end].rstrip(" ,:.;-–")
        if (
            words
            and len(words) <= 90
            and words[0].isupper()
            and not _MATTER.match(fold(words))
            and not DUTY_VERB.match(" " + words, 1)
        ):
            found.append((child, [(start, start + len(words))]))
    return found


def _names(node: Node) -> list[_Span]:
    text = node.block.text
    start = _after_address(text, node.words_start)
    if node.label is None:
        adverbial = _ADVERBIAL.match(text, start)
        start = adverbial.end() if adverbial else start
    if node.heading and node.heading[1] > start:
        span = _heading_body(node, start)
    else:
        span = _subject(text, start)
    return _parts(text, span) if span else []


def _after_address(text: str, start: int) -> int:
    while match := ADDRESSING.match(text, start):
        start = match.end()
    return start


def _heading_body(node: Node, start: int) -> _Span | None:
    """The body that a heading names; a bold run may end before the name does ("… phường" + "và các đoàn thể vận động")."""
    text = node.block.text
    if node.heading is None or not _opens_body(text, start, node.heading[1]):
        return None
    end = node.heading[1]
    goes_on = re.match(r"\s?(?:và|,) (?=\S)", text[end:])
    if goes_on and end < len(text):
        verb = DUTY_VERB.search(text, end)
        end = verb.start() if verb and verb.start() - end < 120 else end
    else:
        verb = DUTY_VERB.search(text, start + 3, end)
        if verb and end == len(text.rstrip()):
            end = verb.start()
    return start, start + len(_ASIDE.sub("", text[start:end].rstrip(" ,:.;-–")))


def _opens_body(text: str, start: int, end: int) -> bool:
    if BODY_OR_GROUP_START.match(text, start):
        return True
    loud = is_capitals(text[start:end])
    return loud and bool(
        HEADER_BODY.match(text, start) or re.match(r"(?:CÁC|ỦY BAN|NHỮNG) ", text[start:end])
    )


_ASIDE = re.compile(
    r"\s?\((?:là |cơ quan|đơn vị|thường trực|qua |sau đây|gọi tắt|chủ trì|phối hợp)[^()]{0,120}\)$",
    re.IGNORECASE,
)


def _subject(text: str, start: int) -> _Span | None:
    """The body that is the subject of a sentence: its words up to the first verb of duty."""
    if not BODY_OR_GROUP_START.match(text, start):
        return None
    verb = DUTY_VERB.search(text, start + 2, start + 260)
    colon = text.find(":", start, start + 160)
    stops = [stop for stop in ((verb.start() if verb else -1), colon) if stop > 0]
    if not stops:
        return None
    words = _ASIDE.sub("", text[start : min(stops)].rstrip(" ,:.;-–"))
    words = re.sub(
        r"(?:\s(?:cần|phải|có nhiệm vụ|được giao|theo|sẽ|đã|khi|là|để|và|thuộc phạm vi))+$", "", words
    ).rstrip(" ,")
    if not 1 < len(words) <= 200 or re.search(r"[.;!?]\s", words):
        return None
    return start, start + len(words)


_JOINT = re.compile(r"(?:,|;| và|, và| -) (?=\S)")


def _parts(text: str, span: _Span) -> list[_Span]:
    """A list of bodies that each have a name of their own is taken apart; "Sở A và các đơn vị liên quan" stays whole."""
    start, end = span
    person = _PERSON.match(text, start, end)
    if person and BODY_OR_GROUP_START.match(text, person.end()) and text[person.end() - 2] != ",":
        start = person.end()
    cuts = [match for match in _JOINT.finditer(text, start, end) if _begins_body(text, match)]
    tail = re.search(r" và (?:các|những) (?:đoàn thể|tổ chức|đơn vị|cơ quan)", text[start:end])
    if not cuts or (tail and not all(BODY_START.match(text, cut.end()) for cut in cuts)):
        return [(start, end)]
    bounds = [start, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), end]
    if tail and not BODY_START.match(text, start):
        return [(start, end)]
    return [(first, last) for first, last in zip(bounds, ends, strict=True) if last - first > 1]


def _begins_body(text: str, joint: re.Match[str]) -> bool:
    before = text[: joint.start()]
    if before.endswith(
        (
            "HĐND",
            "Hội đồng nhân dân",
            "Văn phòng",
            "Đoàn ĐBQH",
            "Đảng ủy",
            "Thường trực",
            "Chủ tịch",
            "ngang bộ",
        )
    ):
        return False
    return bool(BODY_START.match(text, joint.end())) and not re.match(
        r"(?:Thuế|Tổ |Báo )\w", text[joint.end() :]
    )


def _addressed(nodes: list[Node]) -> list[Node]:
    """Without a part on organisation (a directive, an inspection plan): clauses that open with a body."""
    found = []
    for node in nodes:
        under = any(
            re.search(r"tieu chi|doi tuong|khen thuong|muc tieu", above.folded_name)
            for above in node.ancestors()
        )
        if node.is_labelled and not under and not any(above in found for above in node.ancestors()):
            addressed = bool(ADDRESSING.match(node.words)) or BODY_START.match(node.words) or node.depth <= 2
            if addressed and _names(node):
                found.append(node)
    return found


_PROVIDER = re.compile(
    rf"\bdo (?=[{CAPITAL}])(?P<body>[^,;.:]{{4,90}}?) (?:bố trí|chủ trì|đảm nhiệm|đảm bảo|bảo đảm|thực hiện"
    r"|chịu trách nhiệm|cung cấp)\b"
)


def _provider(node: Node) -> _Span | None:
    match = _PROVIDER.search(node.block.text)
    return match.span("body") if match and BODY_START.match(match["body"]) else None


def _duty(node: Node, spans: list[_Span]) -> Duty:
    text = node.block.text
    items = [_item(child) for child in node.children]
    rest = max([node.rest_start, *(end for _, end in spans)])
    if text[rest:].strip(" :.;,"):
        rest += len(text[rest:]) - len(text[rest:].lstrip(" :,"))
        quote = text[rest:]
        start = node.block.start + rest
        items.insert(
            0,
            Clause(
                label="",
                title="",
                text=quote,
                quote=quote,
                start=start,
                end=start + len(quote),
                clause=node.clause,
            ),
        )
    return Duty(
        label=node.label.text if node.label else "", bodies=tuple(text[start:end] for start, end in spans), items=tuple(items),
        quote=text, start=node.block.start, end=node.block.end, clause=node.clause,
    )  # fmt: skip


def _item(node: Node) -> Clause:
    block = node.block
    return Clause(
        label=node.label.text if node.label and node.is_labelled else "", title=node.title, text=node.words,
        quote=block.text, start=block.start, end=block.end, clause=node.clause,
    )  # fmt: skip
