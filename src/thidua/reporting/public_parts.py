"""What a publication tells of a figure by parts: sums over the commune, small numbers left out before anything is frozen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from thidua.indicator import figures, numerals
from thidua.indicator.figures import CellState, Kind, RolledUp, Value
from thidua.reporting import disclosure, proof, totals
from thidua.reporting.checks.small_parts import SMALLEST
from thidua.reporting.enums import Basis
from thidua.reporting.models import Breakdown, Figure, FigurePart, Period
from thidua.reporting.queries.grounds import Levels
from thidua.reporting.queries.paths import breakdowns_on

Given = Mapping[tuple[int, int, int], Value]  # (figure, breakdown, place) → what was given
MISSING = Value(state=CellState.NOT_REPORTED)


def parts_of(period: Period, asked: Mapping[int, Sequence[Figure]]) -> dict[int, list[dict[str, Any]]]:
    """By indicator id, what is told of its parts: a list of {label, add_up, smallest, parts}, each part {name, state,
    numerator, denominator, missing_count, withheld}. One query where nothing is asked by parts, else three.
    """
    breakdowns = [one for one in breakdowns_on(period) if one.indicator_id in asked]
    if not breakdowns:
        return {}
    levels = Levels.of(period.commune_id, period.ends_on)
    found = FigurePart.objects.filter(figure__report__period=period, breakdown__in=breakdowns)
    given = {(part.figure_id, part.breakdown_id, part.place): part.value for part in found}
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in breakdowns:
        smallest = levels.for_indicator(one.indicator_id).get(SMALLEST)
        group = _group(
            one, asked[one.indicator_id], given, smallest=None if smallest is None else int(smallest)
        )
        if group is not None:
            told[one.indicator_id].append(group)
    return told


def _group(
    asked: Breakdown, held: Sequence[Figure], given: Given, *, smallest: int | None
) -> dict[str, Any] | None:
    """None where no unit gave any part that counts."""
    kind = Kind(asked.indicator.kind)
    counting = [figure for figure in held if _counts_by_parts(figure)]
    sums = [
        figures.roll_up(
            [given.get((one.pk, asked.pk, place), MISSING) if one in counting else MISSING for one in held],
            kind,
        )
        for place in range(len(asked.parts))
    ]
    if not any(one.counts.get(CellState.VALUE, 0) for one in sums):
        return None
    gave = [one for one in counting if any(key[:2] == (one.pk, asked.pk) for key in given)]
    whole = figures.roll_up([one.standing_value for one in gave], kind).as_value()
    values = [one.as_value() for one in sums]
    hidden = disclosure.withheld(values, whole, kind=kind, add_up=asked.add_up, smallest=smallest)
    parts = [
        _part(name, one, is_withheld=i in hidden)
        for i, (name, one) in enumerate(zip(asked.parts, sums, strict=True))
    ]
    return {"label": asked.label, "add_up": asked.add_up, "smallest": smallest, "parts": parts}


def _counts_by_parts(figure: Figure) -> bool:
    """What was verified is the number that the unit reported, be it only no estimate any more: parts of one that was put
    right are parts of another number.
    """
    counted = totals.counted(figure.report, figure, Basis.VERIFIED)
    return counted.state is CellState.VALUE and counted.says_the_same_as(figure.reported)


def _part(name: str, total: RolledUp, *, is_withheld: bool) -> dict[str, Any]:
    value = MISSING if is_withheld else total.as_value()
    return {
        "name": name,
        "state": str(value.state),
        "numerator": proof.written(value.numerator),
        "denominator": value.denominator,
        "missing_count": total.missing,
        "withheld": is_withheld,
    }


def words_of(groups: Iterable[Mapping[str, Any]], kind: Kind) -> list[tuple[str, str, str]]:
    """As people read them: (by what, part, words)."""
    return [
        (group["label"], part["name"], _words(part, kind, group["smallest"]))
        for group in groups
        for part in group["parts"]
    ]


def _words(part: Mapping[str, Any], kind: Kind, smallest: int | None) -> str:
    if part["withheld"]:
        return (
            "không công bố" if smallest is None else f"không công bố, để không lộ nhóm dưới {smallest} người"
        )
    value = proof.value_of({**part, "is_estimate": False})
    said = figures.display(value, kind)
    if value.numerator is not None and value.denominator is not None:
        whole = numerals.format_number(value.denominator)
        said += f" ({numerals.format_number(value.numerator)} trên {whole})"
    missing = part["missing_count"]
    return f"{said}; {missing} đơn vị chưa khai" if missing and value.numerator is not None else said
