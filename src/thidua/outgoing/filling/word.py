"""Fill a Word file: fields in paragraphs, tables, headers, footers and text boxes; loops over paragraphs and table rows.

Word cuts what is typed into runs as it likes, so the tags of a paragraph are joined first: a tag moves whole into the run
in which it begins and takes that run's look.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from thidua.outgoing.filling import packages
from thidua.outgoing.filling.markup import TAG, End, Field, Filler, For, MarkupError, tags_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PLACE = "thidua-place"  # where a paragraph stands, noted on it while a form is looked at
STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
STORY_NAMES = {
    "header": "Đầu trang",
    "footer": "Chân trang",
    "footnotes": "Cước chú",
    "endnotes": "Chú thích cuối",
}
# Fields of Word itself that count pages, name places of this file or point at the web; all else may fetch or run something.
INSTRUCTIONS = frozenset(
    [
        "AUTHOR",
        "CREATEDATE",
        "DATE",
        "FILENAME",
        "HYPERLINK",
        "NUMPAGES",
        "PAGE",
        "PAGEREF",
        "PRINTDATE",
        "REF",
        "SAVEDATE",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "STYLEREF",
        "SYMBOL",
        "TIME",
        "TITLE",
        "TOC",
    ]
)
# What comes after `highlight` among the properties of a run; Word wants them in this order.
AFTER_HIGHLIGHT = frozenset(
    f"{W}{name}"
    for name in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip
Scope = Mapping[str, Any]


def fill(parts: packages.Parts, filler: Filler) -> packages.Parts:
    """The parts with every story filled. While probing nothing is made: uses and problems stand in the filler."""
    made = dict(parts)
    for name, body in parts.items():
        if not name.endswith(".xml"):
            continue
        root = packages.xml(body)
        _refuse_active(root)
        if STORIES.fullmatch(name):
            _Story(name, root, filler).fill()
            made[name] = packages.written(root)
        elif name not in packages.PROPERTIES and TAG.search("".join(root.itertext())):
            filler.refuse(MarkupError(packages.UNSEEN_PLACES), "")
    packages.fill_properties(made, filler)
    return made


def _refuse_active(root: Any) -> None:
    if next(root.iter(f"{W}mailMerge", f"{W}altChunk", f"{W}object", f"{W}control"), None) is not None:
        raise MarkupError(
            "Tệp có trộn thư, đối tượng nhúng hoặc nội dung chèn từ tệp khác. Xin bỏ rồi lưu lại."
        )
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] in {"src", "href"} and re.match(
                r"[a-z]+:/|[\\/]{2}", value, re.IGNORECASE
            ):
                raise MarkupError(packages.ELSEWHERE)
    for said in _instructions(root):
        first = said.split(maxsplit=1)[0].upper() if said.strip() else "PAGE"
        target = re.search(r'"([^"]*)"', said)
        is_led_away = first == "HYPERLINK" and "\\l" not in said
        if first not in INSTRUCTIONS or (is_led_away and not (target and packages.WEB.fullmatch(target[1]))):
            raise MarkupError(
                f"Tệp có mã trường {first[:40]} của Word, có thể lấy dữ liệu từ nơi khác. Xin bỏ mã này."
            )


def _instructions(root: Any) -> Iterator[str]:
    """What each field of Word says, also where it is cut into runs or stands inside another."""
    for simple in root.iter(f"{W}fldSimple"):
        yield simple.get(f"{W}instr", "")
    open_fields: list[str] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}instrText":
            if not open_fields:
                yield element.text or ""
            else:
                open_fields[-1] += element.text or ""
        elif element.get(f"{W}fldCharType") == "begin":
            open_fields.append("")
        elif open_fields and element.get(f"{W}fldCharType") == "separate":
            yield open_fields[-1]
            open_fields[-1] = "PAGE "
        elif open_fields and element.get(f"{W}fldCharType") == "end":
            yield open_fields.pop()
    yield from open_fields


class _Story:
    """One flow of paragraphs and tables: the text, a header, a footer."""

    def __init__(self, name: str, root: Any, filler: Filler) -> None:
        self.root, self.filler = root, filler
        for paragraph in root.iter(f"{W}p"):
            _join_tags(paragraph)
        if filler.probing:
            _note_places(name, root)

    def fill(self) -> None:
        body = self.root.find(f"{W}body")
        notes = self.root.findall(f"{W}footnote") + self.root.findall(f"{W}endnote")
        for container in [body] if body is not None else notes or [self.root]:
            self._blocks(container, {})

    def _blocks(self, container: Any, scope: Scope) -> None:
        """Paragraphs and tables beside each other, and loops that run over them."""
        children = list(container)
        at = 0
        while at < len(children):
            block = children[at]
            loop = self._first_loop(block) if block.tag == f"{W}p" else None
            if isinstance(loop, For):
                end = self._closing(children, at, _block_tags)
                self._repeat_blocks(container, children[at : end + 1], loop, scope)
                at = end
            elif isinstance(loop, End):
                self.filler.refuse(MarkupError("{% endfor %} không có {% for … %} mở trước."), _place(block))
            else:
                self._block(block, scope)
            at += 1

    def _block(self, block: Any, scope: Scope) -> None:
        if block.tag == f"{W}p":
            for inner in _within(block, f"{W}txbxContent"):
                self._blocks(inner, scope)
            self._paragraph(block, scope)
        elif block.tag == f"{W}tbl":
            self._rows(block, scope)
        elif block.tag == f"{W}sdt":
            for inner in block.findall(f"{W}sdtContent"):
                self._blocks(inner, scope)

    def _first_loop(self, paragraph: Any) -> For | End | None:
        loops = self._loops_of(paragraph)
        if sum(isinstance(tag, For) for tag in loops) > 1:
            sentence = "Một đoạn chỉ có một vòng lặp; xin xuống dòng cho vòng lặp thứ hai."
            self.filler.refuse(MarkupError(sentence), _place(paragraph))
            _empty(paragraph)
            return None
        return loops[0] if loops else None

    def _closing(self, siblings: Sequence[Any], at: int, tags_of: Any) -> int:
        """Where the loop that begins at `at` ends; itself where it never does, which is refused."""
        depth = 0
        for place in range(at, len(siblings)):
            for tag in tags_of(siblings[place]):
                depth += {For: 1, End: -1}.get(type(tag), 0)
                if depth == 0 and isinstance(tag, End):
                    return place
        where = next(siblings[at].iter(f"{W}p"), siblings[at])
        self.filler.refuse(MarkupError("Vòng lặp {% for … %} chưa có {% endfor %} đóng lại."), _place(where))
        return at

    def _repeat_blocks(self, container: Any, blocks: list[Any], loop: For, scope: Scope) -> None:
        first, last = blocks[0], blocks[-1]
        _strike(first, For)
        _strike(last, End, is_last=True)
        place = _place(first)
        for edge in {id(first): first, id(last): last}.values() if first is not last else ():
            if edge.tag == f"{W}p" and _is_blank(edge):
                blocks.remove(edge)
                container.remove(edge)
        where = container.index(blocks[0]) if blocks else 0
        self._copies(container, blocks, where, loop, scope, place, self._blocks)

    def _copies(
        self, container: Any, originals: list[Any], where: int, loop: For, scope: Scope, place: str, fill: Any
    ) -> None:
        """In the place of `originals` one filled copy for each element of the list."""
        try:
            items = self.filler.items(loop, scope, place)
        except MarkupError as error:
            self.filler.refuse(error, place)
            items = []
        for block in originals:
            container.remove(block)
        for item in items:
            holder = etree.Element(container.tag)
            holder.extend(deepcopy(block) for block in originals)
            fill(holder, {**scope, loop.name: item})
            for block in list(holder):
                container.insert(where, block)
                where += 1

    def _rows(self, table: Any, scope: Scope) -> None:
        """The rows of a table, and loops that begin in one cell and end in another."""
        rows = [child for child in table if child.tag == f"{W}tr"]
        at = 0
        while at < len(rows):
            loop = next((tag for _, tag in self._loose(rows[at]) if isinstance(tag, For)), None)
            if loop is None:
                self._row(rows[at], scope)
            else:
                end = self._closing(rows, at, lambda row: [tag for _, tag in self._loose(row)])
                self._repeat_rows(table, rows[at : end + 1], loop, scope)
                at = end
            at += 1
        if not [child for child in table if child.tag == f"{W}tr"] and table.getparent() is not None:
            table.getparent().remove(table)

    def _repeat_rows(self, table: Any, rows: list[Any], loop: For, scope: Scope) -> None:
        begins = [(where, tag) for where, tag in self._loose(rows[0]) if isinstance(tag, For)]
        place = _place(begins[0][0])
        _strike(begins[0][0], For)
        ends = [where for where, tag in self._loose(rows[-1]) if isinstance(tag, End)]
        if ends:
            _strike(ends[-1], End, is_last=True)
        self._copies(table, rows, table.index(rows[0]), loop, scope, place, self._rows)

    def _loose(self, row: Any) -> list[tuple[Any, For | End]]:
        """Tags of loops that do not begin and end in the same cell, each with its paragraph."""
        found: list[tuple[Any, For | End]] = []
        for cell in _within(row, f"{W}tc"):
            held: list[tuple[Any, For | End]] = []
            for paragraph in cell.iter(f"{W}p"):
                for tag in self._loops_of(paragraph):
                    if isinstance(tag, End) and held and isinstance(held[-1][1], For):
                        held.pop()
                    else:
                        held.append((paragraph, tag))
            found += held
        return found

    def _loops_of(self, paragraph: Any) -> list[For | End]:
        try:
            return [tag for _, tag in _own_tags(paragraph) if not isinstance(tag, Field)]
        except MarkupError as error:
            self.filler.refuse(error, _place(paragraph))
            _empty(paragraph)
            return []

    def _row(self, row: Any, scope: Scope) -> None:
        for cell in _within(row, f"{W}tc"):
            self._blocks(cell, scope)
            if not len(cell) or cell[-1].tag != f"{W}p":  # Word takes a cell without a paragraph for damage
                etree.SubElement(cell, f"{W}p")

    def _paragraph(self, paragraph: Any, scope: Scope) -> None:
        for text in _texts(paragraph):
            if not TAG.search(text.text or ""):
                continue
            try:
                self._fill_text(text, scope, _place(paragraph))
            except MarkupError as error:
                self.filler.refuse(error, _place(paragraph))
        if self.filler.probing:
            return
        paragraph.attrib.pop(PLACE, None)

    def _fill_text(self, text: Any, scope: Scope, place: str) -> None:
        """What a value says is never read as a tag: the pieces between the tags are told first."""
        whole = text.text or ""
        between = TAG.split(whole)
        said, is_missing = [between[0]], False
        for (_, tag), after in zip(tags_in(whole), between[1:], strict=True):
            if not isinstance(tag, Field):
                raise MarkupError("Vòng lặp không đặt được ở đây.")
            printed = self.filler.print(tag, scope, place)
            said += [printed.text, after]
            is_missing |= printed.is_missing
        _write(text, "".join(said))
        if is_missing and self.filler.marks:
            _highlight(text.getparent())


def _texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph itself, without those of paragraphs in its text boxes."""
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p"), None) is paragraph]


