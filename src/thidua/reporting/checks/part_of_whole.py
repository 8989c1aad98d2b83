"""0 ≤ n ≤ d in whole numbers: held by the arithmetic itself (`figures.check`) at every door, so there is no fence to put up."""

from collections.abc import Iterator

from thidua.reporting.checks.grounds import Fence, Grounds, Rule, Severity


def fences(grounds: Grounds) -> Iterator[Fence]:
    return iter(())


RULE = Rule(
    code="part_of_whole",
    label="Số đạt không lớn hơn tổng số",
    severity=Severity.HARD,
    about="Số đạt và tổng số không âm, là số nguyên (trừ chỉ tiêu giá trị); số đạt không lớn hơn tổng số.",
    fences=fences,
)
