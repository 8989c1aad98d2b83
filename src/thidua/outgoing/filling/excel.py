"""Fill an Excel file: fields in cells, loops over rows. What comes out of a value is a number or a text, never a formula.

A loop begins in a cell of one row and ends in a cell of the same or a later one; those rows are repeated and what lies below
moves down: merged cells, formulas, print areas with it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from thidua.core.sheet_writer import CELL_CHARACTERS, TRIGGERS
from thidua.outgoing.filling import cells, formulas, packages
from thidua.outgoing.filling.cells import ADDRESS, S
from thidua.outgoing.filling.markup import TAG, End, Field, Filler, For, MarkupError, Printed, tags_in

R_ID = f"{{{packages.OFFICE}}}id"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
LAST_ROW = 1_048_576
# What hangs on rows by number and is not moved with them.
FIXED = ("drawing", "legacyDrawing", "tableParts", "controls", "oleObjects")
HOLDING_FORMULAS = (f"{S}f", f"{S}formula", f"{S}formula1", f"{S}formula2", f"{S}definedName")
Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `first` to `last` of the form stand `times` over."""

    first: int
    last: int
    times: int

    @property
    def height(self) -> int:
        return self.last - self.first + 1

    @property
    def growth(self) -> int:
        return (self.times - 1) * self.height


def fill(parts: packages.Parts, filler: Filler) -> packages.Parts:
    """The parts with every sheet filled. While probing nothing is made: uses and problems stand in the filler."""
    book = packages.xml(parts[BOOK])
    made = dict(parts)
    strings = cells.Strings(parts.get(STRINGS))
    styles = cells.Styles(parts.get(STYLES))
    related = packages.relations(parts, BOOK)
    filled = {}
    _check_formulas(BOOK, book)
    for number, sheet in enumerate(book.iter(f"{S}sheet")):
        kind, name = related.get(sheet.get(R_ID, ""), ("", ""))
        if kind == "worksheet" and name in parts:
            one = _Sheet(str(sheet.get("name")), packages.xml(parts[name]), strings, styles, filler)
            one.fill()
            made[name] = packages.written(one.root)
            filled[number] = one
    _look_elsewhere(parts, filler, {STRINGS, *packages.PROPERTIES}, related)
    packages.fill_properties(made, filler)
    if filler.probing:
        return made
    if strings.root is not None:
        made[STRINGS] = packages.written(strings.cleared())
    if styles.root is not None:
        made[STYLES] = packages.written(styles.root)
    _move_names(book, filled)
    _count_anew(book)
    made[BOOK] = packages.written(book)
    return _without_chain(made)


def _look_elsewhere(
    parts: packages.Parts, filler: Filler, known: set[str], related: Mapping[str, tuple[str, str]]
) -> None:
    """Tags where nothing is filled: charts, comments, names of sheets."""
    sheets = {name for kind, name in related.values() if kind == "worksheet"}
    for name, body in parts.items():
        if name.endswith(".xml") and name not in known | sheets:
            root = packages.xml(body)
            said = "".join(root.itertext()) + "".join(one.get("name", "") for one in root.iter(f"{S}sheet"))
            if TAG.search(said):
                filler.refuse(MarkupError(packages.UNSEEN_PLACES), "")


def _check_formulas(where: str, root: Any) -> None:
    for element in root.iter(*HOLDING_FORMULAS):
        fault = formulas.fault("".join(element.itertext()))
        if fault:
            cell = element.getparent().get("r") if element.tag == f"{S}f" else ""
            raise MarkupError(f"{fault[:1].upper()}{fault[1:]}.", f"{where}, ô {cell}" if cell else where)


