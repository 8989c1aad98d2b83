"""The closing: recipients of "Nơi nhận" and the signature block, in whichever order the columns were written."""

import re

from thidua.movement.planreader.blocks import Block
from thidua.movement.planreader.draft import Signer, Value
from thidua.movement.planreader.letters import CAPITAL, SMALL, fold, is_capitals
from thidua.movement.planreader.zones import opens_closing, opens_signature

_POSITION = re.compile(
    r"(?:Q\s?\.\s?|QUYỀN )?(?:PHÓ |CHỦ TỊCH|GIÁM ĐỐC|CHỦ NHIỆM|BÍ THƯ|TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH|TỔNG "
    r"|CỤC TRƯỞNG|CHI CỤC TRƯỞNG"
    r"|VIỆN TRƯỞNG|HIỆU TRƯỞNG|THỦ TƯỚNG|ỦY VIÊN|UỶ VIÊN|HỘI TRƯỞNG|TỔ TRƯỞNG|THỦ TRƯỞNG|VỤ TRƯỞNG|VIỆN"
    r"|CHỈ HUY|CHÍNH ỦY|KẾ TOÁN|THƯỜNG TRỰC"
    r"|ĐỘI TRƯỞNG|TRẠM TRƯỞNG|CÔNG CHỨC)"
)
_AUTHORITY = re.compile(r"(?:T/?M|KT|TL|TUQ|TLQ|T\.M|K/T|T/L)\s?\.?\s?(?=[^\W\d_])")
_RANK = re.compile(
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|"
    r"(?:(?:PGS|GS|TSKH|TS|ThS|BS|DS|KS|CKI|CKII|BSCKI|BSCKII|NGND|NGƯT|TTND|TTƯT)(?:[.,]\s?|\s))+)\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\(?\s*(?:đã ký|ký tên|da ky|\[?daky\]?)[^\n]*", re.IGNORECASE)
_NAME = re.compile(rf"(?:[{CAPITAL}](?:['’][{CAPITAL}])?[{SMALL}'’]*\.?(?:\s|$)){{2,6}}$")
_SURNAMES = (
    "NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|HUỲNH|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH|ĐÀO|ĐOÀN|VƯƠNG|TRỊNH|TRƯƠNG"
    "|LÂM|MAI|TÔ|HÀ|CAO"
    "|LƯƠNG|PHÙNG|TẠ|TĂNG|THÁI|CHU|LA|QUÁCH|NÔNG|HỨA|VI|LÒ|GIÀNG|THÀO|KIỀU|NGHIÊM|KHUẤT|LẠI|TỐNG|ĐỒNG|BẠCH|ÂU"
    "|TRIỆU|LƯU"
)
_CAPITAL_NAME = re.compile(rf"(?:{_SURNAMES})(?: [{CAPITAL}]+){{1,4}}")
_KEPT = re.compile(r"luu\b")


def read_closing(text: str, blocks: list[Block]) -> tuple[tuple[Value, ...], Signer]:
    recipients: list[tuple[int, int]] = []
    signature: list[Block] = []
    listing, signing, dashed, kept = False, False, False, False
    for block in blocks:
        if opens_closing(block):
            listing, signing, start = True, False, _after_label(block)
            if start < len(block.text):
                recipients.append((block.start + start, block.end))
            continue
        is_item = block.label is not None and block.label.kind in ("dash", "star", "plus")
        signing = not is_item and (signing or opens_signature(block) or _is_signature_line(block))
        if not listing or signing or (kept and not block.label and block.gap):
            signature.append(block)
            continue
        dashed = dashed or is_item
        if kept and not is_item and _NAME.match(block.text):
            signature.append(block)
        elif is_item or not recipients or (not dashed and text[recipients[-1][1] - 1] in ";."):
            recipients.append((block.start + (block.body_start if is_item else 0), block.end))
        else:
            recipients[-1] = (recipients[-1][0], block.end)
        kept = kept or bool(_KEPT.match(fold(text[slice(*recipients[-1])])))
    return _recipients(text, recipients), read_signer(text, signature)


def _after_label(block: Block) -> int:
    match = re.match(r"[Nn][Ơơ][Ii]\s[Nn][Hh][Ậậ][Nn]\s*:?\s*[-–]?\s*", block.text)
    return match.end() if match else len(block.text)


def _is_signature_line(block: Block) -> bool:
    if block.label is not None and block.label.kind in ("dash", "star", "plus"):
        return False
    return bool(_POSITION.match(block.text)) and is_capitals(block.text)


