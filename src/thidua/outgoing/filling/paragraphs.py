"""Paragraphs of a Word file: what they say, the tags in them, what is written into them, where they stand.

Word cuts what is typed into runs as it likes, so the tags of a paragraph are joined first: a tag moves whole into the run
in which it begins and takes that run's look.
"""

import re
from typing import Any

from lxml import etree

from thidua.outgoing.filling.markup import TAG, MarkupError, tags_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PLACE = "thidua-place"  # where a paragraph stands, noted on it while a form is looked at
NUMBER = "thidua-number"  # which one it is, also in copies of it
STORY_NAMES = {
    "header": "Đầu trang",
    "footer": "Chân trang",
    "footnotes": "Cước chú",
    "endnotes": "Chú thích cuối",
}
# What comes after `highlight` among the properties of a run; Word wants them in this order.
AFTER_HIGHLIGHT = frozenset(
    f"{W}{name}"
    for name in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip


def texts_of(paragraph: Any) -> list[Any]:
    """The texts of a paragraph itself, without those of paragraphs in its text boxes."""
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p"), None) is paragraph]


def within(element: Any, tag: str) -> list[Any]:
    """Descendants of a kind that stand in no other table row, paragraph or text box below `element`."""
    kind = element.tag
    return [one for one in element.iter(tag) if next(one.iterancestors(kind), None) is element]


def inside(block: Any) -> list[Any]:
    """What a content control or an element of somebody's own XML holds, of whole paragraphs, tables or rows."""
    if block.tag == f"{W}sdt":
        return list(block.findall(f"{W}sdtContent"))
    return [block] if block.tag == f"{W}customXml" else []


def numbered(root: Any) -> dict[str, str]:
    """Where the paragraphs with fields stand, by a number that is noted on each."""
    found = {}
    for number, paragraph in enumerate(root.iter(f"{W}p")):
        if "{{" in "".join(text.text or "" for text in texts_of(paragraph)):
            paragraph.set(NUMBER, str(number))
            found[str(number)] = place_of(paragraph)
    return found


def own_tags(paragraph: Any) -> list[tuple[str, Any]]:
    """The tags of a paragraph as they are written, each with what it asks; MarkupError where one cannot be read."""
    return list(tags_in("".join(text.text or "" for text in texts_of(paragraph))))


def block_tags(block: Any) -> list[Any]:
    """All tags in a block, in their order."""
    found = []
    for paragraph in block.iter(f"{W}p"):
        try:
            found += [tag for _, tag in own_tags(paragraph)]
        except MarkupError:  # refused where the paragraph itself is filled
            continue
    return found


def join_tags(paragraph: Any) -> None:
    """Every tag whole in one run, whatever cuts Word had made."""
    texts = texts_of(paragraph)
    whole = "".join(text.text or "" for text in texts)
    if "{" not in whole:
        return
    owners = [place for place, text in enumerate(texts) for _ in text.text or ""]
    for found in TAG.finditer(whole):
        owners[found.start() : found.end()] = [owners[found.start()]] * (found.end() - found.start())
    pieces: list[list[str]] = [[] for _ in texts]
    for letter, owner in zip(whole, owners, strict=True):
        pieces[owner].append(letter)
    for text, piece in zip(texts, pieces, strict=True):
        text.text = "".join(piece)
        text.set(SPACE, "preserve")


def strike(element: Any, kind: type, *, is_last: bool = False) -> None:
    """Take the first (or the last) tag of this kind out of the text of a block."""
    paragraphs = list(element.iter(f"{W}p"))
    for paragraph in reversed(paragraphs) if is_last else paragraphs:
        texts = texts_of(paragraph)
        for text in reversed(texts) if is_last else texts:
            held = text.text or ""
            try:
                found = [written for written, tag in tags_in(held) if isinstance(tag, kind)]
            except MarkupError:
                continue
            if found:
                where = held.rindex(found[-1]) if is_last else held.index(found[0])
                length = len(found[-1] if is_last else found[0])
                text.text = held[:where] + held[where + length :]
                return


def is_blank(paragraph: Any) -> bool:
    has_more = paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}br", f"{W}sectPr")
    return not "".join(paragraph.itertext()).strip() and next(has_more, None) is None


def empty(paragraph: Any) -> None:
    """What cannot be read was refused once; it is not looked at again."""
    for text in texts_of(paragraph):
        text.text = ""


def write_text(text: Any, said: str) -> None:
    """A text of several lines goes on after breaks."""
    first, *others = said.split("\n")
    text.text = first
    text.set(SPACE, "preserve")
    run = text.getparent()
    where = run.index(text) + 1
    for line in others:
        more = etree.Element(f"{W}t")
        more.text = line
        more.set(SPACE, "preserve")
        run.insert(where, etree.Element(f"{W}br"))
        run.insert(where + 1, more)
        where += 2


def highlight(run: Any) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    for old in properties.findall(f"{W}highlight"):
        properties.remove(old)
    mark = etree.Element(f"{W}highlight")
    mark.set(f"{W}val", "yellow")
    after = next((one for one in properties if one.tag in AFTER_HIGHLIGHT), None)
    properties.insert(len(properties) if after is None else properties.index(after), mark)


def place_of(element: Any) -> str:
    return str(element.get(PLACE, ""))


def note_places(name: str, root: Any) -> None:
    """ "Đoạn 4, “Kết quả …”", "Bảng 2, hàng 3, cột 1", "Đầu trang": what a person finds again in the file."""
    story = re.sub(r"\d*\.xml", "", name.rpartition("/")[2])
    if story != "document":
        for paragraph in root.iter(f"{W}p"):
            paragraph.set(PLACE, STORY_NAMES.get(story, story))
        return
    number = 0
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}tc", f"{W}txbxContent"), None) is None:
            number += 1
        said = " ".join("".join(text.text or "" for text in texts_of(paragraph)).split())
        short = said if len(said) <= 30 else f"{said[:29]}…"
        paragraph.set(PLACE, f"Đoạn {number}, “{short}”" if short else f"Đoạn {number}")
    for at, table in enumerate(root.iter(f"{W}tbl"), start=1):
        for row_at, row in enumerate(table.findall(f"{W}tr"), start=1):
            for column_at, cell in enumerate(within(row, f"{W}tc"), start=1):
                for paragraph in cell.iter(f"{W}p"):
                    paragraph.set(PLACE, f"Bảng {at}, hàng {row_at}, cột {column_at}")
