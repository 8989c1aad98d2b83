"""Which units are asked for an indicator when nobody has said otherwise."""

from collections.abc import Sequence

from thidua.indicator.figures import OverUnits
from thidua.indicator.models import Indicator
from thidua.movement.queries.sources import library
from thidua.org.models import Unit


def reporters_of(indicator: Indicator, units: Sequence[Unit]) -> list[Unit]:
    """Units of the kinds that the library names for it; one alone where one unit gives the figure for all.

    That one is the standing body when it is of such a kind, else the first unit of the first kind. The commune's own
    indicators are in no library: their units are chosen by hand.
    """
    if indicator.commune_id is not None:
        return []
    try:
        kinds = library().measurement(indicator.code).reported_by
    except KeyError:
        return []
    fitting = [unit for unit in units if unit.kind in kinds and unit.parent_id is not None]
    if indicator.over_units == OverUnits.ONE:
        return sorted(fitting, key=lambda unit: (kinds.index(unit.kind), not unit.is_standing_body))[:1]
    return fitting
