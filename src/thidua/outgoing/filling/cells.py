"""Cells of a workbook: what they say, what is written into them, and a text's own mark where it begins as a formula does."""

import re
from copy import deepcopy
from typing import Any

from lxml import etree

from thidua.outgoing.filling import formulas, packages
from thidua.outgoing.filling.markup import TAG

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


class Strings:
    """The texts that cells share, by number."""

    def __init__(self, body: bytes | None) -> None:
        self.root: Any = packages.xml(body) if body else None
        items = list(self.root) if self.root is not None else []
        self.texts = ["".join(text.text or "" for text in _texts(item)) for item in items]

    def text_of(self, cell: Any) -> str:
        """What a cell says in words; nothing of a number or a formula."""
        if cell.find(f"{S}f") is not None:
            return ""
        if cell.get("t") == "s":
            number = cell.findtext(f"{S}v", "")
            at = int(number) if number.isdecimal() else len(self.texts)
            return self.texts[at] if at < len(self.texts) else ""
        if cell.get("t") == "inlineStr":
            return "".join(text.text or "" for text in _texts(cell))
        return cell.findtext(f"{S}v", "") if cell.get("t") == "str" else ""

    def cleared(self) -> Any:
        """The texts without those that were tags: no cell shows them any more."""
        for item, text in zip(self.root, self.texts, strict=True):
            if TAG.search(text):
                for child in list(item):
                    item.remove(child)
                etree.SubElement(item, f"{S}t").text = ""
        return self.root


def _texts(element: Any) -> list[Any]:
    """Without the reading aids (rPh) that stand beside some texts."""
    return [text for text in element.iter(f"{S}t") if text.getparent().tag != f"{S}rPh"]


class Styles:
    """The looks of cells; a text that begins as a formula does gets Excel's own mark for a text."""

    def __init__(self, body: bytes | None) -> None:
        self.root: Any = packages.xml(body) if body else None
        self.made: dict[str, str] = {}

    def quoted(self, number: str) -> str:
        looks = self.root.find(f"{S}cellXfs") if self.root is not None else None
        if looks is None or not number.isdecimal() or int(number) >= len(looks):
            return number
        if number not in self.made:
            look = deepcopy(looks[int(number)])
            look.set("quotePrefix", "1")
            looks.append(look)
            looks.set("count", str(len(looks)))
            self.made[number] = str(len(looks) - 1)
        return self.made[number]


def number(data: Any) -> None:
    """Rows and cells may leave their places unsaid; say them."""
    row_at = 0
    for row in data:
        row_at = int(row.get("r") or row_at + 1)
        row.set("r", str(row_at))
        column = 0
        for cell in row:
            found = ADDRESS.fullmatch(cell.get("r") or "")
            column = formulas.number_of(found[1]) if found else column + 1
            cell.set("r", f"{formulas.letters_of(column)}{row_at}")


def unshare(data: Any) -> None:
    """A formula that Excel wrote once for many cells, in each of them."""
    masters: dict[str, tuple[str, str]] = {}
    for cell in data.iter(f"{S}c"):
        formula = cell.find(f"{S}f")
        if formula is None or formula.get("t") != "shared":
            continue
        key = formula.get("si", "")
        if formula.text:
            masters[key] = (formula.text, cell.get("r"))
        elif key in masters:
            text, written = masters[key]
            (column, row), (here, below) = split(written), split(cell.get("r"))
            across = formulas.number_of(here) - formulas.number_of(column)
            formula.text = formulas.shifted(text, below - row, across)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def forget_result(cell: Any) -> None:
    """What a formula gave when the form was saved; programs count anew where nothing stands."""
    for value in cell.findall(f"{S}v"):
        cell.remove(value)
    cell.attrib.pop("t", None)


def split(address: str) -> tuple[str, int]:
    """ "B7" as ("B", 7)."""
    letters = address.rstrip("0123456789")
    return letters, int(address[len(letters) :])


def set_text(cell: Any, said: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if not said:
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{S}is"), f"{S}t")
    text.text = said
    text.set(SPACE, "preserve")


def set_number(cell: Any, number: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    etree.SubElement(cell, f"{S}v").text = number
