"""Work on reports: to hand in, to approve, to check."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Report
from thidua.reporting.queries import work
from thidua.web.work.tasks import Group, Task, late_words

MOST_SHOWN = 12


def reports_to_hand_in(who: Actor, on: date) -> list[Task]:
    """Late, returned, due: the reports of one's own units, straight to the entry page."""
    if not who.may("reporting.submit_report"):
        return []
    return [_to_hand_in(report, on) for report in work.reports_to_hand_in(who)]


def _to_hand_in(report: Report, on: date) -> Task:
    period = report.period
    counts: dict[str, int] = report.__dict__  # what the query annotated
    days = 0 if period.is_backfilled or report.received_at else (on - period.unit_due_on).days
    group, tone, state = Group.DUE, "empty", "Chưa gửi"
    if report.state == ReportState.RETURNED:
        group, tone, state = Group.RETURNED, "returned", "Trả lại"
    elif days > 0:
        group, tone, state = Group.LATE, "late", late_words(days)
    elif not period.is_backfilled and days >= -3:
        tone, state = "waiting", "Sắp đến hạn" if days else "Hạn hôm nay"
    return Task(
        group,
        tone,
        state,
        f"Báo cáo {formatting.in_text(period.label)}: {report.unit.name}",
        reverse(
            "reporting:report_detail", args=[report.pk]
        ),  # which leads on to the form for a phone or a desk
        _left(report, counts),
        period.unit_due_on,
    )


def _left(report: Report, counts: dict[str, int]) -> str:
    if report.state == ReportState.RETURNED:
        returned = counts["returned_count"]
        words = f"{returned} số liệu cần sửa" if returned else "Thủ trưởng đề nghị sửa"
        return f"{words}. {report.return_reason}".strip()
    if counts["missing_count"]:
        return f"Còn {counts['missing_count']} trong {counts['asked_count']} số liệu chưa nhập"
    return f"Đã nhập đủ {counts['asked_count']} số liệu, chưa gửi"


def reports_waiting(who: Actor, on: date) -> list[Task]:
    """For heads what a reporter handed over, for leaders what was found in order, for the standing body what to check."""
    waiting = work.reports_waiting(who)
    tasks = [_to_approve(report) for report in waiting.get(ReportState.AWAITING_HEAD, ())]
    tasks += [_to_endorse(report) for report in waiting.get(ReportState.WITH_LEADER, [])[:MOST_SHOWN]]
    return tasks + _to_be_checked(waiting.get(ReportState.SUBMITTED, []), on)


def _to_approve(report: Report) -> Task:
    return Task(
        Group.TO_APPROVE,
        "waiting",
        "Chờ duyệt",
        f"Báo cáo {formatting.in_text(report.period.label)}: {report.unit.name}",
        reverse("reporting:report_detail", args=[report.pk]),
        f"Trình lúc {formatting.moment(report.submitted_at)}" if report.submitted_at else "",
        report.period.unit_due_on,
    )


def _to_endorse(report: Report) -> Task:
    return Task(
        Group.TO_APPROVE,
        "waiting",
        "Chờ lãnh đạo duyệt",
        f"Báo cáo {formatting.in_text(report.period.label)}: {report.unit.name}",
        reverse("reporting:report_detail", args=[report.pk]),
        f"Kiểm tra xong lúc {formatting.moment(report.verified_at)}",
        report.period.ward_due_on,
    )


def _to_be_checked(waiting: list[Report], on: date) -> list[Task]:
    """The longest waiting first; past MOST_SHOWN the board of the period."""
    tasks = [_to_check(report, on) for report in waiting[:MOST_SHOWN]]
    rest = waiting[MOST_SHOWN:]
    if rest:
        board = reverse("reporting:period_board", args=[rest[0].period_id])
        more = f"{len(rest)}" if len(waiting) < work.MOST else f"hơn {len(rest)}"
        tasks.append(
            Task(
                Group.TO_CHECK,
                "waiting",
                "Chờ kiểm tra",
                f"Còn {more} báo cáo nữa",
                f"{board}?trang-thai=submitted",
            )
        )
    return tasks


def _to_check(report: Report, on: date) -> Task:
    days = (on - timezone.localdate(report.received_at)).days if report.received_at else 0
    return Task(
        Group.TO_CHECK,
        "waiting",
        "Chờ kiểm tra",
        f"{report.unit.name}: báo cáo {formatting.in_text(report.period.label)}",
        reverse("reporting:check_show", args=[report.pk]),
        f"Nhận lúc {formatting.moment(report.received_at)}" + (f", đã chờ {days} ngày" if days > 0 else ""),
    )
