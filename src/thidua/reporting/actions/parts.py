"""Figures by parts: what is asked, and what units give."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import F
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
    changed = {}
    for place, value in values.items():
        known = held[place].value if place in held else missing
        if known != seen.get(place, known):
            raise errors.StaleFigure
        figures.check(value, Kind(figure.indicator.kind))
        if value != known:
            changed[figure.pk, breakdown.pk, place] = value
    lay_in(changed, [figure.pk], by=by, at=at)
    figure.version += 1
    guards.prepare(figure.report.period, only=[figure.report])
    audit.note(indicator=figure.indicator_id, breakdown=breakdown.pk, parts=len(values))
    return figure


def lay_in(
    values: Mapping[tuple[int, int, int], Value], touched: Collection[int], *, by: Actor, at: datetime
) -> None:
    """Parts by (figure id, breakdown id, place), judged before; `touched` figures get a new version.

    Four queries, however many parts. The guards of the report are the caller's to prepare or to forget.
    """
    found = FigurePart.objects.filter(figure__in={figure for figure, _, _ in values})
    held = {(one.figure_id, one.breakdown_id, one.place): one for one in found}
    new: list[FigurePart] = []
    known: list[FigurePart] = []
    for key, value in values.items():
        part = held.get(key) or FigurePart(figure_id=key[0], breakdown_id=key[1], place=key[2])
        part.state, part.numerator = str(value.state), as_decimal(value.numerator)
        part.denominator, part.saved_at, part.saved_by_id = value.denominator, at, by.user_id
        (known if key in held else new).append(part)
    FigurePart.objects.bulk_create(new)
    FigurePart.objects.bulk_update(known, ["state", "numerator", "denominator", "saved_at", "saved_by"])
    Figure.objects.filter(pk__in=touched).update(version=F("version") + 1)