def _recipients(text: str, spans: list[tuple[int, int]]) -> tuple[Value, ...]:
    values = []
    for start, end in spans:
        for first, last in _inline_items(text, start, end):
            quote = text[first:last].rstrip(" ;.,")
            if quote:
                value = " ".join(quote.split())
                values.append(Value(value=value, quote=quote, start=first, end=first + len(quote)))
    return tuple(values)


_INLINE = re.compile(r";\s+[-–]\s*(?=\S)")
# All recipients on one line, the archive copy last: "Như trên; UBND tỉnh (b/c); Lưu: VT".
_KEPT_INLINE = re.compile(r";\s+[-–]?\s*Lưu\b")
_RUN_ON = re.compile(r";\s+[-–]?\s*(?=[^\s(])")


def _inline_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Recipients that a lost line end put on one line: "Như trên; - Lưu: VT"."""
    spans, position = [], start
    joint = _RUN_ON if _KEPT_INLINE.search(text, start, end) else _INLINE
    for match in joint.finditer(text, start, end):
        spans.append((position, match.start()))
        position = match.end()
    return [*spans, (position, end)]


def read_signer(text: str, blocks: list[Block]) -> Signer:
    authority: list[tuple[int, int]] = []
    position: list[tuple[int, int]] = []
    name: tuple[int, int] | None = None
    spans = _signature_spans(blocks)
    for start, end in spans:
        words = text[start:end]
        if _SIGNED.fullmatch(words) or not re.search(r"[^\W\d_]{2}", words):
            continue
        if _AUTHORITY.match(words) and not position:
            authority.append((start, end))
        elif name is None and position and _CAPITAL_NAME.fullmatch(words) and not _POSITION.match(words):
            name = (start, end)
            break
        elif is_capitals(words) and not _NAME.match(words):
            _take_capitals(words, (start, end), authority, position, text)
        elif name is None and (authority or position) and _is_name(words):
            offset = _RANK.match(words)
            name = (start + (offset.end() if offset else 0), end)
            break
    if name is None and position:
        # Columns given one after another may put the name before the office.
        name = next((span for span in spans if span < position[0] and _is_name(text[slice(*span)])), None)
    return Signer(
        authority=_joined(text, authority),
        position=_joined(text, position),
        name=_joined(text, [name] if name else []),
    )


def _is_name(words: str) -> bool:
    bare = _RANK.sub("", words).strip()
    return bool(_NAME.match(bare)) and len(bare) < 45


def _take_capitals(
    words: str,
    span: tuple[int, int],
    authority: list[tuple[int, int]],
    position: list[tuple[int, int]],
    text: str,
) -> None:
    """A line in capitals is the position, or goes on the line above ("TM. ỦY BAN" + "NHÂN DÂN")."""
    if _POSITION.match(words) and not position:
        position.append(span)
    elif not position and authority:
        authority[-1] = (authority[-1][0], span[1])
    elif (
        position and text[slice(*position[-1])].rstrip().endswith(("-", ",", "KIÊM", "VÀ"))
    ) or words.startswith("THƯỜNG TRỰC"):
        position[-1:] = [(position[-1][0] if position else span[0], span[1])]


_SPLIT = re.compile(
    rf"(?<=\S)\s+(?=(?:KT|TL|TUQ)\s?\.\s?[A-ZĐ])"
    rf"|(?<=[{CAPITAL}])\s+(?=PHÓ (?:CHỦ|GIÁM|BÍ|TRƯỞNG|CHÁNH|HIỆU|TỔNG|CỤC|VIỆN))"
    rf"|(?<=[{CAPITAL}])\s+(?=CHỦ TỊCH(?:\s[{CAPITAL}][{SMALL}]|\s*$))"
    rf"|(?<=[{CAPITAL}]{{2}})\s+(?=[{CAPITAL}][{SMALL}]+(?:\s|$))"
)


def _signature_spans(blocks: list[Block]) -> list[tuple[int, int]]:
    """The lines of the block; run-together ones ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Đào Mỹ") taken apart."""
    spans = []
    for block in blocks:
        position = 0
        for match in _SPLIT.finditer(block.text):
            before = block.text[position : match.start()]
            if re.fullmatch(r"(?:KT|TL|TUQ|Q|TM|T/M)\s?\.|PHÓ|QUYỀN", before.rsplit(" ", 1)[-1]):
                continue
            spans.append((block.start + position, block.start + match.start()))
            position = match.end()
        spans.append((block.start + position, block.end))
    return spans


def _joined(text: str, spans: list[tuple[int, int]]) -> Value | None:
    if not spans:
        return None
    start, end = spans[0][0], spans[-1][1]
    value = "\n".join(" ".join(text[slice(*span)].split()) for span in spans)
    return Value(value=value, quote=text[start:end], start=start, end=end)
