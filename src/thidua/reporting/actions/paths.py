"""Baselines and yearly steps: each change is a further version with its reason."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import Comparator, Kind, Number, Value
from thidua.indicator.models import Indicator
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting import errors
from thidua.reporting.actions.history import need
from thidua.reporting.models import Baseline, YearStep


@action("reporting.set_baseline", lock=False)
def set_baseline(
    unit: Unit,
    *,
    indicator: Indicator,
    value: Value,
    as_of: date,
    source: str,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Baseline:
    """How `indicator` stood at `unit` (the root: in the whole commune) on a day that is over. A correction needs a reason."""
    figures.check(value, Kind(indicator.kind))
    if value.numerator is None:
        raise errors.PathIncomplete("Xin ghi con số xuất phát.", field="numerator")
    if as_of > timezone.localdate(at):
        raise errors.PathIncomplete("Mốc xuất phát phải là một ngày đã qua.", field="as_of")
    known = Baseline.objects.filter(unit=unit, indicator=indicator)
    version = _next(known.aggregate(last=Max("version"))["last"], reason)
    audit.note(indicator=indicator.code, numerator=value.numerator, denominator=value.denominator)
    return Baseline.objects.create(
        unit=unit,
        indicator=indicator,
        version=version,
        numerator=Decimal(value.numerator),
        denominator=value.denominator,
        as_of=as_of,
        source=_said(source),
        reason=vietnamese.nfc(reason)[:1000],
        set_at=at,
        set_by_id=by.user_id,
    )


@action("reporting.set_year_step", lock=False)
def set_year_step(
    movement: Movement,
    *,
    indicator: Indicator,
    year: int,
    value: Number,
    source: str,
    by: Actor,
    at: datetime,
    comparator: Comparator = Comparator.AT_LEAST,
    reason: str = "",
) -> YearStep:
    """What the ward wants of `indicator` in `year`: a percent for a ratio, the number itself for others."""
    ends = movement.ends_on.year if movement.ends_on else year
    if not movement.starts_on.year <= year <= ends:
        raise errors.PathIncomplete("Năm này nằm ngoài thời gian của phong trào.", field="year")
    most = 100 if Kind(indicator.kind) is Kind.RATIO else None
    if value < 0 or (most is not None and value > most):
        raise errors.PathIncomplete("Mức của năm là từ 0 đến 100 %.", field="value")
    known = YearStep.objects.filter(movement=movement, indicator=indicator, year=year)
    version = _next(known.aggregate(last=Max("version"))["last"], reason)
    audit.note(indicator=indicator.code, year=year, value=value)
    return YearStep.objects.create(
        movement=movement,
        indicator=indicator,
        year=year,
        version=version,
        comparator=comparator.value,
        value=Decimal(value),
        source=_said(source),
        reason=vietnamese.nfc(reason)[:1000],
        set_at=at,
        set_by_id=by.user_id,
    )


def _next(last: int | None, reason: str) -> int:
    """The number of the next version; only the first needs no reason."""
    if last is not None:
        need(reason)
    return (last or 0) + 1


def _said(source: str) -> str:
    said = vietnamese.nfc(source)
    if not said or len(said) > 200:
        raise errors.PathIncomplete("Xin ghi nguồn hoặc căn cứ, trong 200 ký tự.", field="source")
    return said
