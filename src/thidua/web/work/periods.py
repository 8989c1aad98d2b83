"""Work on periods: to open, to urge, to lock, to publish."""

from datetime import date

from django.urls import reverse

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.reporting import proposals, queries
from thidua.reporting.models import Period
from thidua.reporting.queries import work
from thidua.web.work.tasks import Group, Task, late_words


def periods_in_work(who: Actor, on: date) -> list[Task]:
    """Late units to urge, periods to lock, periods to publish: whichever one may do."""
    if not any(who.may(f"reporting.{deed}") for deed in ("remind_units", "lock_period", "publish_period")):
        return []
    tasks = [task for period in work.periods_in_work(who) for task in _of_period(period, who, on)]
    return sorted(tasks, key=lambda task: list(Group).index(task.group))


def _of_period(period: Period, who: Actor, on: date) -> list[Task]:
    counts: dict[str, int] = period.__dict__  # what the query annotated
    standing = f"{counts['received']} trong {counts['total']} đơn vị đã nộp"
    if period.is_locked:
        return [_to_publish(period, standing)] if who.may("reporting.publish_period") else []
    tasks = []
    days = (on - period.unit_due_on).days
    missing, correcting = counts["missing"], counts["correcting"]
    if (missing or correcting) and days > 0 and who.may("reporting.remind_units"):
        tasks.append(
            Task(
                Group.TO_URGE,
                "late",
                late_words(days),
                f"{queries.urging_label(missing, correcting)}, {formatting.in_text(period.label)}",
                reverse("reporting:board_remind", args=[period.pk]),
                f"{standing}; phải gửi cấp trên trước khi hết ngày {formatting.day(period.ward_due_on)}",
                period.unit_due_on,
            )
        )
    if on > period.locks_on and who.may("reporting.lock_period"):
        url = reverse("reporting:period_lock", args=[period.pk])
        tasks.append(
            Task(
                Group.PERIODS,
                "waiting",
                "Cần khóa",
                f"Khóa kỳ {formatting.in_text(period.label)}",
                url,
                standing,
                period.locks_on,
            )
        )
    return tasks


def _to_publish(period: Period, standing: str) -> Task:
    return Task(
        Group.TO_PUBLISH,
        "waiting",
        "Chờ công bố",
        f"Công bố kết quả {formatting.in_text(period.label)}",
        reverse("reporting:publication_create", args=[period.pk]),
        f"Đã khóa; {standing}",
    )


def periods_to_open(who: Actor, on: date) -> list[Task]:
    """Periods that have begun by the calendar and are not open."""
    return [
        Task(
            Group.PERIODS,
            "waiting",
            "Cần mở",
            f"Mở kỳ {formatting.in_text(opening.proposal.window.label)}",
            f"{reverse('reporting:period_open_next', args=[proposals.key_of(opening.proposal.window)])}"
            f"?phong-trao={opening.movement_id}",
            opening.movement,
            opening.proposal.dates.unit_due_on,
        )
        for opening in work.periods_to_open(who, on=on)
    ]
