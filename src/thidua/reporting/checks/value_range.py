"""The number lies within the bounds that the ward set for the indicator."""

from collections.abc import Iterator

from thidua.reporting.checks.grounds import Fence, Grounds, Measure, Rule, Severity, words


def fences(grounds: Grounds) -> Iterator[Fence]:
    least, most = grounds.level("range_least"), grounds.level("range_most")
    if least is None and most is None:
        return
    yield Fence(
        Measure.NUMERATOR,
        least,
        most,
        f"Số {{now}} nhỏ hơn mức thấp nhất có thể có ({words(least)})." if least is not None else "",
        f"Số {{now}} lớn hơn mức cao nhất có thể có ({words(most)})." if most is not None else "",
        ends_are_fine=True,
    )


RULE = Rule(
    code="value_range",
    label="Trong khoảng có thể có",
    severity=Severity.HARD,
    about="Số đạt không nằm ngoài mức thấp nhất, cao nhất mà địa phương đặt riêng cho chỉ tiêu.",
    fences=fences,
    levels=("range_least", "range_most"),
)
