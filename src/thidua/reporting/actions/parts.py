"""Figures by parts: what is asked, and what units give."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from thidua.core import audit
from thidua.core import text as vietnamese
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.indicator import figures
from thidua.indicator.figures import Kind, Value
from thidua.indicator.models import Indicator
from thidua.org.models import Unit
from thidua.reporting import errors, guards
from thidua.reporting.actions.history import as_decimal
from thidua.reporting.models import Breakdown, Figure, FigurePart

MOST_PARTS = 20
LONGEST = {"label": 100, "citation": 300}


@action("reporting.ask_breakdown", lock=False)
def ask_breakdown(
    commune: Actor | Unit,
    *,
    indicator: Indicator,
    label: str,
    parts: Sequence[str],
    add_up: bool,
    citation: str,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Breakdown:
    """From `valid_from` units are asked for these parts of `indicator`, too."""
    said = {"label": vietnamese.nfc(label), "citation": vietnamese.nfc(citation)}
    for field, words in said.items():
        if not words or len(words) > LONGEST[field]:
            raise errors.BreakdownIncomplete(f"Xin ghi trong {LONGEST[field]} ký tự.", field=field)
    named = [vietnamese.nfc(part) for part in parts if part.strip()]
    if len(set(named)) != len(named) or not 1 + add_up <= len(named) <= MOST_PARTS:
        raise errors.BreakdownIncomplete(field="parts")
    if max(len(one) for one in named) > LONGEST["label"]:
        raise errors.BreakdownIncomplete("Tên một phần dài quá 100 ký tự.", field="parts")
    if valid_from < timezone.localdate(at):
        raise errors.ThresholdReachesBack
    audit.note(indicator=indicator.code, label=said["label"], parts=named)
    return Breakdown.objects.create(
        commune_id=commune.commune_pk,
        indicator=indicator,
        parts=named,
        add_up=add_up,
        valid_from=valid_from,
        set_at=at,
        set_by_id=by.user_id,
        **said,
    )


@action("reporting.end_breakdown")
def end_breakdown(breakdown: Breakdown, *, by: Actor, at: datetime) -> Breakdown:
    """Periods that end from today on are not asked for these parts any more; what was given stays."""
    if breakdown.valid_to is not None:
        raise errors.BreakdownEnded
    breakdown.valid_to = max(timezone.localdate(at), breakdown.valid_from)
    breakdown.save(update_fields=["valid_to"])
    guards.forget_all(breakdown.commune_id)
    audit.note(indicator=breakdown.indicator.code, label=breakdown.label)
    return breakdown


@action("reporting.save_parts")
def save_parts(
    figure: Figure,
    *,
    breakdown: Breakdown,
    values: Mapping[int, Value],
    seen: Mapping[int, Value],
    by: Actor,
    at: datetime,
) -> Figure:
    """Parts of a figure by their place; one that is left empty stays missing. `seen` is what the page showed of each.

    Whether they agree with the whole is said at once and judged when the report is handed in: either may be typed first.
    """
    if breakdown.indicator_id != figure.indicator_id or breakdown.commune_id != figure.commune_pk:
        raise errors.NotInReport
    if not set(values) <= set(range(len(breakdown.parts))):
        raise errors.NotInReport
    held = {one.place: one for one in figure.parts.filter(breakdown=breakdown)}
    missing = Value(state=figures.CellState.NOT_REPORTED)
    for place, value in values.items():
        known = held[place].value if place in held else missing
        if known != seen.get(place, known):
            raise errors.StaleFigure
        figures.check(value, Kind(figure.indicator.kind))
        if value != known:
            _keep(figure, breakdown, place, value, by=by, at=at)
    figure.version += 1
    figure.save(update_fields=["version"])
    guards.prepare(figure.report.period, only=[figure.report])
    audit.note(indicator=figure.indicator_id, breakdown=breakdown.pk, parts=len(values))
    return figure


def _keep(figure: Figure, breakdown: Breakdown, place: int, value: Value, *, by: Actor, at: datetime) -> None:
    said = {
        "state": str(value.state),
        "numerator": as_decimal(value.numerator),
        "denominator": value.denominator,
        "saved_at": at,
        "saved_by_id": by.user_id,
    }
    FigurePart.objects.update_or_create(figure=figure, breakdown=breakdown, place=place, defaults=said)
