"""Phases: named rounds, else the stated period; the overall period; milestones (sơ kết, tổng kết)."""

import re

from thidua.movement.planreader.dates import Span, moment_at, single_in, span_in
from thidua.movement.planreader.draft import Milestone, Phase
from thidua.movement.planreader.letters import fold
from thidua.movement.planreader.outline import Node

_ROUND = re.compile(
    r"(?:Giai đoạn|GIAI ĐOẠN|giai đoạn|Đợt|ĐỢT|đợt|Bước|Chặng|Vòng|Kỳ)(?: thi đua| phát động| cao điểm)?\s+"
    r"(?:thứ\s+)?(?:\d{1,2}(?![\d/%])|[IVX]{1,4}\b|một\b|hai\b|ba\b|bốn\b|nhất\b|đầu\b)"
)
_YEARS_ROUND = re.compile(
    r"(?:Giai đoạn|GIAI ĐOẠN)\s+(?:từ\s+)?(?:năm\s+)?(20\d\d)\s?(?:-|–|đến)\s?(?:năm\s+)?(20\d\d)"
)
_TIME_NAME = re.compile(
    r"(?:thoi gian|thoi ky|tien do|lo trinh|thoi han|thoi diem|moc thoi gian)(?:,? (?:va )?(?:thuc hien"
    r"|trien khai|thi dua|phat dong|to chuc|tien do"
    r"|dia diem|doi tuong|lo trinh|ap dung|cua|pham vi|dot thi dua|phong trao|hoat dong|ke hoach|cac|giai doan"
    r"|chien dich))*"
)


def read_phases(nodes: list[Node]) -> tuple[Phase, ...]:
    """Named rounds with dates; without them the period of the paragraph on time. Milestone years of targets are none."""
    rounds = _rounds(nodes)
    if rounds:
        return tuple(rounds)
    places = _time_nodes(nodes)
    ranged = [phase for place in places for phase in _ranged_items(place)]
    if len(ranged) >= 2:
        return tuple(ranged)
    for place in places:
        phase = _stated(place)
        if phase:
            return (phase,)
    return ()


def _is_target_part(node: Node) -> bool:
    return any(
        re.search(r"muc tieu|chi tieu", above.folded_name)
        for above in [node, *node.ancestors()]
        if above.heading
    )


def _rounds(nodes: list[Node]) -> list[Phase]:
    found: dict[str, Phase] = {}
    for node in nodes:
        if _is_target_part(node) or node.block.row:
            continue
        text = node.block.text
        for match in _ROUND.finditer(text, node.words_start):
            leads = match.start() - node.words_start <= 3
            stop = _ROUND.search(text, match.end())
            limit = min(stop.start() if stop else len(text), match.end() + (400 if leads else 60))
            span = _near_span(text, match.end(), limit, leads)
            name = text[match.start() : match.end()]
            if span is None and leads and node.children:
                span = _child_span(node)
            if span and fold(name) not in found:
                found[fold(name)] = _phase(name[0].upper() + name[1:], span, node, match.start())
    return list(found.values()) or _year_rounds(nodes)


def _near_span(text: str, start: int, limit: int, leads: bool) -> Span | None:
    words = text[:limit]
    if not leads and not re.match(r"\s?[(:,]?\s?(?:\(|từ\b|năm\b|20\d\d|tháng\b)", words[start:]):
        return None
    span = span_in(words, start)
    if span is None or (span.begins is None and span.begins_text is None and not leads):
        span = single_in(" " * start + words[start:])
    return span


def _child_span(node: Node) -> Span | None:
    for child in node.children[:3]:
        span = span_in(child.block.text[:200])
        if span and (span.begins or span.begins_text):
            return Span(span.begins, span.ends, span.begins_text, span.ends_text, 0, len(node.block.text))
    return None


def _year_rounds(nodes: list[Node]) -> list[Phase]:
    """ "Giai đoạn 2025 - 2027" as the head of items in the part on time."""
    found = []
    for node in nodes:
        match = _YEARS_ROUND.match(node.words)
        timed = any(_TIME_NAME.match(above.folded_name) for above in node.ancestors())
        if match and timed:
            offset = node.words_start
            span = Span(
                match.group(1), match.group(2), None, None, offset + match.start(), offset + match.end()
            )
            found.append(_phase(match.group(), span, node, offset))
    return found


def _time_nodes(nodes: list[Node]) -> list[Node]:
    """Headings on time; the same words repeated under every task are attributes of tasks, not the period of the plan."""
    named = [node for node in nodes if _names_time(node)]
    labelled = [node for node in named if node.is_labelled]
    if labelled:
        return labelled if len(labelled) <= 2 else []
    return named if len(named) == 1 else []