def _within(element: Any, tag: str) -> list[Any]:
    """Descendants of a kind that stand in no other table row, paragraph or text box below `element`."""
    kind = element.tag
    return [one for one in element.iter(tag) if next(one.iterancestors(kind), None) is element]


def _own_tags(paragraph: Any) -> list[tuple[str, Any]]:
    return list(tags_in("".join(text.text or "" for text in _texts(paragraph))))


def _block_tags(block: Any) -> list[Any]:
    """All tags in a block, in their order."""
    found = []
    for paragraph in block.iter(f"{W}p"):
        try:
            found += [tag for _, tag in _own_tags(paragraph)]
        except MarkupError:  # refused where the paragraph itself is filled
            continue
    return found


def _join_tags(paragraph: Any) -> None:
    texts = _texts(paragraph)
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


def _strike(element: Any, kind: type, *, is_last: bool = False) -> None:
    """Take the first (or the last) tag of this kind out of the text of a block."""
    paragraphs = list(element.iter(f"{W}p"))
    for paragraph in reversed(paragraphs) if is_last else paragraphs:
        texts = _texts(paragraph)
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


def _is_blank(paragraph: Any) -> bool:
    has_more = paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}br", f"{W}sectPr")
    return not "".join(paragraph.itertext()).strip() and next(has_more, None) is None


def _empty(paragraph: Any) -> None:
    """What cannot be read was refused once; it is not looked at again."""
    for text in _texts(paragraph):
        text.text = ""


def _write(text: Any, said: str) -> None:
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


def _highlight(run: Any) -> None:
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


def _place(element: Any) -> str:
    return str(element.get(PLACE, ""))


def _note_places(name: str, root: Any) -> None:
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
        said = " ".join("".join(text.text or "" for text in _texts(paragraph)).split())
        short = said if len(said) <= 30 else f"{said[:29]}…"
        paragraph.set(PLACE, f"Đoạn {number}, “{short}”" if short else f"Đoạn {number}")
    for at, table in enumerate(root.iter(f"{W}tbl"), start=1):
        for row_at, row in enumerate(table.findall(f"{W}tr"), start=1):
            for column_at, cell in enumerate(_within(row, f"{W}tc"), start=1):
                for paragraph in cell.iter(f"{W}p"):
                    paragraph.set(PLACE, f"Bảng {at}, hàng {row_at}, cột {column_at}")
