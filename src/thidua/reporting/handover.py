"""What is in the hands of somebody who reports, approves or checks: lines of the list that is signed at a handover."""

from datetime import date

from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.org.handing import Item, listed_by
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Report
from thidua.reporting.queries import work

REPORTS = "Báo cáo đang làm"


@listed_by
def reports_in_hand(holder: Actor, on: date) -> list[Item]:
    """Reports to hand in, to approve, to check; each says how it stands."""
    found: list[Item] = []
    if holder.may("reporting.submit_report"):
        found += [_item(report, "chưa gửi") for report in work.reports_to_hand_in(holder)]
    waiting = work.reports_waiting(holder)
    found += [_item(one, "chờ thủ trưởng duyệt") for one in waiting.get(ReportState.AWAITING_HEAD, ())]
    found += [_item(one, "chờ kiểm tra") for one in waiting.get(ReportState.SUBMITTED, ())]
    return found


@listed_by
def periods_in_hand(holder: Actor, on: date) -> list[Item]:
    """Open periods, for those who look after them."""
    if not holder.may("reporting.lock_period"):
        return []
    periods = work.periods_in_work(holder)
    return [
        Item("Kỳ báo cáo đang theo dõi", period.label, f"hạn của đơn vị {formatting.day(period.unit_due_on)}")
        for period in periods
    ]


def _item(report: Report, how: str) -> Item:
    what = f"{report.period.label}: {report.unit.name}"
    return Item(REPORTS, what, f"{how}, hạn {formatting.day(report.period.unit_due_on)}")
