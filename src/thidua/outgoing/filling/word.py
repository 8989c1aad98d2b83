"""Fill a Word file: fields in paragraphs, tables, headers, footers and text boxes; loops over paragraphs and table rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from thidua.outgoing.filling import packages, paragraphs
from thidua.outgoing.filling.markup import TAG, End, Field, Filler, For, MarkupError, tags_in
from thidua.outgoing.filling.paragraphs import W

STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
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
            paragraphs.join_tags(paragraph)
        self.waiting: dict[str, str] = {}
        if filler.probing:
            paragraphs.note_places(name, root)
            self.waiting = paragraphs.numbered(root)

    def fill(self) -> None:
        body = self.root.find(f"{W}body")
        notes = self.root.findall(f"{W}footnote") + self.root.findall(f"{W}endnote")
        for container in [body] if body is not None else notes or [self.root]:
            self._blocks(container, {})
        if not self.filler.problems:  # a refused loop leaves its paragraphs unseen, too
            for place in self.waiting.values():
                self.filler.refuse(MarkupError(packages.UNSEEN_PLACES), place)

    def _blocks(self, container: Any, scope: Scope) -> None:
        """Paragraphs and tables beside each other, and loops that run over them."""
        children = list(container)
        at = 0
        while at < len(children):
            block = children[at]
            loop = self._first_loop(block) if block.tag == f"{W}p" else None
            if isinstance(loop, For):
                end = self._closing(children, at, paragraphs.block_tags)
                self._repeat_blocks(container, children[at : end + 1], loop, scope)
                at = end
            elif isinstance(loop, End):
                self.filler.refuse(
                    MarkupError("{% endfor %} không có {% for … %} mở trước."), paragraphs.place_of(block)
                )
            else:
                self._block(block, scope)
            at += 1

    def _block(self, block: Any, scope: Scope) -> None:
        if block.tag == f"{W}p":
            for inner in paragraphs.within(block, f"{W}txbxContent"):
                self._blocks(inner, scope)
            self._paragraph(block, scope)
        elif block.tag == f"{W}tbl":
            self._rows(block, scope)
        for inner in paragraphs.inside(block):
            self._blocks(inner, scope)

    def _first_loop(self, paragraph: Any) -> For | End | None:
        loops = self._loops_of(paragraph)
        if sum(isinstance(tag, For) for tag in loops) > 1:
            sentence = "Một đoạn chỉ có một vòng lặp; xin xuống dòng cho vòng lặp thứ hai."
            self.filler.refuse(MarkupError(sentence), paragraphs.place_of(paragraph))
            paragraphs.empty(paragraph)
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
        self.filler.refuse(
            MarkupError("Vòng lặp {% for … %} chưa có {% endfor %} đóng lại."), paragraphs.place_of(where)
        )
        return at

    def _repeat_blocks(self, container: Any, blocks: list[Any], loop: For, scope: Scope) -> None:
        first, last = blocks[0], blocks[-1]
        paragraphs.strike(first, For)
        paragraphs.strike(last, End, is_last=True)
        place = paragraphs.place_of(first)
        for edge in {id(first): first, id(last): last}.values() if first is not last else ():
            if edge.tag == f"{W}p" and paragraphs.is_blank(edge):
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
        for wrapper in list(table):
            for inner in paragraphs.inside(wrapper):
                self._rows(inner, scope)
        if next(table.iter(f"{W}tr"), None) is None and table.getparent() is not None:
            table.getparent().remove(table)

    def _repeat_rows(self, table: Any, rows: list[Any], loop: For, scope: Scope) -> None:
        begins = [(where, tag) for where, tag in self._loose(rows[0]) if isinstance(tag, For)]
        place = paragraphs.place_of(begins[0][0])
        paragraphs.strike(begins[0][0], For)
        ends = [where for where, tag in self._loose(rows[-1]) if isinstance(tag, End)]
        if ends:
            paragraphs.strike(ends[-1], End, is_last=True)
        self._copies(table, rows, table.index(rows[0]), loop, scope, place, self._rows)

    def _loose(self, row: Any) -> list[tuple[Any, For | End]]:
        """Tags of loops that do not begin and end in the same cell, each with its paragraph."""
        found: list[tuple[Any, For | End]] = []
        for cell in paragraphs.within(row, f"{W}tc"):
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
            return [tag for _, tag in paragraphs.own_tags(paragraph) if not isinstance(tag, Field)]
        except MarkupError as error:
            self.filler.refuse(error, paragraphs.place_of(paragraph))
            paragraphs.empty(paragraph)
            return []

    def _row(self, row: Any, scope: Scope) -> None:
        for cell in paragraphs.within(row, f"{W}tc"):
            self._blocks(cell, scope)
            if not len(cell) or cell[-1].tag != f"{W}p":  # Word takes a cell without a paragraph for damage
                etree.SubElement(cell, f"{W}p")

    def _paragraph(self, paragraph: Any, scope: Scope) -> None:
        self.waiting.pop(paragraph.get(paragraphs.NUMBER, ""), None)
        for text in paragraphs.texts_of(paragraph):
            if not TAG.search(text.text or ""):
                continue
            try:
                self._fill_text(text, scope, paragraphs.place_of(paragraph))
            except MarkupError as error:
                self.filler.refuse(error, paragraphs.place_of(paragraph))
        if self.filler.probing:
            return
        paragraph.attrib.pop(paragraphs.PLACE, None)

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
        paragraphs.write_text(text, "".join(said))
        if is_missing and self.filler.marks:
            paragraphs.highlight(text.getparent())
