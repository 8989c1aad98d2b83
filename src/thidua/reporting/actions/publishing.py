"""Publication: a leader makes the results of a locked period public; they freeze with their inputs."""

from datetime import datetime

from thidua.core import audit
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import OverUnits
from thidua.reporting import announcements, errors
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Period, Publication, PublishedFigure

CHECKED = [ReportState.VERIFIED, ReportState.LOCKED]


@action("reporting.publish_period")
def publish_period(period: Period, *, by: Actor, at: datetime, reason: str = "") -> Publication:
    """Freeze and publish what was verified. After a correction: again, with the next number and a reason."""
    last = period.publications.order_by("-number").first()
    if last and not reason.strip():
        raise errors.ReasonMissing
    frozen = _frozen(period)
    if last and [_essence(one) for one in frozen] == [
        _essence(one) for one in last.figures.order_by("indicator_id")
    ]:
        raise errors.AlreadyPublished
    publication = Publication.objects.create(
        period=period,
        number=last.number + 1 if last else 1,
        published_at=at,
        published_by_id=by.user_id,
        reason=reason,
    )
    for one in frozen:
        one.publication = publication
    PublishedFigure.objects.bulk_create(frozen)
    audit.note(number=publication.number, figures=len(frozen))
    announcements.published(publication, at=at)
    return publication


def _essence(one: PublishedFigure) -> tuple[object, ...]:
    return (one.indicator_id, one.numerator, one.denominator, one.state, one.is_estimate, one.inputs)


def _frozen(period: Period) -> list[PublishedFigure]:
    asked: dict[int, list[Figure]] = {}
    cells = Figure.objects.filter(report__period=period).select_related(
        "report__unit", "indicator", "definition"
    )
    for figure in cells.order_by("indicator_id", "report__unit__sort_key"):
        asked.setdefault(figure.indicator_id, []).append(figure)
    return [_freeze(held) for held in asked.values()]


def _freeze(held: list[Figure]) -> PublishedFigure:
    """One indicator over all units asked; what was not verified counts as not reported."""
    first = held[0]
    values = [
        figure.standing_value
        if figure.report.state in CHECKED
        else figures.Value(state=figures.CellState.NOT_REPORTED)
        for figure in held
    ]
    total = figures.roll_up(values, figures.Kind(first.indicator.kind), OverUnits(first.indicator.over_units))
    has_value = total.state is figures.CellState.VALUE
    return PublishedFigure(
        indicator=first.indicator,
        definition=first.definition,
        numerator=total.numerator if has_value else None,
        denominator=total.denominator if has_value else None,
        state=str(total.state),
        value_count=total.counts.get(figures.CellState.VALUE, 0),
        missing_count=total.missing,
        is_estimate=total.has_estimates,
        may_double_count=total.may_double_count,
        inputs=[
            {
                "unit": figure.report.unit.name,
                "state": str(value.state),
                "numerator": None if value.numerator is None else str(value.numerator),
                "denominator": value.denominator,
                "is_estimate": value.is_estimate,
            }
            for figure, value in zip(held, values, strict=True)
        ],
    )