class _Sheet:
    def __init__(
        self, title: str, root: Any, strings: cells.Strings, styles: cells.Styles, filler: Filler
    ) -> None:
        self.title, self.root, self.filler = title, root, filler
        self.strings, self.styles = strings, styles
        self.blocks: list[Block] = []

    def fill(self) -> None:
        _check_formulas(f"Trang tính “{self.title}”", self.root)
        if any(TAG.search(one.text or "") for one in self.root.iter() if one.tag not in (f"{S}t", f"{S}v")):
            self.filler.refuse(MarkupError(packages.UNSEEN_PLACES), f"Trang tính “{self.title}”")
        data = self.root.find(f"{S}sheetData")
        if data is None:
            return
        cells.number(data)
        loops = self._loops(list(data))
        if loops:
            self._check_moving()
            cells.unshare(data)
        self._rows(data, loops)
        for formula in data.iter(f"{S}f"):
            cells.forget_result(formula.getparent())
        if self.blocks and not self.filler.probing:
            self._move_rest()

    def _loops(self, rows: Sequence[Any]) -> list[tuple[int, int, For]]:
        """(number of the first row, of the last, loop)."""
        found: list[tuple[int, int, For]] = []
        begun: tuple[int, For, str] | None = None
        for row in rows:
            for cell in row:
                for tag in self._loop_tags(cell):
                    if isinstance(tag, For) and begun is None:
                        begun = (int(row.get("r")), tag, self._place(cell))
                    elif isinstance(tag, End) and begun is not None:
                        found.append((begun[0], int(row.get("r")), begun[1]))
                        begun = None
                    else:
                        sentence = (
                            "Trong Excel không dùng vòng lặp lồng nhau, mỗi {% for … %} có một {% endfor %}."
                        )
                        self.filler.refuse(MarkupError(sentence), self._place(cell))
        if begun is not None:
            self.filler.refuse(MarkupError("Vòng lặp {% for … %} chưa có {% endfor %} đóng lại."), begun[2])
        if any(one[1] >= other[0] for one, other in pairwise(found)):
            self.filler.refuse(MarkupError("Hai vòng lặp nằm chung một hàng."), f"Trang tính “{self.title}”")
            return found[:1]
        return found

    def _loop_tags(self, cell: Any) -> list[For | End]:
        try:
            return [tag for _, tag in tags_in(self.strings.text_of(cell)) if not isinstance(tag, Field)]
        except MarkupError as error:
            self.filler.refuse(error, self._place(cell))
            cells.set_text(cell, "")
            return []

    def _check_moving(self) -> None:
        held = [name for name in FIXED if self.root.find(f"{S}{name}") is not None]
        if held:
            raise MarkupError(
                "Trang tính có hình, biểu đồ, ghi chú hoặc bảng (Table) thì không dùng được vòng lặp.",
                f"Trang tính “{self.title}”",
            )
        for formula in self.root.iter(f"{S}f"):
            if "!" in (formula.text or "") or formula.get("t") in ("array", "dataTable"):
                sentence = "Công thức mảng hoặc trỏ sang trang tính khác thì không dùng được vòng lặp."
                raise MarkupError(sentence, self._place(formula.getparent()))

    def _rows(self, data: Any, loops: Sequence[tuple[int, int, For]]) -> None:
        rows = list(data)
        for row in rows:
            data.remove(row)
        starts = {first: (last, loop) for first, last, loop in loops}
        grown = at = 0
        while at < len(rows):
            number = int(rows[at].get("r"))
            if number not in starts:
                self._row(rows[at], {})
                data.append(rows[at])
                at += 1
                continue
            last, loop = starts[number]
            body = [row for row in rows if number <= int(row.get("r")) <= last]
            grown += self._repeat(data, body, Block(number, last, 1), loop)
            if grown + LAST_ROW // 2 > LAST_ROW:
                raise MarkupError("Vòng lặp tạo ra quá nhiều hàng.", f"Trang tính “{self.title}”")
            at += len(body)

    def _repeat(self, data: Any, body: list[Any], block: Block, loop: For) -> int:
        """Copies of the rows, still with the numbers of the form; how many rows came to those that were there."""
        all_cells = [cell for row in body for cell in row]
        opening = next((cell for cell in all_cells if TAG.search(self.strings.text_of(cell))), all_cells[0])
        for cell in all_cells:
            self._strike(cell)
        place = self._place(opening)
        try:
            items = self.filler.items(loop, {}, place)
        except MarkupError as error:
            self.filler.refuse(error, place)
            return 0
        for copy, item in enumerate(items):
            for row in body:
                made = deepcopy(row)
                made.set("copy", str(copy))
                self._row(made, {loop.name: item})
                data.append(made)
        held = Block(block.first, block.last, len(items))
        self.blocks.append(held)
        return held.growth

    def _strike(self, cell: Any) -> None:
        """Take the tags of loops out of a cell; what is left stays a text of the cell itself."""
        text = self.strings.text_of(cell)
        if not TAG.search(text):
            return
        kept, between = [], TAG.split(text)
        kept.append(between[0])
        for (written, tag), after in zip(tags_in(text), between[1:], strict=True):
            kept += [written if isinstance(tag, Field) else "", after]
        cells.set_text(cell, "".join(kept).strip())

    def _row(self, row: Any, scope: Scope) -> None:
        for cell in row:
            text = self.strings.text_of(cell)
            if not TAG.search(text):
                continue
            try:
                self._fill_cell(cell, text, scope)
            except MarkupError as error:
                self.filler.refuse(error, self._place(cell))

    def _fill_cell(self, cell: Any, text: str, scope: Scope) -> None:
        between = TAG.split(text)
        printed: list[Printed] = []
        for _, tag in tags_in(text):
            if isinstance(tag, Field):
                printed.append(self.filler.print(tag, scope, self._place(cell)))
        if self.filler.probing or len(printed) != len(between) - 1:
            return
        if len(printed) == 1 and printed[0].number and not "".join(between).strip():
            cells.set_number(cell, printed[0].number)
            return
        said = between[0] + "".join(one.text + after for one, after in zip(printed, between[1:], strict=True))
        if len(said) > CELL_CHARACTERS:
            raise MarkupError("Ô chứa quá nhiều chữ.", self._place(cell))
        cells.set_text(cell, said)
        if said.startswith(TRIGGERS):
            cell.set("s", self.styles.quoted(cell.get("s", "0")))

    def _place(self, cell: Any) -> str:
        return f"Trang tính “{self.title}”, ô {cell.get('r')}"

    def _move_rest(self) -> None:
        """Give rows and cells their new numbers, and whatever points at them its new address."""
        for row in self.root.find(f"{S}sheetData"):
            number, copy = int(row.get("r")), int(row.attrib.pop("copy", "0"))
            new = self._first(number) + copy * self._height_at(number)
            row.set("r", str(new))
            row.attrib.pop("spans", None)
            for cell in row:
                cell.set("r", f"{cells.split(cell.get('r'))[0]}{new}")
                for formula in cell.iter(f"{S}f"):
                    formula.text = formulas.moved(formula.text or "", *self._seen_from(number, copy))
        self._move_merged()
        for element in self.root.iter():
            for name in ("ref", "sqref"):
                if element.tag != f"{S}mergeCell" and element.tag != f"{S}f" and element.get(name):
                    element.set(name, formulas.moved(element.get(name), self._first, self._last))
            if element.tag in HOLDING_FORMULAS[1:] or str(element.tag).endswith("}sqref"):
                element.text = formulas.moved(element.text or "", self._first, self._last)
            if element.tag == f"{S}brk" and str(element.getparent().tag) == f"{S}rowBreaks":
                element.set("id", str(self._last(int(element.get("id")))))

    def _move_merged(self) -> None:
        merged = self.root.find(f"{S}mergeCells")
        for cell in list(merged) if merged is not None else ():
            rows = [int(found[2]) for found in ADDRESS.finditer(cell.get("ref"))]
            block = next(
                (one for one in self.blocks if one.first <= min(rows) and max(rows) <= one.last), None
            )
            if block is None:
                cell.set("ref", formulas.moved(cell.get("ref"), self._first, self._last))
                continue
            ref = formulas.moved(cell.get("ref"), self._first, self._first)
            cell.set("ref", ref)
            for copy in range(1, block.times):
                other = deepcopy(cell)
                other.set("ref", formulas.shifted(ref, copy * block.height, 0))
                merged.append(other)
        if merged is not None:
            merged.set("count", str(len(merged)))

    def moved_address(self, found: re.Match[str]) -> str:
        """ "BD!$A$1:$H$9" where its rows are now."""
        return found[1] + formulas.moved(found[2], self._first, self._last)

    def _first(self, row: int) -> int:
        """Where a row of the form is now; of repeated ones the first."""
        return row + sum(block.growth for block in self.blocks if block.last < row)

    def _last(self, row: int) -> int:
        """The same of repeated ones for the last."""
        inside = sum(block.growth for block in self.blocks if block.first <= row <= block.last)
        return self._first(row) + inside

    def _height_at(self, row: int) -> int:
        return next((block.height for block in self.blocks if block.first <= row <= block.last), 0)

    def _seen_from(self, row: int, copy: int) -> tuple[Callable[[int], int], Callable[[int], int]]:
        """What a formula in a repeated row points at: its own copy of the rows beside it."""
        own = next((block for block in self.blocks if block.first <= row <= block.last), None)
        if own is None:
            return self._first, self._last

        def beside(other: Callable[[int], int]) -> Callable[[int], int]:
            def place(wanted: int) -> int:
                is_beside = own.first <= wanted <= own.last
                return self._first(wanted) + copy * own.height if is_beside else other(wanted)

            return place

        return beside(self._first), beside(self._last)


