"""Duties with a rhythm: reporting and inspecting, with the days the plan names, if it names any."""

import re
from collections.abc import Iterator

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.bodies import organising_nodes
from thidua.movement.planreader.draft import TimedDuty
from thidua.movement.planreader.letters import fold
from thidua.movement.planreader.outline import Node

_REPORTS = re.compile(
    r"(?:tong hop,? |dinh ky |gui )bao cao|bao cao (?:truoc|hang|dinh ky|ubnd|uy ban|ket qua|ve |cap "
    r"|thu tuong|chu tich|ban |so "
    r"|phong |bo |tinh |dang uy|hoi dong|tien do"
    r"|dinh ky|so ket|tong ket|danh gia)|(?:khan|vuong mac).{0,140}(?:bao cao|phan anh|gui ve|thong tin ve)"
    r"|che do (?:thong tin,? )?bao cao"
)
_INSPECTS = re.compile(
    r"(?:to chuc|thanh lap|tien hanh|thuc hien)\s(?:\w+\s){0,4}?(?:kiem tra|giam sat|thanh tra)\b"
    r"|doan kiem tra|kiem tra(?:, giam sat)? (?:dinh ky|dot xuat)"
    r"|(?:dinh ky|dot xuat|hang nam|hang quy)\s(?:\w+\s){0,3}?kiem tra"
)
_RHYTHM = re.compile(
    r"hằng năm|hàng năm|hằng quý|hàng quý|hằng tháng|hàng tháng|0?6 tháng|quý [IV1-4]+|sơ kết|tổng kết",
    re.IGNORECASE,
)
_LOOSE_RHYTHM = re.compile(r"định kỳ|đột xuất|thường xuyên|kịp thời", re.IGNORECASE)
_DAY = re.compile(
    r"(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?|ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?"
    r"|tháng\s+\d{1,2}(?:/\d{4})?|[Qq]uý\s+[IV]+(?:/\d{4})?"
)
_BASED_ON = re.compile(r"(?:số|Luật)\s[^.;,]{0,40}ngày[^.;,]{0,30}")
_SENTENCE_END = re.compile(r"\.(?:/\.)?(?=\s+[^\W\d_]|\s*$)|;(?=\s|$)")


def sentences(block: Block, start: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph from `start` on."""
    position = start
    for match in _SENTENCE_END.finditer(block.text, start):
        if block.text[position : match.start()].strip():
            yield position, match.start()
        position = match.end()
    if block.text[position:].strip():
        yield position, len(block.text)


def read_timed(nodes: list[Node]) -> tuple[tuple[TimedDuty, ...], tuple[TimedDuty, ...]]:
    """Duties to report (in the part on who does what, and in the last words) and to inspect (anywhere but in aims)."""
    parts = organising_nodes(nodes)
    reporting: list[TimedDuty] = []
    inspecting: list[TimedDuty] = []
    for position, node in enumerate(nodes):
        above = [node, *node.ancestors()]
        organised = any(part in above for part in parts) or position >= len(nodes) - 2
        acting = organised or any(
            re.search(r"giai phap|bien phap|kiem tra|bao cao|nhiem vu", up.folded_name[:120])
            for up in above
            if up.heading
        )
        for start, end in sentences(node.block, node.words_start):
            folded = fold(node.block.text[start:end])
            if (organised and _REPORTS.search(folded)) or (acting and "che do bao cao" in folded):
                reporting.append(_timed(node, start, end))
            if acting and _INSPECTS.search(folded) and not _is_about_inspection(node):
                inspecting.append(_timed(node, start, end))
    return tuple(reporting), tuple(inspecting)


def _is_about_inspection(node: Node) -> bool:
    """In an inspection plan everything is inspection: its tasks are no rhythm of a movement."""
    return any("kiem tra" in above.folded_name and above.heading for above in node.ancestors()) or bool(
        re.match(r"(?:doi voi )?(?:doan|don vi duoc) kiem tra", fold(node.words))
    )


def _timed(node: Node, start: int, end: int) -> TimedDuty:
    raw = node.block.text[start:end]
    start += len(raw) - len(raw.lstrip())
    quote = node.block.text[start:end].rstrip()
    own = _BASED_ON.sub(" ", quote)
    rhythm = _RHYTHM.search(own) or _LOOSE_RHYTHM.search(own)
    dates = [match.group() for match in _DAY.finditer(own)]
    for child in node.children:
        if fold(child.words).startswith(("thoi gian", "thoi han")):
            dates += [match.group() for match in re.finditer(r"năm \d{4}|" + _DAY.pattern, child.words)]
    return TimedDuty(
        text=quote, rhythm=rhythm.group().lower() if rhythm else "", dates=tuple(dates),
        quote=quote, start=node.block.start + start, end=node.block.start + start + len(quote), clause=node.clause,
    )  # fmt: skip
