"""Work with period reports: drafts that wait for their number."""

from datetime import date

from django.urls import reverse

from thidua.composing import queries
from thidua.core import formatting
from thidua.core.permissions import Actor
from thidua.web.work.tasks import Group, Task

MOST = 20


def reports_to_issue(who: Actor, on: date) -> list[Task]:
    """Drafts, for those who write and issue them."""
    if not who.may("composing.issue_report"):
        return []
    return [
        Task(
            Group.TO_SEND,
            "waiting",
            "Đang soạn",
            f"Hoàn thiện, ban hành {formatting.in_text(one.get_kind_display())}: {formatting.in_text(one.label)}",
            reverse("composing:report_show", args=[one.pk]),
            f"lập ngày {formatting.day(one.composed_at)}",
        )
        for one in queries.drafts(who)[:MOST]
    ]
