"""The parts of a document: header, title, preamble, main body, closing, annexes; also of a decision with its plan attached."""

import re
from dataclasses import dataclass
from itertools import pairwise

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.labels import bare_label
from thidua.movement.planreader.letters import fold, is_capitals, squash
from thidua.movement.planreader.lexicon import BODY_START, PREAMBLE_OPENING
from thidua.movement.planreader.lines import is_document_type


@dataclass(frozen=True, slots=True)
class Zones:
    header: list[Block]
    type: Block | None
    title: list[Block]
    preamble: list[Block]
    body: list[Block]
    closing: list[Block]
    plan_title: list[Block]


_ARTICLE = re.compile(r"Điều \d{1,2}\s?[.:]")
_CLOSING = re.compile(r"noi nhan\b")
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục)\s*(?:số\s*)?(?:[IVX\d]{1,5}|[A-Z])?\s*[:.\-–]?\s*(?:[A-ZĐ(]|$)|BIỂU MẪU|Biểu mẫu số"
    r"|MẪU SỐ|Mẫu số"
)
_AUTHORITY = re.compile(r"(?:(?:T/?M|KT|TL|TUQ|TLQ|Q)\s?\.\s?|(?:T/M|K/T|T/L)\s)[^\W\d_]{2}")
_ATTACHED = re.compile(r"\s*\(?(?:kem theo|ban hanh kem)")


def opens_closing(block: Block) -> bool:
    return bool(_CLOSING.match(fold(block.text)))


def opens_annex(block: Block) -> bool:
    return len(block.text) < 200 and bool(_ANNEX.match(block.text))


def opens_signature(block: Block) -> bool:
    return len(block.text) < 160 and bool(_AUTHORITY.match(block.text)) and is_capitals(block.text[:14])


def is_article(block: Block) -> bool:
    return bool(_ARTICLE.match(block.text))


def _is_type(block: Block) -> bool:
    return is_document_type(block.text) and block.text[:1].isupper() and not block.row


def find_zones(blocks: list[Block]) -> Zones:
    kind = next((i for i, block in enumerate(blocks[:60]) if _is_type(block)), None)
    if kind is not None:
        title = _title_after(blocks, kind + 1)
        return _zones(blocks, blocks[:kind], blocks[kind], title, kind + 1 + len(title))
    opening = next(
        (i for i, b in enumerate(blocks[:25]) if _opens_body(b) or PREAMBLE_OPENING.match(b.text)), 0
    )
    run_in = next((i for i, block in enumerate(blocks[:25]) if _run_in_type(block)), None)
    if run_in is not None:
        title = [blocks[run_in], *_title_after(blocks, run_in + 1, blocks[run_in])]
        return _zones(blocks, blocks[:run_in], None, title, run_in + len(title))
    # An official letter has no type: its subject stands after "V/v" in the header.
    title = [block for block in blocks[:opening] if _SUBJECT.match(block.text)][:1]
    header = [block for block in blocks[:opening] if block not in title]
    return _zones(blocks, header, None, title, opening)


_SUBJECT = re.compile(r"(?:V/v|Về việc|VỀ VIỆC)\b")


def _opens_body(block: Block) -> bool:
    return (
        block.label is not None
        and block.label.kind in ("part", "roman", "letter")
        and block.label.ordinal == 1
    )


_RUN_IN = re.compile(
    r"(?:KẾ HOẠCH|CHỈ THỊ|QUYẾT ĐỊNH|CHƯƠNG TRÌNH|HƯỚNG DẪN|PHƯƠNG ÁN|ĐỀ ÁN|THÔNG BÁO|NGHỊ QUYẾT)[\s:]+(?=\S)"
)


def _run_in_type(block: Block) -> re.Match[str] | None:
    return _RUN_IN.match(block.text) if len(block.text) < 500 else None


def title_start(block: Block) -> int:
    """Offset in the block where the title begins: after a document type in the same line."""
    run_in = _run_in_type(block) if not is_document_type(block.text) else None
    return run_in.end() if run_in else 0


def _title_after(blocks: list[Block], start: int, first: Block | None = None) -> list[Block]:
    """The blocks of the title from `start` on; `first` is a part of it that stands before."""
    found: list[Block] = [first] if first else []
    for block in blocks[start : start + 5]:
        if (found and _ends_title(found, block)) or (not found and _is_no_title(block)):
            break
        found.append(block)
    return found[1:] if first else found


