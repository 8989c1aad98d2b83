"""What a publication holds: each indicator over all units asked, with its inputs. Unsaved; page and deed share it.

`seal` closes it: each result becomes a record that proves itself (proof.py).
"""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from thidua.indicator import figures
from thidua.indicator.figures import CellState, Kind, OverUnits, RolledUp, Value
from thidua.indicator.models import Definition
from thidua.reporting import proof, public_parts, totals
from thidua.reporting.enums import Basis
from thidua.reporting.models import Figure, Period, Publication, PublishedFigure


def frozen(period: Period) -> list[PublishedFigure]:
    """The results of the period on what was verified, in the library's order. Two queries; four with parts."""
    asked: dict[int, list[Figure]] = {}
    cells = Figure.objects.filter(report__period=period).select_related(
        "report__unit", "indicator", "definition__indicator"
    )
    ordered = cells.order_by("indicator__position", "indicator_id", "report__unit__sort_key", "pk")
    for figure in ordered:
        asked.setdefault(figure.indicator_id, []).append(figure)
    parts = public_parts.parts_of(period, asked)
    return [_freeze(held, parts.get(indicator, [])) for indicator, held in asked.items()]


def says_the_same(now: Iterable[PublishedFigure], public: Iterable[PublishedFigure]) -> bool:
    """Whether a publication of `now` would tell nothing that `public` does not."""
    return {one.indicator_id: essence(one) for one in now} == {
        one.indicator_id: essence(one) for one in public
    }


def essence(one: PublishedFigure) -> tuple[object, ...]:
    """All that a published result tells; two with the same essence are the same to the reader."""
    return (one.definition_id, one.value, one.value_count, one.missing_count, one.inputs, one.parts)


def _freeze(held: list[Figure], parts: list[dict[str, Any]]) -> PublishedFigure:
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
        parts=parts,
        inputs=[
            proof.input_of(figure.report.unit.name, value) for figure, value in zip(held, values, strict=True)
        ],
    )


def _total(values: list[Value], kind: Kind, over_units: OverUnits) -> RolledUp:
    """The roll-up; without a value where several units gave what only one may give."""
    total = figures.roll_up(values, kind)
    if over_units is OverUnits.ONE and total.counts.get(CellState.VALUE, 0) > 1:
        return RolledUp(None, None, CellState.NOT_REPORTED, total.counts)
    return figures.roll_up(values, kind, over_units)


def seal(publication: Publication, held: list[PublishedFigure], *, before: str) -> None:
    """Write each result's record with its hash, and the hash of them all; the rows stay unsaved."""
    for one in held:
        one.record = proof.canonical(record_of(publication, one))
        one.sha256 = proof.digest(one.record)
    publication.sha256 = proof.digest_of_publication(
        publication_facts(publication), hashes_of(held), before=before
    )


def hashes_of(held: Iterable[PublishedFigure]) -> list[tuple[str, str]]:
    return sorted((one.indicator.code, one.sha256) for one in held)


def record_of(publication: Publication, one: PublishedFigure) -> dict[str, Any]:
    """What the result rests on, from the rows as they stand now."""
    return proof.record_of(
        publication=publication_facts(publication),
        indicator={"code": one.indicator.code, "name": one.indicator.name, "kind": one.indicator.kind},
        definition=_definition_facts(one.definition),
        inputs=one.inputs,
        result=result_facts(one),
        parts=one.parts,
    )


def result_facts(one: PublishedFigure) -> dict[str, Any]:
    """The columns of a result, as its record tells them."""
    return {
        "state": one.state,
        "numerator": proof.written(one.numerator),
        "denominator": one.denominator,
        "value_count": one.value_count,
        "missing_count": one.missing_count,
        "is_estimate": one.is_estimate,
        "may_double_count": one.may_double_count,
    }


def publication_facts(publication: Publication) -> dict[str, Any]:
    """Names as they were on that day: a commune may be renamed later, what it published is not."""
    period = publication.period
    return {
        "commune": period.commune.name,
        "movement": period.movement.title,
        "period": period.label,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "number": publication.number,
        "published_at": publication.published_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "reason": publication.reason,
    }


def _definition_facts(definition: Definition) -> dict[str, Any]:
    names = ("variant", "version", "over_units", "full_name", "numerator_label", "denominator_label")
    told = {name: getattr(definition, name) for name in (*names, "text", "citation", "measurement_unit")}
    return told | {"valid_from": definition.valid_from.isoformat()}
