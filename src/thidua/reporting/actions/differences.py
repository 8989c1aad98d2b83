"""A figure that says something else than the register it is counted from."""

from datetime import datetime

from django.utils import timezone

from thidua.indicator.figures import CellState
from thidua.reporting import errors
from thidua.reporting.models import Figure, Report
from thidua.reporting.queries import bindings as queries


def need_explained(report: Report, held: list[Figure], *, at: datetime) -> None:
    """For handing in: a figure that says something else than its register says why. No query in a commune without bindings."""
    unsaid = [
        figure for figure in held if figure.state != CellState.NOT_REPORTED and not figure.explanation.strip()
    ]
    if not unsaid or not unsaid[0].commune_counts:  # type: ignore[attr-defined]  # asked with the figures
        return
    offers = queries.offers_of(report, unsaid, on=timezone.localdate(at))
    told = [
        f"{offer.figure.indicator.name} (trong sổ {offer.counted.words})"
        for offer in offers.values()
        if offer.is_ready and not offer.is_held
    ]
    if told:
        raise errors.DifferenceUnexplained(told)
