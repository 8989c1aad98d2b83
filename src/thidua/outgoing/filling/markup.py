"""The little language of forms: a field, a loop over a list, a few filters. Nothing in it is ever evaluated.

    {{ CT1.ty_le }}   {{ dia_phuong.ten | hoa }}   {% for x in don_vi %} … {{ x.ten }} … {% endfor %}

A name is looked up in a tree of values, step by step, and nowhere else: there are no calls, no indexes, no operators, so
there is no way from a form into the program. Capital or small letters make no difference (Word changes them by itself).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TAG = re.compile(r"\{\{.{0,300}?\}\}|\{%.{0,300}?%\}", re.DOTALL)
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
WORD = r"[^\W\d_]\w{0,59}"
FIELD = re.compile(rf'({WORD}(?: ?\. ?{WORD}){{0,5}})((?: ?\| ?{WORD}(?: ?: ?"[^"]*")?){{0,4}})')
FILTER = re.compile(rf'\| ?({WORD})(?: ?: ?"([^"]*)")?')
FOR = re.compile(rf"for ({WORD}) in ({WORD}(?: ?\. ?{WORD}){{0,5}})")
END = re.compile(r"end ?for")
# Word's typesetting of what was typed: blanks that do not break or have no width, quotation marks that are curved.
TYPESET = str.maketrans({"\u00a0": " ", "\u200b": "", "\ufeff": "", "“": '"', "”": '"', "„": '"'})
# What XML cannot hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_ROUNDS = 20_000  # of all loops of a form together
DEFAULT = "mac_dinh"
FILTERS: Mapping[str, Callable[[str], str]] = {
    "hoa": str.upper,
    "thuong": str.lower,
    "hoa_dau": lambda text: text[:1].upper() + text[1:],
}
# Keys of a leaf that is a number: no name of a field can begin so.
TEXT, NUMBER = "$", "#"
EACH = "[]"  # what follows a list in the path of a use: don_vi[].ten
Path = tuple[str, ...]


class MarkupError(Exception):
    """Something is written that cannot be filled; the message is a Vietnamese sentence, `place` where it stands."""

    def __init__(self, sentence: str, place: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.place = sentence, place


@dataclass(frozen=True, slots=True)
class Field:
    path: Path
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class For:
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class End:
    pass


Tag = Field | For | End


def parse(written: str) -> Tag:
    """What one tag, with its braces, says; MarkupError with the sentence for whoever wrote it."""
    inside = " ".join(unicodedata.normalize("NFC", written[2:-2]).translate(TYPESET).split())
    if written.startswith("{%"):
        return _loop(inside, written)
    found = FIELD.fullmatch(inside)
    if found is None:
        raise MarkupError(
            f"“{_short(written)}” không phải là tên trường. Tên trường chỉ gồm chữ, số, dấu gạch dưới và dấu chấm."
        )
    filters = tuple((name.casefold(), said) for name, said in FILTER.findall(found[2]))
    for name, _ in filters:
        if name not in FILTERS and name != DEFAULT:
            known = ", ".join([*FILTERS, DEFAULT])
            raise MarkupError(f"“{_short(written)}”: không có phép “{name}”. Các phép dùng được: {known}.")
    return Field(_steps(found[1]), filters)


def _loop(inside: str, written: str) -> Tag:
    if END.fullmatch(inside.casefold()):
        return End()
    found = FOR.fullmatch(inside) or FOR.fullmatch(inside[:3].casefold() + inside[3:])
    if found is None:
        raise MarkupError(
            f"“{_short(written)}” không phải là vòng lặp. Xin viết {{% for x in danh_sach %}} và {{% endfor %}}."
        )
    return For(found[1].casefold(), _steps(found[2]))


def _steps(path: str) -> Path:
    return tuple(step.strip().casefold() for step in path.split("."))


def _short(written: str) -> str:
    return written if len(written) <= 60 else f"{written[:57]}…"


def tags_in(text: str) -> Iterator[tuple[str, Tag]]:
    """Each tag of a text, as written and as read. MarkupError also for braces that nobody closed or opened."""
    if BRACES.search(TAG.sub("", text)):
        raise MarkupError(f"“{_short(text.strip())}” có dấu ngoặc {{{{ }}}} hoặc {{% %}} chưa đủ đôi.")
    for found in TAG.finditer(text):
        yield found[0], parse(found[0])


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands in the place of a field: its text and, where it is a number, the number as written in programs."""

    text: str
    number: str = ""
    is_missing: bool = False


