"""The whole of a stock (adults, procedures, pupils) hardly moves from period to period."""

from collections.abc import Iterator

from thidua.indicator.figures import Kind, OverTime
from thidua.reporting.checks.grounds import Fence, Grounds, Measure, Rule, Severity, measured, words


def fences(grounds: Grounds) -> Iterator[Fence]:
    share = grounds.level("base_moves_by")
    if grounds.over_time is not OverTime.STOCK or grounds.kind is not Kind.RATIO or grounds.previous is None:
        return
    was = measured(grounds.previous.value, Measure.DENOMINATOR)
    if was is None or share is None:
        return
    told = f"từ {words(share)} % trở lên so với {words(was)} của {grounds.previous.label}"
    yield Fence(
        Measure.DENOMINATOR,
        was * (100 - share) / 100,
        was * (100 + share) / 100,
        f"Tổng số {{now}} giảm {told}.",
        f"Tổng số {{now}} tăng {told}.",
    )


RULE = Rule(
    code="shifting_base",
    label="Tổng số của chỉ tiêu hiện có bị thay đổi mạnh",
    severity=Severity.SOFT,
    about="Tổng số của chỉ tiêu hiện có cuối kỳ (dân số, số thủ tục, số học sinh) không tăng hay giảm quá mức giữa hai kỳ.",
    fences=fences,
    levels=("base_moves_by",),
)
