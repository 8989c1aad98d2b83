"""How far a figure may move from an earlier one: shared by the rules that compare with a period. Pure."""

from collections.abc import Iterator
from fractions import Fraction

from thidua.indicator.figures import Kind
from thidua.reporting.checks.grounds import Earlier, Fence, Grounds, Measure, measured, words


def points(earlier: Earlier, most: Fraction | None) -> Iterator[Fence]:
    """A share that moves by `most` points of a percent or more."""
    was = measured(earlier.value, Measure.PERCENT)
    if was is None or most is None:
        return
    told = f"so với {words(was)} % của {earlier.label}, lệch từ {words(most)} điểm phần trăm trở lên"
    yield Fence(
        Measure.PERCENT,
        was - most,
        was + most,
        f"Tỷ lệ {{now}} % thấp hơn hẳn {told}.",
        f"Tỷ lệ {{now}} % cao hơn hẳn {told}.",
    )


def times(
    earlier: Earlier, measure: Measure, most: Fraction | None, small: Fraction, name: str
) -> Iterator[Fence]:
    """A number that grows to `most` times or shrinks to that part of it; a move of less than `small` is none."""
    was = measured(earlier.value, measure)
    if was is None or most is None or most <= 1:
        return
    told = f"{words(was)} của {earlier.label}"
    yield Fence(
        measure,
        min(was / most, was - small),
        max(was * most, was + small),
        f"{name} {{now}} chỉ bằng một phần {words(most)} trở xuống so với {told}.",
        f"{name} {{now}} gấp từ {words(most)} lần trở lên so với {told}.",
    )


def compared(grounds: Grounds, earlier: Earlier | None, prefix: str) -> Iterator[Fence]:
    """By the thresholds `<prefix>_points`, `<prefix>_times` and `<prefix>_small`. Yes or no does not move."""
    if earlier is None or grounds.kind is Kind.YES_NO:
        return
    most, small = grounds.level(f"{prefix}_times"), grounds.level(f"{prefix}_small") or Fraction(0)
    if grounds.kind is Kind.RATIO:
        yield from points(earlier, grounds.level(f"{prefix}_points"))
        yield from times(earlier, Measure.DENOMINATOR, most, small, "Tổng số")
    else:
        yield from times(earlier, Measure.NUMERATOR, most, small, "Số")
