"""Which units a duty names: by their names, or a whole kind of them at once ("Tổ dân phố", "Các trường"). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from thidua.core import text
from thidua.org.enums import UnitKind

# How plans speak of all units of a kind. A unit that is named by itself keeps its kind from being meant as a whole.
KIND_WORDS: Mapping[str, Sequence[str]] = {
    UnitKind.DEPARTMENT: ("các phòng", "phòng, ban", "các đơn vị"),
    UnitKind.SERVICE: ("đơn vị sự nghiệp", "các đơn vị"),
    UnitKind.SCHOOL: ("các trường", "trường học", "nhà trường"),
    UnitKind.UNION: ("đoàn thể", "mặt trận tổ quốc"),
    UnitKind.NEIGHBOURHOOD: ("tổ dân phố", "các thôn", "khu phố"),
    UnitKind.ENTERPRISE: ("doanh nghiệp", "hợp tác xã"),
    UnitKind.FORCES: ("lực lượng vũ trang",),
}


class Named(Protocol):
    """A unit, as far as its name goes."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


def units_named(said: str, units: Iterable[Named]) -> set[int]:
    """Ids of the units that a sentence names, or whose kind it names; whole words, with or without marks."""
    words, known = _padded(said), list(units)
    named = {unit.pk for unit in known if _padded(unit.name) in words}
    single = {unit.kind for unit in known if unit.pk in named}
    kinds = {
        kind for kind, calls in KIND_WORDS.items() if any(_padded(call) in words for call in calls)
    } - single
    return named | {unit.pk for unit in known if unit.kind in kinds}


def _padded(said: str) -> str:
    letters = "".join(char if char.isalnum() else " " for char in text.fold(said))
    return f" {' '.join(letters.split())} "
