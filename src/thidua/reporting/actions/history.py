"""What every deed on figures shares: the append-only history and the need for a reason."""

from datetime import datetime
from decimal import Decimal

from thidua.core.permissions import Actor
from thidua.indicator.figures import Number
from thidua.reporting import errors
from thidua.reporting.enums import RevisionKind
from thidua.reporting.models import Figure, FigureRevision


def remember(
    held: list[Figure],
    kind: RevisionKind,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    is_on_behalf: bool = False,
) -> None:
    FigureRevision.objects.bulk_create(
        FigureRevision(
            figure=figure,
            kind=kind,
            state=str(value.state),
            numerator=as_decimal(value.numerator),
            denominator=value.denominator,
            is_estimate=value.is_estimate,
            explanation=figure.explanation,
            reason=reason,
            at=at,
            by_id=by.user_id,
            by_name=by.name,
            is_on_behalf=is_on_behalf,
        )
        for figure in held
        for value in [figure.reported if kind is RevisionKind.SUBMITTED else figure.standing_value]
    )


def as_decimal(number: Number | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def need(reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing
