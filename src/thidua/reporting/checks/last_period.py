"""A leap against the period before."""

from collections.abc import Iterator

from thidua.reporting.checks import moves
from thidua.reporting.checks.grounds import Fence, Grounds, Rule, Severity


def fences(grounds: Grounds) -> Iterator[Fence]:
    yield from moves.compared(grounds, grounds.previous, "last")


RULE = Rule(
    code="last_period",
    label="Thay đổi mạnh so với kỳ trước",
    severity=Severity.SOFT,
    about="So với kỳ liền trước cùng loại: tỷ lệ lệch nhiều điểm phần trăm, hoặc con số gấp nhiều lần hay chỉ còn một phần.",
    fences=fences,
    levels=("last_points", "last_times", "last_small"),
)
