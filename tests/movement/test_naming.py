"""Which units a duty of a plan names."""

from dataclasses import dataclass

import pytest

from thidua.movement.naming import units_named
from thidua.org.enums import UnitKind


@dataclass(frozen=True)
class Place:
    pk: int
    name: str
    kind: str


UNITS = [
    Place(1, "Phòng Văn hóa - Xã hội", UnitKind.DEPARTMENT),
    Place(2, "Phòng Kinh tế, Hạ tầng và Đô thị", UnitKind.DEPARTMENT),
    Place(3, "Tổ dân phố 1", UnitKind.NEIGHBOURHOOD),
    Place(4, "Tổ dân phố 10", UnitKind.NEIGHBOURHOOD),
    Place(5, "Trường Tiểu học Nam Đồng", UnitKind.SCHOOL),
    Place(6, "Ủy ban Mặt trận Tổ quốc Việt Nam phường", UnitKind.UNION),
]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Phòng Văn hóa - Xã hội", {1}),
        ("phòng văn hoá, xã hội và Tổ dân phố 1", {1, 3}),
        ("Tổ dân phố 10", {4}),
        ("Tổ dân phố", {3, 4}),
        ("Các phòng, ban, ngành, đoàn thể, đơn vị", {1, 2, 6}),
        ("Các trường trên địa bàn", {5}),
        ("Sở Khoa học và Công nghệ", set()),
        ("", set()),
    ],
)
def test_units_are_named_by_name_or_by_kind(said: str, named: set[int]) -> None:
    assert units_named(said, UNITS) == named