def _names_time(node: Node) -> bool:
    words = node.title or node.words.split(":")[0]
    match = _TIME_NAME.match(fold(words))
    return (
        bool(match)
        and len(words) < 90
        and (bool(node.heading) or ":" in node.words)
        and not _is_task_time(node)
    )


def _is_task_time(node: Node) -> bool:
    return bool(
        re.match(r"thoi (?:gian|han) (?:kiem tra|hoan thanh|ban hanh|cong bo|bao cao|gui)", fold(node.words))
    )


def _ranged_items(place: Node) -> list[Phase]:
    found = []
    for node in place.below():
        span = span_in(node.block.text[: node.words_start + 90], node.words_start)
        if span and span.begins and span.ends and span.start - node.words_start <= 12:
            found.append(_phase(node.block.text[span.start : span.end], span, node, span.start))
    return found


def _is_schedule(place: Node) -> bool:
    """Items that each open with their own date ("Tháng 8/2025: ban hành …") are milestones, not the period."""
    dated = [
        child
        for child in place.children
        if (moment := moment_at(child.block.text, child.words_start))
        and child.block.text[moment.end :].lstrip()[:1] in ":-–"
    ]
    return len(dated) >= 2


def _stated(place: Node) -> Phase | None:
    if _is_schedule(place):
        return None
    for node in [place, *place.below()[:6]]:
        start = node.rest_start if node is place else node.words_start
        text = node.block.text
        span = span_in(text, start) or (single_in(" " * start + text[start:]) if start < len(text) else None)
        if node is place and span is None and place.heading:
            span = span_in(text, node.words_start)
        if span and (span.begins or span.begins_text or span.ends):
            name = place.title.rstrip(" :") or place.words.split(":")[0]
            return _phase(name, span, node, span.start)
    return None


def _phase(name: str, span: Span, node: Node, start: int) -> Phase:
    first, last = min(start, span.start), max(span.end, start + 1)
    last += node.block.text[last : last + 1] == ")"
    quote = node.block.text[first:last]
    return Phase(
        name=name, begins=span.begins, ends=span.ends, begins_text=span.begins_text, ends_text=span.ends_text, quote=quote,
        start=node.block.start + first, end=node.block.start + first + len(quote), clause=node.clause,
    )  # fmt: skip


def read_overall(nodes: list[Node], phases: tuple[Phase, ...]) -> Phase | None:
    """The period over all rounds: "được triển khai từ năm 2025 đến năm 2030, chia thành 02 giai đoạn"."""
    if len(phases) < 2:
        return phases[0] if phases else None
    for node in nodes:
        if re.search(r"(?:chia|gom|thanh)\b.{0,20}(?:giai doan|dot|buoc)", fold(node.words)):
            span = span_in(node.block.text, node.words_start)
            if span:
                return _phase("Toàn bộ", span, node, span.start)
    return None


_MILESTONE = re.compile(r"(sơ kết|tổng kết)\b(?!,? khen| việc| (?:giai đoạn|đợt) \d)", re.IGNORECASE)


def read_milestones(nodes: list[Node]) -> tuple[Milestone, ...]:
    """Sơ kết and tổng kết that name their year or date within the same sentence."""
    found: list[Milestone] = []
    for node in nodes:
        text = node.block.text
        for match in _MILESTONE.finditer(text, node.words_start):
            stop = re.search(r"[.;]\s|$", text[match.end() :])
            limit = match.end() + (stop.start() if stop else 0)
            later = _MILESTONE.search(text, match.end(), limit)
            when = _when(text, match.end(), later.start() if later else limit)
            kind = match.group(1).lower()
            if when and all((kind, when[0]) != (known.kind, known.when) for known in found):
                quote = text[match.start() : when[1]]
                start = node.block.start + match.start()
                found.append(
                    Milestone(
                        kind=kind,
                        when=when[0],
                        quote=quote,
                        start=start,
                        end=start + len(quote),
                        clause=node.clause,
                    )
                )
    return tuple(found)


_AT = re.compile(
    r"(?:vào|trong|trước|cuối|đầu|xong)\s+(?:dịp\s+|cuối\s+|đầu\s+|giữa\s+)?(?=(?:ngày|tháng|năm|quý|20\d\d"
    r"|\d{1,2}/))|(?<=[\s(])(?=(?:năm|tháng|quý|Quý)\s+[\dIV])",
    re.IGNORECASE,
)


def _when(text: str, start: int, limit: int) -> tuple[str, int] | None:
    for match in _AT.finditer(text, start, min(limit, start + 140)):
        at = moment_at(text, match.end())
        iso = at.iso(last=True) if at else None
        if at and iso and at.end <= limit:
            return iso, at.end
    return None
