"""The list of periods, and what can be opened next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from thidua.core.permissions import Actor
from thidua.indicator import queries as indicator_queries
from thidua.indicator.models import Indicator
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.org.models import Unit
from thidua.reporting import proposals
from thidua.reporting.calendars import Window
from thidua.reporting.enums import PeriodKind
from thidua.reporting.models import Period
from thidua.reporting.proposals import Proposal
from thidua.reporting.queries.visible import visible_periods


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period of the list: how many reports are in, how it stands in words and colour.

    `movement` is the label of its movement where the list holds periods of several, else "".
    """

    period: Period
    movement: str
    total: int
    received: int
    waiting: int
    words: str
    tone: str


def period_rows(who: Actor, *, on: date, words: str = "") -> list[PeriodRow]:
    """Every period one may see that is named so, the latest first. One query; a commune opens some dozens in a movement."""
    found = (
        visible_periods(who)
        .matching(words)
        .annotate(
            total=Count("reports", distinct=True),
            received=Count("reports", filter=Q(reports__received_at__isnull=False), distinct=True),
            waiting=Count("reports", filter=Q(reports__state="submitted"), distinct=True),
            number=Max("publications__number"),
        )
    )
    # Grouping drops the order of the model.
    latest_first = list(found.order_by("-ends_on", "-starts_on", "-pk"))
    movements = movement_queries.told_apart(
        {period.movement_id: period.movement for period in latest_first}.values()
    )
    labels = {movement.pk: movement.label for movement in movements if len(movements) > 1}
    return [_period_row(period, labels.get(period.movement_id, ""), on) for period in latest_first]


def _period_row(period: Period, movement: str, on: date) -> PeriodRow:
    words, tone = _standing(period, on)
    counted: dict[str, int] = period.__dict__  # what the query annotated
    return PeriodRow(period, movement, counted["total"], counted["received"], counted["waiting"], words, tone)


def _standing(period: Period, on: date) -> tuple[str, str]:
    number: int | None = period.__dict__["number"]
    if number:
        return (f"Đã công bố lần {number}" if number > 1 else "Đã công bố"), "reached"
    if period.locked_at is not None:
        return "Đã khóa, chưa công bố", "waiting"
    if on > period.ward_due_on:
        return "Quá hạn của địa phương", "late"
    if on > period.unit_due_on and not period.is_backfilled:
        return "Quá hạn của đơn vị", "waiting"
    return "Đang nhận báo cáo", "returned"


def open_movements(who: Actor) -> QuerySet[Movement]:
    """Movements of the commune that periods can be opened for, running ones first; of a closed one for days before its end."""
    launched = Movement.objects.in_commune(who.commune_id).exclude(launched_at=None)
    return launched.select_related("commune").order_by("-state", "-starts_on", "-pk")


def opened_windows(movement: Movement) -> set[tuple[str, str, date]]:
    """(calendar, span, first day) of periods that are open or were; an ad hoc one is none of the calendar."""
    rows = movement.periods.exclude(kind=PeriodKind.AD_HOC).values_list("calendar", "kind", "starts_on")
    return set(rows)


def proposals_of(movement: Movement, *, on: date) -> tuple[list[Proposal], list[Window]]:
    """Periods that can be opened in time, and past ones that can be filled in. One query."""
    opened = opened_windows(movement)
    since, until = movement.starts_on, movement.ends_on
    return (
        proposals.upcoming(on, since=since, until=until, opened=opened),
        proposals.past(on, since=since, until=until, opened=opened),
    )


def askable_units(who: Actor, *, on: date) -> QuerySet[Unit]:
    """Units below the commune that exist on `on`."""
    return (
        Unit.objects.in_commune(who.commune_id).valid_on(on).filter(parent__isnull=False).order_by("sort_key")
    )


def askable_indicators(who: Actor) -> QuerySet[Indicator]:
    return indicator_queries.visible_indicators(who).order_by("position", "code")