def _move_names(book: Any, filled: Mapping[int, _Sheet]) -> None:
    """Print areas and other names of cells in sheets that grew."""
    for sheet in filled.values():
        if not sheet.blocks:
            continue
        quoted = re.escape("'" + sheet.title.replace("'", "''") + "'")
        of_sheet = re.compile(rf"(?<![\w'])({quoted}!|{re.escape(sheet.title)}!)([^,!']*)")
        for name in book.iter(f"{S}definedName"):
            name.text = of_sheet.sub(sheet.moved_address, name.text or "")


def _count_anew(book: Any) -> None:
    """What formulas gave when the form was saved is of no form that was filled."""
    found = book.find(f"{S}calcPr")
    if found is None:
        found = etree.SubElement(book, f"{S}calcPr")
    found.set("fullCalcOnLoad", "1")


def _without_chain(parts: packages.Parts) -> packages.Parts:
    """Without the order of counting, which names cells by their old places. Excel makes it anew."""
    chain = next((name for name in parts if name.lower() == "xl/calcchain.xml"), None)
    if chain is None:
        return parts
    made = {name: body for name, body in parts.items() if name != chain}
    for name, mark in (("xl/_rels/workbook.xml.rels", "Target"), ("[Content_Types].xml", "PartName")):
        root = packages.xml(made[name])
        for element in [one for one in root if str(one.get(mark, "")).lower().endswith("calcchain.xml")]:
            root.remove(element)
        made[name] = packages.written(root)
    return made
