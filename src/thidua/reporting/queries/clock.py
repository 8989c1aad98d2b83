"""What is due by the calendar alone: units to tell that they are late, periods to lock."""

from datetime import date

from django.db.models import QuerySet

from thidua.movement.models import Movement
from thidua.reporting.models import ApprovalSetting, Period, Report, ReportQuerySet

LATE_STEPS = (1, 3, 7)  # days after the units' cut-off


def late_step_of(period: Period, *, on: date) -> tuple[int, int]:
    """Days after the cut-off, and the last step reached by then (0 for none). A back-filled period is never late."""
    days = 0 if period.is_backfilled else max(0, (on - period.unit_due_on).days)
    return days, max((step for step in LATE_STEPS if step <= days), default=0)


def reports_to_tell(period: Period, step: int) -> ReportQuerySet:
    """Reports that the commune does not have and whose units were not told of this step yet."""
    return Report.objects.filter(period=period, received_at__isnull=True, late_step__lt=step)


def open_periods_after_cut_off(on: date) -> QuerySet[Period]:
    """Of all communes."""
    found = Period.objects.within_movement().filter(locked_at__isnull=True, unit_due_on__lt=on)
    return found.select_related("movement", "commune__commune_profile").order_by("pk")


def periods_to_lock(on: date) -> QuerySet[Period]:
    """Open periods whose lock day is over; the day itself still counts. Of all communes."""
    found = Period.objects.filter(locked_at__isnull=True, locks_on__lt=on)
    return found.select_related("movement", "commune__commune_profile").order_by("pk")


def extensions_to_close(on: date) -> QuerySet[Report]:
    """Reports whose exception is over. Of all communes."""
    found = Report.objects.filter(late_until__lt=on, closed_at__isnull=True, period__locked_at__isnull=False)
    return found.select_related("unit", "period__movement", "period__commune").order_by("pk")


def needs_leader(movement: Movement, kind: str, *, on: date) -> bool:
    """Whether periods of this kind opened on that day need a leader's word. One query."""
    found = ApprovalSetting.objects.filter(movement=movement, valid_from__lte=on, kind__in=("", kind))
    last = found.order_by("-valid_from", "-kind", "-pk").first()
    return last is not None and last.needs_leader
