"""A leap against the same period of the year before."""

from collections.abc import Iterator

from thidua.reporting.checks import moves
from thidua.reporting.checks.grounds import Fence, Grounds, Rule, Severity


def fences(grounds: Grounds) -> Iterator[Fence]:
    yield from moves.compared(grounds, grounds.last_year, "year")


RULE = Rule(
    code="last_year",
    label="Thay đổi mạnh so với cùng kỳ năm trước",
    severity=Severity.SOFT,
    about="So với cùng kỳ năm trước: tỷ lệ lệch nhiều điểm phần trăm, hoặc con số gấp nhiều lần hay chỉ còn một phần.",
    fences=fences,
    levels=("year_points", "year_times", "year_small"),
)
