"""What waits for a person in periods and reports. Each function is one query with a bound."""

import functools
import operator
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from thidua.core.permissions import Actor
from thidua.indicator.figures import CellState
from thidua.movement.models import Movement
from thidua.reporting import proposals
from thidua.reporting.calendars import Calendar, Span
from thidua.reporting.enums import PeriodKind, ReportState
from thidua.reporting.models import Period, Report, ReportQuerySet, Total
from thidua.reporting.proposals import Proposal
from thidua.reporting.queries.visible import visible_periods, visible_reports

MOST = 60
MOST_WINDOWS = 2000
ON_THE_DESK = (ReportState.DRAFT, ReportState.RETURNED)


def _is_open(who: Actor) -> Q:
    """Reports of periods that take figures, and those with an exception after the lock."""
    return Q(period__in=_open_periods(who)) | Q(late_until__isnull=False, closed_at__isnull=True)


def _of_own_units(who: Actor, permission: str) -> ReportQuerySet:
    """Reports of the units for which one stands: below one's place, or the very unit for roles of the whole commune."""
    paths = [
        grant.unit_path
        for grant in who.grants
        if permission in grant.permissions and not grant.is_commune_wide
    ]
    seats = [
        grant.unit_id for grant in who.grants if permission in grant.permissions and grant.is_commune_wide
    ]
    reports = Report.objects.in_commune(who.commune_id)
    return reports.filter(Q(pk__in=reports.of_units(paths).values("pk")) | Q(unit_id__in=seats))


def _open_periods(who: Actor) -> QuerySet[Period]:
    """Periods that still take figures."""
    return Period.objects.in_commune(who.commune_id).within_movement().filter(locked_at__isnull=True)


def reports_to_hand_in(who: Actor) -> list[Report]:
    """Drafts and returned reports of one's own units in open periods, the earliest due first."""
    missing = Q(figures__state=CellState.NOT_REPORTED, figures__explanation="")
    found = _of_own_units(who, "reporting.submit_report").filter(_is_open(who), state__in=ON_THE_DESK)
    found = found.select_related("unit", "period").annotate(
        asked_count=Count("figures"),
        missing_count=Count("figures", filter=missing),
        returned_count=Count("figures", filter=~Q(figures__return_reason="")),
    )
    return list(found.order_by("period__unit_due_on", "unit__sort_key", "pk")[:MOST])


def reports_waiting(who: Actor) -> dict[str, list[Report]]:
    """By state what waits for one's word, whatever roles one has: for a head, to be checked, for a leader. One query.

    At most MOST of each, the longest waiting first; of those for a head the earliest due.
    """
    deeds = {
        ReportState.AWAITING_HEAD: "reporting.approve_report",
        ReportState.SUBMITTED: "reporting.verify_report",
        ReportState.WITH_LEADER: "reporting.endorse_report",
    }
    own = _of_own_units(who, deeds[ReportState.AWAITING_HEAD]).order_by()
    narrower = {ReportState.AWAITING_HEAD: Q(pk__in=own.values("pk"))}
    wanted = [Q(state=state) & narrower.get(state, Q()) for state, deed in deeds.items() if who.may(deed)]
    if not wanted:
        return {}
    since = Coalesce("verified_at", "received_at", "submitted_at")
    turn = Window(RowNumber(), partition_by=F("state"), order_by=[since, F("pk")])
    found = visible_reports(who).filter(_is_open(who), functools.reduce(operator.or_, wanted))
    waiting: dict[str, list[Report]] = defaultdict(list)
    for report in (
        found.select_related(None)
        .select_related("unit", "period")
        .annotate(turn=turn, since=since)
        .filter(turn__lte=MOST)
        .order_by("since", "pk")
    ):
        waiting[report.state].append(report)
    waiting[ReportState.AWAITING_HEAD].sort(key=lambda one: (one.period.unit_due_on, one.unit.sort_key))
    return waiting


def periods_in_work(who: Actor) -> list[Period]:
    """Periods that are open, or locked and not published, with `total`, `received`, `missing`, `correcting`, `published`.

    `correcting` are received reports with figures on return; `published` is the number of the last publication.
    """
    owing = Q(reports__state__in=(*ON_THE_DESK, ReportState.AWAITING_HEAD))
    is_received = Q(reports__received_at__isnull=False)
    found = visible_periods(who).annotate(
        total=Count("reports", distinct=True),
        received=Count("reports", filter=is_received, distinct=True),
        missing=Count("reports", filter=~is_received, distinct=True),
        correcting=Count("reports", filter=owing & is_received, distinct=True),
        published=Max("publications__number"),
    )
    return list(
        found.filter(Q(locked_at__isnull=True) | Q(published__isnull=True)).order_by("ends_on", "pk")[:MOST]
    )


def latest_with_data(who: Actor) -> Period | None:
    """The newest period for which any figure counts, with `total` and `received`."""
    found = _counted(who).filter(Exists(Total.objects.filter(period=OuterRef("pk"), value_count__gt=0)))
    return found.order_by("-ends_on", "-pk").first()


def _counted(who: Actor) -> QuerySet[Period]:
    return visible_periods(who).annotate(
        total=Count("reports"), received=Count("reports", filter=Q(reports__received_at__isnull=False))
    )


def next_due(who: Actor, *, on: date) -> Period | None:
    """The open period whose cut-off comes next; None when there is none."""
    open_ones = visible_periods(who).filter(locked_at__isnull=True, unit_due_on__gte=on)
    return open_ones.order_by("unit_due_on", "pk").first()


@dataclass(frozen=True, slots=True)
class Opening:
    """A period that the calendar says should be open by now."""

    movement_id: int
    movement: str
    proposal: Proposal


def periods_to_open(who: Actor, *, on: date) -> list[Opening]:
    """For each running movement the periods of its calendar that have begun and are not open."""
    if not who.may("reporting.open_period"):
        return []
    opened: dict[tuple[int, str, date, date | None], set[tuple[str, str, date]]] = defaultdict(set)
    rows = Movement.objects.in_commune(who.commune_id).running().order_by("-starts_on", "-pk")
    windows = ("periods__calendar", "periods__kind", "periods__starts_on")
    for *movement, calendar, kind, starts_on in rows.values_list(
        "pk", "short_title", "starts_on", "ends_on", *windows
    )[:MOST_WINDOWS]:
        held = opened[movement[0], movement[1], movement[2], movement[3]]
        if starts_on is not None and kind != PeriodKind.AD_HOC:
            held.add((calendar, kind, starts_on))
    return [
        Opening(pk, title, proposal)
        for (pk, title, since, until), held in opened.items()
        for proposal in proposals.upcoming(on, since=since, until=until, opened=held)
        if _is_usual(proposal, held) and proposal.window.starts_on <= on
    ]


def _is_usual(proposal: Proposal, opened: set[tuple[str, str, date]]) -> bool:
    """Of a calendar and a span that the movement already uses; the reporting calendar's months and more at first."""
    calendars = {calendar for calendar, _, _ in opened} or {Calendar.REPORTING.value}
    spans = {span for _, span, _ in opened}
    is_month = proposal.window.span is Span.MONTH
    return proposal.window.calendar.value in calendars and (not is_month or not spans or "month" in spans)
