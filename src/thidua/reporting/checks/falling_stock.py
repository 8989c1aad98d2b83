"""What is counted from the beginning cannot shrink by itself: people who have a skill, procedures that are online."""

from collections.abc import Iterator

from thidua.indicator.figures import Kind, OverTime
from thidua.reporting.checks.grounds import Fence, Grounds, Measure, Rule, Severity, measured, words


def fences(grounds: Grounds) -> Iterator[Fence]:
    share = grounds.level("stock_falls_by")
    if grounds.over_time is not OverTime.STOCK or grounds.previous is None or share is None:
        return
    was = measured(grounds.previous.value, Measure.NUMERATOR)
    if was is None or grounds.kind is Kind.YES_NO:
        return
    told = f"giảm so với {words(was)} của {grounds.previous.label}, trong khi đây là số cộng từ đầu"
    yield Fence(Measure.NUMERATOR, was * (100 - share) / 100, None, f"Số {{now}} {told}.", ends_are_fine=True)


RULE = Rule(
    code="falling_stock",
    label="Số lũy kế bị giảm",
    severity=Severity.SOFT,
    about="Số hiện có cuối kỳ (cộng từ đầu) không tự giảm quá mức cho phép so với kỳ trước.",
    fences=fences,
    levels=("stock_falls_by",),
)
