"""Parts of a figure (nữ, từ 60 tuổi …) agree with the whole: they add up to it where they are meant to, or lie within it."""

from collections.abc import Iterator
from fractions import Fraction

from thidua.reporting.checks.grounds import (
    Fence,
    Grounds,
    Measure,
    PartGroup,
    Rule,
    Severity,
    measured,
    words,
)

NAMES = {Measure.NUMERATOR: "Số", Measure.DENOMINATOR: "Tổng số"}


def fences(grounds: Grounds) -> Iterator[Fence]:
    for group in grounds.parts:
        for measure, name in NAMES.items():
            given = [found for part in group.parts if (found := measured(part, measure)) is not None]
            if given:
                yield _fence(group, measure, name, given)


def _fence(group: PartGroup, measure: Measure, name: str, given: list[Fraction]) -> Fence:
    if not group.add_up:
        most = max(given)
        below = f"{name} {{now}} nhỏ hơn phần đã khai theo {group.label} ({words(most)})."
        return Fence(measure, most, None, below, ends_are_fine=True)
    total = sum(given, Fraction(0))
    told = f"tổng các phần theo {group.label} ({words(total)})"
    return Fence(
        measure,
        total,
        total if group.is_complete else None,
        f"{name} {{now}} nhỏ hơn {told}.",
        f"{name} {{now}} lớn hơn {told} trong khi không còn phần nào thiếu.",
        ends_are_fine=True,
    )


RULE = Rule(
    code="parts_add_up",
    label="Các phần khớp với tổng",
    severity=Severity.HARD,
    about="Các phần chia nhỏ (nữ, từ 60 tuổi …) cộng lại bằng số chung khi đã đủ, và không vượt số chung khi còn thiếu.",
    fences=fences,
    at_save=False,
)
