"""Thresholds of validation: what the commune sets for itself, from a day, for a reason."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting import errors, guards
from thidua.reporting.actions.history import need
from thidua.reporting.checks import shipped
from thidua.reporting.models import Threshold

LONGEST = {"citation": 300, "reason": 1000}


@action("reporting.set_threshold", lock=False)
def set_threshold(
    commune: Actor | Unit,
    *,
    name: str,
    value: Decimal | None,
    valid_from: date,
    citation: str,
    reason: str,
    by: Actor,
    at: datetime,
    indicator: Indicator | None = None,
) -> Threshold:
    """From `valid_from` the threshold is `value` here, for one indicator or for all; None switches it off.

    Added beside what was set before: periods that end earlier keep their thresholds.
    """
    need(reason)
    if name not in shipped.names():
        raise errors.ThresholdIncomplete("Không có ngưỡng này.", field="value")
    if valid_from < timezone.localdate(at):
        raise errors.ThresholdReachesBack
    if value is not None and value < 0:
        raise errors.ThresholdIncomplete("Ngưỡng không được âm.", field="value")
    said = {"citation": vietnamese.nfc(citation), "reason": vietnamese.nfc(reason)}
    for field, words in said.items():
        if not words or len(words) > LONGEST[field]:
            raise errors.ThresholdIncomplete(f"Xin ghi trong {LONGEST[field]} ký tự.", field=field)
    kept = Threshold.objects.create(
        commune_id=commune.commune_pk,
        name=name,
        indicator=indicator,
        value=value,
        valid_from=valid_from,
        set_at=at,
        set_by_id=by.user_id,
        **said,
    )
    guards.forget_all(commune.commune_pk)
    audit.note(name=name, value=value, valid_from=valid_from, indicator=indicator.code if indicator else None)
    return kept
