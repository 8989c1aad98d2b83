"""What a publication would hold: each indicator over all units asked, with its inputs. Unsaved; page and deed share it."""

from collections.abc import Iterable
from decimal import Decimal

from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, OverUnits, RolledUp, Value
from thidua.reporting import totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period, PublishedFigure


def frozen(period: Period) -> list[PublishedFigure]:
    """The results of the period on what was verified, in the library's order. One query."""
    asked: dict[int, list[Figure]] = {}
    cells = Figure.objects.filter(report__period=period).select_related(
        "report__unit", "indicator", "definition"
    )
    ordered = cells.order_by("indicator__position", "indicator_id", "report__unit__sort_key", "pk")
    for figure in ordered:
        asked.setdefault(figure.indicator_id, []).append(figure)
    return [_freeze(held) for held in asked.values()]


def says_the_same(now: Iterable[PublishedFigure], public: Iterable[PublishedFigure]) -> bool:
    """Whether a publication of `now` would tell nothing that `public` does not."""
    return {one.indicator_id: essence(one) for one in now} == {
        one.indicator_id: essence(one) for one in public
    }


def essence(one: PublishedFigure) -> tuple[object, ...]:
    """All that a published result tells; two with the same essence are the same to the reader."""
    return (one.definition_id, one.value, one.value_count, one.missing_count, one.inputs)


def _freeze(held: list[Figure]) -> PublishedFigure:
    first = held[0]
    values = [totals.counted(figure.report, figure, Basis.VERIFIED) for figure in held]
    total = _total(values, Kind(first.indicator.kind), OverUnits(first.definition.over_units))
    has_value = total.state is CellState.VALUE
    return PublishedFigure(
        indicator=first.indicator,
        definition=first.definition,
        numerator=total.numerator if has_value else None,
        denominator=total.denominator if has_value else None,
        state=str(total.state),
        value_count=total.counts.get(CellState.VALUE, 0),
        missing_count=total.missing,
        is_estimate=total.has_estimates,
        may_double_count=total.may_double_count,
        inputs=[_input(figure.report.unit.name, value) for figure, value in zip(held, values, strict=True)],
    )


def _total(values: list[Value], kind: Kind, over_units: OverUnits) -> RolledUp:
    """The roll-up; without a value where several units gave what only one may give."""
    total = figures.roll_up(values, kind)
    if over_units is OverUnits.ONE and total.counts.get(CellState.VALUE, 0) > 1:
        return RolledUp(None, None, CellState.NOT_REPORTED, total.counts)
    return figures.roll_up(values, kind, over_units)


def _input(unit: str, value: Value) -> dict[str, object]:
    numerator = None if value.numerator is None else format(Decimal(value.numerator).normalize(), "f")
    return {
        "unit": unit,
        "state": str(value.state),
        "numerator": numerator,
        "denominator": value.denominator,
        "is_estimate": value.is_estimate,
    }
