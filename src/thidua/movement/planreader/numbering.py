"""Word's automatic numbers → the labels a reader sees ("I.", "1.", "1.1.", "a)", "-")."""

from typing import Any

from docx.oxml.ns import qn

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def formatted(number: int, style: str) -> str:
    """A counter in Word's number format; an unknown format reads as decimal."""
    if style in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, letters in _ROMAN:
            while number >= value:
                roman, number = roman + letters, number - value
        return roman.upper() if style == "upperRoman" else roman
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style == "decimalZero":
        return f"{number:02}"
    return "" if style == "none" else str(number)


class Numbering:
    """Counts the numbered paragraphs of one document in order."""

    def __init__(self, document: Any) -> None:
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))
        }
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # a document without numbered paragraphs has no such part
            return
        for abstract in root.iter(qn("w:abstractNum")):
            self._abstract[abstract.get(qn("w:abstractNumId"))] = abstract
        for num in root.iter(qn("w:num")):
            self._nums[num.get(qn("w:numId"))] = num

    def label_of(self, paragraph: Any) -> str:
        """The label of a paragraph, "" without one. Call once for each paragraph, in order."""
        num_id, level = self._numbering_of(paragraph)
        num = self._nums.get(num_id) if num_id else None
        if num is None:
            return ""
        abstract_id = num.find(qn("w:abstractNumId")).get(qn("w:val"))
        levels = self._levels(num, abstract_id)
        if level not in levels:
            return ""
        counters = self._count(num_id or "", num, abstract_id, level, levels)
        style, pattern, _ = levels[level]
        if style == "bullet":
            return "+" if pattern in ("+", "o") else "-"
        for place in range(level + 1):
            above = levels.get(place, ("decimal", "", 1))
            pattern = pattern.replace(f"%{place + 1}", formatted(counters.get(place, above[2]), above[0]))
        return pattern.strip()

    def _numbering_of(self, paragraph: Any) -> tuple[str | None, int]:
        """numId and level of the paragraph, else of its style and the styles that one is based on."""
        properties = paragraph.find(qn("w:pPr"))
        num_id, level = _num_properties(properties)
        style_id = None
        if properties is not None and properties.find(qn("w:pStyle")) is not None:
            style_id = properties.find(qn("w:pStyle")).get(qn("w:val"))
        for _ in range(10):
            style = self._styles.get(style_id) if style_id and num_id is None else None
            if style is None:
                break
            num_id, own = _num_properties(style.find(qn("w:pPr")))
            level = own if level is None else level
            based = style.find(qn("w:basedOn"))
            style_id = based.get(qn("w:val")) if based is not None else None
        return num_id, level or 0

    def _levels(self, num: Any, abstract_id: str) -> dict[int, tuple[str, str, int]]:
        """Level → (format, text, start), with the overrides of the list."""
        found: dict[int, tuple[str, str, int]] = {}
        sources = [self._abstract.get(abstract_id), num]
        for source in sources:
            for level in source.iter(qn("w:lvl")) if source is not None else ():
                found[int(level.get(qn("w:ilvl"), "0"))] = (
                    _value(level, "w:numFmt", "decimal"), _value(level, "w:lvlText", ""), int(_value(level, "w:start", "1")),
                )  # fmt: skip
        return found

    def _count(
        self, num_id: str, num: Any, abstract_id: str, level: int, levels: dict[int, tuple[str, str, int]]
    ) -> dict[int, int]:
        """One more at `level`; deeper levels begin anew. Lists on one definition count on unless they restart."""
        counters = self._counters.setdefault(abstract_id, {})
        if num_id not in self._started:
            self._started.add(num_id)
            for override in num.iter(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    counters[int(override.get(qn("w:ilvl"), "0"))] = int(start.get(qn("w:val"), "1")) - 1
        counters[level] = counters.get(level, levels[level][2] - 1) + 1
        for deeper in [place for place in counters if place > level]:
            del counters[deeper]
        return counters


def _num_properties(properties: Any) -> tuple[str | None, int | None]:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return None, None
    num_id, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
    return (
        num_id.get(qn("w:val")) if num_id is not None else None,
        int(level.get(qn("w:val"), "0")) if level is not None else None,
    )


def _value(level: Any, name: str, default: str) -> str:
    element = level.find(qn(name))
    return str(element.get(qn("w:val"), default)) if element is not None else default