class Nothing:
    """The one element of an empty list: its first field says that there are no data, the others say nothing."""

    def __init__(self) -> None:
        self.is_said = False


@dataclass
class Filler:
    """Looks names up in values. `probing`: there are none yet; what is asked for is noted in `uses`, what is wrong in `problems`.

    A leaf of `values` is a text, {TEXT: text, NUMBER: number} or null. `blank` stands where there are no data; with `marks` the
    name of the field beside it, for a print that nobody sends.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    blank: str = ""
    marks: bool = False
    probing: bool = False
    uses: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    rounds: int = 0

    def __post_init__(self) -> None:
        self.values = _folded(self.values)

    def print(self, wanted: Field, scope: Mapping[str, Any], place: str) -> Printed:
        found = self._find(wanted.path, scope, place, "field")
        if self.probing:
            return Printed("")
        if isinstance(found, Nothing):
            if found.is_said:
                return Printed("")
            found.is_said, found = True, None
        text, number = _leaf(found)
        return self._blank(wanted) if text is None else _filtered(wanted, text, number)

    def _blank(self, wanted: Field) -> Printed:
        name = ".".join(wanted.path)
        said = next((said for name, said in wanted.filters if name == DEFAULT), self.blank)
        self.missing[name] = None
        return Printed(f"[{said}: {name}]" if self.marks else said, is_missing=True)

    def text(self, said: str, place: str) -> str:
        """A plain text with its fields filled; what values say is never read as a tag."""
        between = TAG.split(said)
        told = [between[0]]
        for (_, tag), after in zip(tags_in(said), between[1:], strict=True):
            if not isinstance(tag, Field):
                raise MarkupError("Vòng lặp không đặt được ở đây.")
            told += [self.print(tag, {}, place).text, after]
        return "".join(told)

    def items(self, loop: For, scope: Mapping[str, Any], place: str) -> Sequence[Any]:
        """What the loop goes over; one round without anything where the list is empty."""
        found = self._find(loop.path, scope, place, "list")
        if self.probing:
            return [f"{found}{EACH}"]
        held = found if isinstance(found, list) and found else [Nothing()]
        self.rounds += len(held)
        if self.rounds > MOST_ROUNDS:
            raise MarkupError(f"Vòng lặp chạy quá {MOST_ROUNDS} lượt. Xin bớt vòng lặp lồng nhau.", place)
        return held

    def _find(self, path: Path, scope: Mapping[str, Any], place: str, kind: str) -> Any:
        if self.probing:
            start = scope.get(path[0], path[0])
            name = ".".join([start, *path[1:]])
            self.uses.append({"name": name, "written": ".".join(path), "place": place, "kind": kind})
            return name
        found: Any = scope[path[0]] if path[0] in scope else self.values.get(path[0])
        for step in path[1:]:
            if isinstance(found, Nothing):
                return found
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def refuse(self, error: MarkupError, place: str) -> None:
        """Note what is wrong and go on where forms are looked at; stop where one is filled."""
        if not self.probing:
            raise MarkupError(error.sentence, error.place or place)
        self.problems.append({"place": error.place or place, "sentence": error.sentence})


def _leaf(found: Any) -> tuple[str | None, str]:
    """Text and number; a text of None where there is nothing, or a whole branch where one leaf was meant."""
    if isinstance(found, str):
        return found, ""
    if isinstance(found, dict) and isinstance(found.get(TEXT), str):
        return found[TEXT], str(found.get(NUMBER, ""))
    return None, ""


def _filtered(wanted: Field, text: str, number: str) -> Printed:
    for name, _ in wanted.filters:
        text = FILTERS[name](text) if name in FILTERS else text
    return Printed(UNPRINTABLE.sub("", text), number)


def _folded(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key.casefold(): _folded(value) for key, value in tree.items()}
    return [_folded(one) for one in tree] if isinstance(tree, list) else tree