def _is_no_title(block: Block) -> bool:
    return bool(re.match(r"Căn cứ |Kính gửi|\(", block.text)) or is_article(block) or len(block.text) > 600


def _ends_title(found: list[Block], block: Block) -> bool:
    text = block.text
    if (
        block.label
        or (bare_label(text) and block.heading)
        or PREAMBLE_OPENING.match(text)
        or text.startswith("(")
    ):
        return True
    if found[-1].text.rstrip().endswith((".", ";", ":")) or text.rstrip().endswith((".", ";", ":")):
        return True
    loud = is_capitals(found[0].text)
    if loud != is_capitals(text) and (len(text) > 60 or not loud):
        return True
    issuing = BODY_START.match(text) or squash(text).startswith(
        ("thutuong", "chutich", "botruong", "giamdoc")
    )
    return bool(issuing) and not found[-1].text.rstrip().endswith(("của", "CỦA", "-", ",", "VÀ", "và"))


def _body_start(blocks: list[Block], start: int) -> int:
    for position in range(start, len(blocks)):
        block = blocks[position]
        label = block.label
        if opens_closing(block) or opens_annex(block) or is_article(block):
            return position
        if label and label.kind in ("part", "roman", "letter") and label.ordinal == 1:
            return position
        if label and label.kind == "arabic" and label.ordinal == 1:
            return position
        bare = bare_label(block.text) if label is None and not block.row else None
        if bare and bare.ordinal == 1 and len(block.text) < 120:
            return position
        if label is None and position > start and _is_bare_section(block, blocks, position):
            return position
    return len(blocks)


def _is_bare_section(block: Block, blocks: list[Block], position: int) -> bool:
    """A capitals heading whose number was lost, after the preamble."""
    known = re.match(r"(?:MUC DICH|MUC TIEU|NOI DUNG|QUAN DIEM|YEU CAU|DOI TUONG)", fold(block.text).upper())
    return bool(known) and is_capitals(block.text) and len(block.text) < 100 and not blocks[position - 1].cell


def _body_end(blocks: list[Block], start: int) -> int:
    for position in range(start, len(blocks)):
        block = blocks[position]
        if opens_closing(block) or opens_signature(block) or (opens_annex(block) and position > start):
            return position
    return len(blocks)


def _zones(
    blocks: list[Block], header: list[Block], kind: Block | None, title: list[Block], after: int
) -> Zones:
    start = _body_start(blocks, after)
    end = _body_end(blocks, start)
    preamble, body, plan_title = blocks[after:start], blocks[start:end], list[Block]()
    closing_end = _closing_end(blocks, end)
    closing = blocks[end:closing_end]
    if any(is_article(block) for block in body[:3]):
        attached = _attached(blocks, closing_end)
        plan_title, body = attached if attached and attached[1] else ([], _enclosed(body))
    if kind is None and not any(opens_closing(block) for block in closing):
        closing = blocks[end:]
    return Zones(header, kind, title, preamble, body, closing, plan_title)


def _enclosed(body: list[Block]) -> list[Block]:
    """Sections that stand inside an article: "Điều 1. Phê duyệt Đề án … với các nội dung sau: I. … V. …"."""
    articles = [place for place, block in enumerate(body) if is_article(block)]
    for first, after in pairwise([*articles, len(body)]):
        inside = body[first + 1 : after]
        for kind in ("roman", "arabic"):
            ordinals = [block.label.ordinal for block in inside if block.label and block.label.kind == kind]
            if {1, 2, 3} <= set(ordinals):
                return inside
    return []


def _closing_end(blocks: list[Block], start: int) -> int:
    for position in range(start + 1, len(blocks)):
        block = blocks[position]
        if opens_annex(block) or _is_type(block) or _ATTACHED.match(fold(block.text)):
            return position
    return len(blocks)


def _attached(blocks: list[Block], after: int) -> tuple[list[Block], list[Block]] | None:
    """Title and body of the plan that a decision carries behind its signature."""
    for position in range(after, len(blocks)):
        block = blocks[position]
        if _is_type(block) or (block.label and block.label.kind == "roman" and block.label.ordinal == 1):
            title = _title_after(blocks, position + 1) if _is_type(block) else []
            start = _body_start(blocks, position + 1 + len(title) if title else position)
            return title, blocks[start : _body_end(blocks, start)]
    return None
